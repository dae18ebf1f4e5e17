"""What the public sees of an organisation: looked at, shown, and withdrawn from every release."""

import hashlib
import json
from decimal import Decimal

import pytest

from circulair.services import checks, exchanges, listings, organisations, publicity, releases
from circulair.services.organisations import Profile, Vacancy
from circulair.services.publicity import Field
from circulair.store import organisations as places
from circulair.store import publication, trail
from circulair.store.records import ListingState, VacancyBasis
from flows.exchanges import DeliveryStatus, Party
from flows.streams import Availability, Side
from tests.stories import Story, a_story, agreed
from tests.worlds import NOW, a_draft

pytestmark = pytest.mark.usefixtures("unit")

HIDDEN = "Giver"


def a_public_story() -> Story:
    """Tell a story whose offer, need and exchange everybody may see, with a delivery of three tonnes."""
    story = agreed(a_story(offered="40", needed="25"))
    for listing in (story.suggestion.need, story.suggestion.lines[0].offer):
        listing.public = True
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        exchanges.consent(story.exchange.id, party, firm.member, public=True)
    told = exchanges.report_delivery(
        story.exchange.id, Party.GIVER, NOW.date(), Decimal(3), story.giver.member
    )
    exchanges.answer_delivery(
        told.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    return story


def published(story: Story) -> list[releases.Release]:
    """Return all releases as they stand, the oldest first."""
    return [releases.parsed(record.content) for record in publication.oldest_first()]


def vacancy(*, public: bool) -> Vacancy:
    return Vacancy(VacancyBasis.OFFERED, None, Availability(), None, "shop", public)


class TestPicture:
    def test_one_sees_what_would_be_public_before_one_decides(self) -> None:
        story = agreed(a_story(offered="40", needed="25"))
        seen = publicity.picture(story.giver.member)
        assert [one.row.title for one in seen.listings] == [story.suggestion.lines[0].offer.title]
        [flow] = seen.flows
        assert (flow.own_yes, flow.other_yes, flow.rows) == (False, False, ())
        assert [seen.shown(field) for field in Field] == [1, 0, 0, 0, 0]

    def test_to_look_publishes_nothing(self) -> None:
        story = agreed(a_story(offered="40", needed="25"))
        publicity.picture(story.giver.member)
        releases.make(NOW.date(), story.hub)
        [release] = published(story)
        assert (release.flows, release.offers, release.needs) == ((), (), ())

    def test_what_is_shown_is_in_the_next_release(self) -> None:
        story = agreed(a_story(offered="40", needed="25"))
        publicity.show(Field.LISTINGS, story.giver.member)
        releases.make(NOW.date(), story.hub)
        [release] = published(story)
        assert [row.organisation for row in release.offers] == [HIDDEN]
        assert release.needs == ()

    @pytest.mark.parametrize("side", ["giver", "receiver"])
    @pytest.mark.parametrize("field", Field)
    def test_each_field_is_shown_and_withdrawn_apart(self, field: Field, side: str) -> None:
        story = agreed(a_story(offered="40", needed="25"))
        firm = story.giver if side == "giver" else story.receiver
        [own] = places.premises_of(firm.organisation_id)
        organisations.tell_vacancy(own.id, own.version, vacancy(public=False), firm.member)
        publicity.withdraw(Field.NAME, firm.member)
        publicity.show(field, firm.member)
        seen = publicity.picture(firm.member)
        shown = {one: seen.shown(one) for one in Field}
        assert shown == {one: seen.could_be_shown(one) if one is field else 0 for one in Field}
        publicity.withdraw(field, firm.member)
        assert publicity.picture(firm.member).shown(field) == 0

    def test_one_yes_of_two_shows_no_flow(self) -> None:
        story = a_public_story()
        exchanges.consent(story.exchange.id, Party.GIVER, story.giver.member, public=False)
        publicity.show(Field.FLOWS, story.receiver.member)
        assert publicity.picture(story.receiver.member).flows[0].other_yes is False
        releases.make(NOW.date(), story.hub)
        assert published(story)[0].flows == ()


class TestWithdrawal:
    @pytest.mark.parametrize("field", [Field.FLOWS, Field.LISTINGS, Field.NAME])
    def test_every_release_says_that_something_was_taken_out_and_nothing_of_whom(self, field: Field) -> None:
        story = a_public_story()
        for _ in range(2):
            releases.make(NOW.date(), story.hub)
        sealed = [record.checksum for record in publication.oldest_first()]
        assert publicity.withdraw(field, story.giver.member) == 2

        for record, before in zip(publication.oldest_first(), sealed, strict=True):
            assert record.checksum == hashlib.sha256(record.content.encode()).hexdigest() != before
            [note] = releases.parsed(record.content).redactions
            assert (note.kind, note.day) == (field.value, NOW.date().isoformat())
            assert before not in record.content
        left = [release.offers for release in published(story)]
        assert {row.organisation for rows in left for row in rows} <= (
            {HIDDEN} if field is Field.FLOWS else {""}
        )
        assert not list(checks.broken_laws(NOW.date()))

    def test_a_withdrawn_flow_takes_its_tonnes_from_the_figures_too(self) -> None:
        story = a_public_story()
        releases.make(NOW.date(), story.hub)
        assert published(story)[0].figures["confirmed_tonnes"] == 3
        publicity.withdraw(Field.FLOWS, story.receiver.member)
        [release] = published(story)
        assert release.flows == ()
        assert (release.figures["confirmed_tonnes"], release.figures["organisations"]) == (0, 0)

    def test_what_is_left_of_a_listing_no_longer_tells_what_a_withdrawn_exchange_took(self) -> None:
        story = a_public_story()
        releases.make(NOW.date(), story.hub)
        assert published(story)[0].offers[0].left == 15
        publicity.withdraw(Field.FLOWS, story.giver.member)
        [row] = published(story)[0].offers
        assert (row.left, row.partly) == (None, True)

    def test_the_name_goes_and_the_listing_stays(self) -> None:
        story = a_public_story()
        releases.make(NOW.date(), story.hub)
        publicity.withdraw(Field.NAME, story.giver.member)
        [row] = published(story)[0].offers
        assert (row.organisation, row.precision) == ("", "square")
        assert HIDDEN not in json.dumps(row.title)

    def test_the_trail_keeps_both_seals(self) -> None:
        story = a_public_story()
        record = releases.make(NOW.date(), story.hub)
        before = record.checksum
        publicity.withdraw(Field.LISTINGS, story.giver.member)
        acts = [(row.act, json.loads(row.details)) for row, _ in trail.of_subject("release", record.id)]
        assert acts[0] == ("release.made", {"as_of": NOW.date().isoformat(), "checksum": before})
        assert acts[1][0] == "release.reissued"
        assert (acts[1][1]["before"], acts[1][1]["checksum"]) == (before, record.checksum)

    def test_a_release_that_somebody_wrote_in_is_noticed(self) -> None:
        record = releases.make(NOW.date(), a_public_story().hub)
        record.content = record.content.replace('"tonnes": 3.0', '"tonnes": 30.0')
        assert list(checks.broken_laws(NOW.date()))[-1] == f"release {record.id}: its checksum does not fit"
        record.checksum = releases.checksum(record.content)
        assert (
            list(checks.broken_laws(NOW.date()))[-1] == f"release {record.id}: the trail has another checksum"
        )

    def test_what_was_in_no_release_changes_none(self) -> None:
        story = a_public_story()
        record = releases.make(NOW.date(), story.hub)
        before = record.checksum
        assert publicity.withdraw(Field.PREMISES, story.giver.member) == 0
        assert record.checksum == before

    def test_a_release_after_a_withdrawal_passes_the_gate(self) -> None:
        story = a_public_story()
        releases.make(NOW.date(), story.hub)
        publicity.withdraw(Field.FLOWS, story.giver.member)
        releases.make(NOW.date(), story.hub)
        assert [release.flows for release in published(story)] == [(), ()]

    def test_a_listing_that_is_off_the_market_does_not_come_back_to_the_public(self) -> None:
        story = agreed(a_story(offered="40", needed="40"))
        offer = story.suggestion.lines[0].offer
        offer.public = True
        assert offer.state is ListingState.RESERVED
        publicity.withdraw(Field.LISTINGS, story.giver.member)
        assert not offer.public


class TestWithdrawalElsewhere:
    """The tick on the page of an exchange, of a listing or of premises withdraws as well."""

    def test_of_an_exchange(self) -> None:
        story = a_public_story()
        releases.make(NOW.date(), story.hub)
        exchanges.consent(story.exchange.id, Party.GIVER, story.giver.member, public=False)
        assert published(story)[0].flows == ()

    def test_of_a_listing(self) -> None:
        story = a_story()
        offer = story.suggestion.lines[0].offer
        offer.public = True
        releases.make(NOW.date(), story.hub)
        draft = a_draft(Side.OFFER, story.giver)
        listings.change(offer.id, offer.version, draft, story.giver.member)
        assert published(story)[0].offers == ()

    def test_of_premises_and_that_they_are_in_use_again(self) -> None:
        story = a_story()
        [own] = places.premises_of(story.giver.organisation_id)
        organisations.tell_vacancy(own.id, own.version, vacancy(public=True), story.giver.member)
        releases.make(NOW.date(), story.hub)
        assert len(published(story)[0].premises) == 1
        organisations.tell_vacancy(own.id, own.version, None, story.giver.member)
        assert published(story)[0].premises == ()
        organisations.tell_vacancy(own.id, own.version, vacancy(public=True), story.giver.member)
        releases.make(NOW.date(), story.hub)
        organisations.tell_vacancy(own.id, own.version, vacancy(public=False), story.giver.member)
        assert published(story)[1].premises == ()
        assert published(story)[1].figures["vacant_premises"] == 0

    def test_of_a_name(self) -> None:
        story = a_public_story()
        releases.make(NOW.date(), story.hub)
        own = organisations.own(story.giver.member)
        organisations.change(own.version, Profile(own.name, own.kind, own.sector, True), story.giver.member)
        assert [row.organisation for row in published(story)[0].offers] == [""]
