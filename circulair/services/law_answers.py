"""Answers on the law: what a reviewer records of one offer, in one transaction with the trail."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from circulair.services import documents, law, law_reopening, reviews
from circulair.services.actor import Actor
from circulair.services.faults import NotFoundError, VersionError
from circulair.store import suggestions as store
from circulair.store import trail
from circulair.store.records import (
    DocumentRecord,
    LawAnswerRecord,
    LawDecisionRecord,
    ListingRecord,
    SuggestionLineRecord,
    SuggestionRecord,
)
from flows.errors import FlowsError, UnknownCodeError
from flows.eural import load_eural
from flows.law import Decision, Facts, Finding, LegalStatus, Outcome, YesNo
from flows.law_known import known
from flows.law_questions import ON_CODE, check_answers, question_of, without_idle
from flows.law_table import BY_CODE, asking, findings
from flows.suggestions import OPEN, Status
from flows.texts import TextEmptyError

WITHOUT_REASON = (LegalStatus.UNKNOWN, LegalStatus.WASTE)
"""What a stream is until somebody gives a reason for something else."""


TOLD = "told"
"""What the trail seals of an answer in own words."""


class NotWaivableError(FlowsError):
    """A finding was waived that cannot be: a block, or what a stream is and who may have it."""

    code = "law.not_waivable"

    def __init__(self, finding: str) -> None:
        super().__init__(finding)
        self.finding = finding

    def __str__(self) -> str:
        return f"{self.finding} cannot be waived; answer what it asks"


@dataclass(frozen=True, slots=True)
class Told:
    """An answer to a question, and where its proof is; an empty answer takes the question back.

    ``document`` is the number of the document that proves it: 0 for none, None leaves it as it was.
    """

    answer: str
    proof: str = ""
    document: int | None = None


@dataclass(frozen=True, slots=True)
class LawAnswers:
    """What a reviewer recorded about the law of one offer in a suggestion.

    ``answers`` are by question, ``weighed`` the warnings that are ticked, ``waivers`` the reasons by
    requirement, of which an empty one takes the waiver back. What is None or not named stays as it was.
    """

    status: LegalStatus
    reason: str = ""
    eural: str | None = None
    contains_dangerous: YesNo | None = None
    receiver_permitted: YesNo | None = None
    answers: Mapping[str, Told] = field(default_factory=dict)
    weighed: Collection[str] | None = None
    waivers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """The versions of a suggestion and of one of its offers that a page showed."""

    suggestion: int
    offer: int


def answer_law(
    line_id: int, seen: Seen, suggestion_id: int, answers: LawAnswers, actor: Actor
) -> tuple[str, ...]:
    """Record the legal status and the answers that an exchange needs; whoever does takes it into review.

    Whatever is not waste needs a reason (domain.md 1.1). Code and hazard belong to the offer, which other
    suggestions share, so that it must still be as the page showed it as well. It returns the findings that
    are to be decided once more, since the answers on which they rested are others now.
    """
    hold_together(suggestion_id, line_id, answers)
    suggestion = reviews.held(suggestion_id, seen.suggestion, actor)
    line = answerable(suggestion, line_id, seen)
    refuse_unfit(answers)
    if suggestion.status is Status.NEW:
        reviews.take(suggestion_id, seen.suggestion, actor)
    before = law.facts_of(line, suggestion, actor.today)
    write_status(line, answers)
    write_answers(line, suggestion, answers, actor)
    if before.eural not in ("", line.offer.eural):
        ask_again(line, before)
    store.touch(suggestion, actor.now)
    after = law.facts_of(line, suggestion, actor.today)
    ticked = frozenset(row.finding for row in line.law_decisions if row.decision is Decision.WEIGHED)
    change = Change(before, after, answers, ticked)
    note_answers(suggestion, change, actor)
    fallen = decide(suggestion, line, change, actor)
    if change.other_code:
        law_reopening.of_code(line, actor)
    return fallen


def hold_together(suggestion_id: int, line_id: int, answers: LawAnswers) -> None:
    """Hold all that is open with an offer of which the answers tell another code, in order of number."""
    seen = store.one(suggestion_id)
    for line in [] if seen is None else seen.lines:
        if line.id == line_id and code_of(line.offer) != code_told(line.offer, answers):
            store.all_locked(store.alive_with([line.offer_id]))


def code_of(offer: ListingRecord) -> tuple[str, YesNo]:
    """Return the code and the hazard of an offer."""
    return offer.eural, offer.contains_dangerous


def code_told(offer: ListingRecord, answers: LawAnswers) -> tuple[str, YesNo]:
    """Return the code and the hazard of an offer once the answers are kept."""
    eural, dangerous = code_of(offer)
    return (
        eural if answers.eural is None else answers.eural,
        dangerous if answers.contains_dangerous is None else answers.contains_dangerous,
    )


def answerable(suggestion: SuggestionRecord, line_id: int, seen: Seen) -> SuggestionLineRecord:
    """Return the offer that is answered for, if it is still as the page showed it."""
    line = next((line for line in suggestion.lines if line.id == line_id), None)
    if line is None:
        raise NotFoundError("offer")
    if suggestion.status not in OPEN:
        raise VersionError("suggestion")
    if line.offer.version != seen.offer:
        raise VersionError("listing")
    return line


def refuse_unfit(answers: LawAnswers) -> None:
    """Refuse what no list knows, a status without a reason, and a waiver of what cannot be waived."""
    if answers.eural and answers.eural not in load_eural():
        raise UnknownCodeError("eural", answers.eural)
    if answers.status not in WITHOUT_REASON and not answers.reason.strip():
        raise TextEmptyError()
    check_answers((code, told.answer) for code, told in answers.answers.items() if told.answer)
    for code in (*answers.waivers, *(answers.weighed or ())):
        if code not in BY_CODE:
            raise UnknownCodeError("finding", code)
    for code in answers.waivers:
        if not BY_CODE[code].waivable:
            raise NotWaivableError(code)


def write_status(line: SuggestionLineRecord, answers: LawAnswers) -> None:
    """Keep what the stream is, and who may have it."""
    line.legal_status, line.legal_reason = answers.status, answers.reason
    if answers.receiver_permitted is not None:
        line.receiver_permitted = answers.receiver_permitted
    line.offer.eural, line.offer.contains_dangerous = code_told(line.offer, answers)


def write_answers(
    line: SuggestionLineRecord, suggestion: SuggestionRecord, answers: LawAnswers, actor: Actor
) -> None:
    """Keep the answers that were given and drop those to questions that are no longer asked.

    What is only said again because it follows from what is known is not kept as somebody's answer.
    """
    keep_told(line, suggestion, answers.answers, actor)
    needed = without_idle(law.facts_of(line, suggestion, actor.today)).answers
    for row in list(line.law_answers):
        if not row.answer or row.question not in needed:
            line.law_answers.remove(row)


def ask_again(line: SuggestionLineRecord, before: Facts) -> None:
    """Take back what was only said again of an offer that has another code now: it was said of the other."""
    if line.receiver_permitted is before.receiver_permitted:
        line.receiver_permitted = YesNo.UNKNOWN
    for row in list(line.law_answers):
        if row.question in ON_CODE and row.answer == before.answers.get(row.question):
            line.law_answers.remove(row)


def keep_told(
    line: SuggestionLineRecord, suggestion: SuggestionRecord, answers: Mapping[str, Told], actor: Actor
) -> None:
    """Keep the answers that became others, each with who gave it and when."""
    rows = {row.question: row for row in line.law_answers}
    facts, proofs = law.facts_of(line, suggestion, actor.today), Proofs(suggestion)
    for code, told in answers.items():
        row = rows.get(code)
        document = proofs.of(told, row)
        same = (row.answer, row.proof, row.document) if row else (known(facts, code), "", None)
        if same == (told.answer, told.proof, document):
            continue
        if row is None:
            row = LawAnswerRecord(question=code)
            line.law_answers.append(row)
        row.answer, row.proof, row.document = told.answer, told.proof, document
        row.person_id, row.at = actor.person_id, actor.now


class Proofs:
    """The documents that can prove an answer of one suggestion, looked up once they are asked for."""

    def __init__(self, suggestion: SuggestionRecord) -> None:
        self.suggestion = suggestion

    def of(self, told: Told, row: LawAnswerRecord | None) -> DocumentRecord | None:
        """Return the document that proves an answer as it is told now, else the one before."""
        if told.document is None:
            return row.document if row else None
        if told.document == 0:
            return None
        found = {one.id: one for one in documents.of_suggestion(self.suggestion)}
        if told.document not in found:
            raise NotFoundError("document")
        return found[told.document]


def changed(before: Facts, after: Facts) -> dict[str, str]:
    """Return the answers that became others, "" where one was taken back."""
    codes = sorted({*before.answers, *after.answers})
    now = {code: after.answers.get(code, "") for code in codes}
    return {code: answer for code, answer in now.items() if answer != before.answers.get(code, "")}


def apart(answers: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return what the trail seals of answers, by question, and apart from it the words that can be erased.

    Of an answer in own words or figures only that it was told is sealed; the words stand in the same order.
    """
    told = {code for code, answer in answers.items() if answer and question_of(code).is_told}
    sealed = {code: TOLD if code in told else answer for code, answer in answers.items()}
    return sealed, "\n".join(answer for code, answer in answers.items() if code in told)


def note_answers(suggestion: SuggestionRecord, change: "Change", actor: Actor) -> None:
    """Note the answers in the trail."""
    now = change.after
    details = {"status": str(now.status), "eural": now.eural, "dangerous": str(now.contains_dangerous)}
    told, words = apart(changed(change.before, now))
    said = "\n".join(filter(None, (change.answers.reason, words)))
    act = trail.Act("law.answered", "suggestion", suggestion.id, {**details, **told}, said)
    trail.append(act, actor.person_id, actor.now)


@dataclass(frozen=True, slots=True)
class Change:
    """The facts before and after a save, what was told in it, and the warnings that were ticked before."""

    before: Facts
    after: Facts
    answers: LawAnswers
    ticked: frozenset[str] = frozenset()

    @property
    def other_substance(self) -> bool:
        """Return whether the stream became another in law, so that nothing decided on it holds."""
        return substance(self.before) != substance(self.after)

    @property
    def other_code(self) -> bool:
        """Return whether the offer has another code or hazard, which other suggestions share."""
        before, after = self.before, self.after
        return (before.eural, before.contains_dangerous) != (after.eural, after.contains_dangerous)

    def is_stale(self, finding: Finding) -> bool:
        """Return whether a decision on a finding rests on an answer that changed."""
        question = asking(finding, self.after)
        return self.other_substance or question in changed(self.before, self.after)

    def decisions(self) -> Iterator[tuple[Finding, Decision, str]]:
        """Yield what this save decides on the findings as they now are.

        A box that was ticked before says nothing of an answer that became another; one that is ticked
        together with the other answer was ticked for that.
        """
        weighed = self.answers.weighed or ()
        for finding in findings(self.after):
            reason = self.answers.waivers.get(finding.code, "").strip()
            counts = finding.code not in self.ticked or not self.is_stale(finding)
            if finding.outcome is Outcome.WARN and finding.code in weighed and counts:
                yield finding, Decision.WEIGHED, ""
            elif reason:
                yield finding, Decision.WAIVED, reason


def substance(facts: Facts) -> tuple[object, ...]:
    """Return what a stream is in law."""
    return (facts.status, facts.eural, facts.contains_dangerous, facts.receiver_permitted)


def decide(
    suggestion: SuggestionRecord, line: SuggestionLineRecord, change: Change, actor: Actor
) -> tuple[str, ...]:
    """Keep what was decided on findings; drop what no longer applies, holds or is ticked.

    It returns the findings that apply still and whose decision fell with an answer that became another.
    """
    made = {finding.code: (decision, reason) for finding, decision, reason in change.decisions()}
    applying = {one.code for one in findings(change.after)}
    valid = {one.code for one in findings(change.after) if not change.is_stale(one)}
    fallen = []
    for row in list(line.law_decisions):
        only_repeated = made.get(row.finding, (row.decision, row.reason)) == (row.decision, row.reason)
        gone = row.finding not in valid or withdrawn(row, change.answers)
        if gone and only_repeated:
            made.pop(row.finding, None)
            line.law_decisions.remove(row)
            note(suggestion, "law.decision_dropped", row.finding, "", actor)
            fallen += [] if row.finding not in applying or withdrawn(row, change.answers) else [row.finding]
    kept = {row.finding: row for row in line.law_decisions}
    for code, (decision, reason) in made.items():
        found = kept.get(code) or LawDecisionRecord(finding=code, reason="")
        if found not in line.law_decisions:
            line.law_decisions.append(found)
        elif found.reason == reason:
            continue
        found.decision, found.reason = decision, reason
        found.person_id, found.at = actor.person_id, actor.now
        note(suggestion, f"law.{decision}", code, reason, actor)
    return tuple(fallen)


def withdrawn(row: LawDecisionRecord, answers: LawAnswers) -> bool:
    """Return whether a decision was taken back: its tick removed, or its reason emptied."""
    if row.decision is Decision.WEIGHED:
        return answers.weighed is not None and row.finding not in answers.weighed
    return row.finding in answers.waivers and not answers.waivers[row.finding].strip()


def note(suggestion: SuggestionRecord, act: str, finding: str, words: str, actor: Actor) -> None:
    """Note a decision on a finding in the trail."""
    told = trail.Act(act, "suggestion", suggestion.id, {"finding": finding}, words)
    trail.append(told, actor.person_id, actor.now)
