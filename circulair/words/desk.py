"""What the hub reads of its registers and of the work that the program does by itself."""

from circulair.words.marking import N_

TEXTS = {
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
