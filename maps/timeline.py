"""A time line of tonnes: a bar for each period, the one that still runs hatched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from maps.pictures import INK, LINE, QUIET, Spot, Telling, framed, px, text
from maps.style import LOOKS
from maps.words import plain_tonnes

BODY_PX, HEAD_PX, FOOT_PX = 240.0, 30.0, 40.0
MOST_BARS = 12
STEP_PX = 80.0
BAR_PX = 48.0


@dataclass(frozen=True, slots=True)
class Bar:
    """The tonnes of a period, called so; ``runs`` says that the period is not over."""

    label: str
    tonnes: float
    runs: bool = False


def timeline(bars: Sequence[Bar], telling: Telling, tonnes: Callable[[float], str] = plain_tonnes) -> str:
    """Return the last twelve bars beside each other, each with its tonnes; empty where nothing moved."""
    shown = bars[-MOST_BARS:]
    most = max((bar.tonnes for bar in shown), default=0.0)
    if most <= 0:
        return ""
    step = STEP_PX
    hatch = f"{telling.key}-hatch"
    drawn = [
        part
        for place, bar in enumerate(shown)
        for part in drawn_bar(bar, step * (place + 0.5), bar.tonnes / most, (BAR_PX, hatch))
    ]
    labels = [
        label
        for place, bar in enumerate(shown)
        for label in labels_of(bar, step * (place + 0.5), bar.tonnes / most, tonnes)
    ]
    ground = HEAD_PX + BODY_PX
    width = step * len(shown)
    base = f'<path d="M0 {px(ground)}H{px(width)}" stroke="{INK}" stroke-width="1"/>'
    return framed(telling, ground + FOOT_PX, (pattern(hatch), *drawn, base, *labels), width)


def drawn_bar(bar: Bar, middle: float, share: float, look: tuple[float, str]) -> list[str]:
    """Return one bar around its middle, as high as its share of the highest."""
    width, hatch = look
    height = BODY_PX * share
    if height <= 0:
        return []
    fill = f"url(#{hatch})" if bar.runs else LOOKS[1].colour
    return [
        f'<rect x="{px(middle - width / 2)}" y="{px(HEAD_PX + BODY_PX - height)}" width="{px(width)}" '
        f'height="{px(height)}" fill="{fill}" stroke="{INK}" stroke-width="0.75"/>'
    ]


def labels_of(bar: Bar, middle: float, share: float, tonnes: Callable[[float], str]) -> list[str]:
    """Return the tonnes above a bar and its period below."""
    above = HEAD_PX + BODY_PX * (1 - share) - 12
    return [
        text(tonnes(bar.tonnes), Spot(middle, above), "middle"),
        text(bar.label, Spot(middle, HEAD_PX + BODY_PX + 20), "middle", QUIET),
    ]


def pattern(key: str) -> str:
    """Return the hatching of a period that still runs."""
    return (
        f'<defs><pattern id="{key}" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="8" height="8" fill="{LINE}"/>'
        f'<path d="M0 0V8" stroke="{LOOKS[1].colour}" stroke-width="5"/></pattern></defs>'
    )
