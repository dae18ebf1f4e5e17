"""What figures are called, how each is reckoned, and why some are not told, as ``group.code``."""

from circulair.words.marking import N_

TEXTS = {
    "ledger.potential": N_("Possible"),
    "ledger.confirmed": N_("Confirmed"),
    "facet.group": N_("By material"),
    "facet.sector": N_("By sector of the giver"),
    "facet.place": N_("By neighbourhood of the giver"),
    "facet.period": N_("By quarter"),
    "indicator.tonnes": N_("Tonnes"),
    "indicator.by_rung": N_("What happens with the material, in tonnes"),
    "indicator.diverted": N_("Found a use"),
    "indicator.loop": N_("Stays in town"),
    "indicator.circular": N_("Stays material"),
    "indicator.portfolio": N_("Mean score on the ladder"),
    "indicator.co2e": N_("Avoided emission"),
    "indicator.euros": N_("Paid now for collection"),
    "indicator.symbiosis": N_("Groups that work together"),
    "indicator.density": N_("Links per organisation"),
    "indicator.connectance": N_("Share of all possible links"),
    "indicator.cyclicity": N_("Loops in the network"),
    "indicator.eco_connectance": N_("Pairs that exchange, of all pairs"),
    "indicator.nestedness": N_("How far small circles lie within large ones"),
    "indicator.recycling_rate": N_("Pairs that exchange, times the share that is used"),
    "how.tonnes": N_(
        "All weights are added up as they leave the giver. Confirmed are the deliveries of which both sides confirmed weight and date. Possible is what open suggestions could move within a year. Each tonne counts once: an offer that is in several suggestions gives no more than it has, to the best suggestion first."
    ),
    "how.by_rung": N_(
        "What comes out of a process counts at the rung on which it ends. The rest is loss. Together that is what went in. Where no source states a yield, we do not guess: those tonnes stand on a line of their own."
    ),
    "how.diverted": N_("The tonnes that found a use, as a share of all that was offered in the same time."),
    "how.loop": N_(
        "The tonnes whose giver and receiver are both in the municipality of Sittard-Geleen, as a share of all that was offered in the same time. What goes through a process counts once, as it goes in."
    ),
    "how.circular": N_(
        "The tonnes that stay material or product after the process (all rungs above using the energy), as a share of all tonnes. Where no source states a yield, all of it may stay or nothing: then the share lies between two figures. This is our own figure, not the national circular material use rate."
    ),
    "how.portfolio": N_(
        "Each rung of the ladder has a score from 100 (refuse) to 0 (none). This is the mean by weight. The scores are our own choice; the tonnes by rung tell more."
    ),
    "how.co2e": N_(
        "What is not made new, minus making it again; plus what would have happened to it; minus treating what is left over; minus transport. Each factor is published, with source and year. What nobody told is assumed with care: otherwise it would have been burnt, of which only the transport counts, and a lorry brings it. The range comes of 2,000 draws, in which each figure varies as far as its grade says. If the range holds nought, there is no clear effect."
    ),
    "how.euros": N_(
        "What givers told they pay now to have these tonnes collected. It is not what anybody saves: what the exchange costs, nobody entered."
    ),
    "how.symbiosis": N_(
        "At least three organisations that exchange at least two materials, recyclers left out (the 3-2 criterion of Chertow). That recyclers are left out beforehand is our reading."
    ),
    "how.density": N_(
        "Links between organisations, divided by the number of organisations. A pair counts once."
    ),
    "how.connectance": N_(
        "Links, divided by the number of organisations squared, as for food webs in nature. A pair counts once."
    ),
    "how.cyclicity": N_(
        "The largest eigenvalue of the table of who gives to whom. 0: no loop. 1: simple loops. More than 1: loops that are linked."
    ),
    "how.eco_connectance": N_(
        "Pairs of organisations of which one gives to the other, divided by all pairs there could be."
    ),
    "how.nestedness": N_(
        "From 0 to 100: whether organisations with few materials exchange such as those with many exchange too. Below twenty organisations it says nothing, and a dash stands here."
    ),
    "how.recycling_rate": N_(
        "The share of pairs that exchange, times the mean share of what was offered that really moved, by group of material."
    ),
    "no_effect.energy": N_("The energy is used. Which fuel that saves, nobody told."),
    "no_effect.food": N_("Food. That only counts if less food is bought, and nobody told that."),
    "no_effect.rung": N_("For this use we know no published figures."),
    "no_effect.no_factor": N_("For this material we know no pair of published factors."),
    "no_effect.no_yield": N_("No source states the yield of the process."),
    "no_effect.no_distance": N_("The distance is not known."),
}
