"""What can be wrong with a proof file that somebody uploads, each with a stable code of its own."""

from flows.errors import FlowsError


class DocumentRefusedError(FlowsError):
    """A file cannot be kept as a document."""

    code = "document.refused"

    def __str__(self) -> str:
        return "this file cannot be kept"


class DocumentTooBigError(DocumentRefusedError):
    """A file is larger than we take."""

    code = "document.too_big"

    def __init__(self, most_mb: int) -> None:
        super().__init__(most_mb)
        self.most_mb = most_mb

    def __str__(self) -> str:
        return f"the file is larger than {self.most_mb} MB; make it smaller or split it"


class DocumentEmptyError(DocumentRefusedError):
    """A file holds nothing."""

    code = "document.empty"

    def __str__(self) -> str:
        return "the file is empty"


class DocumentKindError(DocumentRefusedError):
    """A file is neither a PDF nor an image that we keep, whatever its name says."""

    code = "document.kind"

    def __str__(self) -> str:
        return "the file is no PDF, JPEG, PNG or WebP, whatever its name says"


class DocumentBrokenError(DocumentRefusedError):
    """A file begins like one of our kinds and cannot be read as it, or something else is stuck to it."""

    code = "document.broken"

    def __str__(self) -> str:
        return "the file is damaged, or something else is stuck to it; save it anew"


class DocumentLockedError(DocumentRefusedError):
    """A PDF is locked with a password."""

    code = "document.locked"

    def __str__(self) -> str:
        return "the PDF is locked; save it without a password"


class DocumentActiveError(DocumentRefusedError):
    """A PDF runs something when it is opened, or has no page."""

    code = "document.active"

    def __str__(self) -> str:
        return "the PDF runs something when it is opened, or has no page; print it to a new PDF"


class DocumentPixelsError(DocumentRefusedError):
    """An image has more pixels than we unpack."""

    code = "document.pixels"

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return f"the image has more than {self.most} million pixels; make it smaller"


class DocumentNameError(DocumentRefusedError):
    """The name of a file has folders or hidden signs in it, or is too long."""

    code = "document.name"

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return f"the file's name has signs that no name has, or more than {self.most}; rename it"
