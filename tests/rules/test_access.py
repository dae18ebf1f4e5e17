"""Every route, asked for by every actor, answers as the table beside this file declares."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from circulair.permissions import GUARD
from circulair.security import KEYLESS
from circulair.services.actor import Role
from circulair.store.records import Base
from tests.rules.routes import ACTORS, Row, Site, as_in_the_beginning, routes, stored_site, table
from tests.web.checked import CheckedClient

TABLE = table()
POSTS = [row for row in TABLE if row.method == "POST"]
KEYED = [row for row in POSTS if row.endpoint not in KEYLESS]
HIDDEN = [row for row in TABLE if row.statuses[ACTORS.index("other")] == 404]
"""Routes to things of one organisation, which for others do not exist."""

CHANGING = re.compile(r'(?:nonce|value)="[^"]*"|/\d+')
"""What differs between two answers that say the same."""

IMPROPER = ("", "short", "key\x00of sixteen signs", "é" * 20, "k" * 65)
"""Keys that no form of ours carries."""

HOSTILE = "?q=%00&page=99999999999999999999&als=-1&groep=%27--&jaar=0000&soort=%F0%9F%92%A9&next=//x&status=x"

every_row = pytest.mark.parametrize("row", TABLE, ids=str)
every_post = pytest.mark.parametrize("row", POSTS, ids=str)
every_keyed_post = pytest.mark.parametrize("row", KEYED, ids=str)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site with its world, stored once in a file to copy."""
    site = stored_site(sqlite_template, tmp_path_factory.mktemp("site"))
    site.app.store.close()
    return site


@pytest.fixture
def site(world: Site) -> Iterator[Site]:
    """The site as it was in the beginning."""
    with as_in_the_beginning(world) as site:
        yield site


def asked(visitor: CheckedClient, method: str, path: str, **keys: str) -> TestResponse:
    """Ask for a page, or send an otherwise empty form."""
    return visitor.http.open(path, method=method, data=keys if method == "POST" else None)


def keys_of(visitor: CheckedClient) -> dict[str, str]:
    """Return what every form carries."""
    return {"csrf_token": visitor.token(), "idempotency_key": secrets.token_urlsafe(24)}


def test_the_table_names_every_route_and_no_other(world: Site) -> None:
    assert sorted((row.endpoint, row.method) for row in TABLE) == routes(world.app)


def test_every_view_is_guarded_or_open_on_purpose(world: Site) -> None:
    views = {name: getattr(view, GUARD, None) for name, view in world.app.view_functions.items()}
    assert {name for name, guard in views.items() if not isinstance(guard, Role)} == {"static"}


@every_row
def test_a_route_answers_every_actor_as_declared(row: Row, site: Site) -> None:
    path = site.path(row.endpoint)
    answers = {}
    for actor in ("public", "other", "member", "hub"):
        visitor = site.visitor(actor)
        with asked(visitor, row.method, path, **keys_of(visitor)) as answer:
            answers[actor] = answer.status_code
    assert tuple(answers[actor] for actor in ACTORS) == row.statuses


@pytest.mark.parametrize("row", HIDDEN, ids=str)
def test_what_is_another_s_answers_exactly_as_what_is_not_there(row: Row, site: Site) -> None:
    other = site.visitor("other")
    there = asked(other, row.method, site.path(row.endpoint), **keys_of(other))
    nowhere = asked(other, row.method, site.nowhere(row.endpoint), **keys_of(other))
    assert there.status_code == nowhere.status_code
    assert CHANGING.sub("", there.text) == CHANGING.sub("", nowhere.text)


@every_post
def test_a_form_without_its_token_is_refused(row: Row, site: Site) -> None:
    answers = [asked(site.visitor(actor), "POST", site.path(row.endpoint)) for actor in ACTORS]
    assert {answer.status_code for answer in answers} == {400}


@every_keyed_post
def test_a_form_without_a_proper_key_is_refused(row: Row, site: Site) -> None:
    hub = site.visitor("hub")
    for key in IMPROPER:
        answer = asked(hub, "POST", site.path(row.endpoint), csrf_token=hub.token(), idempotency_key=key)
        assert answer.status_code == 400, key


@every_post
def test_a_form_from_another_site_is_refused(row: Row, site: Site) -> None:
    hub = site.visitor("hub")
    elsewhere = {"Origin": "https://elsewhere.example"}
    answer = hub.http.post(site.path(row.endpoint), data=keys_of(hub), headers=elsewhere)
    assert answer.status_code == 400


@every_row
def test_strange_words_in_an_address_break_nothing(row: Row, site: Site) -> None:
    hub = site.visitor("hub")
    with asked(hub, row.method, site.path(row.endpoint) + HOSTILE, **keys_of(hub)) as answer:
        assert answer.status_code < 500


@every_post
def test_a_form_with_a_field_that_it_does_not_know_is_refused_and_stores_nothing(
    row: Row, site: Site
) -> None:
    actor = next(actor for actor in ("member", "hub", "public") if takes(row, actor))
    visitor = site.visitor(actor)
    keys = keys_of(visitor)
    before = stored(site)
    answer = asked(visitor, "POST", site.path(row.endpoint), **keys, organisation_id="1")
    assert answer.status_code == 400
    assert stored(site) == before
    with asked(visitor, "POST", site.path(row.endpoint), **keys) as plain:
        assert plain.status_code == row.statuses[ACTORS.index(actor)]


def takes(row: Row, actor: str) -> bool:
    """Return whether a route is there for an actor."""
    return row.statuses[ACTORS.index(actor)] not in (403, 404)


def stored(site: Site) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with site.app.store.unit_of_work(reading=True) as session:
        tables = Base.metadata.sorted_tables
        return {table.name: [tuple(row) for row in session.execute(select(table))] for table in tables}
