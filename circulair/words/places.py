"""What places are called, as ``group.code``."""

from circulair.words.marking import N_

TEXTS = {
    "places.todo": N_("To do"),
}
