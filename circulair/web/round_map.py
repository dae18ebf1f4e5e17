"""Rounds on a map: a plan handed to maps, in the words of the page."""

from circulair import language as words_of
from circulair.language import _
from circulair.services.rounds import Planned
from circulair.web.town import corners_of, words
from flows.clock import clock
from flows.rounds import Call, Round
from maps.ground import town_ground
from maps.page import DrawnMap, MapOptions, draw
from maps.rounds import DrivenRound, DrivenStop, letters, round_layer


def drawn(planned: Planned) -> DrawnMap:
    """Return the map of the rounds of a plan."""
    driven = [driven_round(planned, one, place) for place, one in enumerate(planned.plan.rounds)]
    spots = [stop.position for one in driven for stop in one.stops] + [one.depot for one in driven]
    options = MapOptions(words=words(), map_id="rounds", corners=corners_of(spots))
    return draw([round_layer(driven, words())] if driven else [], town_ground(), options)


def driven_round(planned: Planned, one: Round, place: int) -> DrivenRound:
    """Return one round as it is drawn."""
    name = letters(place)
    return DrivenRound(
        name=name,
        title=_("Round %(name)s: %(vehicle)s", name=name, vehicle=planned.named(one)),
        depot=one.vehicle.depot.position,
        depot_name=planned.vehicles[one.vehicle.id].name,
        km=f"{words_of.number(one.km, 1)} km",
        stops=tuple(driven_stop(planned, call) for call in one.calls),
    )


def driven_stop(planned: Planned, call: Call) -> DrivenStop:
    """Return one stop as it is drawn."""
    offer = planned.offers[call.stop.id]
    return DrivenStop(
        title=offer.organisation.name,
        what=offer.title,
        position=call.stop.position,
        arrives=clock(call.arrives // 60),
        load=words_of.tonnes(call.stop.kg / 1000),
    )
