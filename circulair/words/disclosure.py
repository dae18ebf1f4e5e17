"""Why a published figure is exact, a range, or not shown, and what releases are made of."""

from circulair.words.marking import N_

TEXTS = {
    "told.consent": N_("agreed by all"),
    "told.enough": N_("exact"),
    "told.step": N_("a range"),
    "told.magnitude": N_("a wide range"),
    "told.least": N_("by name"),
    "told.least_why": N_("The sum of what is shown by name. There may be more."),
    "disclosed.nothing": N_("Nobody has this here."),
    "disclosed.consent": N_("Everyone who has this here agrees that it is shown."),
    "disclosed.enough": N_("The exact figure: it gives nobody away."),
    "disclosed.step": N_("A range: the exact figure would give somebody away."),
    "disclosed.magnitude": N_("A wide range: a narrower one would give somebody away."),
    "disclosed.too_few": N_(
        "Not shown: too few organisations stand behind it that are not shown by name themselves."
    ),
    "disclosed.would_tell": N_(
        "Not shown: together with what is public already it would give somebody away."
    ),
    "disclosed.withdrawn": N_("Not shown any more: its owner withdrew what was shown here."),
    "released.flows": N_("Flows with names"),
    "released.offers": N_("Offers"),
    "released.needs": N_("Needs"),
    "released.processes": N_("Processes and plants"),
    "released.premises": N_("Vacant premises"),
    "released.listings": N_("Listings"),
    "released.name": N_("The name beside listings"),
    "released.use": N_("Who uses premises for a while, and for what"),
    "released.photos": N_("Photos of vacant premises"),
    "publicity.name": N_("Your name beside your listings"),
    "publicity.flows": N_("Your exchanges"),
    "publicity.listings": N_("Your listings"),
    "publicity.premises": N_("Your vacant premises"),
    "publicity.processes": N_("Your plants"),
    "release.discloses": N_("Nothing was published. %(what)s would give somebody away."),
    "period.format": N_("“%(value)s” is no period. Write it like 2026-Q3, 2026-Q1/Q3 or 2026."),
    "disclosure.area_of_itself": N_("“%(area)s” is made of itself. Name the areas that it is made of."),
}
