"""Weights of the score in a file, in the columns of those in use, for a person to put in their place."""

import csv
from pathlib import Path

from circulair.files.tables import replacing
from flows.scoring import Weights

COLUMNS = ("part", "weight", "typical", "scale", "version", "date", "reason", "note")


def write_weights(path: Path, weights: Weights, note: str) -> None:
    """Write weights, a row a part, each with the same note."""
    with replacing(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for part in weights.parts:
            scale = f"{weights.distance_scale_km:g}" if part.part == "distance" else ""
            told = (f"{part.weight:.2f}", f"{part.typical:g}", scale)
            table.writerow([part.part, *told, weights.version, weights.date, weights.reason, note])
