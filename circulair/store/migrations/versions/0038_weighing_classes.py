"""Create the tables of classes that weigh a stream, and of what they weighed."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "weighing_classes",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("organisation_id", types.Id, nullable=False),
        sa.Column("listing_id", types.Id, nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("stream_name", sa.String(length=80), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("taken_at", types.UtcDateTime(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_weighing_classes_organisation_id")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_weighing_classes_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weighing_classes")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_weighing_classes_link_digest")),
    )
    for column in ("organisation_id", "listing_id"):
        op.create_index(op.f(f"ix_weighing_classes_{column}"), "weighing_classes", [column])
    op.create_table(
        "class_weighings",
        sa.Column("id", types.Id, nullable=False),
        sa.Column("class_id", types.Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kg", types.Scaled(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["weighing_classes.id"], name=op.f("fk_class_weighings_class_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_weighings")),
    )
    op.create_index(op.f("ix_class_weighings_class_id"), "class_weighings", ["class_id"])


def downgrade() -> None:
    """Drop them."""
    for table in ("class_weighings", "weighing_classes"):
        op.drop_table(table)
