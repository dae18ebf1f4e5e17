"""The law of transport and receipt: VIHB numbers, letters, stream numbers, permits, borders."""

import re

from flows.border import Regime, Shipment, by_diwass, needs_notification, regime
from flows.law import Check, Facts, Outcome, YesNo, duty
from flows.law_data import concerns, load_entries, load_exemptions
from flows.law_known import said, yes
from flows.law_status import is_waste
from flows.vihb import BROKER, CARRIERS, covers, is_vihb

STREAM_NUMBER = re.compile(r"\d{5}[0-9A-Z]{7}")
"""Twelve characters, the first five the number of the receiver as processor (LMA)."""

LEAVES = ("DE", "BE", "other")
LETTER = "letter"


def is_stream_number(text: str) -> bool:
    """Tell whether a text has the form of an afvalstroomnummer."""
    return STREAM_NUMBER.fullmatch(text) is not None


def hub_without_number(facts: Facts) -> bool:
    """Tell whether the hub, which arranges waste for others, told no VIHB number (domain.md 1.1)."""
    return is_waste(facts) and not facts.hub_vihb


def hub_no_broker(facts: Facts) -> bool:
    """Tell whether the hub's number does not name it as a broker."""
    return is_waste(facts) and facts.hub_vihb != "" and not covers(facts.hub_vihb, BROKER)


def hub_number_unusual(facts: Facts) -> bool:
    """Tell whether the hub's number has another form than those that were seen."""
    return is_waste(facts) and facts.hub_vihb != "" and not is_vihb(facts.hub_vihb)


def carrier_open(facts: Facts) -> bool:
    """Tell whether nobody said who takes the waste along."""
    return is_waste(facts) and said(facts, "transport_by") in ("", "unknown")


def own_van(facts: Facts) -> bool:
    """Tell whether the giver takes its own waste in its own van."""
    return is_waste(facts) and said(facts, "transport_by") == "own"


def own_van_unchecked(facts: Facts) -> bool:
    """Tell whether nobody asked NIWO yet if own waste in an own van is exempt."""
    return own_van(facts) and said(facts, "transport_niwo") not in (YesNo.YES, YesNo.NO)


def needs_vihb(facts: Facts) -> bool:
    """Tell whether who takes the waste along needs a VIHB number."""
    for_others = is_waste(facts) and said(facts, "transport_by") in CARRIERS
    return for_others or (own_van(facts) and said(facts, "transport_niwo") == YesNo.NO)


def asks_vihb(facts: Facts) -> bool:
    """Tell whether the number is asked: of everybody but who carries own waste and is exempt or may be."""
    return is_waste(facts) and (not own_van(facts) or needs_vihb(facts))


def vihb_missing(facts: Facts) -> bool:
    """Tell whether a VIHB number is needed and nobody told it."""
    return needs_vihb(facts) and not said(facts, "transport_vihb")


def vihb_unusual(facts: Facts) -> bool:
    """Tell whether the number has another form than those that were seen."""
    number = said(facts, "transport_vihb")
    return needs_vihb(facts) and number != "" and not is_vihb(number)


def vihb_other_activity(facts: Facts) -> bool:
    """Tell whether the number does not name the activity for which it is used."""
    number, activity = said(facts, "transport_vihb"), CARRIERS.get(said(facts, "transport_by"), "V")
    return needs_vihb(facts) and number != "" and not covers(number, activity)


def others_open(facts: Facts) -> bool:
    """Tell whether it is not known if a dealer or another broker stands between."""
    return is_waste(facts) and said(facts, "transport_others") == YesNo.UNKNOWN


def others_without_number(facts: Facts) -> bool:
    """Tell whether a dealer or another broker stands between without a VIHB number."""
    between = is_waste(facts) and yes(facts, "transport_others")
    return between and not said(facts, "transport_others_vihb")


def leaves(facts: Facts) -> bool:
    """Tell whether waste leaves the Netherlands."""
    return is_waste(facts) and said(facts, "route_leaves") in LEAVES


def letter_open(facts: Facts) -> bool:
    """Tell whether there is neither an accompanying letter nor an exemption from it."""
    known = (LETTER, *load_exemptions())
    return is_waste(facts) and said(facts, "transport_letter") not in known


def exemption_unfit(facts: Facts) -> bool:
    """Tell whether the exemption that was chosen contradicts what is known."""
    chosen = said(facts, "transport_letter")
    apart = {
        "cross_border": not leaves(facts),
        "up_to_500_kg": facts.hazardous,
        "paper_textile_volunteer": facts.material == "" or not concerns("paper_textile", facts.material),
    }
    return is_waste(facts) and apart.get(chosen, False)


def reporting_open(facts: Facts) -> bool:
    """Tell whether it is not known if the receiver must report to LMA."""
    return is_waste(facts) and said(facts, "receiver_lma") not in (YesNo.YES, YesNo.NO)


def reports(facts: Facts) -> bool:
    """Tell whether the receiver must report to LMA."""
    return is_waste(facts) and yes(facts, "receiver_lma")


def stream_number_missing(facts: Facts) -> bool:
    """Tell whether a receiver who reports gave no afvalstroomnummer."""
    return reports(facts) and not said(facts, "receiver_stream_number")


def stream_number_wrong(facts: Facts) -> bool:
    """Tell whether the afvalstroomnummer has not the form that LMA describes."""
    number = said(facts, "receiver_stream_number")
    return reports(facts) and number != "" and not is_stream_number(number)


def code_not_permitted(facts: Facts) -> bool:
    """Tell whether the receiver's permit or notification does not list the code."""
    return is_waste(facts) and said(facts, "receiver_lists_code") == YesNo.NO


def permit_open(facts: Facts) -> bool:
    """Tell whether it is not known if the receiver's permit lists the code."""
    return is_waste(facts) and said(facts, "receiver_lists_code") not in (YesNo.YES, YesNo.NO)


def route_open(facts: Facts) -> bool:
    """Tell whether it is not known if the waste stays in the Netherlands."""
    return is_waste(facts) and said(facts, "route_leaves") not in ("no", *LEAVES)


def outside_our_knowledge(facts: Facts) -> bool:
    """Tell whether waste goes to a country of whose rules nothing was read."""
    return is_waste(facts) and said(facts, "route_leaves") == "other"


def figure(text: str) -> float | None:
    """Return the number of an answer, None where there is none."""
    return float(text) if text else None


def answer(facts: Facts, question: str) -> YesNo:
    """Return an answer, unknown where there is none."""
    given = said(facts, question)
    return YesNo(given) if given in list(YesNo) else YesNo.UNKNOWN


def shipment_of(facts: Facts) -> Shipment:
    """Return what is known of the shipment of waste that leaves the country."""
    entry = said(facts, "border_entry")
    return Shipment(
        disposal=answer(facts, "border_disposal"),
        consent=answer(facts, "border_consent"),
        mixed_municipal=answer(facts, "border_municipal"),
        hazardous=facts.hazardous,
        entry=entry if entry in load_entries() else "",
        other_pct=figure(said(facts, "border_contamination_pct")),
        contaminated=answer(facts, "border_contaminated"),
        pops=answer(facts, "border_pops"),
        kg=figure(said(facts, "border_kg")),
        trial=answer(facts, "border_trial"),
    )


def regime_of(facts: Facts) -> Regime | None:
    """Return the regime of waste that leaves the country, None where it stays or cannot be said yet."""
    return regime(shipment_of(facts)) if leaves(facts) else None


def regime_open(facts: Facts) -> bool:
    """Tell whether waste leaves the country under a regime that cannot be said yet."""
    return leaves(facts) and regime_of(facts) is None


def prohibited(facts: Facts) -> bool:
    """Tell whether the shipment is prohibited."""
    return regime_of(facts) is Regime.PROHIBITED


def consent_missing(facts: Facts) -> bool:
    """Tell whether a shipment that needs notification has no consent."""
    return regime_of(facts) is Regime.NOTIFICATION and not yes(facts, "border_consent")


def annex_vii_missing(facts: Facts) -> bool:
    """Tell whether a shipment lacks its contract, the receiver's permit or the form of Annex VII."""
    duties = ("border_contract", "border_form")
    return regime_of(facts) is Regime.ANNEX_VII and not all(yes(facts, one) for one in duties)


def trial_reading(facts: Facts) -> bool:
    """Tell whether only its use in a laboratory or trial spares a shipment the notification."""
    return regime_of(facts) is Regime.ANNEX_VII and needs_notification(shipment_of(facts)) is True


def entry_unfit(facts: Facts) -> bool:
    """Tell whether impregnated wood would go under a green entry: treated wood is AC170."""
    entry = load_entries().get(said(facts, "border_entry"))
    return leaves(facts) and said(facts, "wood_class") == "C" and entry is not None and entry.green


def by_system(facts: Facts) -> bool:
    """Tell whether the papers of a shipment go through DIWASS today."""
    found = regime_of(facts)
    return found is not None and facts.today is not None and by_diwass(found, facts.today)


def by_system_later(facts: Facts) -> bool:
    """Tell whether the papers of a shipment go through DIWASS from another day on."""
    return regime_of(facts) in (Regime.NOTIFICATION, Regime.ANNEX_VII) and not by_system(facts)


def always_waste(facts: Facts) -> bool:
    """Tell whether the law of waste applies, so that papers are to be kept."""
    return is_waste(facts)


BLOCK, REQUIRE, WARN, INFO = Outcome.BLOCK, Outcome.REQUIRE, Outcome.WARN, Outcome.INFO

TRANSPORT_CHECKS = (
    Check("1.1", hub_without_number, REQUIRE, "law.hub_vihb_missing", sources=("S1", "S5", "S6")),
    Check("1.1", hub_no_broker, REQUIRE, "law.hub_no_broker", sources=("S5", "S6", "S7")),
    Check("1.1", hub_number_unusual, WARN, "law.hub_vihb_unusual", sources=("S12",)),
    Check("L4", carrier_open, REQUIRE, "law.carrier_open", "transport_by", sources=("S5", "S6", "S7")),
    duty("L4", own_van_unchecked, "law.own_van_unchecked", "transport_niwo", "S5"),
    duty("L4", vihb_missing, "law.vihb_missing", "transport_vihb", "S5", "S6", "S7"),
    duty("L4", vihb_other_activity, "law.vihb_other_activity", "transport_vihb", "S7"),
    Check("L4", vihb_unusual, WARN, "law.vihb_unusual", "transport_vihb", sources=("S12",)),
    duty("L4", others_open, "law.others_open", "transport_others", "S5", "S6"),
    duty("L4", others_without_number, "law.others_vihb", "transport_others_vihb", "S5"),
    duty("L5", letter_open, "law.letter_open", "transport_letter", "S8"),
    duty("L5", exemption_unfit, "law.exemption_unfit", "transport_letter", "S8"),
    duty("L6", reporting_open, "law.reporting_open", "receiver_lma", "S9", "S11"),
    duty("L6", stream_number_missing, "law.stream_number", "receiver_stream_number", "S10"),
    duty("L6", stream_number_wrong, "law.stream_number_form", "receiver_stream_number", "S10"),
    Check("L16", code_not_permitted, BLOCK, "law.code_not_permitted", "receiver_lists_code", sources=("GK",)),
    Check("L16", permit_open, REQUIRE, "law.permit_open", "receiver_lists_code", sources=("GK",)),
    Check("1.3", always_waste, INFO, "law.keep_five_years", sources=("S11",)),
)
"""Rows 1.1, L4 to L6 and L16 of domain.md, and how long papers are kept."""

BORDER_CHECKS = (
    Check("L7", route_open, REQUIRE, "law.route_open", "route_leaves", sources=("S2",)),
    Check("L7", outside_our_knowledge, REQUIRE, "law.other_country", "route_leaves", sources=("S2",)),
    Check("1.7", regime_open, REQUIRE, "law.regime_open", "border_entry", sources=("S2",)),
    Check("1.7", prohibited, BLOCK, "law.shipment_prohibited", "border_disposal", sources=("S2",)),
    Check("1.7", consent_missing, REQUIRE, "law.consent_missing", "border_consent", sources=("S2",)),
    duty("1.7", annex_vii_missing, "law.annex_vii", "border_form", "S2"),
    Check("1.7", trial_reading, WARN, "law.trial_reading", "border_trial", sources=("S2",)),
    Check("1.7", leaves, WARN, "law.neighbours_rules", sources=("GK",)),
    Check("1.7", entry_unfit, REQUIRE, "law.entry_unfit", "border_entry", sources=("S2",)),
    Check("1.7", by_system, INFO, "law.diwass", sources=("S28", "S29")),
    Check("1.7", by_system_later, INFO, "law.diwass_later", sources=("S28", "S29")),
)
"""Row L7 and the border table of domain.md 1.7."""
