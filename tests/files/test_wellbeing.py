"""Files of CBS: read in three layouts, refused as a whole with row and column. All figures are invented."""

import json
from decimal import Decimal

import pytest

from circulair.files.wellbeing import Edition, Figure, read_figures
from circulair.files.wellbeing_tables import Place, WellbeingRefusedError, Wrong
from flows.wellbeing import Better, Indicator

FUN = Indicator("2031", "M000123", "Made up", "Plezier in het park", "Fun", "%", Better.HIGHER, "made up")
NOISE = Indicator("2031", "geluid", "Made up", "Geluid (Lden)", "Noise", "", Better.LOWER, "made up")
EDITION = Edition([FUN, NOISE], provisional=False)
SILENT = Edition([FUN, NOISE])

EXPECTED = (
    Figure("M000123", "GM1883", 2031, Decimal("41.5"), "%", False),
    Figure("M000123", "PV31", 2031, Decimal(40), "%", False),
)


def places(content: str, edition: Edition = EDITION) -> tuple[Place, ...]:
    with pytest.raises(WellbeingRefusedError) as refused:
        read_figures(content.encode(), edition)
    return refused.value.places


def test_csv_of_the_odata_service_is_read() -> None:
    content = (
        '"Id";"Measure";"ValueAttribute";"Value";"StringValue";"RegioS";"Perioden"\n'
        '"0";"M000123";"None";"41.5";"";"GM1883";"2031JJ00"\n'
        '"1";"M000123";"None";"40";"";"PV31";"2031JJ00"\n'
        '"2";"M000123";"Confidential";"";"";"NL01";"2031JJ00"\n'
    )
    assert read_figures(content.encode("utf-8-sig"), EDITION) == EXPECTED


def test_json_of_the_odata_service_is_read() -> None:
    rows = [
        {"ID": 0, "RegioS": "GM1883 ", "Perioden": "2031JJ00", "PlezierInHetPark_7": 41.5},
        {"ID": 1, "RegioS": "PV31  ", "Perioden": "2031JJ00", "PlezierInHetPark_7": 40},
        {"ID": 2, "RegioS": "NL01", "Perioden": "2031JJ00", "PlezierInHetPark_7": None},
    ]
    assert read_figures(json.dumps({"value": rows}).encode(), EDITION) == EXPECTED


def test_a_table_of_statline_is_read_with_its_title_and_its_source_line() -> None:
    content = (
        '"Verzonnen monitor"\n'
        '"Regio\'s";"Perioden";"Plezier in het park (%)";"Geluid (Lden) (dB)"\n'
        '"Sittard-Geleen";"2031*";"41,5";"52,25"\n'
        '"Limburg (PV)";"2031*";"40";"."\n'
        '"Bron: verzonnen"\n'
    )
    fun, noise, limburg = read_figures(content.encode(), SILENT)
    assert (fun.value, fun.provisional) == (Decimal("41.5"), True)
    assert (noise.code, noise.unit, noise.value) == ("geluid", "dB", Decimal("52.25"))
    assert limburg.region == "PV31"


def test_a_topic_is_found_below_the_themes_that_statline_writes_in_front_of_it() -> None:
    content = (
        '"Regio\'s";"Perioden";"Vrije tijd/Buiten/Plezier in het park (%)";"Milieu/Geluid (Lden) (dB/m)"\n'
        '"Sittard-Geleen";"2031";"41,5";"52"\n'
    )
    fun, noise = read_figures(content.encode("utf-8-sig"), EDITION)
    assert (fun.code, fun.unit, fun.value) == ("M000123", "%", Decimal("41.5"))
    assert (noise.code, noise.unit, noise.value) == ("geluid", "dB/m", Decimal(52))


TOPICS_ABOVE = (
    '"Verzonnen monitor"\n""\n""\n'
    '"";"Onderwerp";"Vrije tijd|Plezier in het park";"Geluid (Lden)"\n'
    '"Regio\'s";"Perioden";"%";"jaar"\n'
    '"Sittard-Geleen";"2031";"41,5";"52,25"\n'
    '"Limburg (PV)";"2031*";"40";"."\n'
    '"Bron: verzonnen"\n'
)
TOPICS_IN_FRONT = (
    '"Verzonnen monitor"\n""\n""\n'
    '"";"Regio\'s";"Sittard-Geleen";"Limburg (PV)"\n'
    '"Onderwerp";"Perioden";"2031";"2031*"\n'
    '"Plezier in het park";"%";"41,5";"40"\n'
    '"Geluid (Lden)";"jaar";"52,25";""\n'
    '"Bron: verzonnen";"";"";""\n'
)
OLD = (
    '"Verzonnen monitor"\n'
    '"Onderwerpen";"Onderwerpen";"Vrije tijd";"Milieu"\n'
    '"Onderwerpen";"Onderwerpen";"Plezier in het park";"Geluid (Lden)"\n'
    '"Regio\'s";"Perioden";"%";"jaar"\n'
    '"Sittard-Geleen";"2031";"41,5";"52,25"\n'
    '"Limburg (PV)";"2031*";"40";"."\n'
    '"© Verzonnen 27-11-2031"\n'
)


@pytest.mark.parametrize("content", [TOPICS_ABOVE, TOPICS_IN_FRONT, OLD], ids=["above", "in_front", "old"])
def test_a_table_as_statline_lays_it_out_is_read(content: str) -> None:
    found = {(one.code, one.region): one for one in read_figures(content.encode("utf-8-sig"), EDITION)}
    assert {key: (one.value, one.unit, one.provisional) for key, one in found.items()} == {
        ("M000123", "GM1883"): (Decimal("41.5"), "%", False),
        ("M000123", "PV31"): (Decimal(40), "%", True),
        ("geluid", "GM1883"): (Decimal("52.25"), "jaar", False),
    }


def test_a_fault_in_such_a_table_names_its_row() -> None:
    wrong = TOPICS_IN_FRONT.replace("52,25", "veel").replace("Limburg (PV)", "Elders")
    assert places(wrong) == (
        Place(1, "Waarde", Wrong.UNKNOWN_REGION, "Elders"),
        Place(2, "Waarde", Wrong.NO_NUMBER, "veel"),
        Place(2, "Waarde", Wrong.UNKNOWN_REGION, "Elders"),
    )
    odd = TOPICS_ABOVE.replace('"Bron: verzonnen"', '"En dan nog dit"')
    assert places(odd) == (Place(3, "", Wrong.RAGGED),)


def test_json_of_the_newer_odata_service_is_read() -> None:
    common = {"Measure": "M000123", "StringValue": None, "Perioden": "2031JJ00"}
    rows = [
        {"Id": 0, "ValueAttribute": "None", "Value": 41.5, "RegioS": "GM1883"} | common,
        {"Id": 1, "ValueAttribute": "None", "Value": 40.0, "RegioS": "PV31"} | common,
        {"Id": 2, "ValueAttribute": "Impossible", "Value": None, "RegioS": "NL01"} | common,
    ]
    content = json.dumps({"@odata.context": "invented", "value": rows})
    assert read_figures(content.encode(), EDITION) == EXPECTED


def test_untyped_figures_of_the_older_odata_service_are_read() -> None:
    rows = [
        {"ID": "0", "RegioS": "GM1883", "Perioden": "2031JJ00", "PlezierInHetPark_7": "    41.5"},
        {"ID": "1", "RegioS": "PV31  ", "Perioden": "2031JJ00", "PlezierInHetPark_7": "      40"},
        {"ID": "2", "RegioS": "NL01  ", "Perioden": "2031JJ00", "PlezierInHetPark_7": "       ."},
    ]
    content = json.dumps({"odata.metadata": "invented", "value": rows})
    assert read_figures(content.encode(), EDITION) == EXPECTED


@pytest.mark.parametrize("more", ["@odata.nextLink", "odata.nextLink"])
def test_an_answer_of_which_more_follows_is_not_taken_for_the_whole(more: str) -> None:
    row = {"RegioS": "GM1883", "Perioden": "2031JJ00", "PlezierInHetPark_7": 41.5}
    assert places(json.dumps({"value": [row], more: "next"})) == (Place(0, "", Wrong.PARTIAL),)


HEAD = "RegioS,Perioden,Plezier in het park,Status\n"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (
            "RegioS,Perioden,Geluk\nGM1883,2031,4\n",
            Place(0, "Geluk", Wrong.UNKNOWN_COLUMN),
        ),
        (
            HEAD + "GM1883,2031,4,Definitief\nGM0935,2031,4,Definitief\n",
            Place(2, "Plezier in het park", Wrong.UNKNOWN_REGION, "GM0935"),
        ),
        (
            HEAD + "GM1883,2031KW01,4,\n",
            Place(1, "Plezier in het park", Wrong.UNKNOWN_PERIOD, "2031KW01"),
        ),
        (
            HEAD + "GM1883,2031,4,Misschien\n",
            Place(1, "Plezier in het park", Wrong.UNKNOWN_STATUS, "Misschien"),
        ),
        (HEAD + "GM1883,2031,veel,\n", Place(1, "Plezier in het park", Wrong.NO_NUMBER, "veel")),
        (HEAD + "GM1883,2031,1.234.5,\n", Place(1, "Plezier in het park", Wrong.NO_NUMBER, "1.234.5")),
        (HEAD + "GM1883,2031,140,\n", Place(1, "Plezier in het park", Wrong.IMPOSSIBLE, "140")),
        (HEAD + "GM1883,2031,4\n", Place(1, "", Wrong.RAGGED)),
        (HEAD + "GM1883,2031,.,\n", Place(0, "", Wrong.EMPTY)),
        ("RegioS,Perioden,Regios\nGM1883,2031,4\n", Place(0, "RegioS", Wrong.DOUBLED_COLUMN)),
        ("what,ever\n1,2\n", Place(0, "", Wrong.NO_HEADING)),
        ('{"value": 3}', Place(0, "", Wrong.NOT_READ)),
        ('{"value": [', Place(0, "", Wrong.NOT_READ)),
        (
            "RegioS,Perioden,Plezier in het park (euro)\nGM1883,2031,4\n",
            Place(1, "Plezier in het park (euro)", Wrong.UNIT_DIFFERS, "euro"),
        ),
        (
            "RegioS,Perioden,Geluid (Lden)\nGM1883,2031,4\n",
            Place(1, "Geluid (Lden)", Wrong.NO_UNIT),
        ),
        (
            "Measure,Value,RegioS,Perioden\nM9,4,GM1883,2031\n",
            Place(1, "Value", Wrong.UNKNOWN_INDICATOR, "M9"),
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_row_and_column(content: str, place: Place) -> None:
    assert places(content) == (place,)


def test_a_figure_that_stands_twice_is_refused() -> None:
    twice = HEAD + "GM1883,2031,4,\nGM1883,2031JJ00,5,\n"
    assert places(twice) == (Place(2, "Plezier in het park", Wrong.TWICE, "Plezier in het park"),)


def test_whether_it_is_final_is_asked_where_neither_file_nor_people_say() -> None:
    assert places(HEAD + "GM1883,2031,4,\n", SILENT) == (Place(1, "Plezier in het park", Wrong.NO_STATUS),)
    [told] = read_figures((HEAD + "GM1883,2031,4,Voorlopig\n").encode(), EDITION)
    assert told.provisional


def test_every_fault_is_named_up_to_a_limit_and_a_large_file_is_not_read() -> None:
    wrong = HEAD + "".join(f"GM1883,{year},veel,\n" for year in range(1901, 1999))
    assert len(places(wrong)) == 50
    assert places(" " * 5_000_001) == (Place(0, "", Wrong.TOO_BIG),)


def test_a_fault_says_where_it_stands_in_plain_words() -> None:
    assert str(Place(3, "Geluk", Wrong.NO_NUMBER, "veel")) == "row 3, column Geluk: 'veel' is no number"
    assert str(Place(0, "", Wrong.EMPTY)) == "holds no figure"
