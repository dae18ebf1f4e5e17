"""Formula-looking texts: made harmless where a sheet leaves us, and given back where it comes in again."""

STARTS = frozenset("=+-@\t\r＝＋－＠")
"""What makes a spreadsheet take a text for a formula, in wide letters too."""

QUOTE = "'"


def harmless(text: str) -> str:
    """Return a text that no spreadsheet reckons with: with an apostrophe before what could be a formula."""
    return QUOTE + text if text.lstrip(QUOTE)[:1] in STARTS and text else text


def as_meant(text: str) -> str:
    """Return a text without the apostrophe that made it harmless."""
    quoted = text.startswith(QUOTE) and text.lstrip(QUOTE)[:1] in STARTS
    return text[1:] if quoted and text.lstrip(QUOTE) else text
