"""What aims, bottlenecks and steps of plans are called."""

from circulair.words.marking import N_

TEXTS = {
    "aim.rung": N_("The best use: tonnes that arrive, reuse counting for more than recycling"),
    "aim.tonnes": N_("The most tonnes that arrive"),
    "aim.km": N_("Short ways: nine tenths of the most tonnes, over as few kilometres as can be"),
    "aim.euros": N_("Collection costs: the tonnes for which givers pay most now"),
    "aim_short.rung": N_("Best use"),
    "aim_short.tonnes": N_("Most tonnes"),
    "aim_short.km": N_("Short ways"),
    "aim_short.euros": N_("Collection costs"),
    "bottleneck.offer": N_("All of the offer “%(name)s” is used."),
    "bottleneck.need": N_("This plan fills the need “%(name)s” completely."),
    "bottleneck.process": N_("The plant “%(name)s” can take no more."),
    "gains.rung": N_("A tonne more would add %(gain)s, counted by use."),
    "gains.tonnes": N_("With a tonne more, %(gain)s more would arrive."),
    "gains.km": N_("A tonne more would save %(gain)s tonne-kilometres."),
    "gains.euros": N_("A tonne more would add %(gain)s of costs that are paid now."),
    "plan.declined": N_("Somebody declined this pair in the meantime."),
    "plan.agreed": N_("This pair agreed already."),
    "plan.sum": N_(
        "It stands in a suggestion with other givers. Together they come to more than there is room for. "
        "Accept all lines of this need at once, or leave that suggestion as it is."
    ),
    "plan.broke": N_(
        "We tried three times, and each time something went wrong on our side. "
        "Try another aim, or tell whoever looks after this site."
    ),
    "plan.nothing": N_("There is nothing to plan: no open offer fits an open need now."),
    "plan.no_amounts": N_(
        "There is nothing to plan: there are matches, but nobody told how many tonnes they are about. "
        "Ask the sides first."
    ),
    "plan.all_promised": N_(
        "There is nothing to plan: there are matches, but all that is offered or wanted has been promised."
    ),
    "plan.no_ways": N_("There are matches, but of none the way is known. Choose another aim."),
    "plan.no_prices": N_(
        "There are matches, but no giver told what collection costs now. Choose another aim."
    ),
    "plan.contradiction": N_("No plan could be made: what is asked for contradicts itself."),
    "plan.no_limit": N_("No plan could be made: nothing limits one of the matches."),
    "plan.no_time": N_("No plan could be made: time was up before one was found. Try again."),
    "plan.none": N_("No plan could be made. Try another aim."),
    "plan.unknown_tonnes": N_("Of %(name)s nobody told how many tonnes there are. It cannot be planned."),
    "act.suggestion.planned": N_("Amount set by a plan"),
    "act.plan.asked": N_("Asked for"),
    "act.plan.accepted": N_("Lines accepted"),
}
