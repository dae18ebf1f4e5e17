"""Create the table of pictures of public stories."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    """Create it."""
    op.create_table(
        "story_pictures",
        sa.Column("experiment_id", types.Id, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("fk_story_pictures_experiment_id")
        ),
        sa.PrimaryKeyConstraint("experiment_id", name=op.f("pk_story_pictures")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("story_pictures")
