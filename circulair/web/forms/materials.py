"""The part of a form that asks which material a typed line means, where that is not sure."""

from functools import cache

from wtforms import RadioField, SelectField

from circulair.language import _, _l, alphabetical, language
from circulair.services import understanding
from circulair.web.forms.base import OPTIONAL, UNLISTED, Form, LineField, Required
from flows.materials import load_materials


class MaterialForm(Form):
    """A line that says what it is; the material is asked only where the line leaves it open."""

    title = LineField(
        _l("What do you have?"),
        [Required(_l("Say in a few words what it is."))],
        render_kw={"class": "input-line", "autocomplete": "off"},
    )
    material = RadioField(_l("Which of these is it?"), [OPTIONAL], coerce=str, validate_choice=False)
    other_material = SelectField(
        _l("Something else? Choose from the whole list"), [OPTIONAL], coerce=str, validate_choice=False
    )

    def offer_materials(self) -> None:
        """Offer the materials that the line may mean, and the whole list."""
        found = [one.material for one in understanding.candidates(self.title.data or "", language())]
        slugs = dict.fromkeys(
            [self.material.data, *found] if self.material.data in load_materials() else found
        )
        self.material.choices = {slug: load_materials()[slug].name(language()) for slug in slugs}
        self.other_material.choices = {"": _("Choose")} | material_choices(language())
        if not slugs:
            self.other_material.label.text = _("Which material is it?")

    @property
    def slug(self) -> str:
        """Return the material that was chosen, else the one that the line clearly means, else nothing."""
        chosen = self.other_material.data or self.material.data
        if chosen:
            return chosen if chosen in load_materials() else ""
        return understanding.sure(understanding.candidates(self.title.data or "", language())) or ""

    @property
    def asks_material(self) -> bool:
        """Return whether the question for the material is to be shown."""
        chosen = self.other_material.data or self.material.data
        return bool(chosen or self.material.errors or self.other_material.errors)

    def check_material(self) -> None:
        """Ask which material it is where neither the line nor a choice says so."""
        chosen = self.other_material.data or self.material.data
        if self.slug or (self.title.errors and not chosen):
            return
        text = str(UNLISTED) if chosen else _("We are not sure what this is. Choose the material.")
        self.say(
            "material" if self.material.choices and not self.other_material.data else "other_material", text
        )


@cache
def material_choices(language: str) -> dict[str, dict[str, str]]:
    """Return the whole tree as choices: a list per group, families and what belongs to them in order."""
    tree = load_materials()
    groups = sorted(tree.children(None), key=lambda group: alphabetical(group.name(language)))
    return {group.name(language): group_choices(group.slug, language) for group in groups}


def group_choices(group: str, language: str) -> dict[str, str]:
    """Return one group's materials, those of a family behind it with a dash."""
    tree = load_materials()
    choices = {group: _("%(group)s, in general", group=tree[group].name(language))}
    for family in sorted(tree.children(group), key=lambda one: alphabetical(one.name(language))):
        choices[family.slug] = family.name(language)
        for one in sorted(tree.children(family.slug), key=lambda one: alphabetical(one.name(language))):
            choices[one.slug] = f"– {one.name(language)}"
    return choices
