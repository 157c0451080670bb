"""The sandbox's page in a real browser, with a real Bolt app behind it."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, Locator, Page, Route, expect
from slack_bolt.async_app import AsyncApp

from advisor_bot.sandbox import modals
from advisor_bot.sandbox.timing import Timing
from tests.browser import LAPTOP, PHONE, launched, needs_browser

from .conftest import Sandbox, until
from .scripted_bot import ScriptedBot

pytestmark = needs_browser

OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture
def timing() -> Timing:
    """Slack's own waits: a browser beside other tests may need them."""
    return Timing(keep_alive_seconds=1)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest.fixture
async def bot(app: AsyncApp, connected: Any) -> AsyncIterator[ScriptedBot]:
    scripted = ScriptedBot(app)
    async with connected():
        yield scripted


@pytest.fixture
async def open_page(browser: Browser, sandbox: Sandbox) -> AsyncIterator[OpenPage]:
    """Open the page at a place; whatever fails in its scripts fails the test."""
    problems: list[str] = []

    async def open_at(place: str = "", **context: Any) -> Page:
        options = {"viewport": LAPTOP, "color_scheme": "light"} | context
        page = await (await browser.new_context(**options)).new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        await page.goto(f"{sandbox.url}/{place}")
        await expect(page.get_by_test_id("user-switcher")).to_be_attached()
        return page

    yield open_at
    for context in browser.contexts:
        await context.close()
    assert problems == []


async def send(page: Page, text: str, composer: str = "composer") -> None:
    await page.get_by_test_id(composer).fill(text)
    await page.get_by_test_id(composer).press("Enter")


def message(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text)


async def test_the_first_look(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page()

    await expect(page.get_by_test_id("tab-messages")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_test_id("user-switcher")).to_contain_text("Emma Ortiz")
    await expect(page.get_by_test_id("bot-status")).to_have_attribute("data-connected", "true")
    await expect(page.get_by_test_id("empty")).to_contain_text("Ask me about learning")
    await expect(page.get_by_test_id("composer")).to_be_focused()


async def test_a_suggested_prompt_starts_a_conversation(
    bot: ScriptedBot, open_page: OpenPage
) -> None:
    page = await open_page()

    await page.get_by_test_id("prompt").get_by_text("Is it worth it?").click()

    await expect(message(page, "You said: is the certificate worth it?")).to_be_visible()


async def test_a_conversation_goes_on_in_its_own_thread(
    bot: ScriptedBot, open_page: OpenPage, sandbox: Sandbox
) -> None:
    page = await open_page()

    await send(page, "first")
    await expect(message(page, "You said: first")).to_be_visible()
    await expect(page.get_by_test_id("thread-composer")).to_be_focused()
    await send(page, "and then?", "thread-composer")
    await expect(message(page, "You said: and then?")).to_be_visible()
    await send(page, "second")
    await expect(message(page, "You said: second")).to_be_visible()

    roots = await sandbox.messages("D0EMMA")
    assert [(root["text"], root["reply_count"]) for root in roots] == [("first", 3), ("second", 1)]
    await expect(page.get_by_test_id("conversation")).to_have_count(2)


async def test_a_mention_opens_its_thread(
    bot: ScriptedBot, open_page: OpenPage, sandbox: Sandbox
) -> None:
    page = await open_page("#/U0EMMA/C0GENERAL")

    await send(page, "@Advisor what is cheapest?")

    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("Here is my answer.")).to_be_visible()
    await expect(thread.locator("strong", has_text="answer")).to_be_visible()
    assert (await sandbox.messages("C0GENERAL"))[-1]["text"] == "<@U0BOT> what is cheapest?"

    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()
    await page.get_by_test_id("thread-link").click()
    await expect(page.get_by_test_id("thread-composer")).to_be_focused()


async def test_a_streamed_answer_grows_and_ends(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page()

    await send(page, "stream")
    await expect(page.get_by_test_id("status")).to_contain_text("Advisor is working")
    await expect(page.get_by_test_id("stop")).to_be_visible()
    bot.gate.set()
    answer = message(page, "Verdict")
    await expect(answer.get_by_role("heading", name="Verdict")).to_be_visible()
    await expect(answer).to_have_attribute("aria-busy", "true")
    await expect(answer).not_to_contain_text("for most")
    bot.gate.set()
    await expect(answer.locator("strong", has_text="worth it")).to_be_visible()
    bot.gate.set()
    await expect(answer.get_by_role("listitem")).to_have_text(["cost: $49", "time: 6 months"])
    bot.gate.set()

    await expect(answer).not_to_have_attribute("aria-busy", "true")
    await expect(page.get_by_test_id("status")).to_have_count(0)
    await expect(page.locator("#live")).to_contain_text("Advisor: Verdict It is worth it for most.")

    good = answer.get_by_role("button", name="Good answer")
    await good.click()
    await expect(good).to_have_attribute("aria-pressed", "true")
    await until(lambda: bot.actions)
    assert bot.actions[0]["value"] == "good"


async def test_the_stop_button_ends_a_stream(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page()
    await send(page, "stream")
    await expect(page.get_by_test_id("stop")).to_be_visible()
    bot.gate.set()
    await expect(message(page, "Verdict")).to_be_visible()

    await page.get_by_test_id("stop").click()

    await until(lambda: bot.stopped)
    assert len(bot.stopped[0]["streaming_message_ts"]) == 1
    await expect(message(page, "Verdict")).not_to_have_attribute("aria-busy", "true")


async def test_a_command_answers_only_to_its_user(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page("#/U0EMMA/C0GENERAL")
    other = await open_page("#/U0SAM/C0GENERAL")
    composer = page.get_by_test_id("composer")

    await composer.press_sequentially("/adv")
    await expect(page.get_by_role("option", name="/advisor")).to_be_visible()
    await composer.press("Tab")
    await expect(composer).to_have_value("/advisor ")
    await composer.press_sequentially("help me")
    await composer.press("Enter")

    answer = message(page, "Only for you: help me")
    await expect(answer.get_by_test_id("ephemeral")).to_contain_text("Only visible to you")
    await answer.get_by_role("button", name="Dismiss").click()
    await expect(answer).to_have_count(0)
    await send(page, "hello all")
    await expect(message(other, "hello all")).to_be_visible()
    await expect(message(other, "Only for you")).to_have_count(0)


async def test_an_unknown_command_is_explained(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page()

    await send(page, "/nonsense now")

    await expect(message(page, "/nonsense is not a command")).to_be_visible()


async def test_elements_of_a_message_tell_the_bot(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page()
    await send(page, "buttons")
    answer = message(page, "Your choice")

    await answer.get_by_role("button", name="Save").click()
    await answer.get_by_label("Field").select_option("cloud")
    await answer.locator("input[type=date]").fill("2026-12-01")
    await answer.get_by_role("button", name="More options").click()
    await page.get_by_role("menuitem", name="Never").click()
    await answer.get_by_role("button", name="Delete").click()
    await page.get_by_test_id("confirm").get_by_role("button", name="Keep").click()

    await until(lambda: len(bot.actions) == 4)
    chosen = {action["action_id"]: action for action in bot.actions}
    assert chosen["save"]["value"] == "42"
    assert chosen["field"]["selected_option"]["value"] == "cloud"
    assert chosen["day"]["selected_date"] == "2026-12-01"
    assert chosen["more"]["selected_option"]["value"] == "never"

    await answer.get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Yes, delete").click()
    await until(lambda: len(bot.actions) == 5)
    assert bot.actions[-1]["action_id"] == "delete"


async def test_a_modal_with_an_error_then_success(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page()
    await send(page, "buttons")
    await message(page, "Your choice").get_by_role("button", name="Edit profile").click()
    modal = page.get_by_role("dialog", name="Your profile")
    goal, submit = modal.get_by_label("Goal"), page.get_by_test_id("modal-submit")
    await expect(goal).to_be_focused()

    await submit.click()
    await expect(modal.get_by_test_id("field-error")).to_have_count(2)
    await expect(goal).to_have_attribute("aria-invalid", "true")

    await goal.fill("impossible")
    await modal.get_by_label("Beginner").check()
    await modal.get_by_role("combobox", name="Fields").fill("sec")
    await page.keyboard.press("Enter")
    await submit.click()
    await expect(modal.get_by_test_id("field-error")).to_have_text("Nobody can do that.")
    await expect(modal.get_by_label("Beginner")).to_be_checked()

    await goal.fill("become an analyst")
    await goal.press("Enter")
    await expect(modal).to_have_count(0)
    values = bot.submitted[0]
    assert values["goal"]["text"]["value"] == "become an analyst"
    assert values["level"]["radio"]["selected_option"]["value"] == "beginner"
    assert [o["value"] for o in values["fields"]["many"]["selected_options"]] == ["security"]


async def test_a_modal_closes_by_escape_and_gives_the_focus_back(
    bot: ScriptedBot, open_page: OpenPage
) -> None:
    page = await open_page()
    await send(page, "buttons")
    opener = message(page, "Your choice").get_by_role("button", name="Edit profile")
    await opener.click()
    await expect(page.get_by_test_id("modal")).to_be_visible()

    await page.keyboard.press("Escape")

    await expect(page.get_by_test_id("modal")).to_have_count(0)
    await expect(opener).to_be_focused()


async def test_the_home_tab(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page()

    await page.get_by_test_id("tab-home").click()
    home = page.get_by_test_id("home-view")
    await expect(home.get_by_role("heading", name="Welcome home")).to_be_visible()
    await home.get_by_role("button", name="Home button").click()

    await until(lambda: bot.actions)
    assert bot.actions[0]["value"] == "home"


async def test_switching_the_user(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page()
    await send(page, "from Emma")
    await expect(message(page, "You said: from Emma")).to_be_visible()
    await expect(page.locator("[data-channel=G0HR]")).to_have_count(0)

    await page.get_by_test_id("user-switcher").click()
    await page.get_by_role("menuitemradio", name="Hana Weber").click()

    await expect(page.get_by_test_id("user-switcher")).to_contain_text("HR")
    await expect(page.get_by_test_id("empty")).to_contain_text("Hi Hana")
    await expect(message(page, "from Emma")).to_have_count(0)
    await page.locator("[data-channel=G0HR]").click()
    await expect(page.get_by_role("heading", name="hr-team", exact=True)).to_be_visible()


async def test_a_permalink_leads_to_the_message(
    bot: ScriptedBot, open_page: OpenPage, sandbox: Sandbox
) -> None:
    sent = await sandbox.do("message", channel="C0GENERAL", text="<@U0BOT> hello")

    page = await open_page(f"archives/C0GENERAL/p{sent['ts'].replace('.', '')}")

    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("Here is my answer.")).to_be_visible()


async def test_an_unknown_user_becomes_the_first_one(open_page: OpenPage) -> None:
    page = await open_page("#/U0NOBODY")

    await expect(page.get_by_test_id("toast")).to_contain_text("U0NOBODY")
    await expect(page.get_by_test_id("user-switcher")).to_contain_text("Emma Ortiz")


async def test_a_message_shortcut(bot: ScriptedBot, open_page: OpenPage, sandbox: Sandbox) -> None:
    shortcut = {"name": "Save it", "type": "message", "callback_id": "save_message"}
    sandbox.workspace.install(
        {
            "display_information": {"name": "Advisor"},
            "features": {
                "bot_user": {"display_name": "Advisor"},
                "shortcuts": [shortcut | {"description": "Save a message"}],
            },
            "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
            "settings": {"socket_mode_enabled": True},
        }
    )
    page = await open_page("#/U0EMMA/C0GENERAL")
    await send(page, "remember me")

    await message(page, "remember me").hover()
    await message(page, "remember me").get_by_test_id("message-menu").click()
    await page.get_by_role("menuitem", name="Save it").click()

    await expect(message(page, "Saved: remember me")).to_be_visible()


async def test_reactions(open_page: OpenPage, sandbox: Sandbox) -> None:
    page = await open_page("#/U0EMMA/C0GENERAL")
    await send(page, "react to me")
    article = message(page, "react to me")
    await article.hover()
    await article.get_by_role("button", name="Add a reaction").click()
    await page.get_by_role("menuitem", name="tada").click()

    reaction = article.get_by_role("button", name="tada, 1")
    await expect(reaction).to_have_attribute("aria-pressed", "true")
    await reaction.click()
    await expect(reaction).to_have_count(0)
    assert (await sandbox.messages("C0GENERAL"))[-1]["reactions"] == []


async def test_markup_in_messages_stays_text(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page()

    await send(page, "<img src=x onerror=document.body.dataset.broken=1>")
    await expect(message(page, "You said: <img src=x onerror")).to_be_visible()
    await send(page, "[link](javascript:document.body.dataset.broken=1)")
    await send(page, "markup")
    answer = message(page, "<script>broken()</script>").last
    await expect(answer.locator("strong", has_text="bold")).to_be_visible()

    assert await page.locator(".message img, .message script").count() == 0
    assert await page.locator("a[href^=javascript]").count() == 0
    assert await page.evaluate("document.body.dataset.broken") is None


async def test_links_open_apart_from_the_page(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page()
    await send(page, "buttons")

    field = message(page, "Your choice").get_by_role("link", name="field")

    await expect(field).to_have_attribute("href", "https://example.com/")
    await expect(field).to_have_attribute("rel", re.compile("noopener"))


async def test_a_phone_shows_one_pane_at_a_time(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page(viewport=PHONE, is_mobile=True, has_touch=True)
    sidebar = page.get_by_role("navigation", name="Workspace")
    await expect(sidebar).to_be_hidden()
    await send(page, "buttons")
    await expect(message(page, "Your choice")).to_be_visible()
    await fits(page)

    await page.get_by_test_id("open-sidebar").tap()
    await expect(sidebar).to_be_visible()
    await page.locator("[data-channel=C0GENERAL]").tap()
    await expect(sidebar).to_be_hidden()
    await send(page, "@Advisor hello " + "averyverylongword" * 20)
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("Here is my answer.")).to_be_visible()
    box = await thread.bounding_box()
    assert box is not None
    assert box["width"] == PHONE["width"]
    await fits(page)
    await page.get_by_role("button", name="Back to the channel").tap()
    await expect(page.get_by_test_id("composer")).to_be_visible()
    await fits(page)


async def fits(page: Page) -> None:
    """Nothing on the page needs sideways scrolling."""
    wider = await page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('.scroller')]"
        ".filter((node) => node.scrollWidth > node.clientWidth).length"
    )
    assert wider == 0


async def test_the_keyboard_is_enough(bot: ScriptedBot, open_page: OpenPage) -> None:
    page = await open_page("#/U0EMMA/C0GENERAL")
    await expect(page.get_by_test_id("composer")).to_be_focused()

    await page.keyboard.type("@adv")
    await expect(page.get_by_role("option", name="@Advisor")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.type("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")

    sent = page.get_by_role("main").get_by_role("article").filter(has_text="one")
    await expect(sent.locator(".mention")).to_have_text("@Advisor")
    await expect(sent.locator("br")).to_have_count(1)
    await expect(page.get_by_test_id("composer")).to_have_value("")


async def test_what_was_typed_survives_a_refusal(open_page: OpenPage, sandbox: Sandbox) -> None:
    page = await open_page("#/U0EMMA/C0GENERAL")
    await expect(page.get_by_test_id("composer")).to_be_focused()
    await page.route("**/ui/message", lambda route: route.abort())

    await send(page, "keep me")

    await expect(page.get_by_test_id("toast")).to_contain_text("does not answer")
    await expect(page.get_by_test_id("composer")).to_have_value("keep me")


async def test_a_bot_that_is_away_is_shown(open_page: OpenPage) -> None:
    page = await open_page()

    await expect(page.get_by_test_id("bot-status")).to_have_attribute("data-connected", "false")
    await expect(page.get_by_test_id("banner")).to_contain_text("Advisor is not connected")


async def test_dark_follows_the_system_until_one_chooses(open_page: OpenPage) -> None:
    page = await open_page(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(background)

    await page.get_by_role("button", name="Switch to light mode").click()
    light = await page.evaluate(background)
    await page.reload()

    assert (dark, light) == ("rgb(20, 25, 27)", "rgb(255, 255, 255)")
    assert await page.evaluate(background) == light


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_its_background(
    bot: ScriptedBot, open_page: OpenPage, scheme: str
) -> None:
    page = await open_page(color_scheme=scheme)
    await send(page, "buttons")
    await expect(message(page, "Your choice")).to_be_visible()

    faint = await page.evaluate(CONTRAST)

    assert faint == []


CONTRAST = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((part) => {
    const channel = part / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if ((colour[3] ?? 1) === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    const shown = node.checkVisibility() && !node.closest("script, noscript");
    if (!shown || !texts.currentNode.data.trim()) continue;
    const [a, b] = [luminance(rgb(getComputedStyle(node).color)), luminance(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${texts.currentNode.data}: ${ratio.toFixed(2)}`);
  }
  return faint;
}"""


async def test_a_place_that_arrives_late_does_not_take_the_focus_back(
    bot: ScriptedBot, open_page: OpenPage
) -> None:
    page = await open_page("#/U0EMMA/C0GENERAL")
    gate = asyncio.Event()

    async def held(route: Route) -> None:
        await gate.wait()
        await route.continue_()

    await page.route("**/ui/home", held)
    await page.evaluate("location.hash = '#/U0EMMA/D0EMMA'")
    theme = page.get_by_test_id("theme")
    await theme.focus()
    await page.keyboard.press("Shift")
    gate.set()

    await expect(page.get_by_test_id("empty")).to_be_visible()
    await expect(theme).to_be_focused()


DROP = """(node, [name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name));
  for (const type of ["dragover", "drop"]) {
    node.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried }));
  }
}"""


async def test_files_are_picked_dropped_removed_and_sent(
    bot: ScriptedBot, open_page: OpenPage, sandbox: Sandbox
) -> None:
    page = await open_page()
    composer = page.locator(".composer-area form.composer")
    attached = composer.get_by_test_id("attachments")
    table: FilePayload = {"name": "table.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}

    await composer.get_by_test_id("file-input").set_input_files([table])
    await composer.evaluate(DROP, ["notes.txt", "x" * 3000])
    await composer.evaluate(DROP, ["wrong.txt", "x"])
    await expect(attached.get_by_test_id("file")).to_have_count(3)
    await attached.get_by_role("button", name="Remove wrong.txt").click()
    await page.get_by_role("button", name="Send", exact=True).click()

    sent = page.get_by_role("article").filter(has=page.get_by_test_id("file"))
    await expect(sent.get_by_test_id("file")).to_have_text(["table.csv8 bytes", "notes.txt2.9 KB"])
    await expect(attached).to_be_hidden()
    [root] = await sandbox.messages("D0EMMA")
    assert [file["name"] for file in root["files"]] == ["table.csv", "notes.txt"]
    async with page.expect_download() as download:
        await sent.get_by_role("link", name="table.csv").click()
    assert (await (await download.value).path()).read_bytes() == b"a,b\n1,2\n"


async def test_a_modal_takes_files(bot: ScriptedBot, open_page: OpenPage, sandbox: Sandbox) -> None:
    page = await open_page()
    view = modals.open_modal(sandbox.workspace, "U0EMMA", FILES_MODAL)
    modal = page.get_by_role("dialog", name="Import")

    await page.get_by_test_id("modal-submit").click()
    await expect(modal.get_by_test_id("field-error")).to_contain_text("required")
    await modal.locator(".file-input").evaluate(DROP, ["table.csv", "a,b\n1,2\n"])
    await expect(modal.get_by_test_id("file")).to_contain_text("table.csv")
    await expect(modal.get_by_test_id("field-error")).to_have_count(0)
    await page.get_by_test_id("modal-submit").click()

    await expect(modal).to_have_count(0)
    [file] = view["state"]["values"]["files"]["files"]["files"]
    assert (file["name"], file["size"]) == ("table.csv", 8)


FILES_MODAL = {
    "type": "modal",
    "callback_id": "profile",
    "title": {"type": "plain_text", "text": "Import"},
    "submit": {"type": "plain_text", "text": "Read"},
    "blocks": [
        {
            "type": "input",
            "block_id": "files",
            "label": {"type": "plain_text", "text": "Files"},
            "element": {"type": "file_input", "action_id": "files", "filetypes": ["csv"]},
        }
    ],
}
