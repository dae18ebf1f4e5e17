"""Mergers: two organisations that are one become one, and nothing of either is lost."""

from collections import Counter
from contextlib import closing, suppress
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from circulair.services import (
    checks,
    documents,
    exchanges,
    imports,
    listings,
    mergers,
    organisations,
    verification,
)
from circulair.services.accounts import forget
from circulair.services.actor import Actor
from circulair.services.faults import (
    CannotMergeError,
    MergedError,
    NotAllowedError,
    NotFoundError,
    VersionError,
)
from circulair.services.imports import Upload
from circulair.services.mergers import Choice, Obstacle
from circulair.services.positions import Place
from circulair.store import accounts, trail
from circulair.store import exchanges as exchange_store
from circulair.store import mergers as store_of_mergers
from circulair.store import organisations as store_of_organisations
from circulair.store.records import (
    AnswerRecord,
    Base,
    DeliveryRecord,
    ExchangeRecord,
    ImportRecord,
    ListingRecord,
    OrganisationRecord,
    PremisesRecord,
    Verification,
)
from circulair.store.session import ConflictError, Store, current
from flows.distance import Precision
from flows.duplicates import Alike
from flows.exchanges import DeliveryStatus, Party
from flows.organisations import Kind
from flows.streams import Side
from tests.databases import Maker
from tests.factories import SPOTS
from tests.sheets import CARDBOARD, a_csv
from tests.stories import Story, a_story, agreed, proposed
from tests.together import together
from tests.worlds import NOBODY, NOW, Firm, a_draft, a_firm, a_listing, a_plant, a_reviewer

TOLD = (NotFoundError, VersionError, ConflictError)
"""What somebody who came second is told."""


def record(firm: Firm) -> OrganisationRecord:
    found = store_of_organisations.with_premises(firm.organisation_id)
    assert found is not None
    return found


def choice(staying: Firm, leaving: Firm) -> Choice:
    return Choice(
        staying.organisation_id, record(staying).version, leaving.organisation_id, record(leaving).version
    )


def merge(staying: Firm, leaving: Firm, hub: Actor) -> OrganisationRecord:
    return mergers.merge(choice(staying, leaving), hub)


def rows() -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        table.name: current().scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def delivered(story: Story, tonnes: str) -> Story:
    """Let both sides confirm a delivery."""
    told = exchanges.report_delivery(
        story.exchange.id, Party.RECEIVER, story.hub.today, Decimal(tonnes), story.receiver.member
    )
    exchanges.answer_delivery(
        told.id, story.exchange.id, Party.GIVER, DeliveryStatus.CONFIRMED, story.giver.member
    )
    return story


@pytest.mark.both_databases
def test_all_of_one_becomes_the_others_and_the_one_that_went_points_there(store: Store) -> None:
    with store.unit_of_work():
        story = delivered(agreed(a_story()), "10")
        stays, plant = a_firm("Giver B.V."), a_plant("bread", "compost")
        plant.organisation_id = story.giver.organisation_id
    with store.unit_of_work():
        before, tonnes = rows(), exchange_store.yearly_flows(story.hub.today)
        merge(stays, story.giver, story.hub)
    with store.unit_of_work():
        after = rows()
        assert {name for name in after if after[name] != before[name]} == {"trail"}
        assert exchange_store.yearly_flows(story.hub.today) == tonnes
        assert [one.id for one in exchange_store.of_organisation(stays.organisation_id)] == [
            story.exchange.id
        ]
        assert store_of_mergers.listings_of([story.giver.organisation_id]) == []
        assert len(record(stays).premises) == 2
        members = accounts.members_of(stays.organisation_id)
        assert {one.id for one in members} == {stays.person_id, story.giver.person_id}
        assert record(story.giver).merged_into_id == stays.organisation_id
        assert [one.id for one in verification.dossier(stays.organisation_id, story.hub).took_in] == [
            story.giver.organisation_id
        ]
        seen = verification.dossier(story.giver.organisation_id, story.hub)
        assert seen.merged_into is not None
        assert seen.merged_into.id == stays.organisation_id
        assert list(checks.broken_laws(story.hub.today)) == []


@pytest.mark.both_databases
def test_the_trail_of_both_is_kept_and_tells_the_merger(store: Store) -> None:
    with store.unit_of_work():
        stays, leaves, hub = a_firm("Zon"), a_firm("ZON NV", spot="station"), a_reviewer()
        listing = a_listing(Side.OFFER, leaves)
        before = [row.id for row, _ in trail.search(trail.Wanted(), 1000, 0)]
    with store.unit_of_work():
        merge(stays, leaves, hub)
    with store.unit_of_work():
        now = {row.id for row, _ in trail.search(trail.Wanted(), 1000, 0)}
        assert now > set(before)
        for firm, act in ((leaves, "organisation.merged"), (stays, "organisation.took_in")):
            [*_, (last, _words)] = trail.of_subject("organisation", firm.organisation_id)
            assert (last.act, last.actor_id) == (act, hub.person_id)
        assert trail.of_subject("listing", listing.id)[-1][0].act == "listing.moved_owner"
        assert trail.broken_seals() == []


def test_whoever_signs_in_at_the_one_that_went_has_all_of_it(unit: object) -> None:
    stays, leaves, hub = a_firm("Zon"), a_firm("Zon BV", spot="station"), a_reviewer()
    a_listing(Side.OFFER, stays, "flat-glass")
    a_listing(Side.OFFER, leaves)
    merge(stays, leaves, hub)
    person = accounts.person(leaves.person_id)
    assert person is not None
    member = Actor(NOW, person_id=person.id, organisation_id=person.organisation_id)
    assert {one.material for one in listings.mine(member)} == {"flat-glass", "ldpe-film"}


def test_what_is_likely_one_is_told_with_why_until_it_is(unit: object) -> None:
    first, second, hub = a_firm("Zon"), a_firm("ZON B.V.", spot="station"), a_reviewer()
    a_firm("Other")
    [double] = mergers.doubles(hub)
    assert double.names == ("Zon", "ZON B.V.")
    assert double.likely.alike == (Alike.NAME,)
    merge(second, first, hub)
    assert mergers.doubles(hub) == []
    assert [one.name for one in organisations.everybody(hub)] == ["Other", "ZON B.V."]
    assert verification.page("zon", 1, hub, unverified=False).total == 1


def test_the_same_telephone_number_is_a_sign_until_whose_it_is_is_forgotten(unit: object) -> None:
    first, second, hub = a_firm("Zon"), a_firm("Maan", spot="station"), a_reviewer()
    for firm, written in ((first, "046 477 12 34"), (second, "+31 46 4771234")):
        [person] = accounts.members_of(firm.organisation_id)
        person.telephone = written
    [double] = mergers.doubles(hub)
    assert double.likely.alike == (Alike.TELEPHONE,)
    forget(second.email, NOBODY)
    assert mergers.doubles(hub) == []


@pytest.mark.both_databases
def test_two_that_exchange_with_each_other_stay_two(store: Store) -> None:
    with store.unit_of_work():
        story = agreed(a_story())
        seen = mergers.pair(story.giver.organisation_id, story.receiver.organisation_id, story.hub)
        assert (Obstacle.EXCHANGE, (story.exchange.id,)) in seen.obstacles
    with store.unit_of_work():
        before = rows()
        with pytest.raises(CannotMergeError) as told:
            merge(story.giver, story.receiver, story.hub)
        assert story.exchange.id in told.value.numbers
        assert rows() == before
        assert record(story.receiver).merged_into_id is None


def test_two_with_an_open_suggestion_stay_two_until_it_is_declined(unit: object) -> None:
    story = proposed(a_story())
    seen = mergers.pair(story.giver.organisation_id, story.receiver.organisation_id, story.hub)
    assert seen.obstacles == ((Obstacle.SUGGESTION, (story.suggestion_id,)),)
    with pytest.raises(CannotMergeError):
        merge(story.giver, story.receiver, story.hub)


def test_a_file_that_is_read_and_the_hub_itself_stand_in_the_way(unit: object) -> None:
    firm, other, hub = a_firm("Zon"), a_firm("Maan"), a_reviewer()
    own = organisations.found("Hub", Kind.HUB, NOBODY)
    sheet = imports.stage(Upload("a.csv", a_csv(CARDBOARD), "nl"), firm.organisation_id, firm.member)
    seen = mergers.pair(firm.organisation_id, other.organisation_id, hub)
    assert seen.obstacles == ((Obstacle.IMPORT, (sheet.id,)),)
    assert mergers.pair(other.organisation_id, own.id, hub).obstacles == ((Obstacle.HUB, (own.id,)),)


def test_consent_moves_only_where_both_gave_it(unit: object) -> None:
    story = agreed(a_story())
    exchanges.consent(story.exchange.id, Party.GIVER, story.giver.member, public=True)
    exchanges.consent(story.exchange.id, Party.RECEIVER, story.receiver.member, public=True)
    never = a_firm("Never asked")
    seen = mergers.pair(never.organisation_id, story.giver.organisation_id, story.hub)
    assert seen.sides[1].ending.given == {story.exchange.id}
    merge(never, story.giver, story.hub)
    assert (story.exchange.giver_consents, story.exchange.receiver_consents) == (False, True)
    assert exchange_store.consented() == []
    last = trail.of_subject("exchange", story.exchange.id)[-1][0]
    assert (last.act, last.details) == ("exchange.consent", '{"party": "giver", "public": "False"}')


def test_consent_of_both_stays(unit: object) -> None:
    stays, leaves, hub = a_firm("Zon"), a_firm("Zon BV"), a_reviewer()
    for firm in (stays, leaves):
        for thing in (a_listing(Side.OFFER, firm), record(firm).premises[0]):
            thing.public = True
    merge(stays, leaves, hub)
    assert current().scalars(select(ListingRecord.public)).all() == [True, True]
    assert current().scalars(select(PremisesRecord.public)).all() == [True, True]


def test_of_two_answers_the_more_careful_one_stays(unit: object) -> None:
    stays, leaves, hub = a_firm("Zon"), a_firm("Zon BV", verified=False), a_reviewer()
    record(leaves).hides_name, record(leaves).kvk_number = True, "12345678"
    record(stays).verified_how = Verification.KVK
    current().flush()
    now = merge(stays, leaves, hub)
    assert (now.hides_name, now.kvk_number, now.verified_at, now.verified_how) == (
        True,
        "12345678",
        None,
        None,
    )


def test_the_same_file_stays_known_to_the_one_that_stays(unit: object) -> None:
    stays, leaves, hub = a_firm("Zon"), a_firm("Zon BV"), a_reviewer()
    record_of = imports.stage(Upload("a.csv", a_csv(CARDBOARD), "nl"), leaves.organisation_id, leaves.member)
    record_of.state = "checked"  # type: ignore[assignment]  # as the column reads it
    current().flush()
    merge(stays, leaves, hub)
    moved = current().get_one(ImportRecord, record_of.id)
    assert moved.organisation_id == stays.organisation_id
    assert moved.open_key == f"{stays.organisation_id}:{moved.digest}"


@pytest.mark.both_databases
def test_of_two_who_merge_at_once_one_wins_and_the_other_is_told(store: Store) -> None:
    with store.unit_of_work():
        first, second, hub = a_firm("Zon"), a_firm("Zon BV"), a_reviewer()
        a_listing(Side.OFFER, first)
        a_listing(Side.OFFER, second, "flat-glass")
        ways = (choice(first, second), choice(second, first))

    def act(number: int) -> int:
        with store.unit_of_work():
            return mergers.merge(ways[number], hub).id

    outcomes = together(2, act)
    told = [one for one in outcomes if isinstance(one, Exception)]
    assert len(told) == 1
    assert isinstance(told[0], (MergedError, VersionError, ConflictError))
    with store.unit_of_work():
        [kept] = [one for one in outcomes if isinstance(one, int)]
        assert len(store_of_mergers.listings_of([kept])) == 2
        assert len(list(store_of_mergers.known())) == 1
        assert trail.broken_seals() == []


@pytest.mark.both_databases
def test_what_is_put_in_at_the_same_moment_is_never_left_with_the_one_that_went(store: Store) -> None:
    with store.unit_of_work():
        stays, leaves, hub = a_firm("Zon"), a_firm("Zon BV"), a_reviewer()
        way = choice(stays, leaves)

    def put_in() -> object:
        return listings.register(a_draft(Side.OFFER, leaves), leaves.member).id

    def act(number: int) -> object:
        with store.unit_of_work():
            return (put_in, lambda: mergers.merge(way, hub).id)[number]()

    for outcome in together(2, act):
        assert not isinstance(outcome, Exception) or isinstance(outcome, TOLD)
    with store.unit_of_work():
        merged = record(leaves).merged_into_id is not None
        left = store_of_mergers.listings_of([leaves.organisation_id])
        assert left == [] or not merged


@pytest.mark.both_databases
def test_nothing_new_can_belong_to_one_that_went(store: Store) -> None:
    with store.unit_of_work():
        stays, leaves, hub = a_firm("Zon"), a_firm("Zon BV"), a_reviewer()
        merge(stays, leaves, hub)
    with pytest.raises(ConflictError), store.unit_of_work():
        organisations.add_premises("Shed", Place(SPOTS["market"], Precision.PICKED), leaves.member)
    with pytest.raises(ConflictError), store.unit_of_work():
        current().get_one(PremisesRecord, stays.premises_id).organisation_id = leaves.organisation_id
    with store.unit_of_work():
        with pytest.raises(MergedError):
            verification.verify(
                leaves.organisation_id, record(leaves).version, verification.Check(Verification.KNOWN), hub
            )
        with pytest.raises(MergedError):
            merge(stays, leaves, hub)


def test_only_the_hub_merges_and_never_one_with_itself(unit: object) -> None:
    firm, other, hub = a_firm("Zon"), a_firm("Maan"), a_reviewer()
    with pytest.raises(NotAllowedError):
        merge(firm, other, firm.member)
    with pytest.raises(NotAllowedError):
        mergers.doubles(firm.member)
    with pytest.raises(NotFoundError):
        mergers.pair(firm.organisation_id, firm.organisation_id, hub)
    with pytest.raises(VersionError):
        mergers.merge(Choice(firm.organisation_id, 99, other.organisation_id, 1), hub)


MATERIALS = st.sampled_from(["ldpe-film", "flat-glass"])
PUT_IN = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(Side), MATERIALS, st.sampled_from(["5", "12"])),
    min_size=1,
    max_size=6,
)
WAYS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4)


@pytest.mark.both_databases
def test_whatever_is_merged_no_listing_exchange_tonne_or_line_of_the_trail_is_lost(
    request: pytest.FixtureRequest, database: str
) -> None:
    fresh: Maker = request.getfixturevalue(f"fresh_{database.partition(':')[0].partition('+')[0]}")

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(PUT_IN, WAYS)
    def holds(put_in: list[tuple[int, Side, str, str]], ways: list[tuple[int, int]]) -> None:
        with closing(Store(fresh())) as opened:
            told_whole(opened, put_in, ways)

    holds()


def told_whole(store: Store, put_in: list[tuple[int, Side, str, str]], ways: list[tuple[int, int]]) -> None:
    """Let four firms put things in, agree and deliver, and merge them in some order."""
    with store.unit_of_work():
        story = delivered(agreed(a_story()), "3")
        firms = [story.giver, story.receiver, a_firm("Third"), a_firm("Fourth", spot="station")]
        for whose, side, material, tonnes in put_in:
            a_listing(side, firms[whose], material, tonnes)
        before, acts = content(), [row.id for row, _ in trail.search(trail.Wanted(), 10_000, 0)]
    for staying, leaving in ways:
        with suppress(CannotMergeError, MergedError, NotFoundError), store.unit_of_work():
            merge(firms[staying], firms[leaving], story.hub)
    with store.unit_of_work():
        assert content() == before
        assert set(acts) <= {row.id for row, _ in trail.search(trail.Wanted(), 10_000, 0)}
        assert trail.broken_seals() == []
        gone = select(OrganisationRecord.id).where(OrganisationRecord.merged_into_id.is_not(None))
        assert store_of_mergers.listings_of(list(current().scalars(gone))) == []
        assert list(checks.broken_laws(story.hub.today)) == []


def content() -> dict[str, object]:
    """Return what must be the same before and after: all but whose it is."""
    told = select(ListingRecord.id, ListingRecord.material, ListingRecord.tonnes_likely, ListingRecord.state)
    return {
        "listings": sorted(map(tuple, current().execute(told))),
        "exchanges": sorted(
            map(tuple, current().execute(select(ExchangeRecord.id, ExchangeRecord.tonnes_agreed)))
        ),
        "deliveries": sorted(
            map(
                tuple,
                current().execute(select(DeliveryRecord.id, DeliveryRecord.tonnes, DeliveryRecord.status)),
            )
        ),
        "answers": Counter(current().scalars(select(AnswerRecord.id))),
        "flows": list(exchange_store.yearly_flows(NOW.date())),
        "documents": [one.id for one in documents.all_kept()],
    }
