"""Keep all that is known of vacant premises, needs for space, temporary uses and figures of vacancy."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0034"
down_revision = "0033"

TEXTS = {"bag_id": 16, "bag_uses": 120, "features": 300, "energy_label": 8, "use_source": 200, "category": 8}
MEASURES = (
    "area_free_m2",
    "clear_height_m",
    "floor_load_kg_m2",
    "gate_width_m",
    "gate_height_m",
    "power_kva",
)
MOMENTS = ("photos_public_at", "use_confirmed_at", "withdrawn_at")
PRICES = ("rent_eur_m2_year", "service_eur_m2_year")
ANSWERS = ("temporary", "asbestos_checked")

OF_PREMISES = """
ALTER TABLE documents ADD COLUMN premises_id {kind}
CONSTRAINT fk_documents_premises_id REFERENCES premises (id)
"""


def upgrade() -> None:
    """Add the columns and create the tables; of premises nothing more is known so far."""
    for column in columns():
        op.add_column("premises", column)
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(OF_PREMISES.format(kind="BIGINT" if on_postgresql else "INTEGER"))
    op.create_index(op.f("ix_documents_premises_id"), "documents", ["premises_id"])
    create_tables()


def columns() -> Iterator[sa.Column[Any]]:
    """Yield what is known of premises from now on; no table is made anew, whose guards would be lost."""
    for name in MOMENTS:
        yield sa.Column(name, types.UtcDateTime(), nullable=True)
    for name, length in TEXTS.items():
        yield sa.Column(name, sa.String(length), nullable=False, server_default="")
    for name in MEASURES:
        yield sa.Column(name, types.Scaled(), nullable=True)
    for name in ("loading", "truck"):
        yield sa.Column(name, sa.String(32), nullable=True)
    for name in PRICES:
        yield sa.Column(name, types.Euros(), nullable=True)
    yield sa.Column("rent_on_request", sa.Boolean(), nullable=False, server_default=sa.false())
    for name in ANSWERS:
        yield sa.Column(name, sa.String(32), nullable=False, server_default="unknown")
    for name in ("term_months", "built_year"):
        yield sa.Column(name, sa.Integer(), nullable=True)


def create_tables() -> None:
    """Create the tables of needs for space, temporary uses and figures."""
    op.create_table(
        "space_needs",
        sa.Column("listing_id", types.Id, nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        *(
            sa.Column(name, types.Scaled(), nullable=True)
            for name in ("least_m2", "most_m2", "height_m", "door_height_m", "floor_load_kg_m2")
        ),
        sa.Column("loading", sa.String(32), nullable=True),
        sa.Column("truck", sa.String(32), nullable=True),
        sa.Column("features", sa.String(length=200), nullable=False),
        sa.Column("budget_eur_m2_year", types.Euros(), nullable=True),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_space_needs_listing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_space_needs")),
    )
    op.create_table(
        "temporary_uses",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("premises_id", types.Id, nullable=False),
        sa.Column("listing_id", types.Id, nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("owner_agrees", sa.Boolean(), nullable=False),
        sa.Column("user_agrees", sa.Boolean(), nullable=False),
        sa.Column("began", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("user_consents", sa.Boolean(), nullable=False),
        sa.Column("running_key", types.Id, nullable=True),
        sa.Column("came_from", sa.String(32), nullable=True),
        sa.Column("step_by_id", types.Id, nullable=True),
        sa.Column("step_at", types.UtcDateTime(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["premises_id"], ["premises.id"], name=op.f("fk_temporary_uses_premises_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_temporary_uses_listing_id")),
        sa.ForeignKeyConstraint(["step_by_id"], ["people.id"], name=op.f("fk_temporary_uses_step_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_temporary_uses")),
        sa.UniqueConstraint("running_key", name=op.f("uq_temporary_uses_running_key")),
    )
    for column in ("premises_id", "listing_id"):
        op.create_index(op.f(f"ix_temporary_uses_{column}"), "temporary_uses", [column], unique=False)
    op.create_table(
        "vacancy_figures",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("measured", sa.String(32), nullable=False),
        sa.Column("value", types.Scaled(), nullable=False),
        sa.Column("basis", sa.String(32), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("person_id", types.Id, nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_vacancy_figures_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_figures")),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("vacancy_figures", "temporary_uses", "space_needs"):
        op.drop_table(table)
    with op.batch_alter_table("documents") as documents:
        documents.drop_index(op.f("ix_documents_premises_id"))
        documents.drop_constraint(op.f("fk_documents_premises_id"), type_="foreignkey")
        documents.drop_column("premises_id")
    with op.batch_alter_table("premises") as premises:
        for name in (
            *MOMENTS,
            *TEXTS,
            *MEASURES,
            *PRICES,
            *ANSWERS,
            *("loading", "truck", "rent_on_request", "term_months", "built_year"),
        ):
            premises.drop_column(name)
