"""One open question of a listing as a form of its own, that sends the rest as it stands."""

from collections.abc import Iterator, Mapping

from wtforms import BooleanField, Field, SelectMultipleField

from circulair.language import _, alphabetical, language
from circulair.services import organisations
from circulair.services.actor import Actor
from circulair.store.records import ListingRecord
from circulair.web.forms.listings import Asked, ListingForm, told_of
from flows.materials import load_materials

ANSWERED_BY: Mapping[str, tuple[str, ...]] = {
    "quantity": ("amount", "unit", "period"),
    "weight": ("weight_kg",),
    "timing": ("until",),
    "offer.exact_material": ("other_material",),
    "offer.quality": ("contamination_pct",),
    "need.quality": ("contamination_pct",),
    "offer.contamination": ("contamination_pct",),
    "need.max_contamination": ("contamination_pct",),
    "offer.moisture": ("moisture_pct",),
    "need.max_moisture": ("moisture_pct",),
    "offer.form": ("form",),
    "need.form": ("form",),
    "offer.class": ("classes",),
    "need.classes": ("classes",),
}
"""The fields that answer each question."""

ANCHORS = {"other_material": "material", "classes": "classes-0"}
"""Where on the page of all questions a field stands that has another name there."""

OPENED_BY = {"amount": "amount_unknown", "weight_kg": "weight_unknown", "until": "no_end"}
"""The tick that leaves a field open; not sent beside an answer to that field."""


def answered_in(question: str) -> str:
    """Return where on the page of all questions a question is answered."""
    first = ANSWERED_BY[question][0]
    return ANCHORS.get(first, first)


KEYS = ("csrf_token", "idempotency_key")
"""What every form has of its own."""


class OneQuestion:
    """The form of a listing of which one question is shown."""

    def __init__(self, listing: ListingRecord, question: str, who: Actor) -> None:
        places = organisations.places(listing.organisation_id, who)
        self.form = ListingForm(Asked(listing.side, places, who.today), told_of(listing))
        self.names = ANSWERED_BY[question]
        self.fields = [self.form[name] for name in self.names]
        kinds = kinds_of(listing.material)
        if kinds and question == "offer.exact_material":
            self.form.other_material.choices = {"": _("Choose")} | kinds
        for field in self.fields:
            field.id = field.label.field_id = (
                f"answer-{field.name}"  # other forms of the page have an "until"
            )

    def rest(self) -> Iterator[tuple[str, str]]:
        """Yield what is sent unseen: every other field as it stands, as a browser would send it."""
        untold = {*KEYS, *self.names, *(OPENED_BY.get(name, "") for name in self.names)}
        for field in self.form:
            if field.name not in untold:
                yield from ((field.name, text) for text in sent(field))


def kinds_of(material: str) -> dict[str, str]:
    """Return the kinds of a material in the order of their names."""
    tree = load_materials()
    kinds = {slug: tree[slug].name(language()) for slug in tree.descendants(material) if slug != material}
    return dict(sorted(kinds.items(), key=lambda one: alphabetical(one[1])))


def sent(field: Field) -> Iterator[str]:
    """Yield the values that a browser sends of a field."""
    if isinstance(field, BooleanField):
        yield from ["y"] if field.data else []
    elif isinstance(field, SelectMultipleField):
        yield from map(str, field.data or ())
    elif hasattr(field, "_value"):
        yield str(field._value())
    else:
        yield str(field.data or "")
