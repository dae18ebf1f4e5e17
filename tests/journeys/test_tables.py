"""Tables in a browser: a narrow screen shows each row as a card, a wide one all columns."""

import pytest
from playwright.sync_api import Browser, expect

from circulair.app import Application
from tests.browser import watched
from tests.serving import lend_session
from tests.stories import a_story, agreed
from tests.web.checked import SignIn

pytestmark = pytest.mark.browser

OVERFLOW = "[...document.querySelectorAll('.table-frame')].map((one) => one.scrollWidth - one.clientWidth)"


@pytest.mark.parametrize(("width", "display"), [(390, "block"), (1280, "table-row")])
def test_every_column_is_seen_with_its_name_and_the_table_stays_one(
    app: Application, browser: Browser, served: str, as_role: SignIn, width: int, display: str
) -> None:
    with app.store.unit_of_work():
        story = agreed(a_story())
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        lend_session(as_role("member", story.giver), context, served)
        seen = watched(context.new_page(), served)
        for path in ("uitwisselingen", f"voorstel/{story.suggestion_id}"):
            seen.page.goto(f"http://{served}/en/{path}")
            assert set(seen.page.evaluate(OVERFLOW)) == {0}

        seen.page.goto(f"http://{served}/en/uitwisselingen")
        row = seen.page.get_by_role("row").nth(1)
        assert row.evaluate("(one) => getComputedStyle(one).display") == display
        assert row.locator("td").evaluate_all("(all) => all.map((one) => one.dataset.label)") == [
            *("You", "With whom", "Agreed", "State")
        ]
        expect(seen.page.get_by_role("columnheader")).to_have_count(5)
        expect(seen.page.get_by_role("rowheader")).to_have_text(["LDPE film"])
        expect(row.get_by_role("cell")).to_have_count(4)
        assert seen.troubles() == []
