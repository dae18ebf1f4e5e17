"""Column types that compare and sum alike on both databases."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal

from sqlalchemy import BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator

MICRO = Decimal(1_000_000)
CENTS = Decimal(100)

Id = BigInteger().with_variant(Integer, "sqlite")
"""A row's own number; SQLite counts up only plain INTEGER keys."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store a moment as UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without time zone cannot be stored")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read a moment as UTC, which SQLite hands back naive."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Scaled(TypeDecorator[Decimal]):
    """A decimal kept as whole thousandths of thousandths, so that sums are exact everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Store as whole millionths, rounded half to even."""
        return None if value is None else int((value * MICRO).to_integral_value(ROUND_HALF_EVEN))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Read millionths as a decimal without trailing zeros."""
        return None if value is None else plain(Decimal(int(value)) / MICRO)


class Tonnes(Scaled):
    """Tonnes kept as whole grams."""

    cache_ok = True


class Euros(TypeDecorator[Decimal]):
    """Euros kept as whole cents; parts of a cent are refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Store as cents."""
        cents = None if value is None else value * CENTS
        if cents is not None and cents != cents.to_integral_value():
            raise ValueError("parts of a cent cannot be stored")
        return None if cents is None else int(cents)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Read cents as euros."""
        return None if value is None else Decimal(int(value)) / CENTS


def plain(value: Decimal) -> Decimal:
    """Return the value without trailing zeros and without an exponent."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
