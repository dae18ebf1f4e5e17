"""The law table: every row of domain.md 1, what of it applies to an exchange, and what stops it."""

from collections.abc import Mapping

from flows.law import Check, Decision, Facts, Finding, LawOpenError, is_stopping
from flows.law_matter import MATTER_CHECKS
from flows.law_status import REACH_CHECKS, STATUS_CHECKS, conditions_of, first_open
from flows.law_transport import BORDER_CHECKS, TRANSPORT_CHECKS

CHECKS: tuple[Check, ...] = (
    *STATUS_CHECKS,
    *REACH_CHECKS,
    *MATTER_CHECKS,
    *TRANSPORT_CHECKS,
    *BORDER_CHECKS,
)
"""Every row; a new one joins here through its module."""

BY_CODE: Mapping[str, Check] = {check.code: check for check in CHECKS}

UNDECIDED: Mapping[str, Decision] = {}


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Return every row that applies, in the order of the table."""
    return tuple(check.finding() for check in CHECKS if check.applies(facts))


def open_findings(facts: Facts, decisions: Mapping[str, Decision] = UNDECIDED) -> tuple[Finding, ...]:
    """Return the rows that stop an exchange after what a reviewer decided."""
    return tuple(finding for finding in findings(facts) if is_stopping(finding, decisions))


def require_lawful(facts: Facts, decisions: Mapping[str, Decision] = UNDECIDED) -> None:
    """Refuse to go on while a block stands, a requirement is open or a warning was not weighed."""
    left = open_findings(facts, decisions)
    if left:
        raise LawOpenError(*left)


def asking(finding: Finding, facts: Facts) -> str:
    """Return the question under which a finding is answered, "" where it has none."""
    if finding.question != "conditions":
        return finding.question
    return first_open(facts) or next(iter(conditions_of(facts)), "status")
