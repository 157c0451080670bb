"""HR drops a file into the page, accepts what was read, and an employee's question is answered from it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser import LAPTOP, launched, needs_browser
from tests.end_to_end.conftest import Running

pytestmark = [*needs_browser, pytest.mark.asyncio(loop_scope="module")]

TABLE = "Course,School,Price,Duration\nRose pruning,Garden School,EUR 40,3 weeks\n"
DROP = """(node, [name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name));
  for (const type of ["dragover", "drop"]) {
    node.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried }));
  }
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


async def opened(browser: Browser, running: Running, place: str) -> Page:
    viewport = ViewportSize(width=LAPTOP["width"], height=LAPTOP["height"])
    page = await (await browser.new_context(viewport=viewport, color_scheme="light")).new_page()
    page.set_default_timeout(15_000)
    await page.goto(f"{running.workspace.url}/{place}")
    await expect(page.get_by_test_id("bot-status")).to_have_attribute("data-connected", "true")
    return page


async def test_from_a_dropped_file_to_an_answer(
    browser: Browser, unfilled: Running, tmp_path: Path
) -> None:
    hana = await opened(browser, unfilled, "#/U0HANA/D0HANA")
    composer = hana.locator(".composer-area form.composer")
    await composer.evaluate(DROP, ["garden.csv", TABLE])
    await expect(composer.get_by_test_id("file")).to_contain_text("garden.csv")
    await hana.get_by_role("button", name="Send", exact=True).click()

    accept = hana.get_by_role("button", name="Accept", exact=True)
    await expect(accept).to_be_visible()
    preview = hana.get_by_role("article").filter(has=accept)
    await expect(preview).to_contain_text("Rose pruning")
    await expect(preview).to_contain_text("Course → program")
    assert await hana.get_by_test_id("unsupported-block").count() == 0
    await hana.screenshot(path=tmp_path / "preview.png")
    await accept.click()

    done = hana.get_by_role("article").filter(has_text="is in the catalog")
    await expect(done).to_contain_text("1 program from it, answerable now")
    await expect(accept).to_have_count(0)
    await hana.screenshot(path=tmp_path / "accepted.png")

    emma = await opened(browser, unfilled, "#/U0EMMA/D0EMMA")
    await emma.get_by_test_id("composer").fill("what does Rose pruning cost?")
    await emma.get_by_test_id("composer").press("Enter")
    answer = emma.get_by_role("article").filter(
        has=emma.get_by_role("button", name="Helpful", exact=True)
    )
    await expect(answer).to_contain_text("EUR 40")
    await expect(answer).to_contain_text("garden.csv, row 2")
    await hana.context.close()
    await emma.context.close()
