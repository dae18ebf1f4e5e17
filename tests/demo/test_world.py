"""The example world: everything in it, nothing real in it, all or nothing of it."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from flask_security import verify_password

from circulair.app import Application, create_app
from circulair.config import Settings
from circulair.demo import rows, world
from circulair.services import board, checks, lab_pages, law, passwords, releases, rounds, vehicles, works
from circulair.services import world as kind_of_world
from circulair.services.actor import Actor, Role
from circulair.services.faults import WorldNotEmptyError
from circulair.services.roads import NoRoadService
from circulair.store import (
    exchanges,
    housekeeping,
    listings,
    organisations,
    outbox,
    processes,
    queue,
    suggestions,
)
from circulair.store.publication import history
from circulair.store.records import DeliveryRecord, ExchangeRecord, ListingState, SuggestionRecord
from flows.exchanges import DeliveryStatus
from flows.organisations import Kind
from flows.process_data import load_known_processes
from flows.processes import ProcessStatus
from flows.suggestions import Status
from flows.works import Rests
from tests.databases import Maker
from tests.worlds import NOW

pytestmark = pytest.mark.xdist_group("example world")  # so that it is played once for all of them

ACCEPTED = (Status.PROPOSED, Status.AGREED, Status.MOVED, Status.CONFIRMED)


def standing(*statuses: Status) -> Sequence[SuggestionRecord]:
    """Return the suggestions of the example that stand in one of these statuses."""
    return queue.latest(queue.Search(statuses), board.moment_of(Actor(NOW)), 200)


def all_exchanges() -> list[ExchangeRecord]:
    return [exchange for one in standing(*ACCEPTED) for exchange in exchanges.of_suggestion(one.id)]


def all_deliveries() -> list[DeliveryRecord]:
    return [delivery for exchange in all_exchanges() for delivery in exchange.deliveries]


class InterruptError(Exception):
    """Somebody stopped the load."""


def an_app(folder: Path, database: str) -> Application:
    app = create_app(Settings(data_dir=str(folder), database_url=database))
    app.clock = lambda: NOW
    return app


@pytest.fixture(scope="module")
def played(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    folder = tmp_path_factory.mktemp("example")
    app = an_app(folder, f"sqlite:///{shutil.copy(sqlite_template, folder / 'example.db')}")
    with closing(app.store):
        world.load(app)
        yield app


@pytest.fixture
def example(played: Application) -> Iterator[Application]:
    with played.app_context(), played.store.unit_of_work(reading=True):
        yield played


def test_the_example_breaks_no_law(example: Application) -> None:
    assert list(checks.broken_laws(NOW.date())) == []


def test_it_says_that_it_is_invented(example: Application) -> None:
    assert kind_of_world.is_demo()


def test_it_has_organisations_of_every_kind(example: Application) -> None:
    everybody = organisations.all_by_name()
    assert len(everybody) >= 44
    assert {one.kind for one in everybody} == set(Kind)


def test_it_has_premises_in_use_and_vacant(example: Application) -> None:
    owned = [place for one in organisations.all_by_name() for place in organisations.premises_of(one.id)]
    assert len(owned) >= 28
    assert sum(place.vacant for place in owned) >= 12
    assert 0 < sum(place.vacant and not place.public for place in owned) < 6


def test_the_hub_has_vehicles_with_which_a_round_beats_single_trips(example: Application) -> None:
    hub = Actor(example.clock(), Role.HUB)
    chosen = [one.id for one in vehicles.everything(hub) if one.name == "Bestelbus"]
    wish = rounds.Wish("vegetable-scraps", hub.today, "week", vehicle_id=chosen[0])
    found = rounds.plan(wish, hub, NoRoadService())
    assert found.collected >= 2
    assert found.plan.km < found.plan.single_km


def test_a_school_wants_some_of_what_comes_free_of_planned_works(example: Application) -> None:
    [sheet] = works.everything(Actor(example.clock(), Role.HUB))
    [doors] = [line for line in sheet.lines if line.claims]
    assert doors.expected.rests is Rests.SURVEY
    assert [claim.need.organisation.kind for claim in doors.claims] == [Kind.SCHOOL]
    assert {line.expected.rests for line in sheet.lines if line.offered} == set(Rests)


def test_both_labs_have_experiments_and_one_tells_what_it_taught_by_failing(example: Application) -> None:
    labs = {lab.code: shown for lab, shown in lab_pages.labs()}
    assert set(labs) == {"geleen-circulair", "historisch-sittard"}
    everything = [one for shown in labs.values() for one in shown]
    assert all(labs.values())
    assert [one.title for one in everything if lab_pages.has_failed(one) and one.lesson]
    linked = [lab_pages.experiment(one.lab.code, one.number).linked for one in everything]
    assert {thing.kind for things in linked for thing in things} == {"flow", "premises"}


def test_it_has_listings_in_every_state(example: Application) -> None:
    found = listings.count_by_state()
    assert sum(found.values()) >= 130
    assert set(found) == set(ListingState)


def test_it_has_suggestions_in_every_status(example: Application) -> None:
    assert set(suggestions.count_by_status()) == set(Status)


def test_all_three_sides_decline_and_for_many_reasons(example: Application) -> None:
    declined = standing(Status.DECLINED)
    assert {one.declined_by for one in declined} == {"hub", "giver", "receiver"}
    assert len({one.reason for one in declined}) >= 8


def test_nothing_was_accepted_against_the_law(example: Application) -> None:
    for suggestion in standing(*ACCEPTED):
        law.require_all_lawful(suggestion, NOW.date())
        assert all(line.legal_reason for line in suggestion.lines)


def test_confirmed_exchanges_reach_back_two_years(example: Application) -> None:
    confirmed = [row for row in all_deliveries() if row.status is DeliveryStatus.CONFIRMED]
    assert len({row.exchange_id for row in confirmed}) >= 16
    assert (NOW.date() - min(row.day for row in confirmed)).days > 600
    assert max(row.day for row in confirmed) <= NOW.date()


def test_some_deliveries_wait_for_an_answer_and_one_is_disputed(example: Application) -> None:
    found = Counter(row.status for row in all_deliveries())
    assert found[DeliveryStatus.REPORTED] >= 4
    assert found[DeliveryStatus.DISPUTED] >= 1


def test_consent_is_given_by_both_by_one_side_and_by_none(example: Application) -> None:
    given = Counter(one.giver_consents + one.receiver_consents for one in all_exchanges())
    assert given[2] >= 12
    assert given[1] >= 2
    assert given[0] >= 2


def test_a_confirmed_exchange_goes_through_a_process(example: Application) -> None:
    release = releases.shown()
    assert release is not None
    assert [flow for flow in release.flows if flow.processes]


def test_no_real_plant_is_a_destination(example: Application) -> None:
    real = {known.process.code for known in load_known_processes()}
    running = [one for one in processes.everything() if one.status is ProcessStatus.RUNNING]
    assert running
    assert all(one.invented and "(voorbeeld)" in one.name_nl for one in running)
    assert not {code for one in all_exchanges() for code in one.processes.split()} & real


def test_the_public_map_has_many_flows_in_two_releases(example: Application) -> None:
    newest, oldest = history()
    assert (newest.as_of - oldest.as_of).days > 80
    assert len({(flow.giver, flow.receiver) for flow in releases.parsed(newest.content).flows}) >= 12
    assert len(releases.parsed(oldest.content).flows) < len(releases.parsed(newest.content).flows)


def test_ten_lines_and_more_between_neighbourhoods_are_told_one_of_them_of_many_unnamed(
    example: Application,
) -> None:
    release = releases.shown()
    assert release is not None
    told = [cell for cell in release.cells if cell.end and cell.low is not None]
    assert len({(cell.start, cell.end, cell.group) for cell in told}) >= 10
    assert [cell for cell in told if cell.reason != "consent" and (cell.givers or 0) >= 5]
    assert [cell for cell in release.cells if cell.reason == "too_few"]


def test_no_letter_waits_to_leave(played: Application) -> None:
    with played.store.unit_of_work():
        assert list(outbox.claim(NOW)) == []


@pytest.mark.parametrize("line", world.SIGN_INS)
def test_the_printed_sign_ins_work(played: Application, line: str) -> None:
    email, password = line.partition(":")[2].strip().split(" / ")
    with played.app_context(), played.store.unit_of_work():
        found = passwords.person_for(email, password, Actor(NOW), verify_password)
    assert found is not None
    assert found.email == email


def test_a_second_load_is_refused(played: Application) -> None:
    with pytest.raises(WorldNotEmptyError):
        world.load(played)


def stop_under_way(percent: int) -> None:
    if percent:
        raise InterruptError()


def test_an_interrupted_load_leaves_an_empty_database(app: Application) -> None:
    with pytest.raises(InterruptError):
        world.load(app, stop_under_way)

    with app.store.unit_of_work(reading=True):
        assert housekeeping.is_demo() is None
        assert organisations.count() == 0


def test_the_same_clock_gives_the_same_world_on_postgresql(
    fresh_postgresql: Maker, tmp_path: Path, played: Application
) -> None:
    told: list[int] = []
    other = an_app(tmp_path, fresh_postgresql())
    with closing(other.store):
        world.load(other, told.append)
        with other.store.unit_of_work(reading=True):
            assert list(checks.broken_laws(NOW.date())) == []
            there = [release.content for release in history()]
    with played.store.unit_of_work(reading=True):
        here = [release.content for release in history()]
    assert there == here
    assert sum(told) == 100


@pytest.mark.parametrize("name", ["organisations", "premises", "plants", "listings"])
def test_every_row_of_the_tables_has_a_key_of_its_own(name: str) -> None:
    keys = [row.cells.get("key") or row["code"] for row in rows.table(name)]
    assert len(keys) == len(set(keys))
