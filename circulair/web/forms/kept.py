"""A listing that travels with a form: filled in before anybody knew whose it is, sealed against changes."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import HiddenField

from circulair.services import guests
from circulair.services.listings import Draft


class KeptListingField(HiddenField):
    """What a guest filled in, as a sealed text; empty where there is nothing or it is not ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take a text with an unbroken seal."""
        sealed = valuelist[0] if valuelist else ""
        self.data = sealed if opened(sealed) else ""

    @property
    def draft(self) -> Draft | None:
        """Return what was filled in."""
        return guests.draft_of(self.text) if self.text else None

    @property
    def text(self) -> str:
        """Return what was filled in, without the seal."""
        return opened(self.data or "")


def sealed(draft: Draft) -> str:
    """Return a draft as a sealed text."""
    return str(sealer().dumps(guests.kept(draft)))


def opened(text: str) -> str:
    """Return what was sealed, nothing where the seal is broken."""
    try:
        return str(sealer().loads(text))
    except BadSignature:
        return ""


def sealer() -> URLSafeSerializer:
    """Return what seals, with the key of this installation."""
    return URLSafeSerializer(str(current_app.secret_key), salt="kept-listing")
