"""The law that stands before an exchange: checks that block or require, each a row of a table."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from flows.errors import FlowsError
from flows.eural import has_mirror, load_eural


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


STOPS = frozenset({Outcome.BLOCK, Outcome.REQUIRE})
"""Outcomes before which nothing is accepted."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the law panel knows of an offer on its way to a receiver."""

    status: LegalStatus = LegalStatus.UNKNOWN
    eural: str = ""
    contains_dangerous: YesNo = YesNo.UNKNOWN
    receiver_permitted: YesNo = YesNo.UNKNOWN


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the law table that applies: its number, outcome and stable code."""

    row: str
    outcome: Outcome
    code: str


class LawOpenError(FlowsError):
    """A block stands or a requirement is open."""

    code = "law.open"

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "not yet: " + ", ".join(f"{finding.row} {finding.code}" for finding in self.findings)


def status_unanswered(facts: Facts) -> bool:
    """Tell whether nobody said yet what the stream is in law (domain.md 1.2)."""
    return facts.status is LegalStatus.UNKNOWN


def waste_without_code(facts: Facts) -> bool:
    """Tell whether waste has no code of the list (domain.md L1)."""
    return facts.status is LegalStatus.WASTE and not facts.eural


def hazard_open(facts: Facts) -> bool:
    """Tell whether a mirror entry's hazard question is open (domain.md L2)."""
    return (
        facts.status is LegalStatus.WASTE
        and facts.eural != ""
        and has_mirror(facts.eural)
        and facts.contains_dangerous is YesNo.UNKNOWN
    )


def code_contradicts_answer(facts: Facts) -> bool:
    """Tell whether the half of a mirror pair does not fit the hazard answer (domain.md 1.5)."""
    if facts.status is not LegalStatus.WASTE or not facts.eural or hazard_open(facts):
        return False
    entry = load_eural()[facts.eural]
    return has_mirror(facts.eural) and entry.hazardous != (facts.contains_dangerous is YesNo.YES)


def hazardous_without_permission(facts: Facts) -> bool:
    """Tell whether hazardous waste goes to a receiver who may not have it (domain.md L3)."""
    if facts.status is not LegalStatus.WASTE or not facts.eural:
        return False
    hazardous = load_eural()[facts.eural].hazardous or facts.contains_dangerous is YesNo.YES
    return hazardous and facts.receiver_permitted is not YesNo.YES


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the table: when it applies and what it then asks."""

    row: str
    applies: Callable[[Facts], bool]
    outcome: Outcome
    code: str


CHECKS = (
    Check("1.2", status_unanswered, Outcome.REQUIRE, "law.status_unanswered"),
    Check("L1", waste_without_code, Outcome.REQUIRE, "law.waste_without_code"),
    Check("L2", hazard_open, Outcome.REQUIRE, "law.hazard_open"),
    Check("L2", code_contradicts_answer, Outcome.REQUIRE, "law.code_contradicts_answer"),
    Check("L3", hazardous_without_permission, Outcome.BLOCK, "law.receiver_not_permitted"),
)
"""The rows of domain.md 1.3 built so far; the others join here."""


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Return every row that applies, in the order of the table."""
    return tuple(Finding(c.row, c.outcome, c.code) for c in CHECKS if c.applies(facts))


def require_lawful(facts: Facts) -> None:
    """Refuse to go on while a block stands or a requirement is open."""
    open_rows = [finding for finding in findings(facts) if finding.outcome in STOPS]
    if open_rows:
        raise LawOpenError(*open_rows)
