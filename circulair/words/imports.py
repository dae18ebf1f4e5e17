"""What is said of sheets: why one is refused, what is wrong in a row, and where an import stands."""

from circulair.words.marking import N_

TEXTS = {
    "sheet.refused": N_("This file cannot be used yet: see what is written beside it."),
    "sheet.too_big": N_("This file is larger than %(most_mb)s MB. Split it into several files."),
    "sheet.unpacks_too_big": N_(
        "This file becomes far too large when it is opened. Copy only the filled-in rows into a new file."
    ),
    "sheet.broken": N_("This file cannot be opened. Open it in Excel and save it anew as .xlsx."),
    "sheet.old": N_("This is an old kind of Excel file (.xls). Open it in Excel and save it as .xlsx."),
    "sheet.locked": N_("This file is locked with a password. Save it without a password."),
    "sheet.macros": N_("There are macros in this file. Save it as .xlsx, without macros."),
    "sheet.kind": N_("This is no Excel file and no CSV. Save your sheet as .xlsx or as CSV."),
    "sheet.encoding": N_("We cannot read the letters in this file. Save it in Excel as 'CSV UTF-8'."),
    "sheet.nul": N_("There are characters in this file that no text has. Save it in Excel as 'CSV UTF-8'."),
    "sheet.quotes": N_("There is a quotation mark too many or too few in or above row %(row)s."),
    "sheet.too_many_rows": N_("There are more than %(most)s rows in this file. Split it."),
    "sheet.too_many_columns": N_(
        "Row %(row)s has more than %(most)s columns. Remove what stands beside the list."
    ),
    "sheet.too_much_text": N_("There is too much text in this file. Split it."),
    "sheet.empty": N_(
        "There are no filled-in rows in this file. Fill in rows below the heading and send it again."
    ),
    "sheet.no_heading": N_(
        "We cannot find the names of the columns. The first row must hold them, at least: %(wanted)s."
    ),
    "sheet.unknown_column": N_(
        "We do not know the column '%(column)s'. Remove it, or use a name of the template."
    ),
    "sheet.unnamed_column": N_("Column %(column)s has no name, but row %(row)s has something in it."),
    "sheet.doubled_column": N_("The column '%(column)s' stands twice. Remove one of the two."),
    "sheet.missing_column": N_("The column '%(column)s' is missing. Add it."),
    "cell.too_long": N_("A cell in row %(row)s has more than %(most)s characters. Make it shorter."),
    "cell.error": N_("Excel shows %(text)s here. Mend the formula or type the value."),
    "cell.formula": N_("There is a formula here without its outcome. Type the value."),
    "cell.word": N_("We do not know '%(text)s' here. Choose for example: %(choices)s."),
    "import.material_open": N_("We are not sure what this is. Choose the material."),
    "import.material_unknown": N_("'%(text)s' is not in our list of materials. Choose the material."),
    "import.unit_missing": N_("Fill in the unit too, for example kg."),
    "import.period_missing": N_("Fill in how often too, for example a year, or once."),
    "import.place_unknown": N_("You have no place called '%(text)s'. You have: %(known)s."),
    "import.place_open": N_("Say where it is: the name of a place, or postcode and house number."),
    "import.address_half": N_("Fill in this half of the address too."),
    "import.not_ready": N_("Some rows are not right yet. Nothing was imported."),
    "import_state.reading": N_("Is being read"),
    "import_state.checked": N_("Waits for you"),
    "import_state.confirmed": N_("Is being imported"),
    "import_state.matching": N_("Imported, looking for partners"),
    "import_state.done": N_("Imported"),
    "import_state.withdrawing": N_("Is being withdrawn"),
    "import_state.withdrawn": N_("Withdrawn"),
    "row_state.waiting": N_("Is being read"),
    "row_state.ready": N_("Good"),
    "row_state.unsure": N_("Choose the material"),
    "row_state.faulty": N_("Not right yet"),
    "row_state.existing": N_("Is listed already"),
    "row_state.doubled": N_("Stands twice"),
    "material_source.told": N_("as in your file"),
    "material_source.chosen": N_("chosen by you"),
    "material_source.understood": N_("understood from your words"),
    "material_source.unknown": N_("not sure"),
    "act.import.taken": N_("Imported"),
    "act.import.withdrawn": N_("Withdrawn"),
}
"""Each refusal says what is wrong and what to do."""
