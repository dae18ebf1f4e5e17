"""Release maps: the map of the newest release where nothing is chosen, kept beside it: it is as frozen."""

import json
from dataclasses import asdict

from circulair.services.overview import Mark
from circulair.store import publication
from circulair.store.records import ReleaseMapRecord
from maps.page import DrawnMap


def stored(mark: Mark, language: str, look: str) -> DrawnMap | None:
    """Return the map of a release in a language as it was kept; None where none is, or of another look."""
    number, checksum = mark
    record = publication.map_of(number, language)
    if record is None or (record.checksum, record.look) != (checksum, look):
        return None
    told = json.loads(record.content)
    return DrawnMap(told["html"], told["script"], tuple(told["js"]), tuple(told["css"]))


def keep(mark: Mark, language: str, look: str, drawn: DrawnMap) -> bool:
    """Keep the map of the newest release in a language; tell whether it still is the newest, as it was."""
    number, checksum = mark
    newest = publication.newest_held()
    if newest is None or (newest.id, newest.checksum) != mark:
        return False
    content = json.dumps(asdict(drawn), ensure_ascii=False)
    publication.keep_map(
        ReleaseMapRecord(release_id=number, language=language, look=look, checksum=checksum, content=content)
    )
    return True
