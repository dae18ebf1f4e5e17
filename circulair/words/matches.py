"""What matches are called, as ``group.code``."""

from circulair.words.marking import N_

TEXTS = {
    "matches.todo": N_("To do"),
}
