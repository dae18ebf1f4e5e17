"""How near a material lies to a residue, and how far codes of sectors agree, each 0 to 1."""

from collections.abc import Mapping, Sequence

from flows.materials import load_materials
from flows.uses import Residue

NEARNESS = (1.0, 0.5, 0.25)
"""What a residue's material counts for if the offer's is the same, lies one level below it, or two."""
BELOW = 0.3
"""What it counts for if it lies below the offer's material."""

BY_DIGITS: Mapping[int, float] = {2: 0.15, 3: 0.4, 4: 1.0}
"""How much a sector's code says of the kind of business, by the digits that agree."""
WHOLE = 0.5
"""The least it says if the code is only a division or group, and all of it agrees."""
ORIGIN: Mapping[int, float] = {2: 0.4, 3: 0.7, 4: 1.0}
"""How much the giver's sector speaks for a residue that comes from there, by the digits that agree."""


def nearness(slug: str, residues: Sequence[Residue]) -> tuple[float, ...]:
    """Return how near a material lies to each residue, 0 to 1."""
    line, below = load_materials().line(slug), set(load_materials().descendants(slug))

    def near(residue: Residue) -> float:
        above = [NEARNESS[line.index(own)] for own in residue.materials if own in line]
        return max([*above, *(BELOW for own in residue.materials if own in below)], default=0.0)

    return tuple(near(one) for one in residues)


def agreement(
    codes: Sequence[str], beginnings: Sequence[str], by_digits: Mapping[int, float], whole: float = 0.0
) -> float:
    """Return how far any of some sector codes agrees with any of the beginnings, 0 to 1.

    Without ``whole`` a beginning must agree to its end; with it, ``whole`` is for a short code all of which
    agrees.
    """
    best = 0.0
    for code in codes:
        for beginning in beginnings:
            same = common(code, beginning)
            if same < 2 or (not whole and same < len(beginning)):
                continue
            best = max(best, by_digits.get(same, 1.0), whole if same == len(code) < 4 else 0.0)
    return best


def common(one: str, other: str) -> int:
    """Return how many signs two codes have in common at their beginnings."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
