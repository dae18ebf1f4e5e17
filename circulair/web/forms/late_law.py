"""The form of what is noted of waste after the agreement: its numbers, its method, how it was fetched."""

from circulair.language import _, _l
from circulair.services.late_law import DOCUMENTING, NUMBER, LateSheet, StreamNumberError
from circulair.services.law_answers import Told
from circulair.web.forms.base import OPTIONAL, Form, ParagraphField
from circulair.web.forms.law import (
    MOST_WORDS,
    DocumentField,
    document_name,
    field_of,
    proof_name,
    shown_answer,
)
from flows.errors import FlowsError
from flows.law_questions import question_of
from flows.law_transport import is_stream_number


class LateForm(Form):
    """The questions that only document, each with its proof; those that do not apply are not shown."""

    def validate(self, extra_validators: object = None) -> bool:
        """Put beside a field what is wrong with its answer, or that it proves nothing yet."""
        valid = bool(super().validate(extra_validators))
        for code, told in self.told().items():
            try:
                if told.answer:
                    question_of(code).check(told.answer)
                if code == NUMBER and told.answer and not is_stream_number(told.answer):
                    raise StreamNumberError(told.answer)
            except FlowsError as error:
                self.fault(code, error)
                valid = False
            if not told.answer and not self[code].errors and (told.proof or told.document):
                self[code].errors = [_("Fill in what this proves.")]
                valid = False
        return valid

    def told(self) -> dict[str, Told]:
        """Return the answers that were sent; a choice that nobody made is an empty one."""
        sent = [code for code in DOCUMENTING if self[proof_name(code)].raw_data]
        return {
            code: Told(
                question_of(code).tidied(str(self[code].data or "")),
                str(self[proof_name(code)].data or "").strip(),
                self[document_name(code)].number,
            )
            for code in sent
        }


def add_fields() -> None:
    """Give the form a field for each question that only documents, and for its proof."""
    for code in DOCUMENTING:
        setattr(LateForm, code, field_of(question_of(code)))
        setattr(
            LateForm, proof_name(code), ParagraphField(_l("Where is the proof?"), [OPTIONAL], most=MOST_WORDS)
        )
        setattr(LateForm, document_name(code), DocumentField(_l("Which document proves it?")))


add_fields()


def late_form(sheet: LateSheet, typed: LateForm | None = None) -> LateForm:
    """Return the form of one offer: as typed, else with what was noted before."""
    told = {one.code: shown_answer(one, sheet.decided.answer(one.code)) for one in sheet.questions}
    proofs = {proof_name(code): row.proof for code, row in sheet.answers.items()}
    files = {document_name(code): str(row.document_id or 0) for code, row in sheet.answers.items()}
    form = typed or LateForm(None, data={**told, **proofs, **files})
    for code in DOCUMENTING:
        form[document_name(code)].offer(sheet.documents)
    return form
