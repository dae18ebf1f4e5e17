"""Create the tables of releases."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "releases",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )
    op.create_index(op.f("ix_releases_as_of"), "releases", ["as_of"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_releases_as_of"), table_name="releases")
    op.drop_table("releases")
