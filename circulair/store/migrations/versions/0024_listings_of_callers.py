"""Keep until when an owner can confirm a listing that the hub put in for them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add the column; what is there is confirmed, since owners put it in themselves."""
    op.add_column("listings", sa.Column("confirm_by", sa.Date(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("listings", "confirm_by")
