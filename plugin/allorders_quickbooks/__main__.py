"""`python -m allorders_quickbooks` is the command `allorders-quickbooks`."""

from __future__ import annotations

from allorders_quickbooks.cli import main

if __name__ == "__main__":
    main(prog_name="allorders-quickbooks")
