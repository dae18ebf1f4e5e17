"""Keep when the worker last went its hourly round, and until when a letter is in its hands."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Create the table and add the column."""
    op.create_table(
        "work_rounds",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("began_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("failed", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_work_rounds")),
    )
    op.add_column("letters", sa.Column("claimed_until", types.UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("letters", "claimed_until")
    op.drop_table("work_rounds")
