"""What all tests share: an application on a fresh database, visitors of its pages, a place for letters."""

import os
from itertools import count
from pathlib import Path

import pytest

from circulair.app import Application, create_app
from circulair.config import Settings
from circulair.services.actor import Role
from circulair.store import accounts
from circulair.store.session import Store
from tests.compiled import COMPILED, RememberedRule
from tests.letters import Letters
from tests.web.checked import QUICK, CheckedClient, SignIn
from tests.worlds import NOW, Firm, a_firm, a_person

pytest_plugins = ["tests.offline", "tests.databases", "tests.browser", "tests.serving", "tests.mail_server"]


SLOW = ("services", "web", "commands", "demo", "journeys")
"""Folders whose tests take long, the slowest last."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run fast tests first, so that a fault is told early."""
    items.sort(key=lambda item: SLOW.index(folder) if (folder := folder_of(item)) in SLOW else -1)


def folder_of(item: pytest.Item) -> str:
    """Return the folder of a test within those of all tests."""
    return item.path.relative_to(Path(__file__).parent).parts[0]


@pytest.fixture(scope="session", autouse=True)
def _once() -> None:
    """Let routes be compiled once, and commands find the index of words that set-up has built."""
    Application.url_rule_class = RememberedRule
    os.environ["CIRCULAIR_WORDS_DIR"] = str(Path(__file__).parents[1] / ".stamps" / "words")


@pytest.fixture
def letters() -> Letters:
    return Letters()


@pytest.fixture
def app(store: Store, database: str, tmp_path: Path, letters: Letters) -> Application:
    made = create_app(Settings(data_dir=str(tmp_path), database_url=database), QUICK)
    made.jinja_env.bytecode_cache = COMPILED
    made.store, made.clock, made.post_office = store, lambda: NOW, letters
    return made


@pytest.fixture
def client(app: Application) -> CheckedClient:
    return CheckedClient(app)


@pytest.fixture
def as_role(app: Application) -> SignIn:
    numbers = count(1)

    def visitor(role: str, firm: Firm | None = None) -> CheckedClient:
        with app.store.unit_of_work():
            member = firm or (a_firm(f"Firm {next(numbers)}") if role == Role.MEMBER else None)
            known = accounts.person(member.person_id) if member and role == Role.MEMBER else None
            person = known or a_person(Role(role), None, f"{role}{next(numbers)}@example.org")
        return CheckedClient(app).sign_in(person.fs_uniquifier)

    return visitor
