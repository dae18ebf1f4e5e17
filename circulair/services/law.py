"""The law of a suggestion: what is known of each offer, what the table says of it, and what stops it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from circulair.services import works_gate, world
from circulair.store import session
from circulair.store.records import (
    LawAnswerRecord,
    LawDecisionRecord,
    ListingRecord,
    OrganisationRecord,
    SuggestionLineRecord,
    SuggestionRecord,
)
from flows.border import Regime, form_due
from flows.distance import Precision
from flows.law import Decision, Facts, Finding, LegalStatus, Outcome, is_stopping
from flows.law_questions import Group, Question, asked, prefilled
from flows.law_status import is_waste
from flows.law_table import BY_CODE, asking, findings, open_findings, require_lawful
from flows.law_transport import regime_of

FIRST_QUESTIONS = frozenset({"eural", "contains_dangerous", "receiver_permitted"})
"""What is asked beside the status, before any set of questions."""

INVENTED_VIHB = "000000XXXB"
"""The number of the example world's hub: it has the form of one and belongs to nobody."""

DUTCH = re.compile(r"[1-9][0-9]{3} ?[A-Z]{2}")
"""A Dutch postcode."""


@dataclass(frozen=True, slots=True)
class LawSheet:
    """What a page shows of the law of one offer.

    ``answers`` and ``decisions`` are what was stored, by question and by finding; ``known`` are answers that
    follow from what is known; ``numbered`` are the sides that told a VIHB number; ``open`` are the findings
    that stop it, each with the question that solves it.
    ``judged_on`` is the day on which its proofs must hold.
    """

    facts: Facts
    judged_on: date
    findings: tuple[Finding, ...]
    open: tuple[tuple[Finding, str], ...]
    questions: tuple[Question, ...]
    answers: Mapping[str, LawAnswerRecord]
    decisions: Mapping[str, LawDecisionRecord]
    known: Mapping[str, str]
    starts: date | None = None
    numbered: tuple[OrganisationRecord, ...] = ()

    @property
    def groups(self) -> tuple[tuple[Group, tuple[Question, ...]], ...]:
        """Return the questions under their headings."""
        found = {group: tuple(one for one in self.questions if one.group is group) for group in Group}
        return tuple((group, ones) for group, ones in found.items() if ones)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return the findings that a reviewer weighs."""
        return tuple(one for one in self.findings if one.outcome is Outcome.WARN)

    @property
    def settled(self) -> tuple[Finding, ...]:
        """Return the findings that do not stop it: weighed, waived, or good to know."""
        left = {finding for finding, _question in self.open}
        return tuple(one for one in self.findings if one not in left)

    @property
    def warning_codes(self) -> frozenset[str]:
        """Return the codes of those findings."""
        return frozenset(one.code for one in self.warnings)

    @property
    def blocked(self) -> bool:
        """Return whether something stands that nobody can settle but by another answer."""
        return any(one.outcome is Outcome.BLOCK for one in self.findings)

    @property
    def needs_code(self) -> bool:
        """Return whether a code of the waste list matters: it is waste, or nobody said yet what it is."""
        return is_waste(self.facts) or self.facts.status is LegalStatus.UNKNOWN

    @property
    def regime(self) -> Regime | None:
        """Return the regime of a shipment across the border, None where there is none or it is open."""
        return regime_of(self.facts)

    @property
    def form_due(self) -> date | None:
        """Return by when the form of Annex VII is due if the shipment starts on the offer's first day."""
        starts = self.starts if self.regime is Regime.ANNEX_VII else None
        return None if starts is None else form_due(starts)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the keys of every source that a question or a finding here rests on, each once."""
        asked_in = [key for one in self.questions for key in one.sources]
        found_in = [key for one in self.findings for key in BY_CODE[one.code].sources]
        return tuple(dict.fromkeys([*asked_in, *found_in]))

    @property
    def waivable(self) -> tuple[Finding, ...]:
        """Return the requirements that a reviewer may waive with a reason."""
        return tuple(one for one in self.findings if one.waivable)

    @property
    def waived(self) -> tuple[tuple[Finding, LawDecisionRecord], ...]:
        """Return the requirements that were waived, with who did it and why."""
        of_code = {one.code: one for one in self.findings}
        found = [(of_code[code], row) for code, row in self.decisions.items() if code in of_code]
        return tuple((one, row) for one, row in found if row.decision is Decision.WAIVED)

    @property
    def waiting(self) -> Mapping[Group, int]:
        """Return how many answers each set of questions waits for, the first that waits in front."""
        asks = {question for _finding, question in self.open}
        told = set() if self.facts.status is not LegalStatus.UNKNOWN else {"status"}
        found = {Group.STATUS: len(told | ({"status", *FIRST_QUESTIONS} & asks))}
        for group, questions in self.groups:
            left = [one.code for one in questions if one.code in asks or not self.answer(one.code)]
            found[group] = found.get(group, 0) + len(left)
        return {group: number for group, number in found.items() if number}

    @property
    def stopping(self) -> Mapping[Group, int]:
        """Return the sets of questions without whose answers it stops, with how many each waits for."""
        theirs = self.sets_of(Outcome.REQUIRE)
        return {group: number for group, number in self.waiting.items() if group in theirs}

    @property
    def unfolded(self) -> frozenset[Group]:
        """Return the sets of questions to show open: the first that waits, and where a block comes from."""
        return frozenset(list(self.waiting)[:1]) | self.sets_of(Outcome.BLOCK)

    def sets_of(self, outcome: Outcome) -> frozenset[Group]:
        """Return the sets of the questions that solve what stops it in one way."""
        group_of = {one.code: group for group, questions in self.groups for one in questions}
        theirs = (question for finding, question in self.open if finding.outcome is outcome and question)
        return frozenset(group_of.get(question, Group.STATUS) for question in theirs)

    def answer(self, question: str) -> str:
        """Return the answer to a question as it was given or follows, "" where there is none."""
        stored = self.answers.get(question)
        return stored.answer if stored else self.known.get(question, "")


def hub_vihb() -> str:
    """Return the hub's number on the VIHB list: as set, in the example world an invented one, else ""."""
    return session.hub_vihb() or (INVENTED_VIHB if world.is_demo() else "")


def lies_in_netherlands(listing: ListingRecord) -> bool:
    """Return whether a listing surely lies there: by a Dutch postcode or a neighbourhood that we know."""
    premises = listing.premises
    by_postcode = DUTCH.fullmatch(premises.postcode) is not None
    return by_postcode or premises.precision is Precision.NEIGHBOURHOOD


def facts_of(line: SuggestionLineRecord, suggestion: SuggestionRecord, today: date) -> Facts:
    """Return what the law panel knows of one offer in a suggestion on a day.

    What is agreed is as it was at the agreement: its code, hazard, material, the year
    of its building, and whether its proofs held.
    """
    offer, need, judged_on = line.offer, suggestion.need, line.agreed_on or today
    return Facts(
        status=line.status_in_law,
        eural=line.eural,
        contains_dangerous=line.contains_dangerous,
        receiver_permitted=line.receiver_permitted,
        material=line.material,
        receiver_material=need.material,
        classes=tuple(offer.classes.split()),
        contamination_pct=offer.contamination_pct,
        strategy=line.strategy,
        in_netherlands=lies_in_netherlands(offer) and lies_in_netherlands(need),
        codes=frozenset(one.eural for one in suggestion.lines) - {""},
        hub_vihb="" if line.legal_status is LegalStatus.UNKNOWN else hub_vihb(),
        giver_vihb=looked_up(offer.organisation),
        receiver_vihb=looked_up(need.organisation),
        built_year=line.agreed_built_year if line.agreed_on else works_gate.built_year(offer),
        today=today,
        answers={row.question: row.answer for row in line.law_answers},
        proofs=frozenset(row.question for row in line.law_answers if row.is_proved(judged_on)),
    )


def looked_up(organisation: OrganisationRecord) -> str:
    """Return the VIHB number of an organisation that the hub looked up, "" where it did not."""
    return organisation.vihb_number if organisation.vihb_checked_at is not None else ""


def decisions_of(line: SuggestionLineRecord) -> dict[str, Decision]:
    """Return what reviewers decided on the findings of one offer."""
    return {row.finding: row.decision for row in line.law_decisions}


def open_law(suggestion: SuggestionRecord, today: date) -> tuple[Finding, ...]:
    """Return the findings that stop a suggestion on a day, each once."""
    rows = [
        row
        for line in suggestion.lines
        for row in open_findings(facts_of(line, suggestion, today), decisions_of(line))
    ]
    return tuple(dict.fromkeys(rows))


def require_all_lawful(suggestion: SuggestionRecord, today: date) -> None:
    """Refuse to go on with a suggestion while the law stops one of its offers."""
    for line in suggestion.lines:
        require_lawful(facts_of(line, suggestion, today), decisions_of(line))


def sheet_of(line: SuggestionLineRecord, suggestion: SuggestionRecord, today: date) -> LawSheet:
    """Return what a page shows of the law of one offer on a day."""
    facts, decisions = facts_of(line, suggestion, today), decisions_of(line)
    found, sides = findings(facts), (line.offer.organisation, suggestion.need.organisation)
    return LawSheet(
        facts=facts,
        judged_on=line.agreed_on or today,
        findings=found,
        open=tuple((one, asking(one, facts)) for one in found if is_stopping(one, decisions)),
        questions=asked(facts),
        answers={row.question: row for row in line.law_answers},
        decisions={row.finding: row for row in line.law_decisions},
        known=prefilled(facts),
        starts=line.offer.start,
        numbered=tuple(one for one in sides if one.vihb_number),
    )
