"""What the hub reads of its registers and of the work that the program does by itself."""

from circulair.words.marking import N_

TEXTS = {
    "condition_broken.eural": N_("The process does not accept the Eural code that this waste has."),
    "condition_broken.minimum": N_("There is less of this than the smallest lot that the process takes."),
    "condition_broken.limits": N_("The quality does not fit what the process asks."),
    "condition.eural": N_("ask which Eural code this waste has: it accepts only some."),
    "condition.minimum": N_("ask whether this is enough for one lot."),
    "condition.limits": N_("ask whether the quality is good enough."),
    "letter_stand.retried": N_("Tried again"),
    "letter_stand.waiting": N_("Leaving now"),
    "letter_stand.held": N_("Leaving later"),
    "letter_stand.sent": N_("Left today"),
    "trouble.address": N_("The mail server does not take this address. Check it with the person."),
    "trouble.away": N_("The mail server did not answer. This often passes by itself."),
    "trouble.sign_in": N_("The mail server does not let us in. Tell the administrator."),
    "trouble.unsafe": N_("The mail server has no safe connection. Tell the administrator."),
    "trouble.folder": N_("The folder for letters cannot be written to. Tell the administrator."),
    "trouble.letter": N_("The letter itself could not be made. Tell the administrator."),
    "alike.kvk": N_("the same KVK number"),
    "alike.name": N_("the same name"),
    "alike.telephone": N_("the same telephone number"),
    "alike.mail": N_("e-mail of the same firm, in the same town"),
    "merge_obstacle.exchange": N_("They have an exchange with each other. It needs two sides. See exchange"),
    "merge_obstacle.suggestion": N_(
        "A suggestion between the two is still open. Decline it first. See suggestion"
    ),
    "merge_obstacle.temporary_use": N_(
        "One of them uses premises of the other, or that is proposed. It needs two sides. End or decline it first. "
        "See temporary use"
    ),
    "merge_obstacle.import": N_("A file is being read in. Wait until that is done. See import"),
    "merge_obstacle.hub": N_("The hub's own organisation cannot be made one with another. See organisation"),
    "merge_obstacle.kind": N_(
        "They are of different kinds, and one has planned works or classes. Give both the same kind first. "
        "See organisation"
    ),
}
