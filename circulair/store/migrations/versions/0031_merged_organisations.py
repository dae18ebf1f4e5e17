"""Let an organisation point to the one it was merged into, and let nothing become its own any more."""

from alembic import op

revision = "0031"
down_revision = "0030"

OWNED = ("listings", "premises", "people", "documents", "imports", "processes")
"""Tables whose rows belong to an organisation."""

COLUMN = """
ALTER TABLE organisations ADD COLUMN merged_into_id {kind}
CONSTRAINT fk_organisations_merged_into_id REFERENCES organisations (id)
"""

SQLITE = """
CREATE TRIGGER {table}_of_nobody_merged_{act} BEFORE {act}{column} ON {table}
WHEN EXISTS (SELECT 1 FROM organisations WHERE id = NEW.organisation_id AND merged_into_id IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'this organisation was merged into another'); END
"""

FUNCTION = """
CREATE FUNCTION refuse_merged_owner() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
PERFORM 1 FROM organisations WHERE id = NEW.organisation_id AND merged_into_id IS NULL FOR KEY SHARE;
IF NOT FOUND AND NEW.organisation_id IS NOT NULL THEN
RAISE integrity_constraint_violation USING MESSAGE = 'this organisation was merged into another';
END IF;
RETURN NEW;
END $$
"""
"""It waits for whoever merges the organisation right now, and looks again."""

POSTGRESQL = """
CREATE TRIGGER {table}_of_nobody_merged BEFORE INSERT OR UPDATE OF organisation_id ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_merged_owner()
"""


def upgrade() -> None:
    """Add the pointer, and guard whatever belongs to an organisation."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(COLUMN.format(kind="BIGINT" if on_postgresql else "INTEGER"))
    if on_postgresql:
        op.execute(FUNCTION)
    for table in OWNED:
        if on_postgresql:
            op.execute(POSTGRESQL.format(table=table))
        else:
            for act, column in (("INSERT", ""), ("UPDATE", " OF organisation_id")):
                op.execute(SQLITE.format(table=table, act=act, column=column))


def downgrade() -> None:
    """Drop them."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in OWNED:
        if on_postgresql:
            op.execute(f"DROP TRIGGER {table}_of_nobody_merged ON {table}")
        else:
            for act in ("INSERT", "UPDATE"):
                op.execute(f"DROP TRIGGER {table}_of_nobody_merged_{act}")
    if on_postgresql:
        op.execute("DROP FUNCTION refuse_merged_owner")
    with op.batch_alter_table("organisations") as organisations:
        organisations.drop_constraint("fk_organisations_merged_into_id", type_="foreignkey")
        organisations.drop_column("merged_into_id")
