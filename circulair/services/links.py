"""Links sent by e-mail: a token that only its reader has, of which no more than a digest is kept."""

import hashlib
import secrets


def fresh() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a link: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()
