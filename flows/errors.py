"""The errors of the domain: each names the law that was broken and carries its parts."""


class FlowsError(Exception):
    """A law of the domain was broken; ``code`` is stable and is what other layers translate."""

    code = "flows.error"


class OutOfRangeError(FlowsError):
    """A figure lies outside what its field allows."""

    code = "value.out_of_range"

    def __init__(self, field: str, value: object, allowed: str) -> None:
        super().__init__(field, value, allowed)
        self.field, self.value, self.allowed = field, value, allowed

    def __str__(self) -> str:
        return f"{self.field} is {self.value}; it must be {self.allowed}"


class UnknownCodeError(FlowsError):
    """A code is not in its list."""

    code = "value.unknown_code"

    def __init__(self, field: str, value: object) -> None:
        super().__init__(field, value)
        self.field, self.value = field, value

    def __str__(self) -> str:
        return f"{self.field} {self.value!r} is not in the list"
