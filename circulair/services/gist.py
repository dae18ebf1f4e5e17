"""Gists: an amount in the words of who gives it, and a suggestion in three lines for a letter."""

import math
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from circulair.services import identities
from circulair.services.actor import Actor, Role
from circulair.services.explanations import explained
from circulair.store.records import ListingRecord, SuggestionLineRecord, SuggestionRecord
from flows.units import DIMENSION_OF, Dimension, Quantity

SHARPNESS = {Dimension.COUNT: Decimal(1), Dimension.VOLUME: Decimal("0.1")}
"""To which part an amount is rounded that is a share of what was told, by what it is told in."""


def counted(
    offer: ListingRecord,
    tonnes: Decimal | None,
    recurring: bool | None,  # noqa: FBT001  # as lines and exchanges have it
) -> Quantity | None:
    """Return tonnes of an offer in the unit in which its owner told it; None where that is a weight."""
    told, whole = offer.typed, offer.tonnes_likely
    if told is None or not whole or tonnes is None or bool(recurring) is not offer.recurring:
        return None
    least = SHARPNESS.get(DIMENSION_OF[told.unit])
    if least is None:
        return None
    if tonnes == whole:
        return told
    part = (told.value * tonnes / whole).quantize(least, ROUND_HALF_UP)
    return replace(told, value=max(part, least))


def of_side(suggestion: SuggestionRecord, listing: ListingRecord, actor: Actor) -> dict[str, object]:
    """Return a suggestion as facts for a letter to one side: what, how much, how far, why, until when."""
    lines = [one for one in suggestion.lines if listing.id in (suggestion.need_id, one.offer_id)]
    reader = replace(actor, organisation_id=listing.organisation_id, role=Role.MEMBER)
    veiled = bool(identities.veils(suggestion, reader))
    routes = [one.distance_km for one in lines if one.distance_km is not None]
    far = max(routes) if len(routes) == len(lines) else None
    return {
        "slug": lines[0].offer.material,
        "amounts": [amount_of(one) for one in lines],
        "km": math.ceil(far) if far is not None and veiled else far,
        "why": why(lines[0]),
        "until": until(suggestion, lines),
    }


def amount_of(line: SuggestionLineRecord) -> dict[str, object]:
    """Return what leaves one giver as facts: tonnes, and in which unit they told it."""
    quantity = counted(line.offer, line.taken_tonnes, line.recurring)
    return {
        "slug": line.offer.material,
        "tonnes": None if line.taken_tonnes is None else str(line.taken_tonnes),
        "recurring": bool(line.recurring),
        "counted": None if quantity is None else [str(quantity.value), quantity.unit, quantity.period],
    }


def why(line: SuggestionLineRecord) -> dict[str, object]:
    """Return the first reason for a match, how the materials meet, as code and values."""
    parts = explained(line, {}).parts
    [sentence, *_more] = next(part for part in parts if part.name == "material").sentences
    values = [[name, value.measure.value, value.value] for name, value in sentence.values]
    return {"code": sentence.code, "values": values}


def until(suggestion: SuggestionRecord, lines: list[SuggestionLineRecord]) -> str:
    """Return the last day on which all can, "" where there is none."""
    sides = [suggestion.need, *(one.offer for one in lines)]
    ends: list[date] = [one.end for one in sides if one.end is not None]
    return min(ends).isoformat() if ends else ""
