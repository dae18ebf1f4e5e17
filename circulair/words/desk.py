"""What the hub reads of its registers and of the work that the program does by itself."""

from circulair.words.marking import N_

TEXTS = {
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
    "alike.mail": N_("e-mail of the same firm, in the same town"),
    "merge_obstacle.exchange": N_("They have an exchange with each other. It needs two sides. See exchange"),
    "merge_obstacle.suggestion": N_(
        "A suggestion between the two is still open. Decline it first. See suggestion"
    ),
    "merge_obstacle.import": N_("A file is being read in. Wait until that is done. See import"),
    "merge_obstacle.hub": N_("The hub's own organisation cannot be made one with another. See organisation"),
}
