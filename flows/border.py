"""Across the border: the regime of a shipment of waste, and the days of its papers (domain.md 1.7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flows.errors import UnknownCodeError
from flows.law import YesNo
from flows.law_data import load_dates, load_entries

LIGHT_KG = 20
"""Up to and including this a green shipment needs no document (art. 4(4))."""

TRIAL_KG = 250
"""Up to and including this a laboratory or trial shipment goes with an Annex VII document (art. 4(5))."""

WORKING_DAYS = 2
"""Working days before the start for the form, and after the receipt for its confirmation (art. 18)."""

CERTIFICATE_DAYS = 30
"""Days after the recovery within which its certificate is due, at most a year after the receipt (art. 18)."""

SATURDAY = 5


class Regime(StrEnum):
    """What a shipment of waste within the EU needs."""

    PROHIBITED = "prohibited"
    NOTIFICATION = "notification"
    ANNEX_VII = "annex_vii"
    NO_DOCUMENT = "no_document"


@dataclass(frozen=True, slots=True)
class Shipment:
    """What is known of a shipment of waste to another country of the EU.

    ``other_pct`` is contamination and other polymers in % by mass, ``kg`` the weight of one shipment; each is
    None where unknown. ``entry`` is a code of the table of entries, "" where unknown.
    """

    disposal: YesNo = YesNo.UNKNOWN
    consent: YesNo = YesNo.UNKNOWN
    mixed_municipal: YesNo = YesNo.UNKNOWN
    hazardous: bool = False
    entry: str = ""
    other_pct: float | None = None
    contaminated: YesNo = YesNo.UNKNOWN
    pops: YesNo = YesNo.UNKNOWN
    kg: float | None = None
    trial: YesNo = YesNo.UNKNOWN

    def __post_init__(self) -> None:
        if self.entry and self.entry not in load_entries():
            raise UnknownCodeError("entry", self.entry)


def regime(shipment: Shipment) -> Regime | None:
    """Return the regime, by the questions of Regulation (EU) 2024/1157 in order; None while one is open.

    A laboratory or trial shipment is asked last in that order, where only a shipment that needs notification
    is left to be eased by it: so we read art. 4(5), and a person checks it.
    """
    if shipment.disposal is not YesNo.NO:
        return refused_unless_consent(shipment)
    if shipment.mixed_municipal is not YesNo.NO:
        return Regime.NOTIFICATION if shipment.mixed_municipal is YesNo.YES else None
    notified = needs_notification(shipment)
    if notified is None:
        return None
    if notified:
        return Regime.ANNEX_VII if is_trial(shipment) else Regime.NOTIFICATION
    if shipment.kg is None:
        return None
    return Regime.NO_DOCUMENT if shipment.kg <= LIGHT_KG else Regime.ANNEX_VII


def refused_unless_consent(shipment: Shipment) -> Regime | None:
    """Return what waste for disposal falls under: prohibited unless the authorities consented (art. 4(1))."""
    if shipment.disposal is YesNo.UNKNOWN:
        return None
    consented = shipment.consent is YesNo.YES and shipment.mixed_municipal is YesNo.NO
    return Regime.NOTIFICATION if consented else Regime.PROHIBITED


def needs_notification(shipment: Shipment) -> bool | None:
    """Return whether art. 4(2) asks for notification, None while that cannot be said."""
    if shipment.hazardous:
        return True
    told = (by_entry(shipment), answered(shipment.contaminated), answered(shipment.pops))
    return True if True in told else None if None in told else False


def answered(answer: YesNo) -> bool | None:
    """Return a yes or no, None where nobody knows."""
    return None if answer is YesNo.UNKNOWN else answer is YesNo.YES


def by_entry(shipment: Shipment) -> bool | None:
    """Return whether the entry, or too much of anything else in it, asks for notification."""
    if not shipment.entry:
        return None
    entry = load_entries()[shipment.entry]
    if not entry.green or entry.most_other_pct is None:
        return not entry.green
    return None if shipment.other_pct is None else shipment.other_pct > entry.most_other_pct


def is_trial(shipment: Shipment) -> bool:
    """Tell whether a shipment goes to a laboratory or a trial and is small enough for that."""
    return shipment.trial is YesNo.YES and shipment.kg is not None and shipment.kg <= TRIAL_KG


def by_diwass(found: Regime, day: date) -> bool:
    """Tell whether the papers of a shipment must go through DIWASS on a day; on paper until then."""
    codes = {Regime.NOTIFICATION: "diwass_amber", Regime.ANNEX_VII: "diwass_green"}
    return found in codes and load_dates()[codes[found]].holds(day)


def form_due(start: date) -> date:
    """Return the last day on which the Annex VII form can be completed for a shipment that starts on a day.

    Saturdays and Sundays are no working days; public holidays are not known here.
    """
    return moved(start, -WORKING_DAYS)


def receipt_due(arrived: date) -> date:
    """Return the last day on which the receipt of a shipment is confirmed, weekends left out."""
    return moved(arrived, WORKING_DAYS)


def certificate_due(recovered: date, arrived: date) -> date:
    """Return the last day for the certificate of recovery."""
    return min(recovered + timedelta(days=CERTIFICATE_DAYS), year_after(arrived))


def year_after(day: date) -> date:
    """Return the same day a year later, the last of February for the 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def moved(day: date, working_days: int) -> date:
    """Return the day that lies so many working days later, or earlier where negative."""
    step, left = (1 if working_days > 0 else -1), abs(working_days)
    while left:
        day += timedelta(days=step)
        left -= day.weekday() < SATURDAY
    return day
