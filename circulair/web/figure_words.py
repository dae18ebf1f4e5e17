"""How figures are written: shares, emission with its range in two digits, what is not known as a dash."""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from circulair import language
from circulair.language import _, label
from circulair.services.figures import Effect, Facet, Reckoned
from circulair.web.telling import share
from flows.effects import Spread
from flows.indicators import Indicator
from flows.ledger import Balance
from flows.networks import NetworkMeasures
from flows.quarters import quarters_of
from flows.streams import Range

DASH = "–"

DIGITS = 2
"""Digits that count of an emission: more would claim more than is known."""


def two_digits(value: float) -> Decimal:
    """Return a value with two digits that count."""
    exact = Decimal(repr(value))
    if not exact:
        return Decimal(0)
    step = Decimal(1).scaleb(exact.adjusted() - DIGITS + 1)
    return (exact / step).to_integral_value(ROUND_HALF_EVEN) * step


def emission_of(kg: float, unit: str = "") -> str:
    """Return kg CO2e with two digits that count, in tonnes from one tonne on."""
    tonnes = unit == "t" or (not unit and abs(kg) >= 1000)
    value = two_digits(kg / 1000 if tonnes else kg)
    written = language.number(value, 3 if abs(value) < 1 else 1).replace("-", "−")
    return f"{written} {'t' if tonnes else 'kg'} CO₂e"


def emission(spread: Spread | None) -> str:
    """Return how much is avoided, "no clear effect" where the range holds nought, a dash where not told."""
    if spread is None:
        return DASH
    if not spread.is_clear:
        return _("no clear effect")
    return _("about %(amount)s", amount=emission_of(spread.middle, unit_of(spread)))


def unit_of(spread: Spread) -> str:
    """Return the unit in which a range and its middle are written: tonnes where its far end is one."""
    return "t" if max(abs(spread.low), abs(spread.high)) >= 1000 else "kg"


def emission_range(spread: Spread | None) -> str:
    """Return from where to where the avoided emission lies in nine cases of ten."""
    if spread is None:
        return DASH
    unit = unit_of(spread)
    low, high = (emission_of(kg, unit) for kg in (spread.low, spread.high))
    return _("%(low)s to %(high)s", low=low.removesuffix(f" {unit} CO₂e"), high=high)


def tonnes_range(tonnes: Range) -> str:
    """Return likely tonnes, with their range where there is one."""
    likely = language.tonnes(tonnes.likely)
    ends = (language.tonnes(tonnes.low), language.tonnes(tonnes.high))
    if ends == (likely, likely):
        return likely
    return _("%(likely)s (%(low)s to %(high)s)", likely=likely, low=ends[0], high=ends[1])


def share_of(value: Decimal | None) -> str:
    """Return a share in whole per cent, a dash where there is nothing to be a share of."""
    return DASH if value is None else share(float(value))


def circular_of(balance: Balance) -> str:
    """Return the share that stays material or product: its bounds where some yield is not known."""
    if balance.untold and balance.untold == balance.entered:
        return _("not known")
    low, high = share_of(balance.circular), share_of(balance.circular_at_most)
    return low if low == high else _("%(low)s to %(high)s", low=low, high=high)


def euros_of(value: Decimal | None) -> str:
    """Return euros, or that nobody told any."""
    return _("nobody told") if value is None else language.euros(value.quantize(Decimal("0.01")))


VALUES: dict[Indicator, Callable[[Reckoned], str]] = {
    Indicator.TONNES: lambda found: tonnes_range(found.tonnes),
    Indicator.DIVERTED: lambda found: share_of(found.diverted),
    Indicator.LOOP: lambda found: share_of(found.loop),
    Indicator.CIRCULAR: lambda found: circular_of(found.balance),
    Indicator.PORTFOLIO: lambda found: score_of(found.balance.score),
    Indicator.CO2E: lambda found: emission_told(found.effect),
    Indicator.EUROS: lambda found: euros_of(found.euros),
}
"""The figures of one ledger, in the order in which they are shown."""

OF_NETWORK: dict[Indicator, Callable[[NetworkMeasures], float | None]] = {
    Indicator.DENSITY: lambda found: found.density,
    Indicator.CONNECTANCE: lambda found: found.connectance,
    Indicator.CYCLICITY: lambda found: found.cyclicity,
    Indicator.ECO_CONNECTANCE: lambda found: found.eco_connectance,
    Indicator.NESTEDNESS: lambda found: found.nestedness,
}
"""The figures of the network."""


def exactly(value: float) -> str:
    """Return a factor with all its digits, as its source states it."""
    return language.plain_number(Decimal(repr(value)))


def score_of(value: Decimal | None) -> str:
    """Return a score from 0 to 100, a dash without tonnes."""
    return DASH if value is None else language.number(value, 0)


def emission_told(effect: Effect) -> str:
    """Return how much is avoided with its range."""
    if effect.spread is None:
        return DASH
    return f"{emission(effect.spread)} ({emission_range(effect.spread)})"


def measure(value: float | None) -> str:
    """Return a pure number, a dash where it is not defined."""
    return DASH if value is None else language.number(value, 3)


def quarter(code: str) -> str:
    """Return a quarter as people write it, a year as it is."""
    one, *more = quarters_of(code)
    return code if more else _("quarter %(number)s of %(year)s", number=one.number, year=one.year)


def short_quarter(code: str) -> str:
    """Return a quarter as it stands under a bar: Q3 2026."""
    one, *more = quarters_of(code)
    return code if more else _("Q%(number)s %(year)s", number=one.number, year=one.year)


def part_name(facet: Facet, key: str) -> str:
    """Return what a part of the tonnes is called."""
    if not key:
        return _("not known") if facet is Facet.SECTOR else _("outside the municipality")
    if facet is Facet.GROUP:
        return language.material(key)
    if facet is Facet.SECTOR:
        return language.sector(key)
    return quarter(key) if facet is Facet.PERIOD else key


def told_missing(effect: Effect) -> Iterable[tuple[str, str]]:
    """Yield why no emission is told, and of how many tonnes."""
    for reason, tonnes in effect.missing:
        yield label(f"no_effect.{reason}"), language.tonnes(tonnes)
