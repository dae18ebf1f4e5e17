"""Keep what is not right about a delivery, as the side says that disputes it."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Add the columns; of what was disputed before nobody told why."""
    op.add_column("deliveries", sa.Column("dispute", sa.String(32), nullable=True))
    op.add_column("deliveries", sa.Column("dispute_tonnes", types.Tonnes, nullable=True))
    op.add_column("deliveries", sa.Column("dispute_day", sa.Date(), nullable=True))
    op.add_column("deliveries", sa.Column("dispute_words", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop them."""
    for name in ("dispute_words", "dispute_day", "dispute_tonnes", "dispute"):
        op.drop_column("deliveries", name)
