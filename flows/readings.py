"""What a reading says besides its values: which words say which fact, what was assumed, what is unclear."""

from dataclasses import dataclass
from enum import StrEnum

from flows.typed import Span


class Fact(StrEnum):
    """A fact that words of a line can say."""

    SIDE = "side"
    AMOUNT = "amount"
    PERIOD = "period"
    FILL = "fill"
    WEIGHT = "weight"
    FROM = "from"
    UNTIL = "until"


class Assumption(StrEnum):
    """What a reading takes for granted because nobody said it."""

    SIDE = "side"
    RANGE = "range"
    COUNT = "count"
    CONTAINER_SIZE = "container_size"
    EMPTY_PALLETS = "empty_pallets"
    FULL = "full"
    ONCE = "once"
    HOURS = "hours"
    NO_END = "no_end"
    UNTIL = "until"
    EXCEPT = "except"


class Doubt(StrEnum):
    """What has to be asked because a line leaves it open or says it in two ways."""

    SIDE = "side_ambiguous"
    AMOUNT = "amount_missing"
    AMOUNTS = "amounts_several"
    NUMBER = "number_ambiguous"
    UNIT = "unit_unknown"
    CONTAINER = "container_size"
    PALLET = "pallet_which"
    INTERVAL = "interval_ambiguous"
    IRREGULAR = "interval_irregular"
    DATE = "date_unclear"
    VAGUE = "date_vague"
    PAST = "date_past"
    ORDER = "dates_order"
    MATERIAL = "material_unknown"
    MATERIALS = "material_unsure"
    DENSITY = "no_density"
    PIECE_WEIGHT = "no_piece_weight"
    LOAD_WEIGHT = "no_load_weight"
    HEAVY = "container_heavy"
    ODD_DENSITY = "density_odd"
    TOO_MUCH = "amount_implausible"


@dataclass(frozen=True, slots=True)
class Said:
    """A fact and the stretch of the typed text that says it."""

    fact: Fact
    span: Span
