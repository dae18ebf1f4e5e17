"""What is said when something is refused, by the stable code of the error."""

from circulair.words.marking import N_

TEXTS = {
    "flows.error": N_("This does not fit. Please look at what you filled in."),
    "value.out_of_range": N_("%(value)s cannot be right here. Check the number."),
    "value.unknown_code": N_("%(value)s is not in our list. Choose one from the list."),
    "process.mass_created": N_("Process %(process)s gives more than it takes. Lower one of the yields."),
    "process.rows": N_(
        "The rows of process %(process)s do not agree. Each material it takes must give the same."
    ),
    "factor.list": N_(
        "Factor %(row)s stands twice in edition %(edition)s. A change needs an edition of its own."
    ),
    "indicator.more_than_all": N_("The parts of %(whole)s come to more than all of it."),
    "range.order": N_("The lowest figure must not be above the highest."),
    "dates.order": N_("The last day lies before the first day. Change one of the two."),
    "dates.past": N_("This day has passed. Choose a day from today on."),
    "quantity.needs_weight": N_("How heavy is one? Give the weight, or the amount in kilograms or tonnes."),
    "quantity.no_tonnes": N_("This is counted in its own unit, not in tonnes."),
    "amount.one_off_and_yearly": N_("A one-off amount and a yearly amount cannot be added up."),
    "number.format": N_("Write a number in digits, for example 12."),
    "number.too_many_digits": N_("This number has too many digits. Round it off."),
    "number.ambiguous": N_("Do you mean %(readings)s? Write it so that it can be read in one way only."),
    "date.format": N_("Write a day that exists, for example 31 March 2027."),
    "date.ambiguous": N_("This day can be read in two ways. Write it like 31 March 2027."),
    "contact.next_day": N_("Choose a day from today on, within a year."),
    "listing.unconfirmed": N_(
        "Its owner has not confirmed this listing yet. They do so by the link in their letter."
    ),
    "listing.nobody_to_ask": N_(
        "We know nobody of this organisation who could confirm this that way. Register the caller first, or call "
        "whoever has no e-mail address."
    ),
    "listing.over": N_("The last day of this listing is over. Fill in a new last day and place it anew."),
    "text.empty": N_("Fill this in."),
    "text.too_long": N_("This is too long: at most %(most)s characters."),
    "text.control_characters": N_("There are characters in it that cannot be shown. Type it again."),
    "telephone.format": N_("Write a telephone number like 046 477 12 34 or +31 46 477 12 34."),
    "postcode.format": N_("Write a postcode like 6161 AB."),
    "house_number.format": N_("Write a house number like 12 or 12 A."),
    "kvk.format": N_("Write a KVK number of eight digits, for example 12345678."),
    "kvk.branch_number": N_("This is a branch number. Write the KVK number of eight digits."),
    "kvk.rsin": N_("This is an RSIN. Write the KVK number of eight digits."),
    "position.format": N_("Write a position in degrees, for example 5.829 and 50.974."),
    "position.outside": N_("This place is too far away from Sittard-Geleen."),
    "position.swapped": N_("Longitude and latitude are swapped. Put them the other way round."),
    "position.looks_like_rd": N_("These are RD coordinates. Write the position in degrees."),
    "address.unknown": N_(
        "We cannot find this address. Pick the place on the map or choose a neighbourhood."
    ),
    "address.row": N_("Row %(row)s cannot be read: %(reason)s. Nothing was imported."),
    "map.part": N_(
        "The map cannot show this part: “%(part)s” says “%(value)s”. "
        "vak is west,south,east,north in degrees; zoom is a whole number."
    ),
    "suggestion.step_not_allowed": N_("Somebody was ahead of you: this suggestion is now: %(current)s."),
    "suggestion.reason_missing": N_(
        "Say why: choose a reason. With 'something else' a few words are needed."
    ),
    "suggestion.undo_over": N_(
        "This can no longer be undone: the time for it is over, or somebody went on from here."
    ),
    "suggestion.already_answered": N_("This side has answered already."),
    "experiment.step_not_allowed": N_(
        "This experiment has gone on in the meantime. Look at it as it is now."
    ),
    "experiment.lacks": N_("Something is missing for this step. Fill it in first."),
    "experiment.undo_over": N_(
        "This can no longer be taken back: the time for it is over, or somebody went on from here."
    ),
    "experiment.partner_twice": N_("This one takes part already. Remove that first to change the role."),
    "wellbeing.refused": N_("Nothing was stored: there are mistakes in this file."),
    "wellbeing.set": N_("The set of indicators does not fit together at %(name)s."),
    "lab.link": N_("%(value)s is no code of a listing, premises or exchange. It looks like A-7K3M9P."),
    "lab.period": N_("Write a year, a month or a day like 2025, 2025-03 or 2025-03-31."),
    "delivery.step_not_allowed": N_("This delivery was answered or taken back already."),
    "delivery.own_report": N_("The other side confirms this delivery, because you reported it."),
    "delivery.in_future": N_("This day has not come yet. Report a delivery once it has taken place."),
    "delivery.before_agreed": N_(
        "This is long before you agreed. Is the day right? If it is, ask the hub team to report it."
    ),
    "delivery.after_end": N_("This is after the agreement ended. Tell a day up to then."),
    "delivery.maybe_same": N_(
        "A delivery of %(tonnes)s tonnes of about this day stands here already. Is it the same one? Then answer"
        " that one instead of reporting it again. If it is not, tick so here."
    ),
    "delivery.over_agreed": N_(
        "That makes %(tonnes)s tonnes in all, and %(agreed)s were agreed. Is it right? Then tick so here."
    ),
    "delivery.too_large": N_(
        "This is far more than the %(agreed)s tonnes agreed. Check the weight and the unit."
    ),
    "exchange.period_unknown": N_(
        "Nothing can be told of this period: it is not over, or it was told already what moved."
    ),
    "organisation.merged": N_("%(name)s is part of another organisation now. Go on with that one."),
    "organisation.cannot_merge": N_(
        "These two cannot be made one yet. The page says what stands between them: %(numbers)s."
    ),
    "letter.left": N_("This letter needs no new try: it has left, or its first try is still to come."),
    "letter.in_hand": N_("This letter is being sent right now. Look again in a few minutes."),
    "exchange.ended": N_("This exchange has ended. Nothing more can be reported on it."),
    "exchange.tonnes_promised": N_(
        "This amount cannot be agreed any more: there is room for %(left)s tonnes."
    ),
    "exchange.capacity_promised": N_(
        "A plant on the way has room for only %(left)s tonnes more. This needs %(wanted)s tonnes."
    ),
    "exchange.process_idle": N_("A plant on the way does not run (any more), so nothing can go there."),
    "law.open": N_("This cannot be put forward yet: the law panel still asks for an answer."),
    "not_found": N_("We cannot find this page. Perhaps it has been removed, or the address is wrong."),
    "not_allowed": N_("This page is for the hub team."),
    "changed_meanwhile": N_("Somebody changed this while you were looking. You now see how it is."),
    "listing.asked_by_letter": N_("Its owner has an e-mail address, and says so by the link in the letter."),
    "listing.asked_just_now": N_(
        "Its owner was asked less than two weeks ago. Wait for the answer, or call."
    ),
    "listing.closed": N_("This listing has ended. Make a new one."),
    "listing.promised": N_(
        "%(promised)s tonnes of this have been agreed. Do not go below that, and keep how often it is."
    ),
    "listing.material_promised": N_(
        "Others agreed to this material, so it cannot change. Make a new listing for the other material."
    ),
    "listing.place_promised": N_(
        "Others agreed to this place, so it cannot change. Make a new listing for the other place."
    ),
    "premises.missing": N_("Say first where you are: add a place to your organisation."),
    "premises.bag_id": N_("A BAG number has 16 digits, noughts in front included."),
    "premises.free_area": N_("There cannot be more free square metres than there are in all."),
    "premises.empty_first": N_("It can only be used after it became empty. Change one of the two days."),
    "premises.basis": N_("A figure about an area says nothing of one address. Choose another basis."),
    "premises.taken": N_("These premises are in temporary use, or promised for it. End that first."),
    "premises.not_vacant": N_("These premises or this need are no longer open. Choose another."),
    "premises.no_fit": N_("These premises do not have what this need must have."),
    "space.area_order": N_("The least area must not be above the largest. Change one of the two."),
    "use.step_not_allowed": N_("Somebody was ahead of you, or this step is not possible from here."),
    "use.reason_missing": N_(
        "Say why: choose a reason that fits. With 'something else' a few words are needed."
    ),
    "use.day": N_("This day cannot be right. It must have come, and the end comes after the beginning."),
    "inside.unclear": N_(
        "We do not know which material is meant in line %(lines)s. Name one thing on each line."
    ),
    "inside.too_many": N_("At most %(most)s lines of %(longest)s characters each."),
    "card.unclear": N_("We do not know yet which material this is. Choose it first."),
    "card.placed": N_("This card is a listing already. Change it there."),
    "columns.classes": N_("These listings have %(number)s different classes of quality. That is too many."),
    "clock.format": N_("Write a time of the day, for example 8:30."),
    "clock.order": N_("The closing time must be later than the opening time."),
    "round.no_vehicle": N_("There is no vehicle yet. Add one first."),
    "round.twice": N_("%(name)s stands twice. Give each its own name."),
    "round.overloaded": N_("Vehicle %(vehicle)s cannot carry this round."),
    "roads.shape": N_("The distances do not belong to these places."),
    "plan.none": N_("No plan could be made: %(why)s."),
    "plan.unknown_tonnes": N_("Of %(name)s nobody told how many tonnes there are. It cannot be planned."),
    "sector.list": N_("The list of sectors does not fit together."),
    "use.list": N_("The list of uses of materials does not fit together."),
    "sector.unknown": N_("We do not know this word. Choose from the list."),
    "sector.ambiguous": N_("This can be more than one thing. Choose the one you mean."),
    "money.cents": N_("Write an amount in euros with at most two decimals."),
    "collection.price_incomplete": N_("Fill in both: how many euros, and per what."),
    "collection.nothing_told": N_("Fill in at least one answer. Or choose 'Rather not, or does not apply'."),
    "email.taken": N_("There is an account with this e-mail address already."),
    "telephone.known": N_("We know this number already: it is of %(name)s. Go on with that organisation."),
    "password.wrong": N_(
        "This is not your current password. Forgotten? Sign out, and sign in with a link by e-mail."
    ),
    "password.too_common": N_("Many people use this password. Take a few words in a row."),
    "class.step_not_allowed": N_("Somebody was ahead of you, or this step is not possible from here."),
    "weighing.day": N_("This day is not in your weeks, or is still to come. Choose another day."),
    "weighing.no_lesson": N_("You said that this week has no lesson. Take that back first."),
    "weighing.week_full": N_("%(most)s numbers stand at this week already. Take one away first."),
    "weighing.week_told": N_("Something stands at this week already. Take that back first."),
    "class.link": N_("This link does not work any more. Ask the school for the new one."),
    "class.other": N_("Another class (%(opened)s) was opened in this browser. Nothing was saved yet."),
    "class.no_school": N_(
        "A school lets a class begin. Are you one? Choose “school” under “Change who you are”."
    ),
    "class.over": N_("This class does not weigh now, so it needs no link."),
    "class.not_weighable": N_("A class can weigh an open offer that comes back and that has a weight."),
    "class.offer_unknown": N_("We know no public offer with the code %(told)s. Look at its page again."),
    "class.already": N_("Another class weighs this already, or asked to."),
    "class.not_better": N_("What was weighed is not surer than the figure that stands there."),
    "letters.spent": N_(
        "We sent this address five e-mails within the last hour. Follow the newest one, or try again later."
    ),
    "link.spent": N_("This link has been used or has expired. Ask for a new one."),
    "world.not_empty": N_(
        "There are records in this database. The example world only goes into an empty one."
    ),
    "score.weights": N_("The weights of the score are not right."),
    "eural.mirror_not_symmetric": N_("The waste list's mirror entries do not fit together."),
    "eural.hazard_mark_missing": N_("This code needs a star: it is a hazardous waste."),
    "material.tree": N_("The list of materials does not fit together."),
    "geometry.bad_file": N_("This map file cannot be used."),
    "file.refused": N_("This file cannot be used: see the rows below."),
    "file.fault": N_("This row cannot be used."),
}
"""Each says what is wrong and what to do."""
