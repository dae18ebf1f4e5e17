"""Forms of the hub's desk and of the two sides: law answers, refusals, answers by telephone."""

from collections.abc import Sequence
from datetime import date

from flask import request

from circulair.language import _, _l, label
from circulair.services.contacts import Call
from circulair.services.reviews import Refusal
from circulair.services.sheets import Sheet
from circulair.web.forms.base import (
    OPTIONAL,
    CodeField,
    CodeRadioField,
    DayField,
    Form,
    LineField,
    ParagraphField,
    Required,
)
from circulair.web.forms.law import law_form
from flows.errors import FlowsError
from flows.exchanges import Party
from flows.suggestions import Answer, Means, Reason, check_reason

MOST_WORDS = 500
"""Characters of a reason: two or three sentences."""


def seen_version(name: str = "version") -> int:
    """Return the version of what the page showed when its form was sent; nought never fits."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class RefusalForm(Form):
    """Why not: a reason from the list, with words where it is none of them."""

    reason = CodeRadioField(_l("Why not?"), Reason, "reason", validators=[Required(_l("Choose a reason."))])
    words = ParagraphField(_l("In your own words"), [OPTIONAL], most=MOST_WORDS)

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for words where the reason is none of the list."""
        return bool(super().validate(extra_validators)) and explained(self)

    def refusal(self, by: str = "hub") -> Refusal:
        """Return the refusal as told."""
        return Refusal(Reason(self.reason.data), self.words.data or "", by)


def explained(form: "RefusalForm | TelephoneForm") -> bool:
    """Return whether a refusal can be counted and understood; put beside the field what is missing."""
    reason = Reason(form.reason.data) if form.reason.data else None
    try:
        check_reason(reason, form.words.data or "")
    except FlowsError as error:
        form.fault("words" if reason else "reason", error)
        return False
    return True


class TelephoneForm(Form):
    """What one side said when the hub asked."""

    party = CodeRadioField(_l("Who answered?"), Party, "party", validators=[Required(_l("Choose a side."))])
    said = CodeRadioField(_l("What did they say?"), Answer, "answer", validators=[Required(_l("Yes or no?"))])
    reason = CodeField(_l("If no: why?"), Reason, "reason", empty=" ", validators=[OPTIONAL])
    words = ParagraphField(_l("What did the caller say?"), [OPTIONAL], most=MOST_WORDS)

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for a reason where the answer is no."""
        valid = bool(super().validate(extra_validators))
        return valid and (self.said.data == Answer.YES or explained(self))

    def offer(self, sides: Sequence[Party]) -> None:
        """Offer the sides that have still to answer; of one only, that one is meant."""
        self.party.choices = {side.value: label(f"party.{side}") for side in sides}
        if len(sides) == 1 and not self.party.data:
            self.party.data = sides[0].value

    def refusal(self) -> Refusal:
        """Return the reason of a no and the words; of a yes the words only."""
        no = self.said.data == Answer.NO
        return Refusal(Reason(self.reason.data) if no else None, self.words.data or "", str(self.party.data))


class ContactForm(Form):
    """With whom the hub spoke, and what it does next."""

    party = CodeRadioField(_l("Spoken with"), Party, "party", validators=[Required(_l("Choose a side."))])
    means = CodeRadioField(_l("How?"), Means, "means", default=Means.TELEPHONE, validators=[Required()])
    words = LineField(_l("What was said?"), [Required(_l("Write in one line what was said."))])
    next_words = LineField(_l("What do you do next?"), [OPTIONAL])
    next_on = DayField(_l("On which day?"), [OPTIONAL], first=True)

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for the day of what is to be done."""
        super().validate(extra_validators)
        if self.next_words.data and not self.next_on.data and not self.next_on.errors:
            self.say("next_on", _("Fill in the day too, so that the queue can remind you."))
        return not self.errors

    def call(self) -> Call:
        """Return the contact as told."""
        day = self.next_on.data if isinstance(self.next_on.data, date) else None
        said, then = self.words.data or "", self.next_words.data or ""
        return Call(Party(self.party.data), Means(self.means.data), said, day, then)


class DeskForms:
    """The forms on the page of a suggestion: the one that was sent as typed, the others fresh."""

    def __init__(self, sheet: Sheet, typed: Form | None = None) -> None:
        self.law = {one.line.id: law_form(one, typed, sheet.documents) for one in sheet.lines}
        self.refusal = typed if isinstance(typed, RefusalForm) else RefusalForm(None, prefix=REFUSAL)
        self.telephone = typed if isinstance(typed, TelephoneForm) else TelephoneForm(None, prefix=TELEPHONE)
        self.telephone.offer(sheet.waits_for)
        self.contact = typed if isinstance(typed, ContactForm) else ContactForm(None, prefix=CONTACT)


REFUSAL, TELEPHONE, CONTACT = "no-", "said-", "spoke-"
"""Prefixes of fields, so that two forms on a page do not share an id."""
