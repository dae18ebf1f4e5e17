"""Create the table of documents, and let an answer on the law name one as its proof."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Create it; no answer has a document so far."""
    op.create_table(
        "documents",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("organisation_id", types.Id, nullable=True),
        sa.Column("suggestion_id", types.Id, nullable=True),
        sa.Column("exchange_id", types.Id, nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("person_id", types.Id, nullable=True),
        sa.Column("added_at", types.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", types.UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_documents_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestions.id"], name=op.f("fk_documents_suggestion_id")
        ),
        sa.ForeignKeyConstraint(["exchange_id"], ["exchanges.id"], name=op.f("fk_documents_exchange_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_documents_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("key", name=op.f("uq_documents_key")),
    )
    for column in ("organisation_id", "suggestion_id", "exchange_id"):
        op.create_index(op.f(f"ix_documents_{column}"), "documents", [column], unique=False)
    with op.batch_alter_table("law_answers") as table:
        table.add_column(sa.Column("document_id", types.Id, nullable=True))
        table.create_foreign_key(op.f("fk_law_answers_document_id"), "documents", ["document_id"], ["id"])
        table.create_index(op.f("ix_law_answers_document_id"), ["document_id"])


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("law_answers") as table:
        table.drop_index(op.f("ix_law_answers_document_id"))
        table.drop_constraint(op.f("fk_law_answers_document_id"), type_="foreignkey")
        table.drop_column("document_id")
    for column in ("exchange_id", "suggestion_id", "organisation_id"):
        op.drop_index(op.f(f"ix_documents_{column}"), table_name="documents")
    op.drop_table("documents")
