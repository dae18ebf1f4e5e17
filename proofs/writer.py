"""A server process in small: places offers through the whole application until it is killed.

Prints ``sent KEY`` before and ``done KEY`` after each form, so that who kills it knows what was promised.
"""

import sys
from itertools import count

from circulair.app import create_app
from circulair.config import Settings

QUICK = {"TESTING": True, "RATELIMIT_ENABLED": False, "WTF_CSRF_ENABLED": False}


def offer(key: str) -> dict[str, str]:
    """Return the form of one offer, named by its key."""
    answers = {"title": f"LDPE-folie {key}", "amount": "1", "unit": "t", "period": "year", "no_end": "y"}
    return {**answers, "material": "ldpe-film", "idempotency_key": key}


def main(database: str, data_dir: str, uniquifier: str, name: str) -> None:
    """Place offers for ever as one member."""
    app = create_app(Settings(data_dir=data_dir, database_url=database), QUICK)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = uniquifier, True
    for number in count():
        key = f"{name}-{number:06d}-crash-test"
        print(f"sent {key}", flush=True)  # noqa: T201  # this is how it reports
        answer = client.post("/aanbod/nieuw", data=offer(key))
        if answer.status_code == 303:
            print(f"done {key}", flush=True)  # noqa: T201  # this is how it reports


if __name__ == "__main__":
    main(*sys.argv[1:])
