"""Keep what the hub adds to letters in its own words."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "letter_notes",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "language", name=op.f("pk_letter_notes")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("letter_notes")
