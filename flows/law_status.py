"""Legal status: product, by-product, used good, end of waste, or waste in all doubt (domain.md 1.2)."""

from collections.abc import Mapping
from functools import partial

from flows.eural import has_mirror, load_eural
from flows.law import Check, Facts, LegalStatus, Outcome, YesNo, duty
from flows.law_data import concerns
from flows.law_known import said, yes
from flows.materials import Nature, load_materials

NO_SUBSTANCE = frozenset({Nature.ENERGY, Nature.SPACE, Nature.CAPACITY})
"""What is neither substance nor object and so no waste (general knowledge): nothing is asked of it."""

CONDITIONS: dict[LegalStatus, tuple[str, ...]] = {
    LegalStatus.PRODUCT: ("product_never_discarded", "product_made_on_purpose"),
    LegalStatus.BY_PRODUCT: (
        "by_product_residue",
        "by_product_certain",
        "by_product_direct",
        "by_product_integral",
        "by_product_lawful",
    ),
    LegalStatus.USED_GOOD: (
        "used_good_object",
        "used_good_certain",
        "used_good_fit",
        "used_good_tested",
        "used_good_lawful",
        "used_good_packed",
    ),
    LegalStatus.END_OF_WASTE: (
        "end_of_waste_recovered",
        "end_of_waste_purpose",
        "end_of_waste_market",
        "end_of_waste_rules",
        "end_of_waste_harmless",
    ),
}
"""The questions that must all be answered with yes, by the status that they prove."""

WITH_DOCUMENTS = frozenset({LegalStatus.BY_PRODUCT, LegalStatus.END_OF_WASTE})
"""Statuses of which each condition needs a document of its own."""

REACH = ("reach_registered", "reach_same", "reach_safety")
"""The questions on a recovered substance (domain.md 1.9)."""


def status_at_first(material: str) -> LegalStatus:
    """Return what a stream is in law before anybody says so: space, energy and capacity are no waste."""
    none = load_materials()[material].nature in NO_SUBSTANCE
    return LegalStatus.PRODUCT if none else LegalStatus.UNKNOWN


def decide_status(answers: Mapping[str, str]) -> LegalStatus:
    """Return the first status whose conditions are all answered with yes, else waste."""
    for status, conditions in CONDITIONS.items():
        if all(answers.get(condition) == YesNo.YES for condition in conditions):
            return status
    return LegalStatus.WASTE


def conditions_of(facts: Facts) -> tuple[str, ...]:
    """Return the questions on the status that is claimed."""
    exempt = facts.status is LegalStatus.PRODUCT and facts.nature in NO_SUBSTANCE
    return () if exempt else CONDITIONS.get(facts.status, ())


def status_unanswered(facts: Facts) -> bool:
    """Tell whether nobody said yet what the stream is in law."""
    return facts.status is LegalStatus.UNKNOWN


def conditions_open(facts: Facts) -> bool:
    """Tell whether a condition of the claimed status has no answer yet."""
    return any(not said(facts, condition) for condition in conditions_of(facts))


def claim_fails(facts: Facts) -> bool:
    """Tell whether a condition of the claimed status was answered with no or unknown, so that it is waste."""
    return any(said(facts, one) in (YesNo.NO, YesNo.UNKNOWN) for one in conditions_of(facts))


def is_waste(facts: Facts) -> bool:
    """Tell whether the law of waste applies: by name, or because another claim fails."""
    return facts.status is LegalStatus.WASTE or claim_fails(facts)


def proof_missing(facts: Facts) -> bool:
    """Tell whether a condition that needs a document does not say where it is."""
    wanted = conditions_of(facts) if facts.status in WITH_DOCUMENTS else ()
    return any(yes(facts, one) and one not in facts.proofs for one in wanted)


def first_open(facts: Facts) -> str:
    """Return the first condition that has no answer, or the first of them."""
    return next((one for one in conditions_of(facts) if not said(facts, one)), "")


def asks_reach(facts: Facts) -> bool:
    """Tell whether the questions on recovered substances apply: end of waste, pyrolysis oil, monomers."""
    materials = [slug for slug in (facts.material, facts.receiver_material) if slug]
    recovered = any(concerns("recovered", slug) for slug in materials)
    return facts.status is LegalStatus.END_OF_WASTE or (recovered and not status_unanswered(facts))


def reach_open(question: str, facts: Facts) -> bool:
    """Tell whether a question on a recovered substance is not answered with yes."""
    return asks_reach(facts) and not yes(facts, question)


def waste_without_code(facts: Facts) -> bool:
    """Tell whether waste has no code of the list."""
    return is_waste(facts) and not facts.eural


def hazard_open(facts: Facts) -> bool:
    """Tell whether a mirror entry's hazard question is open."""
    coded = is_waste(facts) and facts.eural != ""
    return coded and has_mirror(facts.eural) and facts.contains_dangerous is YesNo.UNKNOWN


def code_contradicts_answer(facts: Facts) -> bool:
    """Tell whether the half of a mirror pair does not fit the hazard answer (domain.md 1.5)."""
    if not is_waste(facts) or not facts.eural or hazard_open(facts):
        return False
    entry = load_eural()[facts.eural]
    return has_mirror(facts.eural) and entry.hazardous != (facts.contains_dangerous is YesNo.YES)


def hazardous_without_permission(facts: Facts) -> bool:
    """Tell whether hazardous waste goes to a receiver who may not have it."""
    coded = is_waste(facts) and facts.eural != ""
    return coded and facts.hazardous and facts.receiver_permitted is not YesNo.YES


REQUIRE = Outcome.REQUIRE

STATUS_CHECKS = (
    Check("1.2", status_unanswered, REQUIRE, "law.status_unanswered", "status", sources=("S1", "S4")),
    Check("1.2", conditions_open, REQUIRE, "law.conditions_open", "conditions", sources=("S1", "S2")),
    Check("1.2", claim_fails, REQUIRE, "law.claim_fails", "status", sources=("S1", "S2")),
    duty("1.2", proof_missing, "law.proof_missing", "conditions", "S1", "S4"),
    Check("L1", waste_without_code, REQUIRE, "law.waste_without_code", "eural", sources=("S1",)),
    Check("L2", hazard_open, REQUIRE, "law.hazard_open", "contains_dangerous", sources=("S1",)),
    Check("L2", code_contradicts_answer, REQUIRE, "law.code_contradicts_answer", "contains_dangerous"),
    Check(
        "L3",
        hazardous_without_permission,
        Outcome.BLOCK,
        "law.receiver_not_permitted",
        "receiver_permitted",
        sources=("GK",),
    ),
)
"""Rows 1.2 and L1 to L3 of domain.md."""

REACH_CHECKS = tuple(duty("1.9", partial(reach_open, one), f"law.{one}", one, "S34", "S35") for one in REACH)
"""What is asked of a recovered substance."""
