"""Keep of each period of what recurs whether it was asked about, and who told that nothing moved."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "exchange_periods",
        sa.Column("exchange_id", types.Id, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("asked_at", types.UtcDateTime(), nullable=True),
        sa.Column("quiet_by", sa.String(32), nullable=True),
        sa.Column("quiet_for", sa.Boolean(), nullable=False),
        sa.Column("quiet_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchanges.id"], name="fk_exchange_periods_exchange_id_exchanges"
        ),
        sa.PrimaryKeyConstraint("exchange_id", "first", name="pk_exchange_periods"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("exchange_periods")
