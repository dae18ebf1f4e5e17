"""Keep questions put by e-mail, which their link answers."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "asks",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject_id", types.Id, nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.Column("answered_at", types.UtcDateTime(), nullable=True),
        sa.Column("said", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_asks_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_asks"),
    )
    op.create_index("ix_asks_person_id", "asks", ["person_id"])
    op.create_index("ix_asks_kind_subject", "asks", ["kind", "subject_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("asks")
