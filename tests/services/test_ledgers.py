"""The two ledgers from what is stored, their figures, and the laws that broken data break."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from circulair.services import checks, exchanges, figures, ledgers, releases
from circulair.services import collection as collections
from circulair.services.actor import Actor
from circulair.services.faults import NotAllowedError
from circulair.services.figures import Facet, Wish
from circulair.store import publication, suggestions
from circulair.store.records import ExchangeRecord, SuggestionLineRecord, SuggestionRecord
from flows.collection import Collection, Per
from flows.effects import NoEffect
from flows.exchanges import DeliveryStatus, Party
from flows.factors import FactorBook, load_factors
from flows.strategies import Strategy
from flows.suggestions import Status
from tests.stories import Story, a_story, agreed
from tests.worlds import NOBODY, a_firm, a_need_listing, a_plant, an_offer_listing

pytestmark = pytest.mark.usefixtures("unit")

TODAY = date(2027, 3, 1)


def delivered(story: Story, tonnes: str = "4", day: date = TODAY) -> int:
    """Let the giver report and the receiver confirm a delivery; return its number."""
    made = exchanges.report_delivery(story.exchange.id, Party.GIVER, day, Decimal(tonnes), story.giver.member)
    exchanges.answer_delivery(
        made.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    return made.id


def of_hub(story: Story, wish: Wish | None = None) -> figures.Figures:
    """Return what the hub sees."""
    return figures.of_hub(wish or Wish(), story.hub)


def laws() -> list[str]:
    """Return the laws that are broken."""
    return list(checks.broken_laws(TODAY))


def test_what_is_open_is_possible_and_what_both_confirmed_is_confirmed() -> None:
    story = a_story("40", "25")
    before = of_hub(story)
    delivered(agreed(story), "4")
    after = of_hub(story)

    assert 20 < before.potential.whole.tonnes.likely <= 25
    assert before.confirmed.whole.tonnes.likely == 0
    assert after.potential.whole.entries == ()
    assert [entry.tonnes.likely for entry in after.confirmed.whole.entries] == [4]
    assert laws() == []


def test_a_report_that_nobody_confirmed_counts_nowhere() -> None:
    story = agreed(a_story())
    exchanges.report_delivery(story.exchange.id, Party.GIVER, TODAY, Decimal(4), story.giver.member)

    assert of_hub(story).confirmed.whole.entries == ()


def test_an_offer_in_several_suggestions_gives_no_more_than_it_has() -> None:
    story = a_story("10", "25")
    for name in ("Second", "Third"):
        a_need_listing(a_firm(name, "maker", "lutterade"), "ldpe-film", "25")
    [offer] = {line.offer_id for line in story.suggestion.lines}
    found = ledgers.potential(TODAY)

    assert len(suggestions.of_listing(offer)) == 3
    assert len(found.entries) == 1
    assert sum(entry.tonnes.likely for entry in found.entries) <= 10
    assert laws() == []


def test_a_plant_passes_no_more_than_it_can() -> None:
    a_plant("pp", "pp-regranulate", "0.8", capacity="5")
    for name in ("One", "Two"):
        an_offer_listing(a_firm(f"Giver {name}"), "pp", "40")
    a_need_listing(a_firm("Receiver", "maker", "station"), "pp-regranulate", "40")
    found = ledgers.potential(TODAY)

    assert sum(entry.tonnes.likely for entry in found.entries) == 5
    assert laws() == []


def test_an_offer_without_weight_is_counted_apart() -> None:
    story = a_story(None, "25")
    found = of_hub(story)

    assert (found.potential.whole.entries, found.untold) == ((), 1)


def test_what_a_plant_loses_is_shown_and_all_adds_up() -> None:
    a_plant("pp", "pp-regranulate", "0.8")
    an_offer_listing(a_firm("Giver"), "pp", "40")
    need = a_need_listing(a_firm("Receiver", "maker", "station"), "pp-regranulate", "8")
    [entry] = ledgers.potential(TODAY).entries

    assert suggestions.of_listing(need.id)
    assert entry.way.through == (("plant", Decimal("0.8")),)
    assert (entry.way.given, entry.way.arriving) == ("pp", "pp-regranulate")
    assert entry.arrived is not None
    assert entry.arrived < entry.tonnes.likely
    assert laws() == []


def test_confirmed_film_avoids_what_the_factors_say() -> None:
    story = agreed(a_story())
    delivered(story, "4")
    effect = of_hub(story).confirmed.whole.effect

    assert effect.spread is not None
    assert effect.missing == ()
    assert 1000 * 4 < effect.spread.likely < 2000 * 4
    assert {factor.name for factor in effect.factors} >= {"Plastics: LDPE and LLDPE (incl. forming)"}
    assert all(factor.source and factor.year == 2025 for factor in effect.factors)


def test_where_no_factor_fits_it_says_why() -> None:
    story = agreed(a_story(material="coffee-grounds"))
    delivered(story, "4")
    effect = of_hub(story).confirmed.whole.effect

    assert effect.spread is None
    assert [reason for reason, _tonnes in effect.missing] in ([NoEffect.FOOD], [NoEffect.NO_FACTOR])
    assert [tonnes for _reason, tonnes in effect.missing] == [4]


def test_a_changed_factor_makes_a_new_result_beside_the_old() -> None:
    story = agreed(a_story())
    delivered(story, "4")
    entries = ledgers.confirmed(TODAY)
    book = load_factors()
    rows = [book.factor(one, "2025") for one in book.ids("2025")]
    [primary] = [row for row in rows if row.id == "material/plastics-ldpe-and-lldpe-incl-forming/primary"]
    later = FactorBook([*rows, replace(primary, edition="2026", value=2000.0)], book.materials)

    [new, old] = [figures.effect_of(entries, later, edition) for edition in ("2026", "2025")]
    assert old == figures.effect_of(entries, book, "2025")
    assert new.spread is not None
    assert old.spread is not None
    assert new.spread.likely < old.spread.likely


def test_a_filter_keeps_what_fits_and_the_parts_come_to_the_whole() -> None:
    story = agreed(a_story())
    delivered(story, "4", date(2027, 2, 26))
    whole = of_hub(story)
    other = of_hub(story, Wish(chosen=((Facet.GROUP, "metals"),)))
    earlier = of_hub(story, Wish(year=2026))

    for parts in whole.confirmed.parts.values():
        assert sum(part.tonnes.likely for _key, part in parts) == 4
    assert [key for key, _part in whole.confirmed.parts[Facet.PERIOD]] == ["2027-Q1"]
    assert (other.confirmed.whole.entries, earlier.confirmed.whole.entries) == ((), ())
    assert whole.years == (2027,)


def test_local_loops_are_a_share_of_what_was_offered() -> None:
    story = agreed(a_story())
    delivered(story, "4")
    found = of_hub(story).confirmed.whole

    assert found.offered is not None
    assert found.offered >= 4
    assert found.loop == Decimal(4) / found.offered
    assert found.loop == found.diverted


def test_euros_are_what_the_giver_told() -> None:
    story = agreed(a_story())
    delivered(story, "4")
    before = of_hub(story).confirmed.whole.euros
    [line] = story.suggestion.lines
    collections.tell(line.offer_id, 0, Collection(euros=Decimal("12.50"), per=Per.TONNE), story.giver.member)

    assert before is None
    assert of_hub(story).confirmed.whole.euros == 50


def test_figures_are_for_the_hub() -> None:
    story = a_story()
    with pytest.raises(NotAllowedError):
        figures.of_hub(Wish(), story.giver.member)
    with pytest.raises(NotAllowedError):
        figures.of_hub(Wish(), Actor(NOBODY.now))


def test_a_suggestion_that_is_open_though_it_was_agreed_is_found(unit: Session) -> None:
    story = agreed(a_story())
    unit.execute(
        update(SuggestionRecord).where(SuggestionRecord.id == story.suggestion_id).values(status=Status.NEW)
    )

    assert (
        f"suggestion {story.suggestion_id}: it is open still, though exchange {story.exchange.id} came of it"
        in (laws())
    )


def test_a_way_that_makes_mass_is_found(unit: Session) -> None:
    story = agreed(a_story())
    number = delivered(story)
    step = {"process": "plant", "takes": "pp", "gives": "pp", "share": {"likely": "1.2"}}
    parts = json.dumps({"parts": [], "through": [step]})
    unit.execute(update(SuggestionLineRecord).values(parts=parts, processes="plant"))
    unit.execute(update(ExchangeRecord).values(processes="plant"))

    assert any(law.startswith(f"delivery {number}: process plant gives more") for law in laws())


def test_a_way_through_a_plant_that_nobody_knows_is_found(unit: Session) -> None:
    story = agreed(a_story())
    number = delivered(story)
    unit.execute(update(ExchangeRecord).values(processes="gone"))

    assert f"delivery {number}: no process gone is known" in laws()


def test_a_release_whose_figures_do_not_follow_from_its_flows_is_found() -> None:
    story = agreed(a_story())
    delivered(story)
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        exchanges.consent(story.exchange.id, party, firm.member, public=True)
    record = releases.make(TODAY, story.hub)
    assert laws() == []

    content = json.loads(record.content)
    content["figures"]["confirmed_tonnes"] = 4000.0
    record.content = json.dumps(content, ensure_ascii=False, sort_keys=True)
    false = f"release {record.id}: its figure confirmed_tonnes is 4000.0, its flows come to 4.0"
    assert laws() == [false, f"release {record.id}: its checksum does not fit"]
    record.checksum = hashlib.sha256(record.content.encode()).hexdigest()
    assert laws() == [false, f"release {record.id}: the trail has another checksum"]
    assert publication.newest() is record


def test_energy_is_no_circular_use() -> None:
    story = agreed(a_story())
    delivered(story)
    [entry] = ledgers.confirmed(TODAY)
    burnt = replace(entry, way=replace(entry.way, strategy=Strategy.R9))

    assert figures.effect_of([burnt], load_factors(), "2025").missing == ((NoEffect.ENERGY, Decimal(4)),)
