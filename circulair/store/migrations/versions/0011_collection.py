"""Create the table of how offers are collected now."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create it."""
    op.create_table(
        "collections",
        sa.Column("listing_id", types.Id, nullable=False),
        sa.Column("collector", sa.String(length=120), nullable=True),
        sa.Column("euros", types.Euros(), nullable=True),
        sa.Column("per", sa.String(32), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_collections_listing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_collections")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("collections")
