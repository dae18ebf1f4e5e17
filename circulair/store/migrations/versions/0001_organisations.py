"""Create the tables of organisations."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "organisations",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("stakeholder_group", sa.String(32), nullable=False),
        sa.Column("sector", sa.String(length=8), nullable=False),
        sa.Column("kvk_number", sa.String(length=8), nullable=False),
        sa.Column("verified_at", types.UtcDateTime(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_table(
        "premises",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("organisation_id", types.Id, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("house_number", sa.String(length=12), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("precision", sa.String(32), nullable=False),
        sa.Column("vacant", sa.Boolean(), nullable=False),
        sa.Column("vacancy_basis", sa.String(32), nullable=True),
        sa.Column("vacant_since", sa.Date(), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("available_until", sa.Date(), nullable=True),
        sa.Column("area_m2", types.Scaled(), nullable=True),
        sa.Column("permitted_use", sa.String(length=120), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_premises_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premises")),
    )
    op.create_index(op.f("ix_premises_organisation_id"), "premises", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_premises_vacant"), "premises", ["vacant"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_premises_vacant"), table_name="premises")
    op.drop_index(op.f("ix_premises_organisation_id"), table_name="premises")
    op.drop_table("premises")
    op.drop_table("organisations")
