"""The command that plans collection rounds."""

import csv
from pathlib import Path

import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from circulair.commands.rounds import rounds

OFFERS = """\
id,material,tonnes_likely,recurring,lon,lat,m3,until
a,cardboard,5.2,true,5.8290,50.9740,52,
b,cardboard,0.2,false,5.8236,50.9680,2,
c,cardboard,0.1,false,5.8130,50.9760,,
d,cardboard,,false,5.8130,50.9760,,
e,cardboard,1,false,,,,
heavy,cardboard,90,false,5.8180,50.9650,1,
over,cardboard,0.1,false,5.8180,50.9650,1,2026-12-31
other,flat-glass,1,false,5.8180,50.9650,1,
"""
VEHICLES = "id,kg,m3,depot,lon,lat,from,until,max_hours\nvan,1200,10,Hub,5.7940,50.9700,8:00,17.30,8\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "offers.csv").write_text(OFFERS, encoding="utf-8")
    (tmp_path / "vehicles.csv").write_text(VEHICLES, encoding="utf-8")
    return tmp_path


def run(folder: Path, *more: str, out: str = "rounds.csv", **env: str) -> Result:
    files = ["--offers", str(folder / "offers.csv"), "--vehicles", str(folder / "vehicles.csv")]
    chosen = ["--material", "cardboard", "--every", "week", "--day", "2027-03-01", *more]
    return CliRunner(env=env).invoke(rounds, [*files, *chosen, "--out", str(folder / out)])


def written(folder: Path) -> list[dict[str, str]]:
    with (folder / "rounds.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_offer_stands_once_in_a_round_or_with_its_reason(folder: Path) -> None:
    result = run(folder)

    assert result.exit_code == 0, result.stderr
    rows = written(folder)
    assert {row["offer"]: row["reason"] for row in rows} == {
        "a": "",
        "b": "",
        "c": "",
        "d": "tonnes",
        "e": "position",
        "heavy": "weight",
        "over": "day",
        "other": "material",
    }
    assert "1 rounds collect 3 offers" in result.stderr
    assert "1 offers are heavier than any vehicle can carry: left out" in result.stderr
    assert "assumptions (grade D)" in result.stderr


def test_a_row_says_what_is_fetched_when_and_what_the_round_saves(folder: Path) -> None:
    run(folder)
    one, two, three = (row for row in written(folder) if row["round"])
    loads = {row["offer"]: (row["kg"], row["m3"]) for row in (one, two, three)}
    assert loads == {"a": ("100.0", "1.0"), "b": ("200.0", "2.0"), "c": ("100.0", "1.25")}
    assert [row["load_kg"] for row in (one, two, three)][-1] == "400.0"
    assert [row["stop"] for row in (one, two, three)] == ["1", "2", "3"]
    assert float(one["round_km"]) < float(one["round_single_km"])
    singles = [float(row["single_km"]) for row in (one, two, three)]
    assert float(one["round_single_km"]) == pytest.approx(sum(singles), abs=0.01)
    assert (
        "08:00" == one["round_starts"] <= one["arrives"] < one["leaves"] < two["arrives"] < one["round_ends"]
    )


def test_the_same_files_give_the_same_bytes_in_any_order(folder: Path) -> None:
    run(folder)
    before = (folder / "rounds.csv").read_bytes()
    heading, *rows = OFFERS.splitlines()
    (folder / "offers.csv").write_text("\n".join([heading, *reversed(rows)]), encoding="utf-8")
    run(folder)
    assert (folder / "rounds.csv").read_bytes() == before


def test_parquet_holds_the_same_as_csv(folder: Path) -> None:
    run(folder)
    run(folder, out="rounds.parquet")
    table = pyarrow.parquet.read_table(folder / "rounds.parquet").to_pylist()
    assert [row["offer"] for row in table] == [row["offer"] for row in written(folder)]
    assert table[0]["round_km"] == float(written(folder)[0]["round_km"])


def test_several_materials_without_a_choice_are_refused(folder: Path) -> None:
    files = ["--offers", str(folder / "offers.csv"), "--vehicles", str(folder / "vehicles.csv")]
    result = CliRunner().invoke(rounds, [*files, "--out", str(folder / "rounds.csv")])
    assert result.exit_code == 1
    assert "offers.csv, column material: a round collects one material" in result.stderr
    assert "cardboard, flat-glass" in result.stderr


@pytest.mark.parametrize(
    ("name", "was", "becomes", "words"),
    [
        ("offers", "0.2,false", "0.2,perhaps", "offers.csv, row 2, column recurring: 'perhaps'"),
        ("offers", ",52,", ",-52,", "offers.csv, row 1, column m3: -52 cannot be a volume"),
        (
            "offers",
            "m3,until",
            "m3,window_from",
            "row 7, column window_from: '2026-12-31' is no time of the day",
        ),
        ("offers", "m3,until", "minutes,id", "offers.csv, column id: stands twice"),
        ("offers", "50.9740,52", "50.9740,52,1", "offers.csv, row 1: has 9 cells"),
        ("vehicles", "van,1200", "van,", "vehicles.csv, row 1, column kg: is empty"),
        ("vehicles", "van,1200", "van,0", "vehicles.csv, row 1, column kg: kg is 0"),
        ("vehicles", ",10,", ",0,", "vehicles.csv, row 1, column m3: m3 is 0"),
        ("vehicles", "5.7940,50.9700", ",", "vehicles.csv, row 1, column lon: is empty; write where"),
        ("vehicles", "8:00", "8:60", "vehicles.csv, row 1, column from: '8:60' is no time of the day"),
        ("vehicles", "17.30", "7:30", "vehicles.csv, row 1, column until: a window from 08:00 to 07:30"),
        ("vehicles", ",8\n", ",80\n", "vehicles.csv, row 1, column max_hours: max_hours is 80"),
        ("vehicles", VEHICLES.splitlines()[1], "", "vehicles.csv: has no vehicle"),
        ("vehicles", "id,kg,m3", "id,kg,litres", "vehicles.csv, column litres: is no column of this table"),
    ],
)
def test_a_fault_names_its_place_and_the_old_answer_stays(
    folder: Path, name: str, was: str, becomes: str, words: str
) -> None:
    (folder / "rounds.csv").write_text("the old rounds", encoding="utf-8")
    file = folder / f"{name}.csv"
    found = file.read_text(encoding="utf-8")
    assert was in found
    file.write_text(found.replace(was, becomes, 1), encoding="utf-8")

    result = run(folder)

    assert result.exit_code == 1
    assert words in result.stderr
    assert (folder / "rounds.csv").read_text(encoding="utf-8") == "the old rounds"


def test_a_material_that_is_not_known_is_a_wrong_use(folder: Path) -> None:
    assert run(folder, "--material", "unobtainium").exit_code == 2


def test_a_routing_service_that_is_away_is_said(folder: Path) -> None:
    result = run(folder, CIRCULAIR_ROUTING_URL="http://127.0.0.1:9")
    assert result.exit_code == 0
    assert "the routing service did not answer" in result.stderr
