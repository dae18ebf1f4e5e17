"""Create the tables of housekeeping."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "addresses",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("house_number", sa.String(length=12), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index(
        "uq_addresses_postcode_house_number", "addresses", ["postcode", "house_number"], unique=True
    )
    op.create_table(
        "answered_forms",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_answered_forms")),
    )
    op.create_index(op.f("ix_answered_forms_at"), "answered_forms", ["at"], unique=False)
    op.create_table(
        "world",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_world")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("world")
    op.drop_index(op.f("ix_answered_forms_at"), table_name="answered_forms")
    op.drop_table("answered_forms")
    op.drop_index("uq_addresses_postcode_house_number", table_name="addresses")
    op.drop_table("addresses")
