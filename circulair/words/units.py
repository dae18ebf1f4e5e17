"""What units are called, as ``group.code``."""

from circulair.words.marking import N_

TEXTS = {
    "units.todo": N_("To do"),
}
