"""A table in a terminal: columns that are as wide as they need to be, long cells on several lines."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from io import StringIO

_WIDTH = (120, 24)  # where there is no terminal


def table(headings: Sequence[str], records: Iterable[Sequence[str]]) -> list[str]:
    """The lines of it. What is in a cell is shown as it is: nothing in it is taken for a mark or a link."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False)
    for record in records:
        drawn.add_row(*map(Text, record))
    written = StringIO()
    Console(file=written, width=shutil.get_terminal_size(_WIDTH).columns, color_system=None).print(drawn)
    return [line.rstrip() for line in written.getvalue().splitlines() if line.strip()]
