"""What a listing is asked next, and what happened to it, as ``group.code``."""

from circulair.words.marking import N_

TEXTS = {
    "question.quantity": N_("About how much is it?"),
    "question.timing": N_("Until when can it be had, or is it wanted?"),
    "question.weight": N_("How heavy is one?"),
    "question.offer.exact_material": N_("What is it exactly?"),
    "question.offer.quality": N_("What is the quality like?"),
    "question.offer.contamination": N_("How many per cent of it does not belong in it?"),
    "question.offer.moisture": N_("How damp is it, in per cent?"),
    "question.offer.form": N_("In what form do you hand it over?"),
    "question.offer.class": N_("Which class of wood is it?"),
    "question.need.quality": N_("What quality do you need?"),
    "question.need.max_contamination": N_("How many per cent of other matter can you accept?"),
    "question.need.max_moisture": N_("How damp may it be, in per cent?"),
    "question.need.form": N_("In what form do you want to receive it?"),
    "question.need.classes": N_("Which classes of wood can you use?"),
    "quantity.container_heavy": N_(
        "One container of 240 litres would then weigh more than 80 kg. Is the amount right?"
    ),
    "quantity.density_odd": N_(
        "That is more than three times as heavy or as light as this material usually is. Is it right?"
    ),
    "act.listing.registered": N_("Placed"),
    "act.listing.changed": N_("Changed"),
    "act.listing.coded": N_("Given another code by the hub"),
    "act.listing.extended": N_("Extended"),
    "act.listing.withdrawn": N_("Withdrawn"),
    "act.listing.reopened": N_("Withdrawal undone"),
    "act.listing.confirmed": N_("Confirmed: it is yours now"),
    "act.listing.confirmed_by_call": N_("Confirmed on the telephone"),
    "act.listing.refused_by_call": N_("Said on the telephone that it is not right"),
    "act.listing.refused": N_("Said that it is not right"),
    "act.listing.unconfirmed": N_("Ended, since nobody confirmed it"),
    "act.listing.asked_again": N_("Asked once more whether it is right"),
    "act.listing.asked_if_true": N_("The hub asked whether it still holds"),
    "act.listing.still_true": N_("Its owner said that it still holds"),
    "act.listing.expired": N_("Expired"),
    "act.listing.collection_told": N_("Told who collects it now"),
    "act.listing.collection_skipped": N_("Left open who collects it now"),
    "per.emptying": N_("per emptying"),
    "per.month": N_("per month"),
    "per.year": N_("per year"),
    "per.tonne": N_("per tonne"),
    "bond.over": N_("This day has passed. Ask whether the contract was renewed."),
    "bond.binds": N_("Until then it binds. Ask whether it leaves room, or plan the first delivery after it."),
    "bond.outlasts": N_(
        "It runs longer than this offer. Ask whether the contract leaves room, or until when it binds."
    ),
    "act.listing.fulfilled": N_("Fulfilled"),
}
