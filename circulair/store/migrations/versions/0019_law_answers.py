"""Keep what was answered to each question of the law, and what a reviewer decided on a finding."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Create the tables."""
    create("law_answers", "question", 40, sa.Column("answer", sa.String(80), nullable=False), "proof")
    create("law_decisions", "finding", 48, sa.Column("decision", sa.String(32), nullable=False), "reason")


def create(table: str, about: str, most: int, said: sa.Column[str], words: str) -> None:
    """Create one table of what somebody said about an offer in a suggestion."""
    op.create_table(
        table,
        sa.Column("id", types.Id, nullable=False),
        sa.Column("line_id", types.Id, nullable=False),
        sa.Column(about, sa.String(most), nullable=False),
        said,
        sa.Column(words, sa.Text(), nullable=False),
        sa.Column("person_id", types.Id, nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["suggestion_lines.id"], name=op.f(f"fk_{table}_line_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("line_id", about, name=op.f(f"uq_{table}_line_id_{about}")),
    )
    op.create_index(op.f(f"ix_{table}_line_id"), table, ["line_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("law_decisions")
    op.drop_table("law_answers")
