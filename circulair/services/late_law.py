"""Late answers on the law: the numbers and papers of waste that come once both sides agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from circulair.services import documents, law, reviews
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError, VersionError
from circulair.services.law_answers import Told, apart, changed, keep_told
from circulair.store import suggestions as store
from circulair.store import trail
from circulair.store.records import DocumentRecord, LawAnswerRecord, SuggestionLineRecord, SuggestionRecord
from flows.errors import FlowsError
from flows.law import Facts
from flows.law_questions import Question, check_answers, of_collector, of_letter, question_of
from flows.law_status import is_waste
from flows.law_transport import is_stream_number
from flows.suggestions import Status

LATE = frozenset({Status.AGREED, Status.MOVED, Status.CONFIRMED})
"""Where a suggestion stands once its law was decided and its papers still come."""

NUMBER = "receiver_stream_number"

DOCUMENTING = {
    NUMBER: is_waste,
    "receiver_method": is_waste,
    "transport_letter_number": of_letter,
    "transport_route": of_collector,
    "transport_scheme": of_collector,
}
"""Questions whose answers only document what was decided, each with where it applies."""


class StreamNumberError(FlowsError):
    """A text was given as an afvalstroomnummer that has not its form."""

    code = "law.number_unfit"

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number

    def __str__(self) -> str:
        return f"{self.number!r} is no afvalstroomnummer: five digits, then seven digits or capitals"


@dataclass(frozen=True, slots=True)
class LateSheet:
    """What can still be noted of one offer, what was decided at the agreement, and what can prove it."""

    suggestion: SuggestionRecord
    line: SuggestionLineRecord
    questions: tuple[Question, ...]
    answers: Mapping[str, LawAnswerRecord]
    decided: law.LawSheet
    documents: tuple[DocumentRecord, ...]

    @property
    def settled(self) -> tuple[tuple[Question, str], ...]:
        """Return the answers that stay as they were at the agreement."""
        asked = [one for one in self.decided.questions if one.code not in DOCUMENTING]
        return tuple((one, answer) for one in asked if (answer := self.decided.answer(one.code)))


def sheet(suggestion_id: int, line_id: int, actor: Actor) -> LateSheet:
    """Return what the page of the late answers of one offer shows, for the hub only."""
    require_hub(actor)
    suggestion = store.one(suggestion_id)
    if suggestion is None:
        raise NotFoundError("suggestion")
    if suggestion.status not in LATE:
        raise VersionError("suggestion")
    line = line_of(suggestion, line_id, actor.today)
    return LateSheet(
        suggestion,
        line,
        applying(law.facts_of(line, suggestion, actor.today)),
        {row.question: row for row in line.law_answers},
        law.sheet_of(line, suggestion, actor.today),
        tuple(documents.of_suggestion(suggestion)),
    )


def line_of(suggestion: SuggestionRecord, line_id: int, today: date) -> SuggestionLineRecord:
    """Return an offer of a suggestion, if it is waste: of nothing else papers come late."""
    line = next((line for line in suggestion.lines if line.id == line_id), None)
    if line is None or not is_waste(law.facts_of(line, suggestion, today)):
        raise NotFoundError("offer")
    return line


def applying(facts: Facts) -> tuple[Question, ...]:
    """Return the questions that only document and apply to an offer."""
    return tuple(question_of(code) for code, applies in DOCUMENTING.items() if applies(facts))


def note(line_id: int, version: int, suggestion_id: int, told: Mapping[str, Told], actor: Actor) -> None:
    """Note numbers and papers of one offer after the agreement; an empty answer leaves what stands there.

    What decided whether the exchange was lawful stays as it was at the agreement.
    """
    suggestion = reviews.held(suggestion_id, version, actor)
    if suggestion.status not in LATE:
        raise VersionError("suggestion")
    line = line_of(suggestion, line_id, actor.today)
    before = law.facts_of(line, suggestion, actor.today)
    refuse_unfit(before, told)
    rows = {row.question: row.answer for row in line.law_answers}
    filled = {
        code: Told(one.answer or rows.get(code, ""), one.proof, one.document) for code, one in told.items()
    }
    kept = {code: one for code, one in filled.items() if one.answer}
    keep_told(line, suggestion, kept, actor)
    store.touch(suggestion, actor.now)
    sealed, words = apart(changed(before, law.facts_of(line, suggestion, actor.today)))
    details = {"line": str(line.id), **sealed}
    act = trail.Act("law.documented", "suggestion", suggestion.id, details, words)
    trail.append(act, actor.person_id, actor.now)


def refuse_unfit(facts: Facts, told: Mapping[str, Told]) -> None:
    """Refuse an answer that decides, one that does not apply, and one that its question does not have."""
    allowed = {question.code for question in applying(facts)}
    if any(code not in allowed for code in told):
        raise NotFoundError("question")
    check_answers((code, one.answer) for code, one in told.items() if one.answer)
    number = told.get(NUMBER)
    if number is not None and number.answer and not is_stream_number(number.answer):
        raise StreamNumberError(number.answer)
