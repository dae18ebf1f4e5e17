"""Explanations: why a match was found, read from a suggestion line as plain values for a page."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypedDict

from circulair.services.finding import conditions_by_code, conditions_of
from circulair.services.promises import amount_of
from circulair.store import processes
from circulair.store.records import ListingRecord, ProcessRecord, SuggestionLineRecord
from flows.conditions import Condition, Conditions, Offered, broken, to_ask
from flows.processes import ProcessStatus, Yield

Found = Mapping[str, str | float]
"""The evidence of a part by its key, as the matcher stored it."""


class Measure(StrEnum):
    """What a value in a sentence is, so that a page can write it in its own language."""

    TONNES = "tonnes"
    KM = "km"
    PERCENT = "percent"
    SHARE = "share"
    COUNT = "count"
    DAYS = "days"
    MATERIAL = "material"
    FORM = "form"
    STRATEGY = "strategy"
    M2 = "m2"
    METRES = "metres"
    KG_M2 = "kg_m2"
    EUROS = "euros"
    LOADING = "loading"
    TRUCK = "truck"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Value:
    """One value in a sentence: what it is, and a number or a code."""

    measure: Measure
    value: str | float


@dataclass(frozen=True, slots=True)
class Sentence:
    """One reason: the code of its words and the values that they name."""

    code: str
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """One part of a score: weight and value from 0 to 1 (None if unknown), reasons, facts missing."""

    name: str
    weight: float
    value: float | None
    sentences: tuple[Sentence, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """One process on the way: what goes in, comes out and gets lost, in tonnes (None where unknown)."""

    code: str
    names: Mapping[str, str]
    operator: str
    status: ProcessStatus
    takes: str
    gives: str
    share: Yield | None
    tonnes_in: Decimal | None
    tonnes_out: Decimal | None
    capacity_tonnes: Decimal | None
    conditions: Conditions
    source: str
    as_of: str

    @property
    def tonnes_lost(self) -> Decimal | None:
        """Return the tonnes that do not go on: residue, water, emissions."""
        return None if self.tonnes_in is None or self.tonnes_out is None else self.tonnes_in - self.tonnes_out


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one offer was matched with a need: its parts and its way through processes.

    ``to_ask`` are processes on the way with their conditions of which nobody knows yet that they hold,
    ``broken`` the first that surely does not hold any more, as after the waste got its code.
    """

    parts: tuple[ExplainedPart, ...]
    through: tuple[ExplainedStep, ...]
    to_ask: tuple[tuple[str, Condition], ...] = ()
    broken: Condition | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the facts that nobody stated yet, in the order of the parts."""
        return tuple(dict.fromkeys(fact for part in self.parts for fact in part.missing))


def explain(line: SuggestionLineRecord) -> Explanation:
    """Return why the offer of a line was matched, from what was stored when it was found."""
    return explained(line, {one.code: one for one in processes.of_codes(line.processes.split())})


def explained(line: SuggestionLineRecord, known: Mapping[str, ProcessRecord]) -> Explanation:
    """Return why the offer of a line was matched, with the processes that are known."""
    stored = json.loads(line.parts)
    direct = not stored["through"]
    return Explanation(
        parts=tuple(explained_part(part, direct=direct) for part in stored["parts"]),
        through=way(stored["through"], known, line.taken_tonnes),
        **told_of_conditions(stored["through"], known, line.offer if known else None),
    )


class OfConditions(TypedDict):
    """What an explanation tells of the conditions on a way."""

    to_ask: tuple[tuple[str, Condition], ...]
    broken: Condition | None


def told_of_conditions(
    stored: Sequence[Mapping[str, object]], known: Mapping[str, ProcessRecord], offer: ListingRecord | None
) -> OfConditions:
    """Return which conditions of the processes on a way are to be asked about, and which is broken."""
    if offer is None:
        return {"to_ask": (), "broken": None}
    legs = [(str(passage["process"]), yield_of(passage["share"])) for passage in stored]
    offered, asked = Offered(offer.eural, amount_of(offer)), conditions_by_code(known.values())
    return {"to_ask": to_ask(legs, offered, asked), "broken": broken(legs, offered, asked)}


def explained_part(stored: Mapping[str, object], *, direct: bool = True) -> ExplainedPart:
    """Return one stored part with its reasons as sentences; not ``direct`` is by way of processes."""
    name, value, weight = str(stored["name"]), stored["value"], stored["weight"]
    evidence, missing = stored["evidence"], stored["missing"]
    rows = [(str(row[0]), row[1]) for row in evidence] if isinstance(evidence, list) else []
    return ExplainedPart(
        name=name,
        weight=float(weight) if isinstance(weight, int | float) else 0.0,
        value=float(value) if isinstance(value, int | float) else None,
        sentences=tuple(said(name, rows, direct=direct)) if rows or value is not None else (),
        missing=tuple(str(fact) for fact in missing) if isinstance(missing, list) else (),
    )


Rows = Sequence[tuple[str, str | float]]


def said(name: str, rows: Rows, *, direct: bool) -> list[Sentence]:
    """Put the evidence of a part into sentences."""
    return said_of_distance(rows, direct=direct) if name == "distance" else SAID[name](rows)


def said_of_material(rows: Rows) -> list[Sentence]:
    """Say how each two materials that meet are related; a second pair is where the last process ends."""
    joints = [dict(rows[start : start + 3]) for start in range(0, len(rows), 3)]
    if len(joints) == 1:
        return [joint_sentence("direct", joints[0])]
    return [joint_sentence(where, joint) for where, joint in zip(("into", "out"), joints, strict=False)]


def joint_sentence(where: str, joint: Found) -> Sentence:
    """Say how the material that is there relates to the one that is wanted."""
    levels = float(joint["levels"])
    relation = "same" if levels == 0 else "narrower" if levels > 0 else "broader"
    names = ("offered",) if relation == "same" else ("offered", "wanted")
    return sentence(
        f"evidence.{where}_{relation}", joint, *((name, name, Measure.MATERIAL) for name in names)
    )


def said_of_quality(rows: Rows) -> list[Sentence]:
    """Say what each answered question on quality showed."""
    found = dict(rows)
    alike = "offered_form" in found and found["offered_form"] == found.get("wanted_form")
    return [
        sentence("evidence.form_same" if alike and code == "evidence.form" else code, found, *values)
        for code, values in QUALITY
        if all(key in found for _, key, _ in values)
    ]


def said_of_quantity(rows: Rows) -> list[Sentence]:
    """Say what is offered, wanted and received, and what part of both that is."""
    found = dict(rows)
    amounts = [(name, f"{name}_tonnes", Measure.TONNES) for name in ("offered", "wanted", "received")]
    said = [sentence(f"evidence.quantity_{found['per']}", found, *amounts)]
    if "yield" in found:
        said.append(sentence("evidence.yield", found, ("share", "yield", Measure.SHARE)))
    said.append(shares(found))
    if "capacity_leaves_tonnes" in found:
        said.append(
            sentence("evidence.capacity", found, ("tonnes", "capacity_leaves_tonnes", Measure.TONNES))
        )
    return said


def shares(found: Found) -> Sentence:
    """Say what share of the offer is taken and what share of the need is filled."""
    received, wanted = float(found["received_tonnes"]), float(found["wanted_tonnes"])
    comes = float(found["offered_tonnes"]) * float(found.get("yield", 1.0))
    of_offer, of_need = (received / whole if whole > 0 else 0.0 for whole in (comes, wanted))
    values = (("of_offer", Value(Measure.SHARE, of_offer)), ("of_need", Value(Measure.SHARE, of_need)))
    return Sentence("evidence.quantity_shares", values)


def said_of_timing(rows: Rows) -> list[Sentence]:
    """Say how many days both sides have in common, where that can be counted."""
    found = dict(rows)
    if "days_of_shorter" in found:
        values = [("days", "days_in_common", Measure.DAYS), ("shorter", "days_of_shorter", Measure.DAYS)]
        if found["days_in_common"] == found["days_of_shorter"]:
            return [sentence("evidence.days_all", found, values[0])]
        return [sentence("evidence.days_of_shorter", found, *values)]
    if "days_in_common" in found:
        return [sentence("evidence.days", found, ("days", "days_in_common", Measure.DAYS))]
    return [Sentence("evidence.timing_open")]


def said_of_distance(rows: Rows, *, direct: bool = True) -> list[Sentence]:
    """Say how far it is by road, by way of what, and the most that is accepted."""
    found = dict(rows)
    code = "evidence.km" if direct else "evidence.km_stops"
    said = [sentence(code, found, ("km", "km", Measure.KM))] if "km" in found else []
    if "max_km" in found:
        said.append(sentence("evidence.max_km", found, ("km", "max_km", Measure.KM)))
    return said


def said_of_ladder(rows: Rows) -> list[Sentence]:
    """Say on which rung of the ladder it stands, and after how many conversions."""
    found = dict(rows)
    code = "evidence.strategy" if found["steps"] else "evidence.strategy_direct"
    said = [sentence(code, found, ("strategy", "strategy", Measure.STRATEGY))]
    if found["steps"]:
        said.append(sentence("evidence.steps", found, ("steps", "steps", Measure.COUNT)))
    return said


QUALITY = (
    (
        "evidence.contamination",
        (
            ("actual", "contamination_pct", Measure.PERCENT),
            ("most", "max_contamination_pct", Measure.PERCENT),
        ),
    ),
    (
        "evidence.moisture",
        (("actual", "moisture_pct", Measure.PERCENT), ("most", "max_moisture_pct", Measure.PERCENT)),
    ),
    (
        "evidence.form",
        (("offered", "offered_form", Measure.FORM), ("wanted", "wanted_form", Measure.FORM)),
    ),
    (
        "evidence.class",
        (("offered", "offered_class", Measure.TEXT), ("accepted", "accepted_classes", Measure.TEXT)),
    ),
)
"""The sentences on quality, each with the evidence that it needs."""

SAID: Mapping[str, Callable[[Rows], list[Sentence]]] = {
    "material": said_of_material,
    "quality": said_of_quality,
    "quantity": said_of_quantity,
    "timing": said_of_timing,
    "distance": said_of_distance,
    "ladder": said_of_ladder,
}
"""Who puts the evidence of a part into sentences."""


def sentence(code: str, found: Found, *values: tuple[str, str, Measure]) -> Sentence:
    """Return a sentence with its values: the name in the text, the key of the evidence, what it is."""
    return Sentence(code, tuple((name, value(measure, found, key)) for name, key, measure in values))


def value(measure: Measure, found: Found, key: str) -> Value:
    """Return one piece of evidence as a value."""
    return Value(measure, found[key])


def way(
    stored: Sequence[Mapping[str, object]], known: Mapping[str, ProcessRecord], taken: Decimal | None
) -> tuple[ExplainedStep, ...]:
    """Return the processes on the way with the tonnes that go in and come out of each."""
    steps, tonnes = [], taken
    for passage in stored:
        step = explained_step(passage, known.get(str(passage["process"])), tonnes)
        steps.append(step)
        tonnes = step.tonnes_out
    return tuple(steps)


def explained_step(
    passage: Mapping[str, object], record: ProcessRecord | None, tonnes: Decimal | None
) -> ExplainedStep:
    """Return one process on the way: its yield as it was then, the rest as it is registered now."""
    code, share = str(passage["process"]), yield_of(passage["share"])
    return ExplainedStep(
        code=code,
        names={"nl": record.name_nl, "en": record.name_en, "de": record.name_de} if record else {},
        operator=record.operator if record else "",
        status=record.status if record else ProcessStatus.UNKNOWN,
        takes=str(passage["takes"]),
        gives=str(passage["gives"]),
        share=share,
        tonnes_in=tonnes,
        tonnes_out=None if tonnes is None or share is None else tonnes * share.likely,
        capacity_tonnes=record.capacity_tonnes if record else None,
        conditions=conditions_of(record) if record else Conditions(),
        source=record.source if record else "",
        as_of=record.status_as_of if record else "",
    )


def yield_of(stored: object) -> Yield | None:
    """Return a stored yield, None where no source stated one."""
    if not isinstance(stored, dict):
        return None
    return Yield(*(Decimal(str(stored[end])) for end in ("low", "likely", "high")))
