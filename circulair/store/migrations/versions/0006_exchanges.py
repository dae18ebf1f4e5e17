"""Create the tables of exchanges."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "exchanges",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("suggestion_id", types.Id, nullable=False),
        sa.Column("offer_id", types.Id, nullable=False),
        sa.Column("need_id", types.Id, nullable=False),
        sa.Column("material", sa.String(length=64), nullable=False),
        sa.Column("processes", sa.String(length=200), nullable=False),
        sa.Column("strategy", sa.String(32), nullable=False),
        sa.Column("recurring", sa.Boolean(), nullable=False),
        sa.Column("tonnes_agreed", types.Tonnes(), nullable=True),
        sa.Column("tonnes_arriving", types.Tonnes(), nullable=True),
        sa.Column("giver_consents", sa.Boolean(), nullable=False),
        sa.Column("receiver_consents", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("agreed_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["listings.id"], name=op.f("fk_exchanges_need_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["listings.id"], name=op.f("fk_exchanges_offer_id")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestions.id"], name=op.f("fk_exchanges_suggestion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchanges")),
        sa.UniqueConstraint("suggestion_id", "offer_id", name=op.f("uq_exchanges_suggestion_id_offer_id")),
    )
    op.create_index(op.f("ix_exchanges_need_id"), "exchanges", ["need_id"], unique=False)
    op.create_index(op.f("ix_exchanges_offer_id"), "exchanges", ["offer_id"], unique=False)
    op.create_index(op.f("ix_exchanges_suggestion_id"), "exchanges", ["suggestion_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("exchange_id", types.Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tonnes", types.Tonnes(), nullable=False),
        sa.Column("reported_by", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("reported_for", sa.Boolean(), nullable=False),
        sa.Column("reported_at", types.UtcDateTime(), nullable=False),
        sa.Column("answered_at", types.UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["exchange_id"], ["exchanges.id"], name=op.f("fk_deliveries_exchange_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_exchange_id"), "deliveries", ["exchange_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_deliveries_exchange_id"), table_name="deliveries")
    op.drop_table("deliveries")
    op.drop_index(op.f("ix_exchanges_suggestion_id"), table_name="exchanges")
    op.drop_index(op.f("ix_exchanges_offer_id"), table_name="exchanges")
    op.drop_index(op.f("ix_exchanges_need_id"), table_name="exchanges")
    op.drop_table("exchanges")
