"""Count how often a plan was begun, so that one that always breaks is given up."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the count; plans of before begin at nought."""
    op.add_column("plans", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("plans", "tries")
