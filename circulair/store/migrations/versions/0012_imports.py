"""Create the tables of imports."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "imports",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("organisation_id", types.Id, nullable=False),
        sa.Column("person_id", types.Id, nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("open_key", sa.String(length=96), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("old_windows", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("marked", sa.Integer(), nullable=False),
        sa.Column("listings", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("through", types.Id, nullable=False),
        sa.Column("leased_until", types.UtcDateTime(), nullable=True),
        sa.Column("failed", sa.String(length=200), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_imports_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_imports_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("open_key", name=op.f("uq_imports_open_key")),
    )
    op.create_index(op.f("ix_imports_organisation_id"), "imports", ["organisation_id"], unique=False)
    op.create_index("ix_imports_state_leased_until", "imports", ["state", "leased_until"], unique=False)
    op.create_table(
        "import_rows",
        sa.Column("import_id", types.Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("twin", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("material", sa.String(length=64), nullable=False),
        sa.Column("material_source", sa.String(32), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_rows_import_id")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_rows")),
    )
    op.create_index("ix_import_rows_import_id_state", "import_rows", ["import_id", "state"], unique=False)
    op.create_table(
        "imported_listings",
        sa.Column("listing_id", types.Id, nullable=False),
        sa.Column("import_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_imported_listings_import_id")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_imported_listings_listing_id")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_imported_listings")),
    )
    op.create_index(op.f("ix_imported_listings_import_id"), "imported_listings", ["import_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_imported_listings_import_id"), table_name="imported_listings")
    op.drop_table("imported_listings")
    op.drop_index("ix_import_rows_import_id_state", table_name="import_rows")
    op.drop_table("import_rows")
    op.drop_index("ix_imports_state_leased_until", table_name="imports")
    op.drop_index(op.f("ix_imports_organisation_id"), table_name="imports")
    op.drop_table("imports")
