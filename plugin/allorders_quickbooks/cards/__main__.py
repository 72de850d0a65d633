"""python -m allorders_quickbooks.cards"""

from __future__ import annotations

import sys

import click
from keyring.errors import KeyringError

from allorders_quickbooks.cards import keys


def main() -> int:
    try:
        keys.make()
    except KeyringError as error:
        click.echo(f"This system has no keyring that can be written to ({error}). Set {keys.ENVIRONMENT}.", err=True)
        return 1
    click.echo("The key for card numbers is in the keyring. Every computer that synchronizes needs the same one.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
