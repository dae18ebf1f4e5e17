"""Create the table of the hub's vehicles."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Create it."""
    op.create_table(
        "vehicles",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kg", types.Scaled(), nullable=False),
        sa.Column("m3", types.Scaled(), nullable=True),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("max_hours", types.Scaled(), nullable=True),
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("house_number", sa.String(length=12), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("precision", sa.String(32), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicles")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("vehicles")
