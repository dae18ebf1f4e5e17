"""Keep on each agreed line what its law was decided on; of what is agreed already, what stands now."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from circulair.store.records import types

revision = "0040"
down_revision = "0039"

TOWN = ZoneInfo("Europe/Amsterdam")

TEXTS = {"agreed_eural": 6, "agreed_dangerous": 32, "agreed_material": 64}

AGREED = sa.text(
    """
    SELECT lines.id AS line, exchanges.agreed_at, exchanges.material,
      listings.eural, listings.contains_dangerous
    FROM exchanges
    JOIN suggestion_lines AS lines
      ON lines.suggestion_id = exchanges.suggestion_id AND lines.offer_id = exchanges.offer_id
    JOIN listings ON listings.id = exchanges.offer_id
    """
).columns(agreed_at=types.UtcDateTime())


def upgrade() -> None:
    """Add the columns and fill those of what is agreed."""
    op.add_column("suggestion_lines", sa.Column("agreed_on", sa.Date(), nullable=True))
    for name, length in TEXTS.items():
        op.add_column("suggestion_lines", sa.Column(name, sa.String(length), nullable=True))
    lines = sa.table(
        "suggestion_lines",
        sa.column("id", types.Id),
        sa.column("agreed_on", sa.Date()),
        *(sa.column(name, sa.String()) for name in TEXTS),
    )
    database = op.get_bind()
    for row in database.execute(AGREED).all():
        frozen = {
            "agreed_on": row.agreed_at.astimezone(TOWN).date(),
            "agreed_eural": row.eural,
            "agreed_dangerous": row.contains_dangerous,
            "agreed_material": row.material,
        }
        database.execute(sa.update(lines).where(lines.c.id == row.line).values(frozen))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("suggestion_lines") as lines:
        for name in ("agreed_on", *TEXTS):
            lines.drop_column(name)
