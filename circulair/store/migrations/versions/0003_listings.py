"""Create the tables of listings."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "listings",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("organisation_id", types.Id, nullable=False),
        sa.Column("premises_id", types.Id, nullable=False),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("material", sa.String(length=64), nullable=False),
        sa.Column("eural", sa.String(length=6), nullable=False),
        sa.Column("contains_dangerous", sa.String(32), nullable=False),
        sa.Column("typed_value", types.Scaled(), nullable=True),
        sa.Column("typed_unit", sa.String(length=24), nullable=True),
        sa.Column("typed_period", sa.String(length=24), nullable=True),
        sa.Column("tonnes_low", types.Tonnes(), nullable=True),
        sa.Column("tonnes_likely", types.Tonnes(), nullable=True),
        sa.Column("tonnes_high", types.Tonnes(), nullable=True),
        sa.Column("grade", sa.String(32), nullable=True),
        sa.Column("recurring", sa.Boolean(), nullable=False),
        sa.Column("weight_note", sa.String(length=200), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("form", sa.String(32), nullable=True),
        sa.Column("contamination_pct", sa.Double(), nullable=True),
        sa.Column("moisture_pct", sa.Double(), nullable=True),
        sa.Column("classes", sa.String(length=40), nullable=False),
        sa.Column("max_km", sa.Double(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_listings_organisation_id")
        ),
        sa.ForeignKeyConstraint(["premises_id"], ["premises.id"], name=op.f("fk_listings_premises_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
    )
    op.create_index(op.f("ix_listings_organisation_id"), "listings", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_listings_premises_id"), "listings", ["premises_id"], unique=False)
    op.create_index(
        "ix_listings_side_state_material", "listings", ["side", "state", "material"], unique=False
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_listings_side_state_material", table_name="listings")
    op.drop_index(op.f("ix_listings_premises_id"), table_name="listings")
    op.drop_index(op.f("ix_listings_organisation_id"), table_name="listings")
    op.drop_table("listings")
