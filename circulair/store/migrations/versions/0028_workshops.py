"""Create the tables of workshops: sessions, their cards, and what was found among these."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Create them."""
    workshops()
    cards()
    finds()


def workshops() -> None:
    """Create the table of sessions."""
    op.create_table(
        "workshops",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops")),
    )


def cards() -> None:
    """Create the table of cards."""
    op.create_table(
        "workshop_cards",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("workshop_id", types.Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("material", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.Column("used_at", types.UtcDateTime(), nullable=True),
        sa.Column("removed_at", types.UtcDateTime(), nullable=True),
        sa.Column("listing_id", types.Id, nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_workshop_cards_workshop_id")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_workshop_cards_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_cards")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_workshop_cards_workshop_id_number")),
    )
    for column in ("workshop_id", "listing_id", "email"):
        op.create_index(op.f(f"ix_workshop_cards_{column}"), "workshop_cards", [column])


def finds() -> None:
    """Create the table of matches."""
    op.create_table(
        "workshop_finds",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("workshop_id", types.Id, nullable=False),
        sa.Column("card_id", types.Id, nullable=False),
        sa.Column("other_id", types.Id, nullable=True),
        sa.Column("listing_id", types.Id, nullable=True),
        sa.Column("found_at", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_workshop_finds_workshop_id")
        ),
        sa.ForeignKeyConstraint(["card_id"], ["workshop_cards.id"], name=op.f("fk_workshop_finds_card_id")),
        sa.ForeignKeyConstraint(["other_id"], ["workshop_cards.id"], name=op.f("fk_workshop_finds_other_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_workshop_finds_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_finds")),
    )
    for column in ("workshop_id", "card_id", "other_id", "listing_id"):
        op.create_index(op.f(f"ix_workshop_finds_{column}"), "workshop_finds", [column])


def downgrade() -> None:
    """Drop them."""
    for table in ("workshop_finds", "workshop_cards", "workshops"):
        op.drop_table(table)
