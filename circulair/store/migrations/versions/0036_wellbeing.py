"""Create the tables of wellbeing: indicators by edition, their figures, and what experiments aim at."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """Create them."""
    wellbeing_indicators()
    wellbeing_figures()
    experiment_aims()


def wellbeing_indicators() -> None:
    """Create the table of wellbeing indicators."""
    op.create_table(
        "wellbeing_indicators",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("theme", sa.String(length=120), nullable=False),
        sa.Column("name_nl", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("better", sa.String(32), nullable=False),
        sa.Column("better_basis", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=600), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wellbeing_indicators")),
        sa.UniqueConstraint("edition", "code", name=op.f("uq_wellbeing_indicators_edition_code")),
    )


def wellbeing_figures() -> None:
    """Create the table of wellbeing figures."""
    op.create_table(
        "wellbeing_figures",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("indicator_id", types.Id, nullable=False),
        sa.Column("region", sa.String(length=8), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", types.Scaled(), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("loaded_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["wellbeing_indicators.id"], name=op.f("fk_wellbeing_figures_indicator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wellbeing_figures")),
        sa.UniqueConstraint(
            "indicator_id", "region", "year", name=op.f("uq_wellbeing_figures_indicator_id_region_year")
        ),
    )
    op.create_index(
        op.f("ix_wellbeing_figures_indicator_id"), "wellbeing_figures", ["indicator_id"], unique=False
    )


def experiment_aims() -> None:
    """Create the table of experiment aims."""
    op.create_table(
        "experiment_aims",
        sa.Column("experiment_id", types.Id, nullable=False),
        sa.Column("indicator_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("fk_experiment_aims_experiment_id")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["wellbeing_indicators.id"], name=op.f("fk_experiment_aims_indicator_id")
        ),
        sa.PrimaryKeyConstraint("experiment_id", "indicator_id", name=op.f("pk_experiment_aims")),
    )
    op.create_index(
        op.f("ix_experiment_aims_indicator_id"), "experiment_aims", ["indicator_id"], unique=False
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("experiment_aims", "wellbeing_figures", "wellbeing_indicators"):
        op.drop_table(table)
