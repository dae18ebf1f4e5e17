"""Keep why a suggestion lapsed, and a telephone number of whoever wants to be called."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the columns; why something lapsed before now is not known."""
    op.add_column("suggestions", sa.Column("lapsed_for", sa.String(32), nullable=True))
    op.add_column("people", sa.Column("telephone", sa.String(24), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("people", "telephone")
    op.drop_column("suggestions", "lapsed_for")
