"""Keep when a suggestion was put to its sides, who answered a delivery, and what a letter asks about."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0013"
down_revision = "0012"

PROPOSED = """
UPDATE suggestions SET proposed_at = (
    SELECT max(at) FROM trail
    WHERE subject = 'suggestion' AND act = 'suggestion.proposed' AND subject_id = suggestions.id
)
"""
"""What was proposed before now is known from the trail."""


def upgrade() -> None:
    """Add the columns, fill what the trail knows, and count wrong tries by address."""
    op.add_column("suggestions", sa.Column("proposed_at", types.UtcDateTime(), nullable=True))
    op.execute(PROPOSED)
    op.add_column(
        "deliveries", sa.Column("answered_for", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    with op.batch_alter_table("letters") as letters:
        letters.add_column(sa.Column("suggestion_id", types.Id, nullable=True))
        letters.create_foreign_key(op.f("fk_letters_suggestion_id"), "suggestions", ["suggestion_id"], ["id"])
        letters.create_index(op.f("ix_letters_suggestion_id"), ["suggestion_id"], unique=False)
    op.drop_table("wrong_tries")
    op.create_table(
        "wrong_tries",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_tries")),
    )
    op.create_index(op.f("ix_wrong_tries_address"), "wrong_tries", ["address"], unique=False)


def downgrade() -> None:
    """Drop them, and count wrong tries by person again."""
    op.drop_table("wrong_tries")
    op.create_table(
        "wrong_tries",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_wrong_tries_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_tries")),
    )
    op.create_index(op.f("ix_wrong_tries_person_id"), "wrong_tries", ["person_id"], unique=False)
    with op.batch_alter_table("letters") as letters:
        letters.drop_index(op.f("ix_letters_suggestion_id"))
        letters.drop_constraint(op.f("fk_letters_suggestion_id"), type_="foreignkey")
        letters.drop_column("suggestion_id")
    op.drop_column("deliveries", "answered_for")
    op.drop_column("suggestions", "proposed_at")
