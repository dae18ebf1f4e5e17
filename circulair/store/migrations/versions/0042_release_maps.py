"""Keep the map of a release as it is drawn when nothing is chosen, so that no visitor waits for that."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "release_maps",
        sa.Column("release_id", types.Id, sa.ForeignKey("releases.id"), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("look", sa.String(64), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("release_maps")
