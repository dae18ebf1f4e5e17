"""Create the tables of planned works, of what was counted and offered of them, and of early claims."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "planned_works",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("organisation_id", types.Id, nullable=False),
        sa.Column("premises_id", types.Id, nullable=False),
        *columns(),
        refers("planned_works", "organisation_id", "organisations"),
        refers("planned_works", "premises_id", "premises"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_works")),
    )
    op.create_table(
        "works_components",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("works_id", types.Id, nullable=False),
        sa.Column("material", sa.String(64), nullable=False),
        sa.Column("listing_id", types.Id, nullable=True),
        sa.Column("counted", types.Scaled(), nullable=True),
        sa.Column("kg_each", types.Scaled(), nullable=True),
        sa.Column("surveyed_on", sa.Date(), nullable=True),
        refers("works_components", "works_id", "planned_works"),
        refers("works_components", "listing_id", "listings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_works_components")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_works_components_listing_id")),
        sa.UniqueConstraint("works_id", "material", name=op.f("uq_works_components_works_id_material")),
    )
    op.create_table(
        "claims",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("offer_id", types.Id, nullable=False),
        sa.Column("need_id", types.Id, nullable=False),
        sa.Column("amount", types.Scaled(), nullable=False),
        sa.Column("made_need", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("taken_back_at", types.UtcDateTime(), nullable=True),
        refers("claims", "offer_id", "listings"),
        refers("claims", "need_id", "listings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def columns() -> Iterator[sa.Column[Any]]:
    """Yield what is planned, and where it stands."""
    yield sa.Column("name", sa.String(60), nullable=False)
    yield sa.Column("dwelling", sa.String(32), nullable=False)
    yield sa.Column("dwellings", sa.Integer(), nullable=False)
    yield sa.Column("work", sa.String(32), nullable=False)
    yield sa.Column("parts", sa.String(120), nullable=False)
    yield sa.Column("start", sa.Date(), nullable=False)
    yield sa.Column("until", sa.Date(), nullable=False)
    yield sa.Column("exactness", sa.String(32), nullable=False)
    yield sa.Column("built_year", sa.Integer(), nullable=True)
    yield sa.Column("asbestos_checked", sa.String(32), nullable=False)
    yield sa.Column("note", sa.Text(), nullable=False)
    yield sa.Column("state", sa.String(32), nullable=False)
    yield sa.Column("cancel_reason", sa.String(32), nullable=True)
    yield sa.Column("cancel_words", sa.String(400), nullable=False)
    yield sa.Column("cancelled_at", types.UtcDateTime(), nullable=True)
    yield sa.Column("created_at", types.UtcDateTime(), nullable=False)
    yield sa.Column("changed_at", types.UtcDateTime(), nullable=False)
    yield sa.Column("version", sa.Integer(), nullable=False)


INDEXED = (
    ("planned_works", "organisation_id"),
    ("planned_works", "premises_id"),
    ("works_components", "works_id"),
    ("claims", "offer_id"),
    ("claims", "need_id"),
)


def refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """Return what a column of a table refers to."""
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    """Drop them; the listings that came of works stay, put in by their owner."""
    op.execute("UPDATE listings SET source = 'self' WHERE source = 'planned works'")
    for table in ("claims", "works_components", "planned_works"):
        op.drop_table(table)
