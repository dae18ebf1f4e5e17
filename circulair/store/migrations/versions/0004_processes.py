"""Create the tables of processes."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "processes",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_nl", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("name_de", sa.String(length=120), nullable=False),
        sa.Column("operator", sa.String(length=160), nullable=False),
        sa.Column("operator_consents", sa.Boolean(), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("status_as_of", sa.String(length=16), nullable=False),
        sa.Column("status_note", sa.String(length=400), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("capacity_tonnes", types.Tonnes(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processes")),
        sa.UniqueConstraint("code", name=op.f("uq_processes_code")),
    )
    op.create_table(
        "process_gives",
        sa.Column("process_id", types.Id, nullable=False),
        sa.Column("material", sa.String(length=64), nullable=False),
        sa.Column("yield_low", types.Scaled(), nullable=True),
        sa.Column("yield_likely", types.Scaled(), nullable=True),
        sa.Column("yield_high", types.Scaled(), nullable=True),
        sa.Column("strategy", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_process_gives_process_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("process_id", "material", name=op.f("pk_process_gives")),
    )
    op.create_table(
        "process_takes",
        sa.Column("process_id", types.Id, nullable=False),
        sa.Column("material", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_process_takes_process_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("process_id", "material", name=op.f("pk_process_takes")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("process_takes")
    op.drop_table("process_gives")
    op.drop_table("processes")
