"""Create the tables of suggestions."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "suggestions",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("need_id", types.Id, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("completeness", sa.Float(), nullable=False),
        sa.Column("reviewer_id", types.Id, nullable=True),
        sa.Column("declined_by", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.Column("reason_words", sa.Text(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["listings.id"], name=op.f("fk_suggestions_need_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["people.id"], name=op.f("fk_suggestions_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    op.create_index(op.f("ix_suggestions_need_id"), "suggestions", ["need_id"], unique=False)
    op.create_index("ix_suggestions_status_score", "suggestions", ["status", "score"], unique=False)
    op.create_table(
        "answers",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("suggestion_id", types.Id, nullable=False),
        sa.Column("listing_id", types.Id, nullable=False),
        sa.Column("party", sa.String(32), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("recorded_by_id", types.Id, nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_answers_listing_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_answers_recorded_by_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestions.id"], name=op.f("fk_answers_suggestion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("suggestion_id", "listing_id", name=op.f("uq_answers_suggestion_id_listing_id")),
    )
    op.create_index(op.f("ix_answers_listing_id"), "answers", ["listing_id"], unique=False)
    op.create_index(op.f("ix_answers_suggestion_id"), "answers", ["suggestion_id"], unique=False)
    op.create_table(
        "suggestion_lines",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("suggestion_id", types.Id, nullable=False),
        sa.Column("offer_id", types.Id, nullable=False),
        sa.Column("open_key", sa.String(length=48), nullable=True),
        sa.Column("processes", sa.String(length=200), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("completeness", sa.Float(), nullable=False),
        sa.Column("strategy", sa.String(32), nullable=False),
        sa.Column("distance_km", sa.Float(), nullable=True),
        sa.Column("recurring", sa.Boolean(), nullable=True),
        sa.Column("tonnes_low", types.Tonnes(), nullable=True),
        sa.Column("tonnes_likely", types.Tonnes(), nullable=True),
        sa.Column("tonnes_high", types.Tonnes(), nullable=True),
        sa.Column("taken_tonnes", types.Tonnes(), nullable=True),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("legal_status", sa.String(32), nullable=False),
        sa.Column("legal_reason", sa.Text(), nullable=False),
        sa.Column("receiver_permitted", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["listings.id"], name=op.f("fk_suggestion_lines_offer_id")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestions.id"], name=op.f("fk_suggestion_lines_suggestion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_lines")),
        sa.UniqueConstraint("open_key", name=op.f("uq_suggestion_lines_open_key")),
    )
    op.create_index(op.f("ix_suggestion_lines_offer_id"), "suggestion_lines", ["offer_id"], unique=False)
    op.create_index(
        op.f("ix_suggestion_lines_suggestion_id"), "suggestion_lines", ["suggestion_id"], unique=False
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_suggestion_lines_suggestion_id"), table_name="suggestion_lines")
    op.drop_index(op.f("ix_suggestion_lines_offer_id"), table_name="suggestion_lines")
    op.drop_table("suggestion_lines")
    op.drop_index(op.f("ix_answers_suggestion_id"), table_name="answers")
    op.drop_index(op.f("ix_answers_listing_id"), table_name="answers")
    op.drop_table("answers")
    op.drop_index("ix_suggestions_status_score", table_name="suggestions")
    op.drop_index(op.f("ix_suggestions_need_id"), table_name="suggestions")
    op.drop_table("suggestions")
