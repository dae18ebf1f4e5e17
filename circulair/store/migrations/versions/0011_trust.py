"""Keep when a suggestion was put to its sides, who answered a delivery, and what a letter is about."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0011"
down_revision = "0010"

PROPOSED = """
UPDATE suggestions SET proposed_at = (
    SELECT max(at) FROM trail
    WHERE subject = 'suggestion' AND act = 'suggestion.proposed' AND subject_id = suggestions.id
)
"""
"""What was proposed before now is known from the trail."""


def upgrade() -> None:
    """Add the columns, and fill what the trail knows."""
    op.add_column("suggestions", sa.Column("proposed_at", types.UtcDateTime(), nullable=True))
    op.execute(PROPOSED)


def downgrade() -> None:
    """Drop them."""
    op.drop_column("suggestions", "proposed_at")
