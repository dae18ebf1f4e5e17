"""The questions of the law: each with its row, its kind, when it is asked and where its reason was read."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from flows import law_matter as matter
from flows import law_transport as transport
from flows import vihb
from flows.border import Regime
from flows.errors import FlowsError, UnknownCodeError
from flows.law import Facts, LegalStatus, YesNo
from flows.law_data import load_entries, load_exemptions, load_methods
from flows.law_known import known, said, yes
from flows.law_status import CONDITIONS, REACH, asks_reach, conditions_of, is_waste

MOST_TEXT = 80
"""Characters of a number or a name given as an answer."""


NUMBER = re.compile(r"\d{1,9}(\.\d{1,6})?")
"""A figure as it is kept, whatever the language in which it was typed."""


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"


class Group(StrEnum):
    """Under which heading a question stands."""

    STATUS = "status"
    MATTER = "matter"
    TRANSPORT = "transport"
    RECEIVER = "receiver"
    BORDER = "border"


class AnswerUnfitError(FlowsError):
    """An answer is none of those that its question has."""

    code = "law.answer_unfit"

    def __init__(self, question: str, answer: str) -> None:
        super().__init__(question, answer)
        self.question, self.answer = question, answer

    def __str__(self) -> str:
        return f"{self.answer!r} is no answer to {self.question}"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, its choices where it has them, and ``good``: the answer that the law likes best."""

    code: str
    row: str
    group: Group
    asked: Callable[[Facts], bool]
    sources: tuple[str, ...]
    kind: Kind = Kind.YES_NO
    choices: tuple[str, ...] = tuple(YesNo)
    good: str = YesNo.YES
    compact: bool = False

    @property
    def is_told(self) -> bool:
        """Return whether it is answered in one's own words or figures, which may tell of somebody."""
        return self.kind in (Kind.TEXT, Kind.NUMBER)

    def check(self, answer: str) -> None:
        """Refuse an answer that is none of the choices, or longer than a number or a name."""
        fits = {
            Kind.TEXT: len(answer) <= MOST_TEXT,
            Kind.NUMBER: NUMBER.fullmatch(answer) is not None,
        }
        if not fits.get(self.kind, answer in self.choices):
            raise AnswerUnfitError(self.code, answer)

    def tidied(self, answer: str) -> str:
        """Return an answer as it is kept: a registered number in capitals without spaces."""
        return answer.upper().replace(" ", "") if self.kind is Kind.TEXT and self.compact else answer.strip()


def conditions() -> list[Question]:
    """Return the questions on each status that can be claimed, and on recovered substances."""
    found = []
    for status, codes in CONDITIONS.items():
        sources = ("S2",) if status is LegalStatus.USED_GOOD else ("S1", "S4")
        found += [Question(code, "1.2", Group.STATUS, claimed(code), sources) for code in codes]
    return found + [Question(code, "1.9", Group.STATUS, asks_reach, ("S34", "S35")) for code in REACH]


def claimed(code: str) -> Callable[[Facts], bool]:
    """Return the test of whether a condition belongs to the status that is claimed."""
    return lambda facts: code in conditions_of(facts)


def after(question: str, *answers: str) -> Callable[[Facts], bool]:
    """Return the test of whether a question, itself asked, has one of these answers."""
    return lambda facts: BY_CODE[question].asked(facts) and said(facts, question) in answers


def of_trial(facts: Facts) -> bool:
    """Tell whether a laboratory or trial could spare a shipment the notification."""
    return transport.leaves(facts) and said(facts, "border_disposal") == YesNo.NO


def of_form(facts: Facts) -> bool:
    """Tell whether the duties of Annex VII apply."""
    return transport.regime_of(facts) is Regime.ANNEX_VII


def of_consent(facts: Facts) -> bool:
    """Tell whether the authorities' consent matters."""
    found = transport.regime_of(facts)
    return found in (Regime.NOTIFICATION, Regime.PROHIBITED)


def of_other_share(facts: Facts) -> bool:
    """Tell whether the entry limits what else may be in it."""
    entry = load_entries().get(said(facts, "border_entry"))
    return transport.leaves(facts) and entry is not None and entry.most_other_pct is not None


def of_report(facts: Facts) -> bool:
    """Tell whether the number of an asbestos inventory is asked."""
    return matter.asks_building(facts) and said(facts, "building_from") == "before_1994"


def of_notice(facts: Facts) -> bool:
    """Tell whether a demolition notice is due."""
    return matter.asks_notice(facts) and yes(facts, "building_notice_due")


def of_use(facts: Facts) -> bool:
    """Tell whether it matters what a food stream becomes."""
    return matter.is_animal(facts)


def of_category(facts: Facts) -> bool:
    """Tell whether the category of an animal by-product is asked: it does not follow from its origin."""
    return matter.asks_food(facts) and matter.origin(facts) == "animal"


def of_wood(facts: Facts) -> bool:
    """Tell whether the class of wood is asked: also of a product, for class C is not used again as one."""
    return facts.status is not LegalStatus.UNKNOWN and matter.is_wood(facts)


def of_letter(facts: Facts) -> bool:
    """Tell whether an accompanying letter goes along, which has a number."""
    return is_waste(facts) and said(facts, "transport_letter") == transport.LETTER


def of_collector(facts: Facts) -> bool:
    """Tell whether a collector takes it along, so that its report names how."""
    return is_waste(facts) and said(facts, "transport_by") == "collector"


CHOICE, TEXT = Kind.CHOICE, Kind.TEXT
CARRIERS = ("own", *vihb.CARRIERS, "unknown")
LETTERS = (transport.LETTER, *load_exemptions(), "unknown")
ORIGINS = ("kitchen", "kitchen_abroad", "animal", "former_food", "plant", "unknown")
USES = ("feed", "pet_food", "compost", "biogas", "processing", "other")
BUILDINGS = ("none", "from_1994", "before_1994", "unknown")
CLASSES = ("A", "B", "C", "unknown")
NO = YesNo.NO.value
ROUTES = (NO, *transport.LEAVES, "unknown")
METHODS = tuple(load_methods())

QUESTIONS: tuple[Question, ...] = (
    *conditions(),
    Question("food_origin", "L8", Group.MATTER, matter.asks_food, ("S17", "S33"), CHOICE, ORIGINS, "plant"),
    Question("food_use", "L8", Group.MATTER, of_use, ("S17", "S19"), CHOICE, USES, "other"),
    Question("food_category", "L8", Group.MATTER, of_category, ("S19",), CHOICE, ("1", "2", "3"), "3"),
    Question("food_approved", "L8", Group.MATTER, matter.treated, ("S18",)),
    Question("food_nvwa", "L8", Group.MATTER, matter.is_by_product, ("S19",)),
    Question(
        "building_from", "L9", Group.MATTER, matter.asks_building, ("S20", "S21"), CHOICE, BUILDINGS, "none"
    ),
    Question("building_report", "L9", Group.MATTER, of_report, ("S20", "S21"), TEXT),
    Question("building_notice_due", "L10", Group.MATTER, matter.asks_notice, ("S20", "S21"), good=NO),
    Question("building_notice", "L10", Group.MATTER, of_notice, ("S20", "S21")),
    Question("wood_class", "L11", Group.MATTER, of_wood, ("S22",), CHOICE, CLASSES, "A"),
    Question(
        "transport_by", "L4", Group.TRANSPORT, is_waste, ("S5", "S6", "S7"), CHOICE, CARRIERS, "carrier"
    ),
    Question("transport_niwo", "L4", Group.TRANSPORT, transport.own_van, ("S5",)),
    Question(
        "transport_vihb", "L4", Group.TRANSPORT, transport.asks_vihb, ("S5", "S7", "S12"), TEXT, compact=True
    ),
    Question("transport_others", "L4", Group.TRANSPORT, is_waste, ("S1", "S5"), good=NO),
    Question(
        "transport_others_vihb",
        "L4",
        Group.TRANSPORT,
        lambda facts: is_waste(facts) and yes(facts, "transport_others"),
        ("S5", "S7"),
        TEXT,
        compact=True,
    ),
    Question("transport_letter", "L5", Group.TRANSPORT, is_waste, ("S8",), CHOICE, LETTERS, "letter"),
    Question("transport_letter_number", "L5", Group.TRANSPORT, of_letter, ("S8",), TEXT, compact=True),
    Question("transport_route", "L6", Group.TRANSPORT, of_collector, ("S9", "S11"), good=NO),
    Question("transport_scheme", "L6", Group.TRANSPORT, of_collector, ("S9", "S11"), good=NO),
    Question("receiver_lists_code", "L16", Group.RECEIVER, is_waste, ("GK",)),
    Question("receiver_lma", "L6", Group.RECEIVER, is_waste, ("S9", "S11"), good=NO),
    Question("receiver_stream_number", "L6", Group.RECEIVER, transport.reports, ("S10",), TEXT, compact=True),
    Question(
        "receiver_method",
        "L6",
        Group.RECEIVER,
        transport.reports,
        ("S9", "S12"),
        CHOICE,
        tuple(load_methods()),
    ),
    Question(
        "route_leaves",
        "L7",
        Group.BORDER,
        is_waste,
        ("S2",),
        CHOICE,
        ROUTES,
        NO,
    ),
    Question("border_disposal", "1.7", Group.BORDER, transport.leaves, ("S2",), good=NO),
    Question("border_municipal", "1.7", Group.BORDER, transport.leaves, ("S2",), good=NO),
    Question("border_entry", "1.7", Group.BORDER, transport.leaves, ("S2",), CHOICE, tuple(load_entries())),
    Question("border_contamination_pct", "1.7", Group.BORDER, of_other_share, ("S2", "S30"), Kind.NUMBER),
    Question("border_contaminated", "1.7", Group.BORDER, transport.leaves, ("S2",), good=NO),
    Question("border_pops", "1.7", Group.BORDER, transport.leaves, ("S2", "S36"), good=NO),
    Question("border_kg", "1.7", Group.BORDER, transport.leaves, ("S2",), Kind.NUMBER),
    Question("border_trial", "1.7", Group.BORDER, of_trial, ("S2",)),
    Question("border_consent", "1.7", Group.BORDER, of_consent, ("S2",)),
    Question("border_contract", "1.7", Group.BORDER, of_form, ("S2",)),
    Question("border_form", "1.7", Group.BORDER, of_form, ("S2",)),
    Question("border_agreement", "1.7", Group.BORDER, transport.leaves, ("S2",), TEXT),
)
"""Every question there is, in the order of the page."""

BY_CODE: Mapping[str, Question] = {question.code: question for question in QUESTIONS}


ON_CODE = frozenset(
    {
        "receiver_lists_code",
        "receiver_stream_number",
        "receiver_method",
        "border_municipal",
        "border_entry",
        "border_contaminated",
        "border_pops",
        "border_consent",
    }
)
"""Questions whose answers hold for one code of the waste list only: with another code they are asked anew."""


def question_of(code: str) -> Question:
    """Return a question by its code."""
    if code not in BY_CODE:
        raise UnknownCodeError("question", code)
    return BY_CODE[code]


def asked(facts: Facts) -> tuple[Question, ...]:
    """Return the questions that apply, in the order of the page."""
    return tuple(question for question in QUESTIONS if question.asked(facts))


def prefilled(facts: Facts) -> Mapping[str, str]:
    """Return the answers that follow from the facts, of the questions that apply and nobody answered."""
    found = {one.code: known(facts, one.code) for one in asked(facts) if one.code not in facts.answers}
    return {code: answer for code, answer in found.items() if answer}


def without_idle(facts: Facts) -> Facts:
    """Return the facts without answers to questions that do not apply, so that none is kept unseen."""
    while True:
        needed = {one.code for one in asked(facts)}
        kept = {code: answer for code, answer in facts.answers.items() if code in needed}
        if len(kept) == len(facts.answers):
            return facts
        facts = replace(facts, answers=kept)


def check_answers(answers: Iterable[tuple[str, str]]) -> None:
    """Refuse an answer to no question of ours, or one that its question does not have."""
    for code, answer in answers:
        question_of(code).check(answer)
