"""Keep what the hub knows of plants and how it knows an organisation; whoever exchanged before is known."""

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0029"
down_revision = "0028"

KNOWN_BEFORE = """
UPDATE organisations SET verified_how = 'earlier', verified_at = (
    SELECT min(exchanges.agreed_at) FROM exchanges
    JOIN listings ON listings.id IN (exchanges.offer_id, exchanges.need_id)
    WHERE listings.organisation_id = organisations.id
)
WHERE verified_at IS NULL AND EXISTS (
    SELECT 1 FROM exchanges JOIN listings ON listings.id IN (exchanges.offer_id, exchanges.need_id)
    WHERE listings.organisation_id = organisations.id
)
"""
"""An organisation that had an exchange before this rule need not wait for its next one."""


def upgrade() -> None:
    """Add the columns, and verify whoever had an exchange."""
    with op.batch_alter_table("processes") as processes:
        processes.add_column(sa.Column("organisation_id", types.Id, nullable=True))
        processes.add_column(sa.Column("eural", sa.Text(), nullable=False, server_default=""))
        processes.add_column(sa.Column("limits", sa.String(length=400), nullable=False, server_default=""))
        processes.add_column(sa.Column("minimum_tonnes", types.Tonnes(), nullable=True))
        processes.add_column(sa.Column("asked_at", types.UtcDateTime(), nullable=True))
        processes.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        processes.create_foreign_key(
            op.f("fk_processes_organisation_id"), "organisations", ["organisation_id"], ["id"]
        )
    with op.batch_alter_table("organisations") as organisations:
        organisations.add_column(sa.Column("verified_how", sa.String(32), nullable=True))
        organisations.add_column(
            sa.Column("verified_note", sa.String(length=200), nullable=False, server_default="")
        )
    op.execute(KNOWN_BEFORE)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("organisations") as organisations:
        organisations.drop_column("verified_note")
        organisations.drop_column("verified_how")
    with op.batch_alter_table("processes") as processes:
        processes.drop_constraint(op.f("fk_processes_organisation_id"), type_="foreignkey")
        for column in ("version", "asked_at", "minimum_tonnes", "limits", "eural", "organisation_id"):
            processes.drop_column(column)
