"""The smallest app that takes an offer and lists 50: Flask and SQLAlchemy, no sign-in, no check, no matching.

It stands beside CirculAIR on the same server with a database of its own, as durable as ours: granian calls
``create_app`` with the address of the database in PEER_DATABASE.
"""

import os
from datetime import date

from flask import Flask, redirect, render_template_string, request
from sqlalchemy import Date, Float, String, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from werkzeug.wrappers import Response

MOST = 50
PAGE = """<!doctype html><html lang="nl"><head><title>Mijn</title></head><body><h1>Mijn</h1><table>
{% for one in offers %}<tr><td><a href="/offers/{{ one.id }}">{{ one.title }}</a></td><td>{{ one.material }}</td>
<td>{{ one.tonnes }} t</td><td>{{ one.until }}</td></tr>{% endfor %}</table></body></html>"""


class Base(DeclarativeBase):
    """Tables of the peer."""


class Offer(Base):
    """An offer as it was typed."""

    __tablename__ = "offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[int] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(200))
    material: Mapped[str] = mapped_column(String(60))
    tonnes: Mapped[float] = mapped_column(Float)
    until: Mapped[date] = mapped_column(Date)


def create_app() -> Flask:
    """Return the app, its table made."""
    engine = create_engine(os.environ["PEER_DATABASE"])

    @event.listens_for(engine, "connect")
    def durable(connection, _entry) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    Base.metadata.create_all(engine)
    app = Flask(__name__)

    @app.post("/offers")
    def register() -> Response:
        told = request.form
        with Session(engine) as session:
            offer = Offer(
                organisation=2, title=told["title"], material=told["material"], tonnes=float(told["amount"]),
                until=date.fromisoformat(told["until"]),
            )  # fmt: skip
            session.add(offer)
            session.commit()
            return redirect(f"/offers/{offer.id}", 303)

    @app.get("/offers")
    def listed() -> str:
        with Session(engine) as session:
            own = select(Offer).where(Offer.organisation == 1).order_by(Offer.id.desc()).limit(MOST)
            return render_template_string(PAGE, offers=session.scalars(own).all())

    with Session(engine) as session:
        session.add_all(
            Offer(
                organisation=1,
                title=f"Offer {at}",
                material="cardboard",
                tonnes=2.0,
                until=date(2027, 12, 31),
            )
            for at in range(MOST)
        )
        session.commit()
    return app
