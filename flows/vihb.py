"""The VIHB number of who carries, collects, trades or arranges waste: its form and its activities."""

import re

VIHB = re.compile(r"\d{6}[VX][IX][HX][BX]")
"""Six digits and a letter per activity, X for not: inferred from one application, no official format."""

CARRIERS = {"carrier": "V", "collector": "I", "dealer": "H"}
"""Who takes the waste along, with the letter of that activity on the VIHB list."""

BROKER = "B"
PLACE = {"V": 6, "I": 7, "H": 8, "B": 9}


def is_vihb(text: str) -> bool:
    """Tell whether a text has the form of the VIHB numbers that were seen."""
    return VIHB.fullmatch(text) is not None


def covers(number: str, activity: str) -> bool:
    """Tell whether a VIHB number names an activity; of another form nobody can say, so that it may."""
    return not is_vihb(number) or number[PLACE[activity]] == activity


def tidied(text: str) -> str:
    """Return a number as it is kept: capitals, no spaces."""
    return "".join(text.upper().split())


def number_for(transport_by: str, giver: str, receiver: str) -> str:
    """Return the number of who takes the waste along, "" where it cannot be said.

    ``giver`` and ``receiver`` are their numbers as looked up, "" where they have none. The giver's own van
    has the giver's; of others the one side whose number names that activity, if it is only one.
    """
    if transport_by == "own":
        return giver
    activity = CARRIERS.get(transport_by, "")
    fitting = {one for one in (giver, receiver) if activity and is_vihb(one) and covers(one, activity)}
    return fitting.pop() if len(fitting) == 1 else ""
