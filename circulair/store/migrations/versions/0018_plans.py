"""Create the tables of plans, and keep what of a suggestion a plan set aside for it."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Create them; no suggestion came of a plan so far."""
    op.create_table(
        "plans",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("aim", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("person_id", types.Id, nullable=True),
        sa.Column("asked_at", types.UtcDateTime(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("leased_until", types.UtcDateTime(), nullable=True),
        sa.Column("failed", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_plans_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index("ix_plans_state_leased_until", "plans", ["state", "leased_until"], unique=False)
    op.create_table(
        "plan_lines",
        sa.Column("plan_id", types.Id, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offer_id", types.Id, nullable=False),
        sa.Column("need_id", types.Id, nullable=False),
        sa.Column("offer_mark", sa.String(length=16), nullable=False),
        sa.Column("need_mark", sa.String(length=16), nullable=False),
        sa.Column("processes", sa.String(length=200), nullable=False),
        sa.Column("strategy", sa.String(32), nullable=False),
        sa.Column("leaving", types.Tonnes(), nullable=False),
        sa.Column("arriving", types.Tonnes(), nullable=False),
        sa.Column("distance_km", sa.Float(), nullable=True),
        sa.Column("suggestion_id", types.Id, nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_lines_plan_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["listings.id"], name=op.f("fk_plan_lines_offer_id")),
        sa.ForeignKeyConstraint(["need_id"], ["listings.id"], name=op.f("fk_plan_lines_need_id")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestions.id"], name=op.f("fk_plan_lines_suggestion_id")
        ),
        sa.PrimaryKeyConstraint("plan_id", "number", name=op.f("pk_plan_lines")),
    )
    for column in ("offer_id", "need_id", "suggestion_id"):
        op.create_index(op.f(f"ix_plan_lines_{column}"), "plan_lines", [column], unique=False)
    op.add_column("suggestion_lines", sa.Column("planned_tonnes", types.Tonnes(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("suggestion_lines", "planned_tonnes")
    for column in ("suggestion_id", "need_id", "offer_id"):
        op.drop_index(op.f(f"ix_plan_lines_{column}"), table_name="plan_lines")
    op.drop_table("plan_lines")
    op.drop_index("ix_plans_state_leased_until", table_name="plans")
    op.drop_table("plans")
