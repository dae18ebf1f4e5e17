"""Create the tables of labs: members, road maps, figures, experiments and what these taught."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Create them."""
    labs()
    lessons()
    experiments()
    lab_measures()
    lab_members()
    milestones()
    experiment_partners()
    lesson_answers()


def labs() -> None:
    """Create the table of labs."""
    op.create_table(
        "labs",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("neighbourhoods", sa.String(length=600), nullable=False),
        sa.Column("measures", sa.String(length=120), nullable=False),
        sa.Column("start_point", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("vehicle", sa.Text(), nullable=False),
        sa.Column("links", sa.String(length=400), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labs")),
        sa.UniqueConstraint("code", name=op.f("uq_labs_code")),
    )


def lessons() -> None:
    """Create the table of lessons."""
    op.create_table(
        "lessons",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_lessons")),
    )


def experiments() -> None:
    """Create the table of experiments."""
    op.create_table(
        "experiments",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("lab_id", types.Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("hypothesis", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("finding", sa.String(32), nullable=True),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("links", sa.String(length=400), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("stage_before", sa.String(32), nullable=True),
        sa.Column("stage_at", types.UtcDateTime(), nullable=True),
        sa.Column("follows_id", types.Id, nullable=True),
        sa.Column("published_at", types.UtcDateTime(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["follows_id"], ["experiments.id"], name=op.f("fk_experiments_follows_id")),
        sa.ForeignKeyConstraint(["lab_id"], ["labs.id"], name=op.f("fk_experiments_lab_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiments")),
        sa.UniqueConstraint("lab_id", "number", name=op.f("uq_experiments_lab_id_number")),
    )
    op.create_index(op.f("ix_experiments_follows_id"), "experiments", ["follows_id"], unique=False)
    op.create_index(op.f("ix_experiments_lab_id"), "experiments", ["lab_id"], unique=False)


def lab_measures() -> None:
    """Create the table of lab measures."""
    op.create_table(
        "lab_measures",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("lab_id", types.Id, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("value", types.Scaled(), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lab_id"], ["labs.id"], name=op.f("fk_lab_measures_lab_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_measures")),
        sa.UniqueConstraint(
            "lab_id", "kind", "period", "unit", "source", name=op.f("uq_lab_measures_lab_id_kind")
        ),
    )
    op.create_index(op.f("ix_lab_measures_lab_id"), "lab_measures", ["lab_id"], unique=False)


def lab_members() -> None:
    """Create the table of lab members."""
    op.create_table(
        "lab_members",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("lab_id", types.Id, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("stakeholder_group", sa.String(32), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lab_id"], ["labs.id"], name=op.f("fk_lab_members_lab_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_members")),
    )
    op.create_index(op.f("ix_lab_members_lab_id"), "lab_members", ["lab_id"], unique=False)


def milestones() -> None:
    """Create the table of milestones."""
    op.create_table(
        "milestones",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("lab_id", types.Id, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("published_at", types.UtcDateTime(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lab_id"], ["labs.id"], name=op.f("fk_milestones_lab_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    op.create_index(op.f("ix_milestones_lab_id"), "milestones", ["lab_id"], unique=False)


def experiment_partners() -> None:
    """Create the table of experiment partners."""
    op.create_table(
        "experiment_partners",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("experiment_id", types.Id, nullable=False),
        sa.Column("member_id", types.Id, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("fk_experiment_partners_experiment_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["lab_members.id"], name=op.f("fk_experiment_partners_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment_partners")),
        sa.UniqueConstraint(
            "experiment_id", "member_id", name=op.f("uq_experiment_partners_experiment_id_member_id")
        ),
    )
    op.create_index(
        op.f("ix_experiment_partners_experiment_id"), "experiment_partners", ["experiment_id"], unique=False
    )
    op.create_index(
        op.f("ix_experiment_partners_member_id"), "experiment_partners", ["member_id"], unique=False
    )


def lesson_answers() -> None:
    """Create the table of lesson answers."""
    op.create_table(
        "lesson_answers",
        sa.Column("experiment_id", types.Id, nullable=False),
        sa.Column("lesson", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("fk_lesson_answers_experiment_id")
        ),
        sa.PrimaryKeyConstraint("experiment_id", "lesson", name=op.f("pk_lesson_answers")),
    )


def downgrade() -> None:
    """Drop them."""
    for table in (
        "lesson_answers",
        "experiment_partners",
        "milestones",
        "lab_members",
        "lab_measures",
        "experiments",
        "lessons",
        "labs",
    ):
        op.drop_table(table)
