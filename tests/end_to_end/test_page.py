"""The demo as a newcomer sees it: the page in a real browser, the real bot behind it."""

import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect
from sqlmodel import Session, select

from advisor_bot.advice.conversation import Feedback
from advisor_bot.advice.courtesies import EXAMPLES
from tests.browser import LAPTOP, PHONE, launched, needs_browser
from tests.end_to_end.conftest import Running
from tests.workspace import until

pytestmark = [*needs_browser, pytest.mark.asyncio(loop_scope="module")]

OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(browser: Browser, running: Running, tmp_path: Path) -> AsyncIterator[OpenPage]:
    """Opens the page at a place; whatever fails in its scripts fails the test. A picture of every
    page is left in the test's folder."""
    problems: list[str] = []
    pages: list[Page] = []

    async def open_at(place: str = "", **context: Any) -> Page:
        options = {"viewport": LAPTOP, "color_scheme": "light"} | context
        page = await (await browser.new_context(**options)).new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        await page.goto(f"{running.workspace.url}/{place}")
        await expect(page.get_by_test_id("bot-status")).to_have_attribute("data-connected", "true")
        pages.append(page)
        return page

    yield open_at
    for number, page in enumerate(pages):
        await page.screenshot(path=tmp_path / f"page-{number}.png")
        await page.context.close()
    assert problems == []


async def ask(page: Page, text: str, composer: str = "composer") -> Locator:
    """Asks by keyboard alone; returns the finished answer."""
    since = time.time()
    await page.get_by_test_id(composer).focus()
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")
    found = await page.wait_for_function(FINISHED, arg=since)
    return page.locator(f"article[data-ts='{await found.json_value()}']")


FINISHED = """(since) => {
  const articles = [...document.querySelectorAll("article[data-ts]")];
  const finished = (node) => [...node.querySelectorAll("button")].some(
    (button) => button.textContent.trim() === "Helpful" || button.ariaLabel === "Helpful");
  return articles.find((node) => Number(node.dataset.ts) > since && finished(node))?.dataset.ts;
}"""
"""The timestamp of the first answer that is newer and complete: it ends with its feedback buttons."""


async def test_a_newcomer_asks_whether_a_certificate_is_worth_it(open_page: OpenPage) -> None:
    page = await open_page()

    answer = await ask(page, "is the Google data analytics certificate worth it?")

    await expect(
        answer.locator("strong", has_text="Google Data Analytics Professional Certificate").first
    ).to_be_visible()
    await expect(answer).to_contain_text("Quality checklist")
    for question in ("Competency against a standard", "Issuer's reputation", "How it is assessed"):
        await expect(answer).to_contain_text(question)
    await expect(answer.get_by_role("link").first).to_have_attribute("href", re.compile("^http"))
    await expect(answer).to_contain_text(re.compile(r"checked \d{1,2} \w+ 20\d\d"))
    await expect(answer).not_to_have_attribute("aria-busy", "true")
    await expect(page.get_by_test_id("status")).to_have_count(0)
    assert await page.get_by_test_id("unsupported-block").count() == 0
    assert not re.search(r"\*\*|<http|&lt;|&amp;amp;", await answer.inner_text())


async def test_the_conversation_goes_on_in_its_thread(open_page: OpenPage) -> None:
    page = await open_page("#/U0SAM/D0SAM")
    await ask(page, "is the Google data analytics certificate worth it?")
    await expect(page.get_by_test_id("thread-composer")).to_be_focused()

    answer = await ask(page, "and how long does it take?", "thread-composer")

    await expect(answer).to_contain_text("Google Data Analytics")
    await expect(answer).to_contain_text("months")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("how do I judge a micro-credential?", "How to judge the quality of a micro-credential"),
        ("what is the weather?", "outside what I know"),
        ("help", EXAMPLES[0]),
    ],
)
async def test_other_questions(open_page: OpenPage, question: str, told: str) -> None:
    page = await open_page("#/U0LI/D0LI")

    await expect(await ask(page, question)).to_contain_text(told)


async def test_a_mention_in_a_channel(open_page: OpenPage, running: Running) -> None:
    page = await open_page("#/U0EMMA/C0GENERAL")

    answer = await ask(page, "@Advisor cheapest cybersecurity credential for a beginner?")

    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("Quality checklist").first).to_be_visible()
    await expect(answer).to_contain_text("ISC2 Certified in Cybersecurity")
    await expect(answer).to_contain_text("Sources")


async def test_a_prompt_is_offered_and_answered(open_page: OpenPage) -> None:
    page = await open_page("#/U0HANA/D0HANA")
    await expect(page.get_by_test_id("prompt")).to_have_count(len(EXAMPLES))

    await page.get_by_test_id("prompt").first.focus()
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("button", name="Helpful", exact=True)).to_be_visible()
    await expect(page.get_by_role("article").last).to_contain_text("Sources")


async def test_feedback_is_given_by_a_click_and_kept(open_page: OpenPage, running: Running) -> None:
    page = await open_page("#/U0LI/D0LI")
    answer = await ask(page, "is the PMP worth it?")
    helpful = answer.get_by_role("button", name="Helpful", exact=True)

    await helpful.click()

    await expect(helpful).to_have_attribute("aria-pressed", "true")
    thanks = page.get_by_role("article").filter(has_text="Thank you, noted.")
    await expect(thanks).to_be_visible()

    def kept() -> list[bool]:
        with Session(running.engine) as session:
            rows = session.exec(select(Feedback).where(Feedback.user == "U0LI")).all()
            return [row.helpful for row in rows]

    await until(lambda: kept() == [True])


async def test_a_command_s_answer_is_for_its_asker_alone(open_page: OpenPage) -> None:
    page = await open_page("#/U0EMMA/C0LEARN")
    other = await open_page("#/U0SAM/C0LEARN")

    answer = await ask(page, "/advisor is the PMP worth it?")

    await expect(answer.get_by_test_id("ephemeral")).to_contain_text("Only visible to you")
    await expect(answer).to_contain_text("Project Management Professional")
    await expect(other.get_by_text("Project Management Professional")).to_have_count(0)


async def test_home_and_another_user(open_page: OpenPage) -> None:
    page = await open_page()

    await page.get_by_test_id("tab-home").click()
    home = page.get_by_test_id("home-view")
    await expect(home.get_by_role("heading", name="The quality checklist")).to_be_visible()
    await page.get_by_test_id("user-switcher").click()
    await page.get_by_role("menuitemradio", name="Gus Guest").click()
    await expect(page.get_by_test_id("user-switcher")).to_contain_text("Gus Guest")
    await page.get_by_test_id("composer").focus()
    await page.keyboard.type("is the PMP worth it?")
    await page.keyboard.press("Enter")

    refusal = page.get_by_role("article").filter(has_text="you are here as a guest")
    await expect(refusal).to_be_visible()


async def test_on_a_phone_in_the_dark(open_page: OpenPage) -> None:
    page = await open_page(
        "#/U0SAM/D0SAM", viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="dark"
    )

    answer = await ask(page, "which project management credential has a proctored exam?")

    await expect(answer).to_contain_text("Quality checklist")
    wider = await page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('.scroller')]"
        ".filter((node) => node.scrollWidth > node.clientWidth).length"
    )
    assert wider == 0
