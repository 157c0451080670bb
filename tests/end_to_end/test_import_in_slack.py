"""HR shares a file, accepts what was read, and everybody's next question is answered from it."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from advisor_bot import app as composition
from advisor_bot import intake
from advisor_bot.catalog.uploads import Upload
from advisor_bot.errors import KnowledgeError
from advisor_bot.sandbox.model import Message
from advisor_bot.sandbox.posting import post
from advisor_bot.slack.roles import FOR_HR_ONLY
from advisor_bot.slack.views.imports import FORGET
from advisor_bot.slack.views.previews import ACCEPT, COLUMNS, DISCARD
from tests.end_to_end.conftest import Running
from tests.workspace import (
    BOT,
    Json,
    Workspace,
    shown,
    until,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

HANA, HR = "U0HANA", "D0HANA"
ROSES = "Course,School,Price,Duration\nRose pruning,Garden School,EUR 40,3 weeks\n"
HEDGES = "Hedge laying,Garden School,EUR 60,5 weeks\n"


@pytest.fixture
def workspace(unfilled: Running) -> Workspace:
    unfilled.workspace.faults()
    return unfilled.workspace


async def share(
    workspace: Workspace, *files: tuple[str, str | bytes], text: str = "", user: str = HANA
) -> str:
    """Shares files with the bot; the timestamp of the message."""
    ids = [await workspace.attach(name, content, user=user) for name, content in files]
    channel = user.replace("U0", "D0")
    return await workspace.say(text, channel, user=user, files=ids)


async def previews(workspace: Workspace, thread: str, count: int = 1) -> list[Json]:
    """What the bot says of the files shared in a message, once it has read them all."""

    async def finished() -> list[Json] | None:
        found = await workspace.answers(HR, thread, user=HANA)
        read = [one for one in found if not one["text"].startswith("Reading")]
        return found if len(found) == len(read) >= count else None

    found: list[Json] = await until(finished)
    return found


async def preview(workspace: Workspace, thread: str) -> Json:
    [only] = await previews(workspace, thread)
    return only


async def press(workspace: Workspace, message: Json, action: str, user: str = HANA) -> None:
    for block in message["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory", {})]:
            if element.get("action_id") == action:
                where = {"type": "message", "channel": message["channel"], "ts": message["ts"]}
                await workspace.do(
                    "action",
                    user=user,
                    container=where,
                    block_id=block["block_id"],
                    action_id=action,
                    value={"value": element.get("value")},
                )
                return
    raise AssertionError(f"there is no {action} in {shown(message)}")


async def says(workspace: Workspace, message: Json, words: str) -> Json:
    """The message, once it says so."""

    async def there() -> Json | None:
        thread = message.get("thread_ts") or message["ts"]
        found = await workspace.thread(message["channel"], thread, user=HANA)
        return next((m for m in found if m["ts"] == message["ts"] and words in shown(m)), None)

    said: Json = await until(there)
    return said


async def whispers(workspace: Workspace, channel: str, user: str, words: str) -> Json:
    """What only this person sees in a channel, once it says so."""

    async def there() -> Json | None:
        found = await workspace.messages(channel, user)
        return next((m for m in reversed(found) if m["ephemeral"] and words in shown(m)), None)

    said: Json = await until(there)
    return said


async def in_conversation(workspace: Workspace, words: str) -> Json:
    """A message at the top level of HR's conversation with the bot, once it says so."""

    async def there() -> Json | None:
        found = await workspace.messages(HR, HANA)
        return next((m for m in reversed(found) if m["user"] == BOT and words in shown(m)), None)

    said: Json = await until(there)
    return said


def stored(bot: Running) -> list[Upload]:
    with Session(bot.engine) as session:
        return list(session.exec(select(Upload)))


def buttons(message: Json) -> list[str]:
    return [
        element["action_id"]
        for block in message.get("blocks") or []
        if block["type"] == "actions"
        for element in block["elements"]
    ]


async def test_what_hr_accepts_is_answered_from_at_once(
    workspace: Workspace, unfilled: Running
) -> None:
    before = await workspace.ask("what does Rose pruning cost?")
    assert "EUR 40" not in shown(before)
    thread = await share(workspace, ("garden.csv", ROSES + HEDGES))

    message = await preview(workspace, thread)

    assert buttons(message) == [ACCEPT, DISCARD, COLUMNS]
    assert "*Programs read*\n2" in shown(message)
    assert "Course → *program*" in shown(message)
    assert "EUR 40" in shown(message)
    assert "EUR 40" not in shown(await workspace.ask("what does Rose pruning cost?"))

    await press(workspace, message, ACCEPT)
    done = await says(workspace, message, "is in the catalog")

    assert "Accepted by <@U0HANA>" in shown(done)
    assert "*2 programs* from it" in shown(done)
    assert buttons(done) == []
    answer = await workspace.ask("what does Rose pruning cost?")
    assert "EUR 40" in shown(answer)
    assert "garden.csv, row 2" in shown(answer)
    await until(lambda: all(upload.content is None for upload in stored(unfilled)))


async def test_pressed_twice_it_is_taken_in_once(workspace: Workspace) -> None:
    thread = await share(workspace, ("twice.csv", ROSES.replace("Rose", "Vine")))
    message = await preview(workspace, thread)
    since = workspace.last_call

    pressed = await asyncio.gather(
        *(press(workspace, message, action) for action in (ACCEPT, ACCEPT)),
        return_exceptions=True,  # the page says so where the buttons were gone already
    )
    done = await says(workspace, message, "is in the catalog")

    await workspace.settled()
    assert None in pressed
    updates = [call["args"] for call in workspace.calls("chat.update", since=since)]
    told = [one["text"] for one in updates if one["ts"] == message["ts"]]
    assert len([text for text in told if "is in the catalog" in text]) == 1
    assert "*1 program* from it" in shown(done)


async def test_what_is_discarded_leaves_nothing(workspace: Workspace, unfilled: Running) -> None:
    thread = await share(workspace, ("weeds.csv", ROSES.replace("Rose", "Weed")))
    message = await preview(workspace, thread)

    await press(workspace, message, DISCARD)
    done = await says(workspace, message, "was discarded by <@U0HANA>")

    assert buttons(done) == []
    assert "weeds" not in shown(await workspace.ask("what does Weed pruning cost?"))
    [upload] = [one for one in stored(unfilled) if one.name == "weeds.csv"]
    assert (upload.state, upload.content) == ("discarded", None)


async def test_the_same_again_is_nothing_new_and_less_drops_the_rest(workspace: Workspace) -> None:
    thread = await share(workspace, ("plots.csv", ROSES + HEDGES))
    first = await preview(workspace, thread)
    await press(workspace, first, ACCEPT)
    await says(workspace, first, "is in the catalog")

    same = await preview(workspace, await share(workspace, ("plots.csv", ROSES + HEDGES)))
    less = await preview(workspace, await share(workspace, ("plots.csv", ROSES)))

    assert buttons(same) == []
    assert "already" in shown(same)
    assert "imported under this name" in shown(less)
    assert "*1 entry* of then would go" in shown(less)
    await press(workspace, less, DISCARD)
    await says(workspace, less, "discarded")


async def test_several_files_and_a_mapping(workspace: Workspace) -> None:
    odd = ROSES.replace("Course,School", "Alpha,Beta").replace("Rose", "Bonsai")
    mapping = "title: Alpha\nprovider: Beta\ncost: Price\n"
    thread = await share(
        workspace, ("odd.csv", odd), ("odd.csv.mapping.yaml", mapping), ("note.bin", b"\0\1\2")
    )

    said = {shown(one) for one in await previews(workspace, thread, count=2)}

    assert len(said) == 2
    assert any("Columns, as you said" in one and "Alpha → *program*" in one for one in said)
    assert any("none of the formats" in one for one in said)


async def test_a_mapping_alone_is_told_what_it_needs(workspace: Workspace) -> None:
    thread = await share(workspace, ("x.csv.mapping.yaml", "title: A\n"))
    assert "together with the table" in shown(await preview(workspace, thread))


async def test_the_columns_are_given_as_a_file_to_correct(workspace: Workspace) -> None:
    thread = await share(workspace, ("columns.csv", ROSES.replace("Rose", "Yew")))
    message = await preview(workspace, thread)

    await press(workspace, message, COLUMNS)

    async def there() -> Json | None:
        found = await workspace.answers(HR, thread, user=HANA)
        return next((m for m in found if m["ephemeral"]), None)

    told = await until(there)
    assert "columns.csv.mapping.yaml" in shown(told)
    assert "title: Course" in shown(told)


async def test_a_file_from_another_organisation_is_looked_up(workspace: Workspace) -> None:
    file = await workspace.attach("foreign.csv", ROSES.replace("Rose", "Lily"), user=HANA)
    state = workspace.state
    bare = {"id": file, "mode": "file_access", "file_access": "check_file_info"}
    message = Message(state.next_ts(), HR, HANA, "", files=[bare])
    post(state, message)

    assert "*foreign.csv*" in shown(await preview(workspace, message.ts))


async def test_what_cannot_be_read_says_why(workspace: Workspace) -> None:
    large = await share(workspace, ("large.csv", b"x" * (20 * 1_048_576 + 1)))
    assert "larger than the 20 MB" in shown(await preview(workspace, large))
    broken = await share(workspace, ("broken.xlsx", b"PK\x03\x04 not a workbook"))
    assert "broken.xlsx" in shown(await preview(workspace, broken))


async def test_without_the_permission_it_says_so(workspace: Workspace) -> None:
    installed = workspace.state.installation
    scopes = (installed.scopes or frozenset()) - {"files:read"}
    workspace.state.installation = replace(installed, scopes=scopes)
    try:
        thread = await share(workspace, ("garden.csv", ROSES))
        assert "files:read" in shown(await preview(workspace, thread))
    finally:
        workspace.state.installation = installed


async def test_a_preview_that_slack_refuses_is_shown_plainer(workspace: Workspace) -> None:
    workspace.faults({"method": "chat.update", "error": "invalid_blocks"})
    thread = await share(workspace, ("plain.csv", ROSES.replace("Rose", "Pine")))

    message = await preview(workspace, thread)

    assert buttons(message) == [ACCEPT, DISCARD]
    assert "1 program read" in shown(message)
    assert "Slack refused" in shown(message)


async def test_delivered_twice_it_is_read_once(workspace: Workspace) -> None:
    workspace.faults({"delivery": "duplicate", "event": "message"})
    thread = await share(workspace, ("once.csv", ROSES.replace("Rose", "Oak")))
    await preview(workspace, thread)
    await workspace.settled()
    assert len(await previews(workspace, thread)) == 1


async def test_an_employee_s_file_is_not_read_and_the_question_is_answered(
    workspace: Workspace, unfilled: Running
) -> None:
    before, since = len(stored(unfilled)), workspace.last_call
    thread = await share(workspace, ("mine.csv", ROSES), text="help", user="U0EMMA")

    async def both() -> list[Json] | None:
        found = await workspace.answers("D0EMMA", thread)
        answered = [one for one in found if not one["streaming"] and "Rose" not in shown(one)]
        return answered if len(answered) == 2 else None

    said = {shown(one) for one in await until(both)}
    assert len([one for one in said if FOR_HR_ONLY in one]) == 1
    assert len(stored(unfilled)) == before
    assert workspace.calls("files.info", since=since) == []


@pytest.mark.parametrize("user", ["U0SAM", "U0GUEST"])
async def test_without_a_question_there_is_only_the_line(workspace: Workspace, user: str) -> None:
    thread = await share(workspace, ("mine.csv", ROSES), ("more.csv", ROSES), user=user)
    channel = user.replace("U0", "D0")

    async def told() -> list[Json]:
        return await workspace.answers(channel, thread, user=user)

    await until(told)
    await workspace.settled()
    assert [shown(one) for one in await told()] == [FOR_HR_ONLY]


async def test_whoever_has_left_hr_presses_in_vain(workspace: Workspace) -> None:
    thread = await share(workspace, ("late.csv", ROSES.replace("Rose", "Elm")))
    message = await preview(workspace, thread)
    person = workspace.state.users[HANA]
    workspace.state.users[HANA] = replace(person, is_guest=True)
    try:
        await press(workspace, message, ACCEPT)
        await whispers_in_thread(workspace, thread, FOR_HR_ONLY)
    finally:
        workspace.state.users[HANA] = person
    assert buttons(await preview_again(workspace, message)) == [ACCEPT, DISCARD, COLUMNS]


async def whispers_in_thread(workspace: Workspace, thread: str, words: str) -> Json:
    async def there() -> Json | None:
        found = [
            *await workspace.thread(HR, thread, user=HANA),
            *await workspace.messages(HR, HANA),
        ]
        return next((m for m in found if m["ephemeral"] and words in shown(m)), None)

    said: Json = await until(there)
    return said


async def preview_again(workspace: Workspace, message: Json) -> Json:
    found = await workspace.thread(HR, message["thread_ts"], user=HANA)
    return next(one for one in found if one["ts"] == message["ts"])


async def command(
    workspace: Workspace, text: str, user: str = HANA, channel: str = "C0GENERAL"
) -> None:
    await workspace.do("command", user=user, channel=channel, command="/advisor-admin", text=text)


async def test_an_address_is_read_in_the_direct_message(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fetched(url: str, folder: Path) -> Path:
        asked.append(url)
        path = folder / "courses.csv"
        path.write_text(ROSES.replace("Rose", "Fern"))
        return path

    monkeypatch.setattr(composition, "fetched", fetched)
    await command(workspace, "import <https://example.org/courses.csv>")
    await whispers(workspace, "C0GENERAL", HANA, "Reading …")
    message = await in_conversation(workspace, "Programs read")
    assert asked == ["https://example.org/courses.csv"]

    await press(workspace, message, ACCEPT)
    await says(workspace, message, "is in the catalog")

    answer = await workspace.ask("what does Fern pruning cost?")
    assert "https://example.org/courses.csv" in shown(answer)
    assert not any("Fern" in shown(one) for one in await workspace.messages("C0GENERAL"))


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("https://127.0.0.1/x.csv", "not on the public internet"),
        ("https://localhost:8080/x.csv", "not on the public internet"),
        ("https://[::ffff:10.0.0.1]/x.csv", "not on the public internet"),
    ],
)
async def test_an_address_inside_is_refused(workspace: Workspace, named: str, reason: str) -> None:
    await command(workspace, f"import {named}")
    said = await in_conversation(workspace, f"{named} cannot be imported")
    assert reason in shown(said)
    assert buttons(said) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("help", "Knowledge for the adviser"),
        ("", "Knowledge for the adviser"),
        ("sing", "Knowledge for the adviser"),
        ("import this and that", "one address"),
        ("import http://example.org/a.csv", "https:// only"),
    ],
)
async def test_other_commands_are_explained(workspace: Workspace, text: str, told: str) -> None:
    await command(workspace, text, channel="C0LEARN")
    await whispers(workspace, "C0LEARN", HANA, told)


async def test_the_command_is_for_hr_only(workspace: Workspace) -> None:
    await command(workspace, "imports", user="U0SAM", channel="C0LEARN")
    await whispers(workspace, "C0LEARN", "U0SAM", FOR_HR_ONLY)


async def test_a_dialog_takes_files_or_an_address(workspace: Workspace) -> None:
    await command(workspace, "import")
    view = await until(lambda: workspace.state.views.top(HANA))

    async def give(files: list[Json], address: str | None) -> Json:
        values = {
            "files": {"files": {"type": "file_input", "files": files}},
            "address": {"address": {"type": "url_text_input", "value": address}},
        }
        return await workspace.do("view_submit", user=HANA, view_id=view["id"], values=values)

    assert "Choose a file" in (await give([], None))["errors"]["files"]
    assert "https" in (await give([], "http://example.org/a.csv"))["errors"]["address"]
    file = await workspace.attach("dialog.csv", ROSES.replace("Rose", "Ivy"), user=HANA)
    assert await give([{"id": file}], None) == {"ok": True}

    assert buttons(await in_conversation(workspace, "dialog.csv* · a table")) == [
        ACCEPT,
        DISCARD,
        COLUMNS,
    ]


async def test_an_import_is_listed_and_forgotten(workspace: Workspace) -> None:
    thread = await share(workspace, ("passing.csv", ROSES.replace("Rose", "Palm")))
    message = await preview(workspace, thread)
    await press(workspace, message, ACCEPT)
    await says(workspace, message, "is in the catalog")
    assert "passing.csv, row 2" in shown(await workspace.ask("what does Palm pruning cost?"))

    await command(workspace, "imports", channel="C0RANDOM")
    listed = await whispers(workspace, "C0RANDOM", HANA, "What was imported")
    assert "passing.csv" in shown(listed)
    assert "by <@U0HANA>" in shown(listed)
    [block] = [one for one in listed["blocks"] if "passing.csv" in str(one)]
    await press(workspace, listed | {"blocks": [block]}, FORGET)
    left = await whispers(workspace, "C0RANDOM", HANA, "*passing.csv* is forgotten")

    assert "passing.csv*\n" not in shown(left)
    assert "passing.csv" not in shown(await workspace.ask("what does Palm pruning cost?"))


async def test_when_reading_fails_nobody_is_left_without_a_word(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_options: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(intake, "import_file", broken)
    thread = await share(workspace, ("unlucky.csv", ROSES))
    said = shown(await preview(workspace, thread))
    assert "Something went wrong" in said
    assert "disk" not in said


async def test_when_taking_in_is_refused_it_says_why(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await share(workspace, ("refused.csv", ROSES.replace("Rose", "Ash")))
    message = await preview(workspace, thread)

    def refused(*_args: Any, **_options: Any) -> None:
        raise KnowledgeError("An import cannot be called so.")

    monkeypatch.setattr(intake, "import_file", refused)
    await press(workspace, message, ACCEPT)
    await says(workspace, message, "cannot be called so")
