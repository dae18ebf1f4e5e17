"""What a line was read as: what was assumed, and what has to be asked, as ``group.code``."""

from circulair.words.marking import N_

TEXTS = {
    "assumed.side": N_("You did not write whether you offer it or look for it."),
    "assumed.range": N_("You wrote it roughly. We count with a range."),
    "assumed.count": N_("You named no number. We count one."),
    "assumed.container_size": N_("You named no size. We took the usual one."),
    "assumed.empty_pallets": N_("We took empty pallets, not what stands on them."),
    "assumed.full": N_("We took it to be full."),
    "assumed.once": N_("You did not write how often. We took it as once."),
    "assumed.hours": N_("You told a power, or an amount an hour. We counted 24 hours a day."),
    "assumed.no_end": N_("You named no last day. We ask you again in half a year."),
    "assumed.except": N_(
        "You named days on which there is nothing. They stay in the description; we do not count with them."
    ),
    "assumed.until": N_("You named no exact last day. We took this one."),
    "doubt.side_ambiguous": N_("You write that you offer something and that you look for it. Which is it?"),
    "doubt.amount_missing": N_("About how much is it?"),
    "doubt.amounts_several": N_("You name several amounts. Fill in the one that counts."),
    "doubt.number_ambiguous": N_("Your number can be read in two ways. Which one do you mean?"),
    "doubt.unit_unknown": N_("We see a number, but not of what. Choose the unit."),
    "doubt.container_size": N_("How large is the container?"),
    "doubt.pallet_which": N_("Are these empty pallets, or does something stand on them?"),
    "doubt.interval_ambiguous": N_("Twice a week, or once in two weeks? Choose how often."),
    "doubt.interval_irregular": N_("How often is that about? Choose how often."),
    "doubt.date_unclear": N_("We cannot read the day. Fill it in."),
    "doubt.date_vague": N_("Which day is that about? Fill it in."),
    "doubt.date_past": N_("This day has passed. Fill in another one."),
    "doubt.dates_order": N_("The last day lies before the first day. Change one of the two."),
    "doubt.material_unknown": N_("We are not sure what this is. Choose the material."),
    "doubt.material_unsure": N_("Is this the right material?"),
    "doubt.no_density": N_("How many kilograms does one m³ weigh? A guess is fine."),
    "doubt.no_piece_weight": N_("How many kilograms does one weigh? A guess is fine."),
    "doubt.no_load_weight": N_("How many kilograms are in one %(unit)s? A guess is fine."),
    "doubt.container_heavy": N_(
        "A full container may weigh at most 80 kg. This one would be heavier. Is it right?"
    ),
    "doubt.density_odd": N_("This is much lighter or heavier than usual. Is it right?"),
    "doubt.amount_implausible": N_("This is a very large amount. Is it right?"),
}
"""An assumption says what we took; a doubt asks."""
