"""The base of all records: how Python types become columns."""

import enum
from datetime import datetime

from sqlalchemy import Enum, MetaData
from sqlalchemy.orm import DeclarativeBase

from circulair.store.records.types import UtcDateTime


def values(kind: type[enum.Enum]) -> list[str]:
    """Return the codes of an enumeration, which is what its column holds."""
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """Every table; constraints are named by rule so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime(),
        enum.Enum: Enum(enum.Enum, native_enum=False, length=32, values_callable=values),
    }
