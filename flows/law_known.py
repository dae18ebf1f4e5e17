"""Known answers: what needs no question, because it follows from the listing, the material or the place."""

from collections.abc import Callable

from flows.buildings import ASBESTOS_BEFORE
from flows.law import Facts, YesNo
from flows.law_data import concerns
from flows.materials import Nature
from flows.vihb import number_for

CLASS_OF = {"wood-class-a": "A", "wood-class-b": "B", "wood-class-c": "C"}
WOOD_CLASSES = ("A", "B", "C")


YES, NO = YesNo.YES.value, YesNo.NO.value


def wood_class(facts: Facts) -> str:
    """Return the class of wood that the material or the listing names, if it is one only."""
    named = [one for one in facts.classes if one in WOOD_CLASSES]
    return CLASS_OF.get(facts.material, named[0] if len(named) == 1 else "")


def food_origin(facts: Facts) -> str:
    """Return where a food stream comes from, as far as the material says it."""
    for origin in ("kitchen_abroad", "kitchen", "animal", "plant"):
        if facts.material and concerns(origin, facts.material):
            return origin
    return ""


def letter(facts: Facts) -> str:
    """Return the exemption that goes with a shipment to another country (domain.md 1.4)."""
    leaves = said(facts, "route_leaves")
    return "cross_border" if leaves not in ("", "no", "unknown") else ""


def vihb(facts: Facts) -> str:
    """Return the number of who takes the waste along, where one side's number was looked up for that."""
    return number_for(said(facts, "transport_by"), facts.giver_vihb, facts.receiver_vihb)


def building_from(facts: Facts) -> str:
    """Return from which building it comes, where planned works say in which year that was built."""
    if facts.built_year is None:
        return ""
    return "before_1994" if facts.built_year < ASBESTOS_BEFORE else "from_1994"


KNOWN: dict[str, Callable[[Facts], str]] = {
    "used_good_object": lambda facts: YES if facts.nature is Nature.OBJECT else "",
    "transport_others": lambda _facts: YesNo.NO.value,
    "transport_letter": letter,
    "transport_vihb": vihb,
    "receiver_lists_code": lambda facts: (
        YES if facts.hazardous and facts.receiver_permitted is YesNo.YES else ""
    ),
    "route_leaves": lambda facts: NO if facts.in_netherlands else "",
    "border_contamination_pct": lambda facts: (
        "" if facts.contamination_pct is None else f"{facts.contamination_pct:g}"
    ),
    "border_entry": lambda facts: "AC170" if said(facts, "wood_class") == "C" else "",
    "border_municipal": lambda facts: YES if facts.eural == "200301" else "",
    "food_origin": food_origin,
    "wood_class": wood_class,
    "building_from": building_from,
    "building_notice_due": lambda facts: YES if is_asbestos(facts) else "",
}
"""What follows from the facts, by question; an answer that somebody gave goes before it.

Nobody else stands between: a suggestion joins a giver and a receiver, and the hub arranges it.
"""


def is_asbestos(facts: Facts) -> bool:
    """Tell whether the material or its code is asbestos (17 06 01*, 17 06 05*, domain.md 1.5)."""
    return facts.eural in ("170601", "170605") or bool(
        facts.material and concerns("asbestos", facts.material)
    )


def known(facts: Facts, question: str) -> str:
    """Return the answer that follows from the facts, nothing where it has to be asked."""
    return KNOWN[question](facts) if question in KNOWN else ""


def said(facts: Facts, question: str) -> str:
    """Return the answer that somebody gave, else the one that is known, else nothing."""
    return facts.answers.get(question, "") or known(facts, question)


def yes(facts: Facts, question: str) -> bool:
    """Tell whether the answer is yes; unknown never counts as yes."""
    return said(facts, question) == YesNo.YES
