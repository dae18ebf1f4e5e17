"""Forms of the law panel: what one offer is in law, its questions, warnings and waivers."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from circulair.language import _, _l, label
from circulair.services.law_answers import WITHOUT_REASON, LawAnswers, Told
from circulair.services.sheets import LineSheet
from circulair.store.records import DocumentRecord
from circulair.web.forms.base import (
    OPTIONAL,
    CodeField,
    CodeRadioField,
    Form,
    LineField,
    NumberField,
    ParagraphField,
    ReadField,
)
from circulair.words import TEXTS
from flows.errors import FlowsError
from flows.eural import shown, typed_code
from flows.law import LegalStatus, Outcome, YesNo
from flows.law_questions import MOST_TEXT, QUESTIONS, Kind, Question
from flows.law_table import CHECKS

MOST_WORDS = 500
"""Characters of a reason or of where a proof is: two or three sentences."""

MOST_IN_SIGHT = 8
"""Choices that stand below each other; of more, one is chosen from a list."""

WARNINGS = tuple(check.code for check in CHECKS if check.outcome is Outcome.WARN)
WAIVABLE = tuple(check.code for check in CHECKS if check.waivable)


class EuralField(ReadField):
    """A code of the waste list as people write it."""

    def reader(self, text: str) -> str:
        """Return the six digits of a code."""
        return typed_code(text)

    def writer(self, value: object) -> str:
        """Return a code as the list prints it."""
        return shown(str(value)) if value else ""


class TicksField(SelectMultipleField):
    """Several codes, each with a box to tick."""

    widget = ListWidget()
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: str,
        codes: Iterable[str],
        **rest: Any,  # whatever else WTForms takes
    ) -> None:
        super().__init__(label, [OPTIONAL], **rest)
        self.choices = {code: code for code in codes}


class DocumentField(SelectField):
    """A document among those that a suggestion has; which these are is for the service to check."""

    def __init__(
        self,
        label: str,
        **rest: Any,  # whatever else WTForms takes
    ) -> None:
        super().__init__(label, [OPTIONAL], coerce=str, validate_choice=False, **rest)
        self.choices = {"0": "–"}

    def offer(self, documents: Sequence[DocumentRecord]) -> None:
        """Offer documents, or none of them."""
        named = {str(one.id): f"{label(f'document_kind.{one.kind}')}: {one.file_name}" for one in documents}
        self.choices = {"0": _("No document"), **named}

    @property
    def number(self) -> int | None:
        """Return the number that was chosen, 0 for none, None where the page did not ask."""
        text = str(self.data or "") if self.raw_data else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


class LawForm(Form):
    """What one offer is in law; the fields of the questions and waivers are added below, all known at once.

    Which of them a page shows depends on what is known; what was not shown is not sent and stays as it was.
    """

    status = CodeRadioField(_l("What is it in law?"), LegalStatus, "legal")
    reason = ParagraphField(_l("Why?"), [OPTIONAL], most=MOST_WORDS)
    eural = EuralField(_l("Eural code"), [OPTIONAL])
    contains_dangerous = CodeRadioField(
        _l("Does it contain dangerous substances?"), YesNo, "yes_no", validators=[OPTIONAL]
    )
    receiver_permitted = CodeRadioField(
        _l("May the receiver take hazardous waste of this code?"), YesNo, "yes_no", validators=[OPTIONAL]
    )
    weighed = TicksField(_l("What to look out for"), WARNINGS)

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for a reason for everything that is not waste."""
        valid = bool(super().validate(extra_validators))
        if valid and self.status.data not in WITHOUT_REASON and not (self.reason.data or "").strip():
            self.reason.errors = [_("Say why this is not waste. In doubt it is waste.")]
            return False
        return valid and self.fits()

    def fits(self) -> bool:
        """Return whether every answer is one of its question; put beside the field what is wrong."""
        valid = True
        for question in QUESTIONS:
            try:
                if answer := self.answer(question):
                    question.check(answer)
            except FlowsError as error:
                self.fault(question.code, error)
                valid = False
        return valid

    def answer(self, question: Question) -> str:
        """Return what was told to one question, as it is kept."""
        data = self[question.code].data
        return f"{data:f}" if isinstance(data, Decimal) else question.tidied(str(data or ""))

    def told(self) -> dict[str, Told]:
        """Return the answers to the questions that were sent, with their proofs."""
        sent = [question for question in QUESTIONS if self[question.code].raw_data]
        return {
            question.code: Told(
                self.answer(question),
                str(self[proof_name(question.code)].data or "").strip(),
                self[document_name(question.code)].number,
            )
            for question in sent
        }

    def answers(self) -> LawAnswers:
        """Return what was answered."""
        waivers = {code: self[waiver_name(code)] for code in WAIVABLE}
        return LawAnswers(
            LegalStatus(self.status.data),
            self.reason.data or "",
            str(self.eural.data or "") if self.eural.raw_data else None,
            chosen(self.contains_dangerous),
            chosen(self.receiver_permitted),
            self.told(),
            tuple(self.weighed.data or ()),
            {code: str(field.data or "") for code, field in waivers.items() if field.raw_data},
        )


def chosen(field: Field) -> YesNo | None:
    """Return the choice that was sent, None where the page did not ask."""
    return YesNo(field.data) if field.raw_data else None


def proof_name(question: str) -> str:
    """Return the name of the field that says where the proof of an answer is."""
    return f"{question}_proof"


def document_name(question: str) -> str:
    """Return the name of the field that chooses the document that proves an answer."""
    return f"{question}_document"


def waiver_name(finding: str) -> str:
    """Return the name of the field for the reason of a waiver."""
    return finding.replace("law.", "waive_")


def field_of(question: Question) -> Field:
    """Return the field of a question."""
    words = _l(TEXTS[f"ask.{question.code}"])
    if question.kind is Kind.TEXT:
        return LineField(words, [OPTIONAL], most=MOST_TEXT)
    if question.kind is Kind.NUMBER:
        return NumberField(words, [OPTIONAL])
    if question.kind is Kind.YES_NO:
        return CodeRadioField(words, YesNo, "yes_no", validators=[OPTIONAL])
    group = f"choice.{question.code}"
    if len(question.choices) > MOST_IN_SIGHT:
        return CodeField(words, question.choices, group, empty=" ", validators=[OPTIONAL])
    return CodeRadioField(words, question.choices, group, validators=[OPTIONAL])


def add_fields() -> None:
    """Give the form a field for each question, its proof and each waiver."""
    for question in QUESTIONS:
        setattr(LawForm, question.code, field_of(question))
        proof = ParagraphField(_l("Where is the proof?"), [OPTIONAL], most=MOST_WORDS)
        setattr(LawForm, proof_name(question.code), proof)
        setattr(LawForm, document_name(question.code), DocumentField(_l("Which document proves it?")))
    for code in WAIVABLE:
        setattr(
            LawForm, waiver_name(code), ParagraphField(_l("Reason to waive"), [OPTIONAL], most=MOST_WORDS)
        )


add_fields()


def known_law(one: LineSheet) -> dict[str, object]:
    """Return what a law form shows at first: what was answered before, else what follows."""
    line, law = one.line, one.law
    told = {question.code: shown_answer(question, law.answer(question.code)) for question in law.questions}
    proofs = {proof_name(code): row.proof for code, row in law.answers.items()}
    files = {document_name(code): str(row.document_id or 0) for code, row in law.answers.items()}
    waivers = {waiver_name(finding.code): row.reason for finding, row in law.waived}
    return {
        "status": line.status_in_law.value,
        "reason": line.legal_reason,
        "eural": line.eural,
        "contains_dangerous": line.contains_dangerous.value,
        "receiver_permitted": line.receiver_permitted.value,
        "weighed": list(law.decisions),
        **told,
        **proofs,
        **files,
        **waivers,
    }


def shown_answer(question: Question, answer: str) -> object:
    """Return an answer as its field takes it, None where there is none."""
    if question.kind is Kind.NUMBER and answer:
        return Decimal(answer)
    return answer or None


def law_prefix(line_id: int) -> str:
    """Return the prefix of the law form of one offer."""
    return f"law{line_id}-"


def law_form(one: LineSheet, typed: Form | None, documents: Sequence[DocumentRecord] = ()) -> LawForm:
    """Return the law form of one offer: as typed, else with what was answered before."""
    form = typed
    if not (isinstance(form, LawForm) and form._prefix == law_prefix(one.line.id)):
        form = LawForm(None, prefix=law_prefix(one.line.id), data=known_law(one))
        form.eural.render_kw = {"list": f"codes{one.line.id}"}
    for question in QUESTIONS:
        form[document_name(question.code)].offer(documents)
    return form
