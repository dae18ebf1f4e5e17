"""Forms of the hub's queue: what it is narrowed to, and what declines several suggestions at once."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from circulair.language import _, _l, alphabetical, material
from circulair.services.board import PAGE
from circulair.services.reviews import Refusal
from circulair.web.forms.base import (
    OPTIONAL,
    ChoiceField,
    CodeField,
    Form,
    LineField,
    ParagraphField,
    Required,
)
from circulair.web.forms.reviews import MOST_WORDS
from flows.errors import FlowsError
from flows.materials import load_materials
from flows.suggestions import Reason, check_reason

NOBODY = "niemand"
"""How an address asks for what nobody looks after."""

YES = "ja"
"""How an address says that something is wanted."""

MOST_NAME = 60


class SearchForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Narrows the queue; sent by GET, so that a search has an address."""

    class Meta:
        """A search changes nothing and needs no token."""

        csrf = False

    material = ChoiceField(_l("Material"), name="materiaal")
    party = LineField(_l("Name of a side"), [OPTIONAL], most=MOST_NAME, name="partij")
    words = LineField(_l("Words in a title or a name"), [OPTIONAL], most=MOST_NAME, name="woorden")
    reviewer = ChoiceField(_l("Looked after by"), name="wie", validate_choice=False)
    overdue = BooleanField(_l("Only what is overdue"), name="telaat", render_kw={"value": YES})

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.material.choices = {"": [("", _("All materials"))], **branches()}
        self.reviewer.choices = []

    def offer(self, people: Mapping[int, str], own: int | None) -> None:
        """Offer whoever looks after something, oneself first."""
        others = sorted((name, str(number)) for number, name in people.items() if number != own)
        named = [(number, name) for name, number in others]
        mine = [] if own is None else [(str(own), _("myself"))]
        self.reviewer.choices = [("", _("anybody or nobody")), *mine, *named, (NOBODY, _("nobody yet"))]


def branches() -> dict[str, list[tuple[str, str]]]:
    """Return the first two levels of the tree of materials, as choices by the name of their group."""
    tree = load_materials()
    groups = sorted((material(one.slug), one.slug) for one in tree.children(None))
    return {
        name: [
            (slug, _("%(group)s: everything", group=name)),
            *sorted(((one.slug, material(one.slug)) for one in tree.children(slug)), key=by_words),
        ]
        for name, slug in groups
    }


def by_words(choice: tuple[str, str]) -> str:
    """Return by what a choice is sorted."""
    return alphabetical(choice[1])


class TicksField(Field):
    """Ticked suggestions, each with the version that the page showed: ``12:3``."""

    data: dict[int, int]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was ticked."""
        pairs = [value.partition(":") for value in valuelist]
        if not all(is_number(number) and is_number(version) for number, _colon, version in pairs):
            raise ValueError(_("Choose from the list."))
        self.data = {int(number): int(version) for number, _colon, version in pairs}

    def process_data(self, value: object) -> None:
        """Begin with nothing ticked."""
        self.data = {}


def is_number(text: str) -> bool:
    """Return whether a text is the number of something."""
    return text.isascii() and text.isdigit() and len(text) < 10


class SweepForm(Form):
    """Declines what is ticked, all for one reason."""

    chosen = TicksField(_l("Which ones?"), name="kies")
    reason = CodeField(
        _l("Why not?"),
        Reason,
        "reason",
        empty=_l("Choose a reason"),
        validators=[Required(_l("Choose a reason."))],
        name="reden",
    )
    words = ParagraphField(_l("In your own words"), [OPTIONAL], most=MOST_WORDS, name="uitleg")

    def validate_chosen(self, field: TicksField) -> None:
        """Ask for at least one, and for no more than a page holds."""
        if not field.data and not field.errors:
            raise ValidationError(_("Tick at least one suggestion."))
        if len(field.data) > PAGE:
            raise ValidationError(_("Tick at most %(most)s suggestions at once.", most=PAGE))

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for words where the reason is none of the list."""
        if not super().validate(extra_validators):
            return False
        try:
            check_reason(Reason(self.reason.data), self.words.data or "")
        except FlowsError as error:
            self.fault("words", error)
            return False
        return True

    def refusal(self) -> Refusal:
        """Return the refusal as told."""
        return Refusal(Reason(self.reason.data), self.words.data or "")
