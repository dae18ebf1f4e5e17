"""Telling: how values are written in the language of a page: reasons, amounts as typed, ranges, codes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from circulair import language
from circulair.language import _, inside_sentence, label, plural
from circulair.permissions import actor
from circulair.services import gist, identities, listings, rooms, understanding
from circulair.services.explanations import ExplainedPart, ExplainedStep, Measure, Sentence, Value
from circulair.services.identities import Veils
from circulair.services.totals import Total
from circulair.store.records import ListingRecord
from circulair.web.forms.one_question import answered_in
from circulair.words import TEXTS
from flows.eural import shown
from flows.law_data import load_sources
from flows.law_questions import Kind, question_of
from flows.law_table import BY_CODE
from flows.materials import Nature, load_materials
from flows.strategies import Strategy
from flows.streams import Range, to_the_gram
from flows.telephones import dialled
from flows.units import DIMENSION_OF, Dimension, Quantity, weighs

ALL = 1 - 1e-9
"""From this share on it is all of it: what is missing comes of reckoning."""

ListedAmount = tuple[Decimal | float, bool]
"""The tonnes of a whole listing, and whether they are a year's."""


def told(sentence: Sentence) -> str:
    """Return a reason as a sentence."""
    return label(sentence.code, **{name: written(value) for name, value in sentence.values})


def reasons(part: ExplainedPart, own: str = "") -> str:
    """Return what is known of a part and what is asked, one after the other; ``own`` is the reader's side."""
    asked = [f"{asks(fact, own)}: {inside_sentence(label(f'fact.{fact}'))}" for fact in part.missing]
    return " ".join([*(told(sentence) for sentence in part.sentences), *asked])


def asks(fact: str, own: str) -> str:
    """Return whom a missing fact is asked of."""
    side = fact.partition(".")[0]
    return label("asks.you" if side == own else f"asks.{side}")


def written(value: Value) -> str:
    """Return one value of a reason as text."""
    return WRITTEN[value.measure](value.value)


def share(part: float) -> str:
    """Return a share in whole per cent; what is not quite nothing or all is not written as that."""
    whole = round(part * 100)
    if whole == 0 and part > 0:
        return _("less than %(share)s", share="1%")
    return f"{99 if whole == 100 and part < ALL else whole}%"


def strategy(code: str) -> str:
    """Return what happens with a material on a rung of the ladder."""
    return label(f"strategy.{Strategy(code).value}")


def rung(code: str) -> str:
    """Return the number of a rung of the ladder as the trade knows it, empty where it is on none."""
    known = Strategy(code)
    return "" if known is Strategy.NONE else known.value.partition("-")[0]


WRITTEN: dict[Measure, Callable[[str | float], str]] = {
    Measure.TONNES: lambda value: language.tonnes(to_the_gram(Decimal(str(value)))),
    Measure.KM: lambda value: f"{language.number(float(value), 1)} km",
    Measure.PERCENT: lambda value: f"{language.number(float(value), 1)}%",
    Measure.SHARE: lambda value: share(float(value)),
    Measure.COUNT: lambda value: language.number(float(value), 0),
    Measure.DAYS: lambda value: plural("%(number)s day", "%(number)s days", round(float(value))),
    Measure.MATERIAL: lambda value: inside_sentence(language.material(str(value))),
    Measure.FORM: lambda value: inside_sentence(label(f"form.{value}")),
    Measure.STRATEGY: lambda value: inside_sentence(strategy(str(value))),
    Measure.M2: lambda value: f"{language.number(float(value), 0)} m²",
    Measure.METRES: lambda value: f"{language.number(float(value), 1)} m",
    Measure.KG_M2: lambda value: f"{language.number(float(value), 0)} kg/m²",
    Measure.EUROS: lambda value: language.euros(Decimal(str(value))),
    Measure.LOADING: lambda value: inside_sentence(label(f"loading.{value}")),
    Measure.TRUCK: lambda value: inside_sentence(label(f"truck.{value}")),
    Measure.TEXT: str,
}
"""How each measure is written."""


def typed(quantity: Quantity | None) -> str:
    """Return an amount as it was typed, with the words for its unit and period."""
    if quantity is None:
        return _("not told yet")
    amount = f"{language.number(quantity.value)} {worded('unit', quantity.unit)}"
    return f"{amount} {worded('period', quantity.period)}" if says_period(quantity) else amount


def in_other_weight(unit: str | None) -> bool:
    """Return whether an amount in this unit can be told in tonnes and is not yet: space and heat cannot."""
    return unit is not None and unit != "t" and weighs(unit)


def says_period(quantity: Quantity) -> bool:
    """Return whether a period belongs to an amount: room that is there once is just that much room."""
    return quantity.period != "once" or DIMENSION_OF.get(quantity.unit) is not Dimension.AREA


def worded(group: str, code: str) -> str:
    """Return the words for a code of a group, the code itself where there are none."""
    return label(f"{group}.{code}") if f"{group}.{code}" in TEXTS else code


def weighed(tonnes: Decimal | str) -> str:
    """Return a weight as a scale tells it, to the kilogram, or to the gram below one tonne."""
    value = Decimal(tonnes)
    if 0 < value < 1:
        return f"{language.number(value * 1000, 3)} kg"
    return f"{language.number(value, 3)} t"


def span(tonnes: Range | None, recurring: bool | None = None) -> str:  # noqa: FBT001  # a filter of templates
    """Return a range of tonnes: one figure where its ends meet; a year or in all where that is told."""
    if tonnes is None:
        return _("not known yet")
    text = language.tonnes(tonnes.likely)
    if tonnes.low != tonnes.high:
        low, high = language.tonnes(tonnes.low), language.tonnes(tonnes.high)
        text = _("%(likely)s (%(low)s to %(high)s)", likely=text, low=low, high=high)
    return text if recurring is None else per(text, recurring)


def per(text: str, recurring: bool) -> str:  # noqa: FBT001  # a filter of templates
    """Return an amount as a yearly one or as one in all."""
    return _("%(amount)s a year", amount=text) if recurring else _("%(amount)s once", amount=text)


def still(left: Decimal | float, listing: ListedAmount, side: str) -> str:
    """Return what is left of an offer, or what a need still lacks, beside all of it."""
    parts = {"left": language.tonnes(left), "whole": language.tonnes(listing[0])}
    if language.tonnes(left) == language.tonnes(0):
        return _("nothing left") if side == "offer" else _("nothing wanted any more")
    if side == "offer":
        year, once = _("%(left)s of %(whole)s a year left"), _("%(left)s of %(whole)s left")
    else:
        year, once = _("%(left)s of %(whole)s a year still wanted"), _("%(left)s of %(whole)s still wanted")
    return (year if listing[1] else once) % parts


def in_all(total: Total | None) -> str:
    """Return what a yearly amount comes to until its last day, empty where it has none within a year."""
    if total is None:
        return ""
    parts = {"day": language.day(total.until), "tonnes": language.tonnes(total.tonnes)}
    return _("until %(day)s about %(tonnes)s in all") % parts


def how_sure(listing: ListingRecord, *, own: bool = True) -> str:
    """Return in plain words what the tonnes of a listing rest on; ``own`` if its owner reads it."""
    if listing.grade is None:
        return ""
    if weeks := understanding.notes_of(listing).get(listings.MEASURED_WEEKS):
        return plural(
            "weighed by a class for %(number)s week", "weighed by a class for %(number)s weeks", int(weeks)
        )
    if understanding.weight_was_told(listing):
        return label("rests_on.told_by_you" if own else "rests_on.told_by_owner")
    return label(f"rests_on.{listing.grade}")


def leaves(offer: ListingRecord, tonnes: Decimal | None, recurring: bool | None) -> str:  # noqa: FBT001  # a filter
    """Return what leaves a giver: as they told it with its weight, else the weight."""
    return amount_words(gist.counted(offer, tonnes, recurring), offer.material, tonnes, recurring)


def amount_words(
    counted: Quantity | None,
    slug: str,
    tonnes: Decimal | None,
    recurring: bool | None,  # noqa: FBT001  # a filter
) -> str:
    """Return an amount in the unit in which it was told, with its weight; else the weight alone."""
    weight = language.tonnes(tonnes) if recurring is None else per(language.tonnes(tonnes), recurring)
    if counted is None:
        return weight
    pieces = counted.unit == "piece" and counted.value != 1
    if pieces and load_materials()[slug].nature is Nature.OBJECT:
        told = f"{language.number(counted.value)} {inside_sentence(language.material(slug))}"
        told = f"{told} {worded('period', counted.period)}" if counted.period != "once" else told
    else:
        told = typed(counted)
    yearly = per(language.tonnes(tonnes), recurring) if recurring else language.tonnes(tonnes)
    return _("%(amount)s (about %(weight)s)", amount=told, weight=yearly)


def amount_told(facts: dict[str, Any]) -> str:  # what a letter keeps as JSON
    """Return an amount of a letter's facts in words."""
    told, weight = facts["counted"], facts["tonnes"]
    counted = Quantity(Decimal(told[0]), told[1], told[2]) if told else None
    tonnes = None if weight is None else Decimal(weight)
    return amount_words(counted, facts["slug"], tonnes, facts["recurring"])


def reason_told(facts: dict[str, Any]) -> str:  # what a letter keeps as JSON
    """Return a reason of a letter's facts as a sentence."""
    values = tuple((name, Value(Measure(measure), value)) for name, measure, value in facts["values"])
    return told(Sentence(facts["code"], values))


def who(listing: ListingRecord, veils: Veils) -> str:
    """Return who stands behind a listing: its organisation's name, or its kind and where while unnamed."""
    veiled = veils.get(listing.id)
    if veiled is None:
        return listing.organisation.name
    kind = label(f"kind.{veiled.kind}")
    if not veiled.neighbourhood:
        return _("Unnamed (%(kind)s)", kind=kind)
    return _("Unnamed (%(kind)s, %(place)s)", kind=kind, place=veiled.neighbourhood)


def words_of(listing: ListingRecord, field: str, veils: Veils) -> str:
    """Return the title or description of a listing, without what names its owner while unnamed."""
    text, veiled = str(getattr(listing, field)), veils.get(listing.id)
    return text if veiled is None else veiled.unnamed(text)


def process_name(step: ExplainedStep) -> str:
    """Return the name of a process in the language of the page, its code where it has gone."""
    return step.names.get(language.language()) or step.names.get("en") or step.code


def law_answer(answer: str, question: str) -> str:
    """Return the answer to a question of the law in words, "not told yet" where there is none."""
    kind = question_of(question).kind
    if not answer:
        return _("not told yet")
    if kind is Kind.NUMBER:
        return language.number(Decimal(answer), 3)
    words = {Kind.YES_NO: f"yes_no.{answer}", Kind.CHOICE: f"choice.{question}.{answer}"}
    return label(words[kind]) if kind in words else answer


FILTERS: dict[str, Callable[..., object]] = {
    "told": told,
    "reasons": reasons,
    "typed": typed,
    "says_period": says_period,
    "in_other_weight": in_other_weight,
    "in_all": in_all,
    "answered_in": answered_in,
    "how_sure": how_sure,
    "leaves": leaves,
    "amount_told": amount_told,
    "reason_told": reason_told,
    "who": who,
    "words_of": words_of,
    "veils": lambda suggestion: identities.veils(suggestion, actor()),
    "span": span,
    "weighed": weighed,
    "per": per,
    "still": still,
    "strategy": strategy,
    "rung": rung,
    "process_name": process_name,
    "eural_code": shown,
    "dialled": dialled,
    "law_source": lambda key: load_sources()[key],
    "law_check_sources": lambda code: BY_CODE[code].sources,
    "law_answer": law_answer,
    "holds": lambda condition: told(rooms.holds(condition)),
}
"""The filters that the templates of suggestions and exchanges use."""
