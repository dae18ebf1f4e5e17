"""What is said of documents and receipts: kinds, what was done, why a file cannot be kept, what is missing."""

from circulair.words.marking import N_

TEXTS = {
    "document_kind.permit": N_("Permit"),
    "document_kind.vihb": N_("Proof of the VIHB list"),
    "document_kind.analysis": N_("Analysis"),
    "document_kind.weighbridge": N_("Weighbridge ticket"),
    "document_kind.contract": N_("Contract"),
    "document_kind.photo": N_("Photo"),
    "document_kind.other": N_("Something else"),
    "lma_lack.number": N_("no waste stream number"),
    "lma_lack.number_form": N_("the waste stream number has another form"),
    "lma_lack.number_twice": N_("one waste stream number for different streams"),
    "lma_lack.eural": N_("no Eural code"),
    "lma_lack.method": N_("no processing method"),
    "lma_lack.origin": N_("no postcode and house number of the origin"),
    "lma_lack.route": N_("how the collector fetched it"),
    "law.number_unfit": N_(
        "“%(number)s” is no waste stream number: five digits, then seven digits or letters, "
        "for example 12345ABC0001."
    ),
    "act.law.documented": N_("Number or papers of the waste noted"),
    "act.document.added": N_("Document added"),
    "act.document.withdrawn": N_("Document withdrawn"),
    "document.refused": N_("This file cannot be kept."),
    "document.too_big": N_("The file is larger than %(most_mb)s MB. Make it smaller or split it."),
    "document.empty": N_("The file is empty. Choose another."),
    "document.kind": N_("This is no PDF, JPEG, PNG or WebP, whatever its name says. Choose another file."),
    "document.broken": N_(
        "The file is damaged, or something else is stuck to it. Save it anew and try again."
    ),
    "document.locked": N_("This PDF is locked. Save it without a password."),
    "document.active": N_(
        "This PDF runs something when it is opened, or has no page. Print it to a new PDF."
    ),
    "document.pixels": N_("This image has more than %(most)s million pixels. Make it smaller."),
    "document.name": N_(
        "The name of the file is longer than %(most)s characters, or has signs in it that no name has. Rename it."
    ),
    "document.no_room": N_(
        "Your organisation keeps %(most)s MB of documents here, and that is the most. Call the hub team."
    ),
    "document.too_many": N_("There are %(most)s documents here already. Withdraw those that nobody needs."),
}
