"""What is said of classes that weigh: where they stand, what to do next, how a range was found."""

from circulair.words.marking import N_

TEXTS = {
    "class_stage.asked": N_("Waits for the owner"),
    "class_stage.running": N_("Weighs"),
    "class_stage.refused": N_("The owner said no"),
    "class_stage.stopped": N_("Stopped"),
    "class_next.ask_owner": N_("The owner of the offer says yes or no."),
    "class_next.make_link": N_("Make the link and print the sheet."),
    "class_next.begin_later": N_("Wait until the first week."),
    "class_next.weigh": N_("The class weighs this week."),
    "class_next.wait": N_("Nothing now: go on weighing next week."),
    "class_next.take_over": N_("The owner can take over what was measured."),
    "class_next.too_little": N_("The weeks are over and say too little. Begin again, with more weeks."),
    "class_next.done": N_("Nothing more to do."),
    "class_method.least_to_most": N_("The range runs from the lightest week to the heaviest."),
    "class_method.student": N_("The range holds the true average in 95 of 100 such measurements."),
    "class_grade.A": N_("A: measured, sure to 5 per cent"),
    "class_grade.B": N_("B: measured, sure to 15 per cent"),
    "class.meanwhile": N_(
        "Somebody of your class filled something in just now. Look below whether yours is there. If not, save again."
    ),
    "trail_subject.class": N_("Class"),
    "act.class.begun": N_("Class began"),
    "act.class.asked": N_("Class asked to weigh an offer"),
    "act.class.agreed": N_("Owner let a class weigh"),
    "act.class.refused": N_("Owner did not let a class weigh"),
    "act.class.link_made": N_("Link of a class made"),
    "act.class.link_revoked": N_("Link of a class taken back"),
    "act.class.stopped": N_("Class stopped"),
    "act.class.forgotten": N_("Class and its weighings deleted"),
    "act.listing.measured": N_("Weight taken over from a class that measured it"),
    "act.listing.measured_back": N_("Measured weight put back to what it was"),
}
