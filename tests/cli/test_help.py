"""The help of every command: a sentence of what it does, and an example that can be called."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from allorders_quickbooks.cli import main
from click.testing import CliRunner

PROGRAM = "allorders-quickbooks"


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*above, name)
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)


ALL = sorted(commands(main))


def examples(said: str) -> list[list[str]]:
    """What the lines with examples say, each as a shell would take it apart; what follows a redirection is left out."""
    whole = said.replace("\\\n", " ").splitlines()
    lines = (line.strip() for line in whole if line.strip().startswith(PROGRAM))
    return [shlex.split(line.partition(" > ")[0])[1:] for line in lines]


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_the_help_has_an_example_that_the_command_understands(
    path: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "customers.csv").touch()
    said = CliRunner().invoke(main, [*path, "--help"], terminal_width=200)
    assert said.exit_code == 0
    found = examples(said.output)
    assert found, f"{' '.join(path)} has no example"
    for words in found:
        assert tuple(words[: len(path)]) == path
        command: click.Command = main
        while isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        command.make_context(command.name, words).close()  # raises click.UsageError for what it does not understand
