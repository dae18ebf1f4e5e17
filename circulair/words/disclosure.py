"""Why a published figure is exact, a range, or not shown."""

from circulair.words.marking import N_

TEXTS = {
    "disclosed.nothing": N_("Nobody has this here."),
    "disclosed.consent": N_("Everyone who has this here agrees that it is shown."),
    "disclosed.enough": N_("The exact figure: it gives nobody away."),
    "disclosed.step": N_("A range: the exact figure would give somebody away."),
    "disclosed.magnitude": N_("A wide range: a narrower one would give somebody away."),
    "disclosed.too_few": N_("Not shown: fewer than five organisations have this here."),
    "disclosed.would_tell": N_(
        "Not shown: together with what is public already it would give somebody away."
    ),
    "disclosure.area_of_itself": N_("“%(area)s” is made of itself. Name the areas that it is made of."),
}
