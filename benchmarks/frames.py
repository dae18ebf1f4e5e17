"""The question on frames and arrays, as pandas and a ball tree answer it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.neighbors import BallTree

Rows = dict[str, np.ndarray]
MOST = 20


def in_pandas(folder: Path) -> Callable[[], Rows]:
    """Return pandas, its frames in memory."""
    offers, needs, ways = (pd.read_parquet(folder / f"{name}.parquet") for name in ("o", "n", "w"))

    def answer() -> Rows:
        demand = needs.merge(ways, left_on="material", right_on="wanted")
        return best_of(demand.merge(offers, left_on="offered", right_on="material", suffixes=("_n", "")))

    return answer


def in_trees(folder: Path) -> Callable[[], Rows]:
    """Return scikit-learn: a ball tree for the offers of each material, asked for all in reach."""
    offers, needs, ways = (pd.read_parquet(folder / f"{name}.parquet") for name in ("o", "n", "w"))
    by_material = dict(list(offers.groupby("material")))
    trees = {
        name: BallTree(np.radians(rows[["lat", "lon"]].to_numpy()), metric="haversine")
        for name, rows in by_material.items()
    }

    def answer() -> Rows:
        demand = needs.merge(ways, left_on="material", right_on="wanted").add_suffix("_n")
        demand = demand.rename(columns={f"{name}_n": name for name in ways.columns})
        left = demand["max_km_n"] - demand["between_one"] - demand["between_two"]
        last = 1.3 * arc(demand["last_lon"], demand["last_lat"], demand["lon_n"], demand["lat_n"])
        demand = demand.assign(left=left - last.fillna(0))
        demand = demand[(demand["left"] >= 0) & demand["offered"].isin(trees.keys())]
        parts = []
        for name, rows in demand.groupby("offered"):
            lon, lat = rows["first_lon"].fillna(rows["lon_n"]), rows["first_lat"].fillna(rows["lat_n"])
            reach = rows["left"].to_numpy() / 1.3 / 6371.0088 * (1 + 1e-9) + 1e-12
            near = trees[name].query_radius(np.radians(np.column_stack((lat, lon))), reach)
            seeker = rows.iloc[np.repeat(np.arange(len(rows)), [len(one) for one in near])]
            found = by_material[name].iloc[np.concatenate(near)]
            parts.append(pd.concat([seeker.reset_index(drop=True), found.reset_index(drop=True)], axis=1))
        return best_of(pd.concat(parts))

    return answer


def arc(lon: pd.Series, lat: pd.Series, other_lon: pd.Series, other_lat: pd.Series) -> pd.Series:
    """Return the great circle in km."""
    half_lat = np.sin(np.radians(other_lat - lat) / 2)
    half_lon = np.sin(np.radians(other_lon - lon) / 2)
    chord = half_lat**2 + np.cos(np.radians(lat)) * np.cos(np.radians(other_lat)) * half_lon**2
    return 2 * 6371.0088 * np.arcsin(np.sqrt(np.minimum(1.0, chord)))


def best_of(pairs: pd.DataFrame) -> Rows:
    """Return the best of pairs of a need along a route (columns ending in _n) and an offer."""
    days = np.minimum(pairs["finish"], pairs["finish_n"]) - np.maximum(pairs["start"], pairs["start_n"]) + 1
    asked = pairs["contamination"].notna() & pairs["contamination_n"].notna() & (pairs["steps"] == 0)
    clean = ~asked | (pairs["contamination"] <= pairs["contamination_n"])
    other = pairs["organisation"] != pairs["organisation_n"]
    pairs = pairs.assign(days=days, asked=asked)[(days > 0) & clean & other]
    straight = 1.3 * arc(pairs["lon"], pairs["lat"], pairs["lon_n"], pairs["lat_n"])
    through = 1.3 * arc(pairs["lon"], pairs["lat"], pairs["first_lon"], pairs["first_lat"])
    through += pairs["between_one"] + pairs["between_two"]
    through += 1.3 * arc(pairs["last_lon"], pairs["last_lat"], pairs["lon_n"], pairs["lat_n"])
    km = straight.where(pairs["first_lon"].isna(), through)
    pairs = pairs.assign(km=km)[km <= pairs["max_km_n"]]
    have, want = pairs["tonnes"] * pairs["share"], pairs["tonnes_n"]
    gets = np.minimum(have, want)
    shorter = np.minimum(pairs["finish"] - pairs["start"], pairs["finish_n"] - pairs["start_n"]) + 1
    quality = (1 - 0.5 * pairs["contamination"] / pairs["contamination_n"]).where(pairs["asked"], 0.5)
    score = 0.3 * pairs["closeness"] + 0.15 * quality + 0.15 * (gets / have + gets / want) / 2
    score += (
        0.15 * pairs["days"] / shorter + 0.15 * np.maximum(0.0, 1 - pairs["km"] / 50) + 0.1 * pairs["ladder"]
    )
    score = np.minimum(1.0, score)
    pairs = pairs.assign(score=score, key=-np.floor(score * 1e9 + 0.5))
    best = pairs.sort_values(["id_n", "key", "ord"]).drop_duplicates(["id_n", "id"])
    best = best.sort_values(["id_n", "key", "id"]).groupby("id_n").head(MOST)
    names = {"id_n": "need", "id": "offer", "way": "way", "score": "score"}
    return {new: best[old].to_numpy() for old, new in names.items()}
