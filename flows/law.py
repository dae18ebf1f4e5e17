"""The law that stands before an exchange: what is known, what a check says of it, and what stops it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flows.errors import FlowsError
from flows.eural import load_eural
from flows.materials import Nature, load_materials
from flows.strategies import Strategy


class LegalStatus(StrEnum):
    """What the law calls a stream; unknown until somebody answers with a reason."""

    UNKNOWN = "unknown"
    PRODUCT = "product"
    BY_PRODUCT = "by_product"
    USED_GOOD = "used_good"
    END_OF_WASTE = "end_of_waste"
    WASTE = "waste"


class YesNo(StrEnum):
    """An answer; unknown never counts as yes."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What a check asks for, from heaviest to lightest."""

    BLOCK = "block"
    REQUIRE = "require"
    WARN = "warn"
    INFO = "info"


class Decision(StrEnum):
    """What a reviewer made of a finding: a warning weighed, a requirement waived with a reason."""

    WEIGHED = "weighed"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the law panel knows of an offer on its way to a receiver.

    ``answers`` are by the code of their question; ``proofs`` names the questions whose answer says where its
    proof is. ``codes`` are the Eural codes of all offers put forward together. ``in_netherlands`` says that
    both ends surely lie there. ``built_year`` is that of the building of planned works from which it comes.
    ``contamination_pct`` is by mass, 0 to 100. ``giver_vihb`` and ``receiver_vihb`` are their numbers on the
    VIHB list that somebody looked up there.
    """

    status: LegalStatus = LegalStatus.UNKNOWN
    eural: str = ""
    contains_dangerous: YesNo = YesNo.UNKNOWN
    receiver_permitted: YesNo = YesNo.UNKNOWN
    material: str = ""
    receiver_material: str = ""
    classes: tuple[str, ...] = ()
    contamination_pct: float | None = None
    strategy: Strategy = Strategy.NONE
    in_netherlands: bool = False
    codes: frozenset[str] = frozenset()
    hub_vihb: str = ""
    giver_vihb: str = ""
    receiver_vihb: str = ""
    built_year: int | None = None
    today: date | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    proofs: frozenset[str] = frozenset()

    @property
    def nature(self) -> Nature:
        """Return what kind of thing it is; matter where the material is not known."""
        return load_materials()[self.material].nature if self.material else Nature.MATTER

    @property
    def hazardous(self) -> bool:
        """Return whether its code or its answer says that it is hazardous."""
        by_code = self.eural != "" and load_eural()[self.eural].hazardous
        return by_code or self.contains_dangerous is YesNo.YES


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the law table that applies: its number, outcome, stable code, and where it is answered."""

    row: str
    outcome: Outcome
    code: str
    question: str = ""
    waivable: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the table: when it applies, what it then asks, and the keys of its sources.

    Only what a document or a duty settles can be waived, never what the stream is or who may have it.
    """

    row: str
    applies: Callable[[Facts], bool]
    outcome: Outcome
    code: str
    question: str = ""
    waivable: bool = False
    sources: tuple[str, ...] = ()

    def finding(self) -> Finding:
        """Return what this row says where it applies."""
        return Finding(self.row, self.outcome, self.code, self.question, self.waivable)


def duty(row: str, applies: Callable[[Facts], bool], code: str, question: str, *sources: str) -> Check:
    """Return a row that asks for a document or a duty, which can be waived with a reason."""
    return Check(row, applies, Outcome.REQUIRE, code, question, waivable=True, sources=sources)


class LawOpenError(FlowsError):
    """A block stands, a requirement is open or a warning was not weighed."""

    code = "law.open"

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "not yet: " + ", ".join(f"{finding.row} {finding.code}" for finding in self.findings)


def is_stopping(finding: Finding, decisions: Mapping[str, Decision]) -> bool:
    """Tell whether a finding stops an exchange after what a reviewer decided; nothing settles a block."""
    decided = decisions.get(finding.code)
    if finding.outcome is Outcome.REQUIRE:
        return not (finding.waivable and decided is Decision.WAIVED)
    if finding.outcome is Outcome.WARN:
        return decided is not Decision.WEIGHED
    return finding.outcome is Outcome.BLOCK
