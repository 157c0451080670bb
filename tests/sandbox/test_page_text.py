"""How the page draws markdown, mrkdwn and Block Kit: its modules, run in a real browser."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser import launched, needs_browser

from .conftest import Sandbox

pytestmark = needs_browser

MARKDOWN = [
    ("# Big", "<h3 class='md-h1'>Big</h3>"),
    ("a **b *c*** d", "<p>a <strong>b <em>c</em></strong> d</p>"),
    ("~~gone~~ and `a*b*`", "<p><s>gone</s> and <code>a*b*</code></p>"),
    ("snake_case_name, 2 * 3 * 4", "<p>snake_case_name, 2 * 3 * 4</p>"),
    (r"\*plain\*", "<p>*plain*</p>"),
    ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
    ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("3. a\n   - b\n4. c", "<ol start='3'><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
    ("> a\n> **b**", "<blockquote><p>a<br><strong>b</strong></p></blockquote>"),
    ("---", "<hr>"),
    ("```\n<b>&\n```", "<pre tabindex='0'><code>&lt;b&gt;&amp;</code></pre>"),
    ("5 &lt; 6 &amp; <i>7</i>", "<p>5 &lt; 6 &amp; &lt;i&gt;7&lt;/i&gt;</p>"),
    (":tada: :nope:", "<p><span role='img' aria-label='tada'>🎉</span> :nope:</p>"),
]
LINK = "<a href='{0}' target='_blank' rel='noopener noreferrer'>{1}</a>"
LINKS = [
    ("[a *b*](https://x.test/(1))", LINK.format("https://x.test/(1)", "a <em>b</em>")),
    ("(https://x.test/a).", "(" + LINK.format("https://x.test/a", "https://x.test/a") + ")."),
    ("<https://x.test/>", LINK.format("https://x.test/", "https://x.test/")),
    ("[a](javascript:alert(1))", "<span>a</span>"),
    ("![a chart](https://x.test/c.png)", LINK.format("https://x.test/c.png", "a chart")),
    ("[1] is no link", "[1] is no link"),
]
MRKDWN = [
    ("*b* _i_ ~s~ `c`", "<strong>b</strong> <em>i</em> <s>s</s> <code>c</code>"),
    ("2*3*4 a_b_c **", "2*3*4 a_b_c **"),
    ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
    ("<https://x.test/|here>", LINK.format("https://x.test/", "here")),
    ("<javascript:alert(1)|here>", "&lt;javascript:alert(1)|here&gt;"),
    ("<@U0SAM>", "<span class='mention'>@Sam Okafor</span>"),
    ("<@U0EMMA>", "<span class='mention mention-me'>@Emma Ortiz</span>"),
    ("<!here>", "<span class='mention mention-me'>@here</span>"),
    ("<#C0GENERAL>", "<a class='mention' href='#/U0EMMA/C0GENERAL'>#general</a>"),
    ("<!date^0^{date_num}|long ago", "&lt;!date^0^{date_num}|long ago"),
]

GROWING = [
    ("It is **worth", "It is **worth**"),
    ("It is **", "It is "),
    ("a `b", "a `b`"),
    ("see [the page](https://x.te", "see "),
    ("text\n| A | B", "text"),
    ("text\n| A | B |\n|--|--|\n| 1", "text\n| A | B |\n|--|--|\n| 1"),
    ("```python", "```python"),
]


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[Page]:
    async with launched() as browser:
        page = await browser.new_page()
        await page.goto(sandbox.url)
        await page.get_by_test_id("user-switcher").wait_for()
        yield page


async def drawn(page: Page, module: str, function: str, *arguments: Any) -> str:
    """The HTML of the nodes that one of the page's functions makes."""
    html: str = await page.evaluate(
        """async ([module, name, given]) => {
          const make = (await import(`/assets/${module}`))[name];
          const box = document.createElement("div");
          box.append(...make(...given));
          return box.innerHTML;
        }""",
        [module, function, arguments],
    )
    return html.replace('"', "'")


async def test_markdown(page: Page) -> None:
    shown = {text: await drawn(page, "markdown.js", "renderMarkdown", text) for text, _ in MARKDOWN}

    assert shown == dict(MARKDOWN)


async def test_links_in_markdown(page: Page) -> None:
    shown = {text: await drawn(page, "inline.js", "renderInline", text) for text, _ in LINKS}

    assert shown == dict(LINKS)


async def test_mrkdwn(page: Page) -> None:
    shown = {text: await drawn(page, "mrkdwn.js", "renderMrkdwn", text) for text, _ in MRKDWN}

    assert shown == {
        text: f"<span class='mrkdwn-lines'>{expected}</span>" for text, expected in MRKDWN
    }


async def test_mrkdwn_blocks(page: Page) -> None:
    shown = await drawn(page, "mrkdwn.js", "renderMrkdwn", "&gt; a\n&gt; b\n```x &lt; *y*```")

    assert shown == "<blockquote>a<br>b</blockquote><pre><code>x &lt; *y*</code></pre>"


async def test_a_markdown_table(page: Page) -> None:
    table = "| A | B \\| C |\n|:--|--:|\n| 1 | **2** |\n| 3 |"
    await page.evaluate("document.body.replaceChildren()")
    await page.evaluate(
        """async (text) => {
          const { renderMarkdown } = await import("/assets/markdown.js");
          document.body.append(...renderMarkdown(text));
        }""",
        table,
    )

    assert await page.locator("th").all_inner_texts() == ["A", "B | C"]
    assert await page.locator("td").all_inner_texts() == ["1", "2", "3", ""]
    assert await page.locator("td.align-right strong").inner_text() == "2"


async def test_hostile_markdown_is_still_drawn(page: Page) -> None:
    for part in ("*", "[", "> ", "`*_", "- ", "a**b ", "|-", "  - "):
        assert await drawn(page, "markdown.js", "renderMarkdown", part * (12_000 // len(part)))


async def test_loose_ends_of_a_growing_text_wait(page: Page) -> None:
    settled = "async (text) => (await import('/assets/markdown.js')).settled(text)"

    shown = {growing: await page.evaluate(settled, growing) for growing, _ in GROWING}

    assert shown == dict(GROWING)


async def test_rich_text(page: Page) -> None:
    text = {"type": "text", "text": "a\nb", "style": {"bold": True, "code": True}}
    rich = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [text, {"type": "emoji", "name": "tada"}]},
            {
                "type": "rich_text_list",
                "style": "ordered",
                "indent": 1,
                "elements": [{"type": "rich_text_section", "elements": [text]}],
            },
        ],
    }
    styled = "<code><strong>a<br>b</strong></code>"

    assert await drawn(page, "richtext.js", "renderRichText", rich) == (
        f"<p class='rich-section'>{styled}🎉</p><ol style='--indent: 1;'><li>{styled}</li></ol>"
    )


async def test_what_is_not_known_says_so(page: Page) -> None:
    shown = await drawn(page, "blocks.js", "renderBlocks", [{"type": "constructor"}], {})

    assert "Unsupported block: constructor" in shown


async def test_the_page_refuses_scripts_from_elsewhere(page: Page) -> None:
    policy = await page.locator("meta[http-equiv]").get_attribute("content")
    assert policy is not None
    assert "default-src 'self'" in policy

    ran = await page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.injected = true";
          document.body.append(script);
          return window.injected ?? null;
        }"""
    )
    assert json.dumps(ran) == "null"
