"""What an owner tells in confidence of how an offer is collected stays with that owner and the hub."""

import re
import secrets
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select

from circulair.jobs import outbox
from circulair.services import collection, releases
from circulair.services.letters import UNDO
from circulair.store.records import Base
from flows.collection import Collection, Per
from tests.letters import Letters
from tests.rules.routes import Site, as_in_the_beginning, stored_site, table
from tests.worlds import NOW, a_reviewer

CANARY = Collection("Kanariegeel Transport", Decimal("7654321.98"), Per.EMPTYING, date(2041, 11, 17))
TRACE = re.compile(
    r"kanariegeel|(?<![0-9a-z])(?:eur)?7[.,\s]?654[.,\s]?321(?:[.,]?98)?(?![0-9a-z])|(?<![0-9a-z])2041(?![0-9a-z])"
)
"""How the canary could look in an answer: its name, its euros and cents in any writing, its year.

Digits inside a longer word are no trace: a digest or a random key holds any four of them now and then.
"""

OUTSIDERS = ("public", "other", "partner")
"""Nobody, another organisation, and the other side of an agreement about the very offer."""

ROUTES = [(row.method, row.endpoint) for row in table()]


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, in which a canary was told of the offer that is agreed and of the one that is proposed."""
    site = stored_site(sqlite_template, tmp_path_factory.mktemp("confidential"))
    with site.app.store.unit_of_work():
        hub = a_reviewer("teller@example.org")
        for offer in ("listing_id", "proposed_offer_id"):
            collection.tell(site.numbers[offer], 0, CANARY, hub)
        releases.make(hub.today, hub)
    site.app.store.close()
    return site


@pytest.fixture
def site(world: Site) -> Iterator[Site]:
    """The site as it was in the beginning."""
    with as_in_the_beginning(world) as site:
        yield site


def traces(text: str) -> list[str]:
    """Return what of the canary stands in a text, without repeats."""
    return sorted(set(TRACE.findall(text.lower())))


@pytest.mark.parametrize(
    "told",
    [
        "Kanariegeel Transport",
        "€ 7.654.321,98",
        "EUR7654321.98",
        "7654321",
        "765432198",
        "7,654,321.98",
        "17 november 2041",
        "2041-11-17",
        '"2041"',
    ],
)
def test_every_writing_of_the_canary_is_a_trace(told: str) -> None:
    assert traces(told)


def test_digits_inside_a_digest_are_no_trace() -> None:
    assert traces("9f20417654321ab x2041y a7654321c") == []


def answers(site: Site, actor: str, method: str, endpoint: str) -> str:
    """Return all that an actor is answered at an address: in every language, of either offer, heads too."""
    said = []
    for language, offer in product(("", "/en", "/de"), ("listing_id", "proposed_offer_id")):
        visitor = site.visitor(actor)
        keys = {"csrf_token": visitor.token(), "idempotency_key": secrets.token_urlsafe(24)}
        path = language + site.path(endpoint, {"listing_id": site.numbers[offer]})
        with visitor.http.open(path, method=method, data=keys if method == "POST" else None) as answer:
            said += [f"{name}: {value}" for name, value in answer.headers]
            said.append(answer.get_data().decode("utf-8", "replace"))
    return "\n".join(said)


@pytest.mark.parametrize("actor", OUTSIDERS)
@pytest.mark.parametrize(("method", "endpoint"), ROUTES)
def test_no_answer_to_anybody_else_holds_it(site: Site, actor: str, method: str, endpoint: str) -> None:
    assert traces(answers(site, actor, method, endpoint)) == []


@pytest.mark.parametrize(
    ("actor", "endpoint"),
    [
        ("member", "listings.show"),
        ("member", "collection.tell"),
        ("hub", "listings.show"),
        ("hub", "collection.tell"),
        ("hub", "hub.suggestion"),
    ],
)
def test_its_owner_and_the_hub_read_it(site: Site, actor: str, endpoint: str) -> None:
    assert {"kanariegeel", "2041"} <= set(traces(answers(site, actor, "GET", endpoint)))


def test_the_owner_s_own_page_of_the_suggestion_and_the_exchange_go_without(site: Site) -> None:
    for endpoint in ("suggestions.show", "exchanges.show", "exchanges.mine", "listings.mine"):
        assert traces(answers(site, "member", "GET", endpoint)) == []


def test_neither_letters_nor_the_trail_nor_a_release_hold_it(site: Site) -> None:
    app = site.app
    app.post_office = letters = Letters()
    app.clock = lambda: NOW + UNDO
    outbox.send_due(app)
    assert letters
    assert traces("\n".join(letter.as_string() for letter in letters)) == []
    with app.store.unit_of_work(reading=True) as session:
        rows = [table for table in Base.metadata.sorted_tables if table.name != "collections"]
        told = [str(tuple(row)) for table in rows for row in session.execute(select(table))]
    assert traces("\n".join(told)) == []
