"""Create the tables of trail."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

SQLITE = """
CREATE TRIGGER trail_keeps_{act} BEFORE {act} ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
"""

SQLITE_REPLACE = """
CREATE TRIGGER trail_keeps_rows BEFORE INSERT ON trail
WHEN EXISTS (SELECT 1 FROM trail WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
"""

POSTGRESQL = """
CREATE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$;
CREATE TRIGGER trail_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON trail
FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses()
"""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "trail",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("chained", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail")),
    )
    op.create_index("ix_trail_subject_subject_id", "trail", ["subject", "subject_id"], unique=False)
    op.create_table(
        "trail_head",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("chained", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_head")),
    )
    op.create_table(
        "trail_words",
        sa.Column("trail_id", types.Id, nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["trail_id"], ["trail.id"], name=op.f("fk_trail_words_trail_id")),
        sa.PrimaryKeyConstraint("trail_id", name=op.f("pk_trail_words")),
    )
    op.execute("INSERT INTO trail_head (id, chained) VALUES (1, '')")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL)
    else:
        for act in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(act=act))
        op.execute(SQLITE_REPLACE)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("trail_words")
    op.drop_table("trail_head")
    op.drop_index("ix_trail_subject_subject_id", table_name="trail")
    op.drop_table("trail")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION trail_refuses")
