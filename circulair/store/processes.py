"""Queries on processes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from circulair.store.records import ProcessRecord
from circulair.store.session import current


def add(process: ProcessRecord) -> ProcessRecord:
    """Store a new process with what it takes and gives."""
    current().add(process)
    current().flush()
    return process


def everything() -> Sequence[ProcessRecord]:
    """Return all processes with what they take and give, in order of code."""
    return (
        current()
        .scalars(
            select(ProcessRecord)
            .options(selectinload(ProcessRecord.takes), selectinload(ProcessRecord.gives))
            .order_by(ProcessRecord.code)
        )
        .all()
    )


def locked(wanted: Sequence[str]) -> None:
    """Hold processes until this transaction ends, so that no capacity is promised twice."""
    if wanted:
        chosen = select(ProcessRecord.id).where(ProcessRecord.code.in_(wanted)).order_by(ProcessRecord.code)
        current().execute(chosen.with_for_update(key_share=True))


def of_codes(wanted: Sequence[str]) -> Sequence[ProcessRecord]:
    """Return the processes with these codes, in order of code, without what they take and give."""
    if not wanted:
        return []
    chosen = select(ProcessRecord).where(ProcessRecord.code.in_(wanted)).order_by(ProcessRecord.code)
    return current().scalars(chosen).all()


def codes() -> set[str]:
    """Return the codes that are in use."""
    return set(current().scalars(select(ProcessRecord.code)))
