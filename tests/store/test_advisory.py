"""The mark of a living process: one at a time on PostgreSQL, gone with its bearer, and no transaction is open."""

from __future__ import annotations

from contextlib import closing

from allorders_quickbooks.store.advisory import marked
from allorders_quickbooks.store.database import Database
from sqlalchemy import text

ONE, OTHER = "installation 1", "installation 2"
_IN_TRANSACTION = text("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")


def test_one_bears_the_mark_of_a_company_and_another_that_of_another(postgresql_url: str) -> None:
    with closing(Database(postgresql_url)) as here, closing(Database(postgresql_url)) as there:
        with marked(here, ONE) as first, marked(there, ONE) as second, marked(there, OTHER) as third:
            assert (first, second, third) == (True, False, True)
        with marked(there, ONE) as after:
            assert after


def test_a_bearer_who_dies_leaves_no_mark(postgresql_url: str) -> None:
    with closing(Database(postgresql_url)) as here, closing(Database(postgresql_url)) as there:
        bearer = marked(here, ONE)
        assert bearer.__enter__()
        with there.write() as connection:
            connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
        with marked(there, ONE) as taken:
            assert taken


def test_no_transaction_is_open_while_it_is_borne(postgresql_url: str) -> None:
    with closing(Database(postgresql_url)) as here, closing(Database(postgresql_url)) as there, marked(here, ONE):
        looking = there.read()
        with looking as connection:
            assert connection.execute(_IN_TRANSACTION).scalar_one() == 0


def test_sqlite_knows_no_marks(sqlite_url: str) -> None:
    with closing(Database(sqlite_url)) as database, marked(database, ONE) as taken:
        assert not taken
