"""Keep what the other side says of a period in which nothing moved; what one side told before is agreed."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Add the columns; what was closed by one word stays closed."""
    op.add_column("exchange_periods", sa.Column("quiet_agreed", sa.Boolean(), nullable=True))
    op.add_column("exchange_periods", sa.Column("quiet_answered_at", types.UtcDateTime(), nullable=True))
    columns = (sa.column("quiet_by", sa.String()), sa.column("quiet_agreed", sa.Boolean()))
    told = sa.table("exchange_periods", *columns)
    op.get_bind().execute(sa.update(told).where(told.c.quiet_by.is_not(None)).values(quiet_agreed=True))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("exchange_periods") as periods:
        periods.drop_column("quiet_answered_at")
        periods.drop_column("quiet_agreed")
