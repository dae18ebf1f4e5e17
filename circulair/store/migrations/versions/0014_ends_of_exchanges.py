"""Keep why an exchange ended, and on which day a match was found."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

FOUND_ON = """
    UPDATE suggestion_lines SET found_on = (
        SELECT DATE(changed_at) FROM suggestions WHERE suggestions.id = suggestion_lines.suggestion_id
    )
"""
"""The tonnes of a line were counted when its suggestion was last changed, or before."""

WHY_ENDED = """
    UPDATE exchanges SET (ended_by, end_reason, end_words) = (
        SELECT declined_by, reason, reason_words
        FROM suggestions WHERE suggestions.id = exchanges.suggestion_id
    ) WHERE ended_on IS NOT NULL
"""
"""Until now an exchange only ended with its suggestion, for the same reason."""


def upgrade() -> None:
    """Add the columns and fill them from what is known."""
    op.add_column("exchanges", sa.Column("ended_by", sa.String(16), nullable=False, server_default=""))
    op.add_column("exchanges", sa.Column("end_reason", sa.String(32), nullable=True))
    op.add_column("exchanges", sa.Column("end_words", sa.Text(), nullable=False, server_default=""))
    op.execute(WHY_ENDED)
    found_on = sa.Column("found_on", sa.Date(), nullable=False, server_default=sa.text("'2000-01-01'"))
    op.add_column("suggestion_lines", found_on)
    op.execute(FOUND_ON)


def downgrade() -> None:
    """Drop them."""
    op.drop_column("suggestion_lines", "found_on")
    for name in ("end_words", "end_reason", "ended_by"):
        op.drop_column("exchanges", name)
