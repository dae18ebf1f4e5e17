"""Create the table of what the cells of a release were decided from."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Create it."""
    op.create_table(
        "release_bases",
        sa.Column("release_id", types.Id, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_release_bases_release_id")),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_release_bases")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("release_bases")
