"""How a line was read, said back in words: what it is, what was assumed, what is asked, and other answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import request, url_for

from circulair.language import _, day, label, material, number, plain_number, tonnes
from circulair.web.forms.line import FIELD_OF_ASSUMPTION, FIELD_OF_DOUBT
from circulair.web.forms.listings import ListingForm
from flows.choices import HOW_FULL, HOW_OFTEN, units_offered
from flows.line import Reading
from flows.meaning import Understood
from flows.readings import Assumption, Doubt, Fact
from flows.streams import Side
from flows.units import DIMENSION_OF, Dimension, Quantity

KEPT = ("zin", "getal", "maat", "keer", "vol")
"""What an address of the page holds: the line, and the answers given with one click."""

OF_AMOUNT = frozenset(
    {
        Assumption.RANGE,
        Assumption.COUNT,
        Assumption.CONTAINER_SIZE,
        Assumption.EMPTY_PALLETS,
        Assumption.ONCE,
        Assumption.HOURS,
    }
)
HINTS = frozenset({Doubt.HEAVY, Doubt.ODD_DENSITY, Doubt.TOO_MUCH})
"""Doubts that only ask to look again: a listing can be placed with them."""

OF_TIME = frozenset({Assumption.NO_END, Assumption.UNTIL})
ALONE = frozenset({"kg", "g", "m3", "kWh", "MJ", "GJ", "m2"})
"""Units that are called the same for one and for several."""

ENDPOINTS = {Side.OFFER: "listings.new_offer", Side.NEED: "listings.new_need"}
FOR_CALLERS = {Side.OFFER: "callers.offer", Side.NEED: "callers.need"}
"""Where a line is asked: of its owner, and by the hub for somebody who calls."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sentence that says a line back, and whether it is in doubt."""

    words: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """A click to another answer: its words and where it leads."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was assumed or is asked, and the ways to answer it."""

    words: str
    ways: tuple[Way, ...]
    field: str


@dataclass(frozen=True, slots=True)
class Readout:
    """A line said back: its parts in order, what is asked and what was assumed; another side if it says one.

    ``as_typed`` holds the words of an amount that was put into another period; ``complete`` tells that the
    listing can be placed as it is.
    """

    parts: tuple[Part, ...]
    as_typed: str
    asked: tuple[Remark, ...]
    assumed: tuple[Remark, ...]
    other_side: Remark | None
    complete: bool


def readout(told: Understood, form: ListingForm) -> Readout:
    """Return how an understood line is said back beside the questions that it filled in."""
    reading, side = told.reading, form.asked.side
    asked = [doubt for doubt in told.doubts if doubt is not Doubt.SIDE]
    told_twice = {Assumption.EMPTY_PALLETS} if Doubt.PALLET in asked else set()
    assumed = [one for one in reading.assumed if one in FIELD_OF_ASSUMPTION and one not in told_twice]
    other = reading.side if reading.side_said and reading.side is not side else None
    return Readout(
        parts=tuple(parts(told, form)),
        as_typed=as_typed(told),
        asked=tuple(remark(told, f"doubt.{doubt}", doubt, FIELD_OF_DOUBT[doubt]) for doubt in asked),
        assumed=tuple(remark(told, f"assumed.{one}", one, FIELD_OF_ASSUMPTION[one]) for one in assumed),
        other_side=None if other is None else to_side(other, reading),
        complete=other is None and Doubt.SIDE not in told.doubts and set(asked) <= HINTS,
    )


def as_typed(told: Understood) -> str:
    """Return the typed words of an amount in a rhythm that our periods do not have, empty for others."""
    reading = told.reading
    if reading.rhythm is None or reading.rhythm.times == reading.rhythm.every == 1:
        return ""
    return " … ".join(filter(None, (reading.words(Fact.AMOUNT), reading.words(Fact.PERIOD))))


def to_side(side: Side, reading: Reading) -> Remark:
    """Return the question whether a line is meant for the other side, and the way there, the line in hand."""
    question, answer = {
        Side.NEED: (_("You write “%(words)s”. Do you look for this?"), _("Yes, make it a need")),
        Side.OFFER: (_("You write “%(words)s”. Do you offer this?"), _("Yes, make it an offer")),
    }[side]
    asked = FOR_CALLERS if request.endpoint in FOR_CALLERS.values() else ENDPOINTS
    way = Way(answer, url_for(asked[side], **own_address(), zin=reading.text))
    return Remark(question % {"words": reading.words(Fact.SIDE)}, (way,), "zin")


def parts(told: Understood, form: ListingForm) -> Iterator[Part]:
    """Yield side, material, amount and time in words."""
    assumed, doubts = set(told.reading.assumed), set(told.doubts)
    yield Part(_("offer") if form.asked.side is Side.OFFER else _("need"))
    if told.material is None:
        yield Part(_("material not known yet"), doubtful=True)
    else:
        yield Part(material(told.material), doubtful=Doubt.MATERIALS in doubts)
    fields = {FIELD_OF_DOUBT[doubt] for doubt in doubts}
    if told.quantity is None:
        yield Part(_("amount not known yet"), doubtful=True)
    else:
        doubtful = bool(assumed & OF_AMOUNT or fields & {"amount", "unit", "period"})
        yield Part(quantity_words(told.quantity, told), doubtful)
    if weight := weight_words(told):
        yield Part(weight, doubtful=Assumption.FULL in assumed)
    yield Part(time_words(form), bool(assumed & OF_TIME or "until" in fields))


def weight_words(told: Understood) -> str:
    """Return what an amount weighs in all or a year, empty where the amount itself says so."""
    quantity, amount = told.quantity, told.amount
    if quantity is None or amount is None:
        return ""
    weight = tonnes(amount.tonnes.likely)
    if amount.recurring and (quantity.unit, quantity.period) != ("t", "year"):
        return _("together about %(tonnes)s a year", tonnes=weight)
    in_mass = DIMENSION_OF[quantity.unit] is Dimension.MASS
    return "" if amount.recurring or in_mass else _("together about %(tonnes)s", tonnes=weight)


def quantity_words(quantity: Quantity, told: Understood) -> str:
    """Return an amount with its unit and period, as a range where it is one."""
    spread = told.spread
    value = number(quantity.value, 6)
    if spread is not None and spread.low > 0 and spread.low < spread.high:
        value = _("%(low)s to %(high)s", low=number(spread.low, 3), high=number(spread.high, 3))
    elif spread is not None:
        value = _("at most %(high)s", high=number(spread.high, 3))
    one = quantity.value == 1 and spread is None and quantity.unit not in ALONE
    unit = label(f"one.{quantity.unit}" if one else f"unit.{quantity.unit}")
    fill = told.reading.fill
    full = _(", %(percent)s%% full", percent=number(100 * fill, 0)) if fill is not None and fill < 1 else ""
    joint = ", " if quantity.period == "once" else " "
    return f"{value} {unit}{full}{joint}{label(f'period.{quantity.period}')}"


def time_words(form: ListingForm) -> str:
    """Return from when until when, as the questions below have it."""
    start, end = form.start.data, form.until.data
    if isinstance(start, date) and isinstance(end, date):
        return _("from %(start)s until %(end)s", start=day(start), end=day(end))
    if isinstance(end, date):
        return _("until %(end)s", end=day(end))
    if isinstance(start, date):
        return _("from %(start)s, no last day", start=day(start))
    return _("no last day") if form.no_end.data else _("time not known yet")


def remark(told: Understood, code: str, about: Assumption | Doubt, field: str) -> Remark:
    """Return what is said of an assumption or doubt, with a click for each other answer."""
    ways = tuple(Way(words, again(**answers)) for words, answers in clicks(told, about))
    quantity = told.quantity
    container = label(f"one.{quantity.unit}") if about is Doubt.LOAD_WEIGHT and quantity else ""
    return Remark(label(code, unit=container), ways, field)


def again(**answers: str) -> str:
    """Return the address of this page with one more answer."""
    kept: dict[str, Any] = {name: request.args[name] for name in KEPT if name in request.args}
    return url_for(str(request.endpoint), **(own_address() | kept | answers))  # whatever Flask takes besides


def own_address() -> dict[str, Any]:
    """Return the parts of the path of this page, such as for whom the hub puts something in."""
    return dict(request.view_args or {})


def clicks(told: Understood, about: Assumption | Doubt) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the other answers that one click can give: their words, and what the address then holds."""
    reading = told.reading
    if about in (Assumption.CONTAINER_SIZE, Doubt.CONTAINER, Doubt.PALLET):
        current = reading.amount.unit if reading.amount and about is not Doubt.PALLET else ""
        for unit in units_offered(reading):
            if unit != current:
                yield label(f"unit.{unit}"), {"maat": unit}
    if about in (Assumption.ONCE, Doubt.INTERVAL, Doubt.IRREGULAR):
        yield from ((label(f"period.{period}"), {"keer": period}) for period in HOW_OFTEN)
    if about is Assumption.FULL:
        yield from (
            (_("%(percent)s%% full", percent=number(100 * share, 0)), {"vol": str(share)})
            for share in HOW_FULL
        )
    if about is Doubt.NUMBER and reading.amount:
        yield from ((plain_number(value), {"getal": plain(value)}) for value in reading.amount.readings)


def plain(value: Decimal) -> str:
    """Return a number with a decimal point, for an address."""
    return f"{value:f}"
