"""What can be wrong with a geometry file."""

from flows.errors import FlowsError


class BadGeometryError(FlowsError):
    """A file of shapes is not what the map needs: columns, coordinate system or shapes are wrong."""

    code = "geometry.bad_file"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, reason)
        self.file, self.reason = file, reason

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"
