"""The unit of work: one transaction around one use, committed or rolled back in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS = 5000
"""How long a SQLite writer waits for another before it gives up."""

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
)

POOL = 16
"""Connections kept open: one for each thread of the web server."""

ON_SQLITE = {"isolation_level": None, "check_same_thread": False}
"""The driver begins nothing by itself, we do; the pool hands a connection to one thread at a time."""

DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
"""PostgreSQL settings that must be on, or an acknowledged write can vanish with the power."""

CROSSED = frozenset({"40001", "40P01"})
"""SQLSTATEs of PostgreSQL for two transactions that came in each other's way; one of them was undone."""

WRITING = "engine for writing"
"""Under which a session keeps the engine with which it may write."""

HUB_VIHB = "VIHB number of the hub"
"""Under which a session keeps what the operator said of the hub itself."""

_session: ContextVar[Session] = ContextVar("session")


class ConflictError(Exception):
    """Somebody else changed the same thing in between; nothing of this use was stored."""


class DatabaseAwayError(Exception):
    """The database cannot be reached or does not take writes now; nothing was stored."""


class UnsafeDatabaseError(Exception):
    """The database is set up so that it may lose acknowledged writes."""

    def __init__(self, setting: str) -> None:
        super().__init__(setting)
        self.setting = setting

    def __str__(self) -> str:
        return f"PostgreSQL runs with {self.setting}=off; switch it on, acknowledged writes may be lost"


def current() -> Session:
    """Return the session of the unit of work that is open."""
    return _session.get()


def hub_vihb() -> str:
    """Return the hub's number on the VIHB list as the operator set it, "" where there is none."""
    return str(current().info[HUB_VIHB])


def begin_writing() -> None:
    """End the reading with which a unit of work began, and write from here on, with the lock in hand.

    What was read may be old by now: all of it is read anew.
    """
    session = current()
    if session.bind is not session.info[WRITING]:
        session.commit()
        session.expire_all()
        session.bind = session.info[WRITING]


def may_write() -> bool:
    """Return whether the open unit of work writes, so that it sees what may never be stored."""
    return current().bind is current().info.get(WRITING)


def is_open() -> bool:
    """Return whether a unit of work is open; the page of an error may have to do without."""
    return _session.get(None) is not None


class Store:
    """A database with its pool of connections, from which units of work are opened."""

    def __init__(self, url: str, hub_vihb: str = "") -> None:
        self.engine, self.hub_vihb = engine_for(url), hub_vihb
        self._reading = self.engine.execution_options(writes=False, postgresql_readonly=True)

    @contextmanager
    def unit_of_work(self, *, reading: bool = False, slow_first: bool = False) -> Iterator[Session]:
        """Open a transaction, commit it at the end, roll back on any error.

        ``reading`` takes no lock on SQLite; both databases refuse to write in it. ``slow_first`` begins
        as that, for work that takes long, and writes from ``begin_writing`` on.
        """
        info: dict[object, object] = {HUB_VIHB: self.hub_vihb}
        info |= {} if reading else {WRITING: self.engine}
        bind = self._reading if reading or slow_first else self.engine
        session = Session(bind, expire_on_commit=False, info=info)
        token = _session.set(session)
        try:
            with session, translated_errors():
                yield session
                session.commit()
        finally:
            _session.reset(token)

    def check_durable(self) -> None:
        """Refuse a PostgreSQL that may forget what it acknowledged."""
        if self.engine.dialect.name == "postgresql":
            with self.engine.connect() as connection:
                for setting in DURABLE:
                    if connection.exec_driver_sql(f"SHOW {setting}").scalar() == "off":
                        raise UnsafeDatabaseError(setting)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn what the database says into the two things a page can answer."""
    try:
        yield
    except (StaleDataError, IntegrityError) as error:
        raise ConflictError(str(error)) from error
    except PoolTimeoutError as error:
        raise DatabaseAwayError(str(error)) from error
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) in CROSSED:
            raise ConflictError(str(error)) from error
        raise DatabaseAwayError(str(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseAwayError(str(error)) from error
        raise


def engine_for(url: str) -> Engine:
    """Return an engine whose every connection is set up for safe writing."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=POOL, hide_parameters=True)
    engine = create_engine(url, pool_size=POOL, connect_args=ON_SQLITE, hide_parameters=True)
    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", begin_on_sqlite)
    return engine


def set_pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set the durable journal, foreign keys and the waiting time on a new connection."""
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def begin_on_sqlite(connection: Connection) -> None:
    """Begin a writing transaction with the lock in hand, so that two never both win; else refuse to write."""
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
