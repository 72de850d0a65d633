"""Where the sample keeps its data: one directory with its database and the simulated company file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from allorders_quickbooks.simulator import CompanyFile, Features
from platformdirs import user_data_path

BOOKS_NAME = "Sample Company"


@dataclass(frozen=True)
class Workplace:
    """`database` is the URL of the order system's database, `books` the path of the simulated company file."""

    directory: Path
    database: str
    books: Path


def workplace(directory: Path | None, database: str | None, features: Features | None = None) -> Workplace:
    """The workplace, made where it is not there yet. Without a directory it is the user's own data directory.
    `features` are those of a company file that has to be made."""
    directory = (directory or user_data_path("allorders-sample", appauthor=False)).resolve()
    directory.mkdir(parents=True, exist_ok=True)
    url = database or f"sqlite:///{(directory / 'orders.sqlite3').as_posix()}"
    books = directory / "company.qbsim"
    if features is not None and not books.exists():
        CompanyFile.create(books, features=features).close()
    CompanyFile.open(books, create=True).close()
    return Workplace(directory, url, books)
