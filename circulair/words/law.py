"""What the law panel says: its findings, its reasons for asking, its headings."""

from circulair.words.marking import N_

TEXTS = {
    "law.conditions_open": N_("Answer the conditions of this status first."),
    "law.claim_fails": N_("One condition is not met or not known, so in law this is waste. Choose waste."),
    "law.proof_missing": N_("Each condition needs its own document: say where it is."),
    "law.reach_registered": N_("REACH: it is not shown that the same substance was registered."),
    "law.reach_same": N_("REACH: it is not shown that it is the same substance."),
    "law.reach_safety": N_("REACH: the safety information is not there yet."),
    "law.food_origin_open": N_("Say where this food stream comes from."),
    "law.food_use_open": N_("Say what this food stream is used for."),
    "law.kitchen_as_feed": N_("Kitchen waste may not be fed to farm animals."),
    "law.food_category_open": N_("Say which category of animal by-product it is."),
    "law.category_1": N_("Category 1 must be destroyed and cannot be exchanged."),
    "law.feed_conditions": N_("This use of animal by-products has conditions. Ask NVWA which."),
    "law.plant_not_approved": N_(
        "The receiving plant must be approved for animal by-products. For biogas: pieces of at most 12 "
        "mm, one hour at 70 °C."
    ),
    "law.nvwa": N_(
        "The carrier must be registered with NVWA, and the vehicle or container carries the category."
    ),
    "law.former_food": N_(
        "A Dutch collector says: former food below 20 kg a week may go with ordinary waste."
    ),
    "law.building_open": N_("Say from which building it comes: before 1994 asbestos is possible."),
    "law.asbestos_report": N_("A building from before 1994: first an asbestos inventory, with its number."),
    "law.notice_open": N_("Say if there is asbestos or more than 10 m³ of demolition waste."),
    "law.notice_missing": N_("The municipality needs a demolition notice first."),
    "law.wood_class_open": N_("Waste wood needs a class: A, B or C."),
    "law.class_c": N_("Impregnated wood: keep it strictly apart."),
    "law.class_c_as_product": N_("Impregnated wood may not be used again as a product."),
    "law.pops": N_(
        "Persistent pollutants (POPs) are possible here. The limits are not in this program: have it checked."
    ),
    "law.adr": N_(
        "A hazardous substance on the road: ADR can apply. The ADR class is not the hazard property of "
        "the waste."
    ),
    "law.no_standard": N_("No minimum standard for its treatment is recorded. Ask the competent authority."),
    "law.standard_recorded": N_("A minimum standard is recorded: compare the treatment with it."),
    "law.mixed": N_(
        "Waste of different codes would come together. Hazardous waste may not be diluted to become harmless."
    ),
    "law.hub_vihb_missing": N_(
        "The hub arranges waste for others, but its own VIHB number is not set. The operator sets it once."
    ),
    "law.hub_no_broker": N_("The hub's VIHB number does not name it as a broker (B)."),
    "law.hub_vihb_unusual": N_(
        "The hub's VIHB number has an unusual form. Compare it with the list of NIWO."
    ),
    "law.carrier_open": N_("Say who takes the waste along."),
    "law.own_van_unchecked": N_(
        "Own waste in the own van: ask NIWO if no VIHB number is needed. Until then one is."
    ),
    "law.vihb_missing": N_("Who takes waste along needs a VIHB number."),
    "law.vihb_other_activity": N_("This VIHB number does not name that activity."),
    "law.vihb_unusual": N_("This VIHB number has an unusual form. Compare it with the list of NIWO."),
    "law.others_open": N_("Say if a dealer or another broker stands between."),
    "law.others_vihb": N_("That dealer or broker needs a VIHB number too."),
    "law.letter_open": N_("Transport of waste needs an accompanying letter or an exemption."),
    "law.exemption_unfit": N_("This exemption does not fit what is known."),
    "law.reporting_open": N_("Say if the receiver must report to LMA."),
    "law.stream_number": N_("A receiver who reports issues an afvalstroomnummer first."),
    "law.stream_number_form": N_("An afvalstroomnummer has twelve characters and begins with five digits."),
    "law.code_not_permitted": N_("The receiver's permit or notification does not list this code."),
    "law.permit_open": N_("Find out if the receiver's permit or notification lists this code."),
    "law.keep_five_years": N_("Keep contracts, invoices and letters for five years."),
    "law.route_open": N_("Say if it leaves the Netherlands."),
    "law.other_country": N_(
        "Only Germany and Belgium were looked at. Ask the competent authority for this country."
    ),
    "law.regime_open": N_("What the shipment needs cannot be said yet: answer the questions on the border."),
    "law.shipment_prohibited": N_("Waste for disposal may not cross the border without consent."),
    "law.consent_missing": N_("This shipment needs notification and consent first. Count on months."),
    "law.annex_vii": N_(
        "An Annex VII document is needed: contract, permit and form. Receipt is confirmed within two "
        "working days, the certificate of recovery comes within 30 days after it and a year after "
        "receipt."
    ),
    "law.trial_reading": N_(
        "Only its use in a laboratory or trial spares the notification. That is our reading of article "
        "4(5): check it."
    ),
    "law.neighbours_rules": N_(
        "The neighbour country may want its own registration of carrier and broker. Ask there."
    ),
    "law.entry_unfit": N_("Impregnated wood travels as treated wood (AC170), never under a green entry."),
    "law.diwass": N_("The papers of this shipment go through DIWASS."),
    "law.diwass_later": N_("The papers of this shipment need not go through DIWASS yet."),
    "law.answer_unfit": N_("“%(answer)s” does not answer this question."),
    "law.not_waivable": N_("This cannot be waived. Answer what it asks."),
    "why.1.2": N_(
        "Waste is what somebody discards. Something else it is only if every condition holds, and that "
        "has to be shown."
    ),
    "why.1.9": N_(
        "Once something is no longer waste, REACH applies. A recovered substance needs no registration "
        "of its own if these three hold."
    ),
    "why.L8": N_(
        "Kitchen waste and material of animals can carry diseases. There are rules for what it may "
        "become and who may carry it."
    ),
    "why.L9": N_(
        "In buildings from before 1994 there can be asbestos. An inventory comes before anything leaves "
        "the building."
    ),
    "why.L10": N_(
        "With asbestos, or more than 10 m³ of demolition waste, the municipality wants a notice first."
    ),
    "why.L11": N_("The class says what may be done with the wood. Class C is kept strictly apart."),
    "why.L4": N_(
        "Who carries, collects, trades or arranges waste for others is on the VIHB list of NIWO. If own "
        "waste in an own van is exempt, only NIWO can say."
    ),
    "why.L5": N_(
        "Nearly all transport of waste needs an accompanying letter. The five exemptions are those that "
        "LMA names."
    ),
    "why.L6": N_("Some receivers report each receipt to LMA. They issue the number under which they do."),
    "why.L7": N_("The border is near. For waste that crosses it other rules hold, from the first 20 kg."),
    "why.1.7": N_("These questions decide, in this order, what a shipment to another country needs."),
    "why.L16": N_("A receiver may only take waste that its permit or notification names."),
    "why.L1": N_("A code of six digits says in every paper which waste it is."),
    "why.L2": N_(
        "The same material has a code as hazardous and one as harmless waste. Nobody may guess which. "
        "Not known counts as hazardous."
    ),
    "why.L3": N_("Hazardous waste needs a receiver with a permission for it."),
    "law_group.status": N_("What it is"),
    "law_group.matter": N_("This material"),
    "law_group.transport": N_("Transport"),
    "law_group.receiver": N_("Receiver"),
    "law_group.border": N_("Border"),
    "decision.weighed": N_("Weighed"),
    "decision.waived": N_("Waived"),
    "regime.prohibited": N_("Prohibited"),
    "regime.notification": N_("Notification and consent"),
    "regime.annex_vii": N_("Annex VII document"),
    "regime.no_document": N_("No document"),
    "source_read.full": N_("the passage was read whole"),
    "source_read.part": N_("only an excerpt was read"),
    "source_read.none": N_("not checked in a source"),
    "act.law.waived": N_("Requirement waived"),
    "act.law.weighed": N_("Warning weighed"),
    "act.law.opened_again": N_("Law panel open again: the listing became something else in law"),
    "act.law.decision_dropped": N_("Decision on the law no longer holds"),
}
