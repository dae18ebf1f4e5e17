"""Keep the way back of a forgotten class, and the year of a building on which an agreement was decided."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    """Create the table of the one, and the column of the other."""
    op.create_table(
        "taken_figures",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("listing_id", types.Id, nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("taken_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_taken_figures_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_figures")),
    )
    op.create_index(op.f("ix_taken_figures_listing_id"), "taken_figures", ["listing_id"])
    op.add_column("suggestion_lines", sa.Column("agreed_built_year", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("suggestion_lines") as lines:
        lines.drop_column("agreed_built_year")
    op.drop_table("taken_figures")
