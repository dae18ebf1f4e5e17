"""Codes by which people name a thing in public: short, easy to read out, and telling nothing else."""

import hashlib

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals without those that look like others; 32 of them."""

LENGTH = 6

LETTER = {"offer": "A", "need": "V", "premises": "L", "flow": "S", "process": "P", "photo": "F"}
"""With what the code of a kind begins, after its Dutch name."""


def public_code(kind: str, *secrets: object) -> str:
    """Return the code of a thing of a kind, made of what only its record knows; always the same one."""
    text = " ".join(["circulair", kind, *map(str, secrets)])
    digest = hashlib.sha256(text.encode()).digest()
    return f"{LETTER[kind]}-" + "".join(SIGNS[byte % len(SIGNS)] for byte in digest[:LENGTH])
