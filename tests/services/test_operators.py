"""What operators of plants show: with their yes, and once they say no out of every release that told it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from circulair.services import (
    plant_sources,
    plants,
    publicity,
    release_consent,
    release_gate,
    release_withdrawal,
    releases,
)
from circulair.services.plants import Names, Standing, Told
from circulair.services.publicity import Field
from circulair.services.release_gate import DisclosingReleaseError
from circulair.services.releases import Release
from circulair.store import processes, publication, trail
from circulair.store.records import ProcessRecord
from flows.processes import Output, ProcessStatus
from flows.strategies import Strategy
from tests.services.test_publicity import a_public_story
from tests.stories import Story
from tests.worlds import NOW, Firm, a_firm, a_plant

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("unit")]

TODAY = NOW.date()


@pytest.fixture
def operator() -> Firm:
    return a_firm("Plant", "recycler", "chemelot")


@pytest.fixture
def plant(operator: Firm) -> ProcessRecord:
    """Make an invented plant of the operator: no source tells of it, so that only his yes does."""
    record = a_plant("ldpe-film", "pe-regranulate")
    record.operator, record.organisation_id, record.invented = "Plant", operator.organisation_id, True
    return record


@pytest.fixture
def story(plant: ProcessRecord) -> Story:
    """Tell a story whose exchange both sides show and which goes through the plant."""
    told = a_public_story()
    told.exchange.processes = plant.code
    return told


def released() -> list[Release]:
    """Return all releases as they stand, the oldest first."""
    return [releases.parsed(record.content) for record in publication.oldest_first()]


def shown() -> list[tuple[int, int]]:
    """Return how many flows and plants each release tells."""
    return [(len(one.flows), len(one.processes)) for one in released()]


def kinds() -> list[set[str]]:
    """Return of which kinds something was taken out of each release."""
    return [{note.kind for note in one.redactions} for one in released()]


def test_a_plant_and_what_goes_through_it_are_shown_with_its_operators_yes(
    story: Story, operator: Firm
) -> None:
    releases.make(TODAY, story.hub)
    publicity.show(Field.PROCESSES, operator.member)
    releases.make(TODAY, story.hub)
    assert shown() == [(0, 0), (1, 1)]


def test_an_operators_no_takes_flows_and_plant_out_of_every_release(story: Story, operator: Firm) -> None:
    publicity.show(Field.PROCESSES, operator.member)
    for _ in range(2):
        releases.make(TODAY, story.hub)
    assert publicity.withdraw(Field.PROCESSES, operator.member) == 2
    assert shown() == [(0, 0)] * 2
    assert kinds() == [{"flows", "processes"}] * 2
    assert [one.figures["confirmed_tonnes"] for one in released()] == [0.0] * 2
    assert "Plant" not in "".join(record.content for record in publication.oldest_first())


def test_what_a_source_tells_of_a_plant_stays_and_flows_through_it_go(
    story: Story, operator: Firm, plant: ProcessRecord
) -> None:
    plant.invented, plant.source = False, "https://example.org/annual-report"
    publicity.show(Field.PROCESSES, operator.member)
    releases.make(TODAY, story.hub)
    publicity.withdraw(Field.PROCESSES, operator.member)
    assert shown() == [(0, 1)]
    assert kinds() == [{"flows"}]


def test_what_is_left_of_a_listing_is_told_nobody_where_an_operator_says_no(
    story: Story, operator: Firm
) -> None:
    publicity.show(Field.PROCESSES, operator.member)
    releases.make(TODAY, story.hub)
    assert [row.left is None for row in released()[0].offers] == [False]
    publicity.withdraw(Field.PROCESSES, operator.member)
    releases.make(TODAY, story.hub)
    assert [[row.left is None for row in one.offers] for one in released()] == [[True], [True]]


def test_an_exchange_that_goes_elsewhere_stays(story: Story, operator: Firm) -> None:
    story.exchange.processes = ""
    publicity.show(Field.PROCESSES, operator.member)
    releases.make(TODAY, story.hub)
    publicity.withdraw(Field.PROCESSES, operator.member)
    assert shown() == [(1, 0)]


def test_the_hub_takes_out_what_an_operator_says_no_to_by_telephone(
    story: Story, operator: Firm, plant: ProcessRecord
) -> None:
    publicity.show(Field.PROCESSES, operator.member)
    releases.make(TODAY, story.hub)
    trail.newest()
    assert plants.hide(plant.id, story.hub) == 1
    assert (plant.operator_consents, shown()) == (False, [(0, 0)])


def told_of(record: ProcessRecord, operator: str) -> Told:
    """Return what a form tells of the plant, run by somebody."""
    [taken], [given] = record.takes, record.gives
    return Told(
        Names(record.name_nl),
        operator,
        record.organisation_id,
        (taken.material,),
        (Output(given.material, None, Strategy.R8_LOW),),
        Standing(ProcessStatus.RUNNING, date(2026, 1, 1), "the operator"),
    )


def test_the_yes_of_one_operator_is_not_that_of_the_next(
    story: Story, operator: Firm, plant: ProcessRecord
) -> None:
    publicity.show(Field.PROCESSES, operator.member)
    releases.make(TODAY, story.hub)
    trail.newest()
    plants.change(plant.id, plant.version, told_of(plant, "Plant"), story.hub)
    trail.newest()
    assert (plant.operator_consents, shown()) == (True, [(1, 1)])
    plants.change(plant.id, plant.version, told_of(plant, "Another"), story.hub)
    assert (plant.operator_consents, shown()) == (False, [(0, 0)])


def test_the_gate_lets_no_plant_through_whose_operator_did_not_say_yes(story: Story, operator: Firm) -> None:
    publicity.show(Field.PROCESSES, operator.member)
    content = json.loads(releases.make(TODAY, story.hub).content)
    allowed = release_consent.all_of_it(release_consent.exchanges_named(), TODAY)
    release_gate.check_names(content, allowed)
    with pytest.raises(DisclosingReleaseError, match="not shown by its operator"):
        release_gate.check_names(content, replace(allowed, plants=frozenset()))


@pytest.mark.parametrize("field", ["source", "note"])
def test_the_gate_lets_nothing_of_a_plant_through_that_was_only_told(
    story: Story, operator: Firm, field: str
) -> None:
    publicity.show(Field.PROCESSES, operator.member)
    content = json.loads(releases.make(TODAY, story.hub).content)
    allowed = release_consent.all_of_it(release_consent.exchanges_named(), TODAY)
    content["processes"][0][field] = "call with Jan"
    with pytest.raises(DisclosingReleaseError, match="only the hub was told"):
        release_gate.check_names(content, allowed)


def test_no_other_member_sees_or_decides_on_a_plant(story: Story, plant: ProcessRecord) -> None:
    assert publicity.picture(story.giver.member).processes == ()
    publicity.show(Field.PROCESSES, story.giver.member)
    assert processes.of_codes([plant.code])[0].operator_consents is False


def test_a_plant_that_a_registered_organisation_runs_needs_its_yes(
    story: Story, operator: Firm, plant: ProcessRecord
) -> None:
    plant.operator = ""
    releases.make(TODAY, story.hub)
    publicity.show(Field.PROCESSES, operator.member)
    releases.make(TODAY, story.hub)
    assert shown() == [(0, 0), (1, 1)]
    assert publicity.withdraw(Field.PROCESSES, operator.member) == 1
    assert shown() == [(0, 0), (0, 0)]


def test_the_gate_lets_no_flow_through_without_the_yes_of_a_registered_organisation(
    story: Story, operator: Firm, plant: ProcessRecord
) -> None:
    publicity.show(Field.PROCESSES, operator.member)
    content = json.loads(releases.make(TODAY, story.hub).content)
    plant.operator, plant.operator_consents = "", False
    allowed = release_consent.all_of_it(release_consent.exchanges_named(), TODAY)
    with pytest.raises(DisclosingReleaseError, match="not shown by all its parties"):
        release_gate.check_names(content, allowed)


def test_the_name_of_a_registered_organisation_is_who_runs_a_plant(
    story: Story, operator: Firm, plant: ProcessRecord
) -> None:
    publicity.show(Field.PROCESSES, operator.member)
    plant.operator = ""
    trail.newest()
    plants.change(plant.id, plant.version, told_of(plant, ""), story.hub)
    assert (plant.operator, plant.operator_consents) == ("Plant", True)


def test_a_plant_of_which_only_somebody_told_is_gone_with_its_operators_no(
    story: Story, operator: Firm, plant: ProcessRecord
) -> None:
    plant.invented, plant.source = False, "telephone call with the manager"
    publicity.show(Field.PROCESSES, operator.member)
    releases.make(TODAY, story.hub)
    trail.newest()
    plants.hide(plant.id, story.hub)
    trail.newest()
    releases.make(TODAY, story.hub)
    assert shown() == [(0, 0), (0, 0)]


def test_a_plant_is_gone_once_no_public_page_tells_of_it(
    story: Story, operator: Firm, plant: ProcessRecord
) -> None:
    plant.invented, plant.source = False, "https://example.org/plants"
    releases.make(TODAY, story.hub)
    trail.newest()
    plants.change(plant.id, plant.version, told_of(plant, "Plant"), story.hub)
    assert shown() == [(0, 0)]


def test_what_was_only_told_to_the_hub_of_a_plant_is_not_published(
    story: Story, operator: Firm, plant: ProcessRecord
) -> None:
    plant.source, plant.status_note = "call with Jan; https://example.org/plants", "permit ends"
    publicity.show(Field.PROCESSES, operator.member)
    releases.make(TODAY, story.hub)
    [[row]] = [one.processes for one in released()]
    assert (row.source, row.note) == ("https://example.org/plants", "")


def test_what_an_older_rule_let_in_of_plants_is_taken_out_of_every_release(
    story: Story, operator: Firm, plant: ProcessRecord
) -> None:
    publicity.show(Field.PROCESSES, operator.member)
    record = releases.make(TODAY, story.hub)
    assert release_withdrawal.take_out_what_no_operator_shows(story.hub) == 0
    made = releases.parsed(record.content)
    [row] = made.processes
    told = replace(row, source="call with Jan", note="permit ends", at=(5.80001, 50.97001))
    record.content = releases.text(replace(made, processes=(told,)))
    assert release_withdrawal.take_out_what_no_operator_shows(story.hub) == 1
    [[row]] = [one.processes for one in released()]
    assert (row.source, row.note) == ("", "")
    assert row.at == plant_sources.public_place((5.80001, 50.97001), "")
    plant.operator, plant.operator_consents = "", False
    assert release_withdrawal.take_out_what_no_operator_shows(story.hub) == 1
    assert release_withdrawal.take_out_what_no_operator_shows(story.hub) == 0
    assert shown() == [(0, 0)]
