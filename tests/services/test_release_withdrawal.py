"""Figures after a withdrawal or a merger: none says more than it may with the names that are left."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from circulair.services import exchanges, mergers, release_basis, release_cells, releases
from circulair.services.mergers import Choice
from circulair.services.release_basis import Basis
from circulair.services.release_cells import PublicCell
from circulair.store import organisations, publication
from circulair.store.records import ExchangeRecord, ReleaseRecord
from flows.exchanges import DeliveryStatus, Party
from flows.quarters import Quarter
from flows.town_cells import TOWN, Moved, Slot
from tests.stories import Story, a_story, agreed
from tests.worlds import NOBODY, NOW, Firm, a_firm, a_reviewer

pytestmark = pytest.mark.usefixtures("unit")

AUTUMN, WINTER = Quarter(2026, 3), Quarter(2026, 4)
CENTRE, SOUTH = "BU18830501", "BU18830504"
OTHERS = (22, 23, 24, 25, 26, 27, 28)


def moved(exchange: int, giver: str, tonnes: int, quarter: Quarter = WINTER) -> Moved:
    return Moved(exchange, giver, f"{exchange} takes", "plastics", quarter, CENTRE, SOUTH, Decimal(tonnes))


def publish(rows: Iterable[Moved], quarter: Quarter, named: Iterable[ExchangeRecord] = ()) -> ReleaseRecord:
    """Publish what moved until the end of a quarter, which the gate let through."""
    before, old = release_basis.earlier(), releases.shown()
    by_name = {one.id: one for one in named}
    basis = Basis(quarter.last, quarter.last, tuple(sorted(rows)), frozenset())
    decided = release_cells.decided_with(basis, by_name.keys(), before, () if old is None else old.cells)
    told = releases.gathered(NOW.date(), by_name, NOBODY)
    told = replace(told, as_of=NOW.date().isoformat(), cells=decided.cells)
    content = releases.text(told)
    record = publication.add(
        ReleaseRecord(as_of=NOW.date(), content=content, checksum=releases.checksum(content), created_at=NOW)
    )
    publication.add_basis(record.id, release_basis.text(decided.basis))
    return record


def shown(slot: Slot) -> list[PublicCell]:
    """Return what the releases tell of a cell."""
    stored = (releases.parsed(record.content) for record in publication.oldest_first())
    return [cell for one in stored for cell in one.cells if cell.slot == slot and cell.low is not None]


def a_large_giver_with_a_name() -> Story:
    """Tell of one who gave 900 tonnes and shows it, beside seven others of whom nobody may know."""
    story = agreed(a_story(offered="2000", needed="1000"))
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        exchanges.consent(story.exchange.id, party, firm.member, public=True)
    told = exchanges.report_delivery(
        story.exchange.id, Party.GIVER, date(2026, 11, 3), Decimal(900), story.hub
    )
    exchanges.answer_delivery(
        told.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    rows = [moved(1000 + one, f"giver {one}", one) for one in OTHERS]
    own = moved(story.exchange.id, str(story.giver.organisation_id), 900)
    own = replace(own, receiver=str(story.receiver.organisation_id))
    publish([own, *rows], WINTER, [story.exchange])
    return story


YEAR = Slot("2026", "plastics", TOWN)


def test_a_figure_that_only_a_name_allowed_goes_with_the_name() -> None:
    story = a_large_giver_with_a_name()
    [told] = shown(YEAR)
    assert (told.low, told.reason) == (1075, "enough")
    exchanges.consent(story.exchange.id, Party.GIVER, story.giver.member, public=False)
    assert shown(YEAR) == []
    assert {cell.reason for cell in releases.parsed(publication.oldest_first()[0].content).cells} == {
        "withdrawn"
    }


def test_after_a_withdrawal_a_release_can_be_made_and_does_not_tell_it_again() -> None:
    story = a_large_giver_with_a_name()
    exchanges.consent(story.exchange.id, Party.GIVER, story.giver.member, public=False)
    releases.make(NOW.date(), story.hub)
    releases.make(NOW.date(), story.hub)
    assert len(publication.oldest_first()) == 3
    assert shown(YEAR) == []


def merged(staying: Firm, leaving: Firm) -> None:
    """Make two organisations one."""
    versions = [organisations.with_premises(one.organisation_id) for one in (staying, leaving)]
    seen = [one.version for one in versions if one is not None]
    choice = Choice(staying.organisation_id, seen[0], leaving.organisation_id, seen[1])
    mergers.merge(choice, a_reviewer("merging@example.org"))


def of_firms(staying: Firm, leaving: Firm, quarter: Quarter) -> list[Moved]:
    """Return what five gave, two of whom are the same."""
    others = [moved(1000 + one, f"giver {one}", one, quarter) for one in OTHERS[:3]]
    own = (
        moved(2000 + one.organisation_id, str(one.organisation_id), 25, quarter) for one in (staying, leaving)
    )
    return [*own, *others]


def test_who_was_merged_does_not_count_twice() -> None:
    staying, leaving = a_firm("Korrel"), a_firm("Korrel Bakkers")
    first, second, *others = of_firms(staying, leaving, AUTUMN)
    publish([second], AUTUMN)
    merged(staying, leaving)
    basis = release_basis.earlier()
    later = [replace(one, quarter=WINTER) for one in (first, *others)]
    decided = release_cells.decided_with(
        Basis(WINTER.last, WINTER.last, tuple(later), frozenset()), frozenset(), basis, ()
    )
    assert all(cell.low is None for cell in decided.cells)


def test_a_figure_of_five_of_whom_two_are_one_is_hidden_and_the_next_release_passes() -> None:
    staying, leaving = a_firm("Korrel"), a_firm("Korrel Bakkers")
    publish(of_firms(staying, leaving, WINTER), WINTER)
    assert shown(YEAR)
    merged(staying, leaving)
    assert shown(YEAR) == []
    [note] = releases.parsed(publication.oldest_first()[0].content).redactions
    assert note.kind == "cells"
    releases.make(NOW.date(), NOBODY)
    assert len(publication.oldest_first()) == 2
