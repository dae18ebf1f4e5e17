"""Reads a service of features as GDAL does, in a process of its own: GDAL holds Python's lock while it waits.

``read_features.py ADDRESS [LAYER OPTIONS]`` prints JSON: the layers, or the rows of one and their places.
"""

import json
import sys

import geopandas
import pyogrio


def main(address: str, layer: str = "", options: str = "{}") -> None:
    """Print what GDAL makes of a service."""
    source = f"OAPIF:{address}"
    if not layer:
        print(json.dumps(pyogrio.list_layers(source).tolist()))
        return
    told = json.loads(options)
    frame = geopandas.read_file(
        source, layer=layer, bbox=tuple(told.pop("bbox")) if "bbox" in told else None, **told
    )
    places = [list(shape.coords) if shape else [] for shape in frame.geometry]
    rows = json.loads(frame.drop(columns="geometry").to_json(orient="records", date_format="iso"))
    print(json.dumps({"crs": frame.crs.to_string(), "rows": rows, "places": places}))


if __name__ == "__main__":
    main(*sys.argv[1:])
