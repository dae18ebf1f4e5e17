"""Every code that people see has words, in English and in every other language."""

import inspect
import re
from enum import StrEnum

import pytest

from circulair.files.open_tables import CellKind
from circulair.files.wellbeing_tables import Wrong
from circulair.services.actor import Role
from circulair.services.class_weighings import ClassNext
from circulair.services.explanations import Measure
from circulair.services.figures import Facet
from circulair.services.mergers import Obstacle
from circulair.services.publicity import Field as PublicField
from circulair.services.receipts import Lack
from circulair.services.work import Trouble
from circulair.services.workshops import Next
from circulair.store.records import (
    AskKind,
    DocumentKind,
    ImportState,
    ListingSource,
    ListingState,
    MaterialSource,
    PlanState,
    RowState,
    Said,
    VacancyBasis,
    VacancyMeasure,
    Verification,
    WorkRound,
)
from circulair.store.work import LetterStand
from circulair.words import TEXTS
from flows.border import Regime
from flows.buildings import BagUse, Feature, Loading, Truck
from flows.class_weighing import ClassStage, RangeMethod
from flows.collection import Bond, Per
from flows.conditions import Condition
from flows.delivery_periods import Span, Stand
from flows.disclosure import Reason as DisclosureReason
from flows.distance import Precision
from flows.duplicates import Alike
from flows.dwelling_components import Dwelling, Part, Work
from flows.effects import NoEffect
from flows.errors import FlowsError
from flows.exchanges import DeliveryStatus, Dispute, Party
from flows.experiments import Finding, Stage, TeamRole
from flows.indicators import Indicator
from flows.labs import Measured
from flows.law import Decision, LegalStatus, Outcome, YesNo
from flows.law_questions import QUESTIONS, Group
from flows.law_questions import Kind as KindOfQuestion
from flows.law_table import CHECKS
from flows.learning_weights import Verdict
from flows.ledger import Ledger
from flows.materials import Nature
from flows.organisations import Kind, StakeholderGroup
from flows.partners import Miss
from flows.plans import Aim, Ending, Holder
from flows.premises import ROOM_FACTS, Purpose
from flows.processes import ProcessStatus
from flows.readings import Assumption, Doubt, Fact
from flows.roads import Basis
from flows.rounds import Reason as LeftOutReason
from flows.scoring import FACTS
from flows.sector_streams import Typical
from flows.strategies import Strategy
from flows.streams import Form, Grade, Side
from flows.suggestions import Answer, Lapse, Means, Reason, Status
from flows.temporary_use import UseParty, UseReason, UseStatus
from flows.timing import Way
from flows.units import UNIT_CODES, Dimension
from flows.uses import HowUsual
from flows.weighing import Missing
from flows.wellbeing import Better, Compared
from flows.works import CancelReason, Exactness, Rests, WorksState
from setup import messages
from tests.rules.source import imported

SHOWN: dict[type[StrEnum], str] = {
    Aim: "aim",
    Alike: "alike",
    Obstacle: "merge_obstacle",
    Bond: "bond",
    ClassNext: "class_next",
    ClassStage: "class_stage",
    Condition: "condition",
    Decision: "decision",
    DeliveryStatus: "delivery",
    Stand: "period_stand",
    DisclosureReason: "disclosed",
    Assumption: "assumed",
    BagUse: "bag_use",
    Basis: "roads",
    DocumentKind: "document_kind",
    Doubt: "doubt",
    Facet: "facet",
    Feature: "feature",
    Finding: "finding",
    Form: "form",
    Next: "next_card",
    Grade: "grade",
    Group: "law_group",
    Holder: "bottleneck",
    Indicator: "indicator",
    Kind: "kind",
    Lack: "lma_lack",
    Dispute: "dispute",
    Lapse: "lapse",
    LetterStand: "letter_stand",
    Means: "means",
    LeftOutReason: "left_out",
    Ledger: "ledger",
    LegalStatus: "legal",
    Loading: "loading",
    ImportState: "import_state",
    ListingState: "state",
    Said: "said",
    MaterialSource: "material_source",
    Measured: "measured",
    Missing: "weight",
    NoEffect: "no_effect",
    Outcome: "outcome",
    Party: "party",
    Per: "per",
    Precision: "precision",
    PublicField: "publicity",
    ProcessStatus: "process",
    Purpose: "purpose",
    RangeMethod: "class_method",
    Reason: "reason",
    Regime: "regime",
    RowState: "row_state",
    Side: "side",
    Stage: "stage",
    StakeholderGroup: "stakeholders",
    TeamRole: "team_role",
    Status: "status",
    Strategy: "strategy",
    Truck: "truck",
    UseParty: "use_party",
    UseReason: "use_reason",
    UseStatus: "use_status",
    HowUsual: "use",
    Trouble: "trouble",
    Typical: "typical",
    VacancyBasis: "basis",
    Dwelling: "dwelling",
    Work: "works_kind",
    Part: "works_part",
    Exactness: "exactness",
    Rests: "rests",
    WorksState: "works_state",
    CancelReason: "works_cancelled",
    VacancyMeasure: "vacancy_measure",
    Verification: "verification",
    Wrong: "wellbeing_wrong",
    YesNo: "yes_no",
}
"""The enumerations that people see, with the group of their words."""

NOT_SHOWN = {
    Answer,
    AskKind,
    CellKind,
    Better,
    Compared,
    Dimension,
    Ending,
    Fact,
    KindOfQuestion,
    ListingSource,
    Measure,
    Miss,
    Nature,
    PlanState,
    Role,
    Span,
    Verdict,
    Way,
    WorkRound,
}
"""Those that they do not see: a button or a sentence stands for each."""

PART = re.compile(r"%\((\w+)\)s")


def errors(kind: type[FlowsError] = FlowsError) -> list[type[FlowsError]]:
    """Return every error of the domain that our packages define."""
    own = [one for child in kind.__subclasses__() for one in errors(child)]
    return [kind, *own] if kind.__module__.startswith(("circulair", "flows", "maps")) else own


def enumerations() -> set[type[StrEnum]]:
    """Return every enumeration of codes that our packages define."""
    return {
        value
        for module in imported()
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, StrEnum) and value.__module__ == module.__name__
    }


imported()


@pytest.mark.parametrize("error", errors(), ids=lambda error: error.__name__)
def test_an_error_has_words_of_which_it_carries_the_parts(error: type[FlowsError]) -> None:
    assert error.code in TEXTS
    assert set(PART.findall(TEXTS[error.code])) <= set(inspect.signature(error.__init__).parameters)


def test_no_two_errors_share_a_code() -> None:
    codes = [error.code for error in errors()]
    assert sorted(codes) == sorted(set(codes))


def test_every_enumeration_is_known_to_be_shown_or_not() -> None:
    assert enumerations() == set(SHOWN) | NOT_SHOWN


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.__name__)
def test_every_code_that_is_shown_has_words(kind: type[StrEnum]) -> None:
    assert {f"{SHOWN[kind]}.{code.value}" for code in kind} - TEXTS.keys() == set()


def test_every_check_of_the_law_says_what_it_asks() -> None:
    assert {check.code for check in CHECKS} - TEXTS.keys() == set()


def test_every_question_of_the_law_has_words_its_reason_and_its_choices() -> None:
    asked = {f"ask.{one.code}" for one in QUESTIONS} | {f"why.{one.row}" for one in QUESTIONS}
    chosen = {
        f"choice.{one.code}.{choice}"
        for one in QUESTIONS
        if one.kind is KindOfQuestion.CHOICE
        for choice in one.choices
    }
    assert (asked | chosen) - TEXTS.keys() == set()


def test_every_fact_that_a_match_can_miss_has_words() -> None:
    assert {f"fact.{fact}" for fact in (*FACTS, *ROOM_FACTS)} - TEXTS.keys() == set()


def test_every_unit_has_words() -> None:
    units = {f"unit.{unit}" for codes in UNIT_CODES.values() for unit in codes}
    assert units - TEXTS.keys() == set()


@pytest.mark.parametrize("language", messages.TRANSLATED)
def test_every_text_is_in_each_language_and_none_is_left_over(language: str) -> None:
    wrong = list(messages.faults(set(messages.texts_in_code()), messages.kept(language)))
    assert wrong == []
