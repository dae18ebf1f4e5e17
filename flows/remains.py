"""Remains: the words of a line that name its material, once amounts, days and phrases were taken out."""

import re
from functools import cache

EDGE = {
    "nl": "van met aan de het een en of in op bij te voor uit per wij we ik ons onze mijn er zijn is was hebben heb heeft"
    " hallo hoi hi hey goedemorgen goedemiddag goedendag beste dag alstublieft aub svp gaarne graag kunnen kan krijgen"
    " jullie u je nog ook wel dan al die dat deze dit als om naar hier bedrijf iemand stuks ca elke per gemiddeld"
    " veer höbbe ich ouch get dees wil willen wie na tot vanaf ter zo'n zon groet groetjes mvg bedankt dank"
    " ze liggen liggend hen staan staat liefst dringend spoed gooi gooien geef geven gooit leveren geleverd niks"
    " weg moet moeten mag mogen inzet aantal hoeveelheid ongeveer steeds komt komen vrij wordt worden geleegd opgehaald lang maal keer x",
    "en": "of the a an and or with for in at on to from by per we i our my there is are be have has had got get hi hello"
    " hey dear please thanks thank you also some any that this these those it as it's its about will would like can"
    " need them which hi regards we've we'd i'm i've anyone someone collect urgently left going each total ca approx us looking being",
    "de": "von mit der die das den dem des ein eine einen einem einer und oder in im an am zu für aus bei pro wir ich"
    " unser unsere unseren es gibt sind ist haben hat habe hallo guten tag bitte gerne gern danke auch noch etwa ca je"
    " liebe grüße uns als hier jemand dass wird werden ab bis zum zur hätten hätte gibt's dringend abholbar",
}
"""Words at either end of the rest that say nothing of a material."""

DESCRIBES = {
    "nl": "lege leeg gebruikte oude nieuwe schone houten goede gave kapotte defecte"
    " partij grote kleine stevige sterke wat van met als mooie verschillende diverse blauwe zwarte witte gave nette"
    " herbruikbare gratis stuks",
    "en": "empty used old new clean wooden good broken small large big strong various mixed black"
    " blue white reusable spare",
    "de": "leere leer leeren gebrauchte gebrauchten alte alten neue neuen saubere sauberen hölzerne"
    " gute guten kaputte große kleine stabile verschiedene diverse wiederverwendbare",
}
"""Words that describe a package without naming what is in it."""

WORDS = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
EDGES = " \n\t.,;:!?-–—()[]/&+=\"'"


def tidied(rest: str, language: str) -> str:
    """Return what is left of a line as a phrase: no loose signs, no words at its ends that say nothing."""
    parts = (part.strip(EDGES) for part in re.split(r"\n+", rest))
    text = re.sub(r"\s+([,.;:!?])", r"\1", " ".join(part for part in parts if part))
    text = re.sub(r"([,.;:!?])[\s,.;:!?]+", r"\1 ", re.sub(r"\(\s*\)", " ", " ".join(text.split())))
    while (shorter := _shorter(text.strip(EDGES), _edge(language))) != text:
        text = shorter
    return text


def _shorter(text: str, edge: frozenset[str]) -> str:
    words = list(WORDS.finditer(text))
    if words and words[0][0].casefold() in edge:
        return text[words[0].end() :].strip(EDGES)
    if words and words[-1][0].casefold() in edge:
        return text[: words[-1].start()].strip(EDGES)
    return text


def only_describes(rest: str, language: str) -> bool:
    """Tell whether the rest names no material: it is empty, or only describes the package before it."""
    words = {word.casefold() for word in WORDS.findall(rest)}
    return words <= _describing(language)


def material_words(amount: str, language: str) -> str:
    """Return the words of an amount without its numbers: "20 pallets" is about pallets."""
    words = [word for word in WORDS.findall(amount) if not word[0].isdigit() and len(word) > 2]
    return " ".join(word for word in words[-2:] if word.casefold() not in _edge(language))


@cache
def _edge(language: str) -> frozenset[str]:
    return frozenset(EDGE[language].split())


@cache
def _describing(language: str) -> frozenset[str]:
    return frozenset(DESCRIBES[language].split()) | _edge(language)
