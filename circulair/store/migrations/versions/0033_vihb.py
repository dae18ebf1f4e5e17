"""Keep the VIHB number of an organisation once, and when the hub looked it up."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Add the columns."""
    number = sa.Column("vihb_number", sa.String(length=40), nullable=False, server_default="")
    op.add_column("organisations", number)
    op.add_column("organisations", sa.Column("vihb_checked_at", types.UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("organisations", "vihb_checked_at")
    op.drop_column("organisations", "vihb_number")
