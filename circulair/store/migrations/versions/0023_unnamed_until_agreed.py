"""Keep which organisations stay unnamed to the other side until both have said yes."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add the column; until now everybody was named."""
    op.add_column(
        "organisations", sa.Column("hides_name", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("organisations", "hides_name")
