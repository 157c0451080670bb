"""How events get to the open pages."""

import asyncio

import pytest

from advisor_bot.sandbox import pages
from advisor_bot.sandbox.pages import Pages


async def test_a_page_that_stops_reading_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_BACKLOG", 2)
    open_pages = Pages()
    events = open_pages.listen("U0EMMA", keep_alive_seconds=0.01)
    assert await anext(events) is None

    for number in range(4):
        open_pages.publish({"n": number})

    assert [event async for event in events] == ['{"n": 0}', '{"n": 1}']


async def test_an_event_is_pushed_as_it_was() -> None:
    open_pages = Pages()
    events = open_pages.listen("U0EMMA", keep_alive_seconds=0.01)
    assert await anext(events) is None
    event = {"n": 1}

    open_pages.publish(event, frozenset({"U0EMMA", "U0SAM"}))
    event["n"] = 2
    open_pages.publish({"n": 3}, frozenset({"U0SAM"}))

    assert await anext(events) == '{"n": 1}'
    assert await anext(events) is None


async def test_closing_ends_the_streams() -> None:
    open_pages = Pages()
    events = open_pages.listen("U0EMMA", keep_alive_seconds=5)
    open_pages.publish({"n": 0})
    waiting = asyncio.create_task(anext(events, "ended"))
    await asyncio.sleep(0)

    open_pages.close()

    assert await waiting == "ended"
    assert [event async for event in open_pages.listen("U0SAM", keep_alive_seconds=5)] == []
