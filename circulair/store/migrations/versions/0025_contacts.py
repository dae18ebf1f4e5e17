"""Keep with whom the hub spoke about a suggestion, and what is to be done when."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Create the table and add the columns; nothing is planned yet."""
    op.create_table(
        "contacts",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("suggestion_id", types.Id, nullable=False),
        sa.Column("party", sa.String(32), nullable=False),
        sa.Column("means", sa.String(32), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_words", sa.String(120), nullable=False),
        sa.Column("person_id", types.Id, nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("taken_back_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestions.id"], name=op.f("fk_contacts_suggestion_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_contacts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_suggestion_id"), "contacts", ["suggestion_id"], unique=False)
    op.add_column("suggestions", sa.Column("next_on", sa.Date(), nullable=True))
    op.add_column("suggestions", sa.Column("next_words", sa.String(120), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("suggestions", "next_words")
    op.drop_column("suggestions", "next_on")
    op.drop_table("contacts")
