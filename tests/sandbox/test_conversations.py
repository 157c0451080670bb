"""History, threads, people, files and scheduled messages through the Web API."""

import pytest

from .conftest import Json, Sandbox, until


async def test_history_is_paged_newest_first(sandbox: Sandbox) -> None:
    client = sandbox.client()
    for number in range(5):
        await client.chat_postMessage(channel="C0GENERAL", text=str(number))

    first = await client.conversations_history(channel="C0GENERAL", limit=3)
    rest = await client.conversations_history(
        channel="C0GENERAL", limit=3, cursor=first["response_metadata"]["next_cursor"]
    )

    assert [m["text"] for m in first["messages"]] == ["4", "3", "2"]
    assert [m["text"] for m in rest["messages"]] == ["1", "0"]
    assert (first["has_more"], rest["has_more"]) == (True, False)


async def test_history_within_bounds(sandbox: Sandbox) -> None:
    client = sandbox.client()
    stamps = [
        str((await client.chat_postMessage(channel="C0GENERAL", text=str(n)))["ts"])
        for n in range(4)
    ]

    bounds: Json = {"channel": "C0GENERAL", "oldest": stamps[1], "latest": stamps[2]}
    outside = await client.conversations_history(**bounds, inclusive=False)
    inside = await client.conversations_history(**bounds, inclusive=True)

    assert outside["messages"] == []
    assert [m["text"] for m in inside["messages"]] == ["2", "1"]


async def test_a_thread_is_told_by_its_root(sandbox: Sandbox) -> None:
    client = sandbox.client()
    sent = await sandbox.do("message", channel="C0GENERAL", text="root")
    reply = await client.chat_postMessage(channel="C0GENERAL", text="r", thread_ts=sent["ts"])

    thread = await client.conversations_replies(channel="C0GENERAL", ts=sent["ts"])
    history = await client.conversations_history(channel="C0GENERAL")

    assert [m["text"] for m in thread["messages"]] == ["root", "r"]
    (root,) = history["messages"]
    assert (root["reply_count"], root["latest_reply"]) == (1, reply["ts"])
    assert root["reply_users"] == ["U0BOT"]


async def test_metadata_is_kept_for_those_who_ask(sandbox: Sandbox) -> None:
    client = sandbox.client()
    metadata = {"event_type": "answer", "event_payload": {"id": "1"}}
    await client.chat_postMessage(channel="C0GENERAL", text="x", metadata=metadata)

    plain = await client.conversations_history(channel="C0GENERAL")
    full = await client.conversations_history(channel="C0GENERAL", include_all_metadata=True)

    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_a_deleted_root_leaves_its_thread(sandbox: Sandbox) -> None:
    client = sandbox.client()
    root = await client.chat_postMessage(channel="C0GENERAL", text="root")
    reply = await client.chat_postMessage(channel="C0GENERAL", text="r", thread_ts=root["ts"])

    await client.chat_delete(channel="C0GENERAL", ts=root["ts"])
    thread = await sandbox.thread("C0GENERAL", str(root["ts"]))
    assert [m["text"] for m in thread] == ["This message was deleted.", "r"]

    await client.chat_delete(channel="C0GENERAL", ts=reply["ts"])
    assert len(await sandbox.thread("C0GENERAL", str(root["ts"]))) == 1


async def test_the_bot_joins_a_channel(sandbox: Sandbox) -> None:
    client = sandbox.client()
    await client.conversations_join(channel="C0RANDOM")
    await client.chat_postMessage(channel="#random", text="Here now")

    assert "U0BOT" in (await client.conversations_members(channel="C0RANDOM"))["members"]
    again = await client.conversations_join(channel="C0RANDOM")
    assert again["warning"] == "already_in_channel"


async def test_who_is_who(sandbox: Sandbox) -> None:
    client = sandbox.client()

    emma = (await client.users_lookupByEmail(email="emma@sandbox.example"))["user"]
    guest = (await client.users_info(user="U0GUEST"))["user"]
    hr = (await client.usergroups_users_list(usergroup="S0HR"))["users"]
    opened = await client.conversations_open(users=emma["id"])
    channels = (await client.users_conversations(types="public_channel,private_channel"))[
        "channels"
    ]

    assert (emma["id"], emma["tz"]) == ("U0EMMA", "Europe/Madrid")
    assert guest["is_restricted"]
    assert hr == ["U0HANA"]
    assert opened["channel"]["id"] == "D0EMMA"
    assert {channel["name"] for channel in channels} == {"general", "learning", "hr-team"}


async def test_a_message_to_a_person_is_a_direct_message(sandbox: Sandbox) -> None:
    posted = await sandbox.client().chat_postMessage(channel="U0LI", text="hi")

    assert posted["channel"] == "D0LI"


async def test_a_file_is_uploaded_and_shared(sandbox: Sandbox) -> None:
    done = await sandbox.client().files_upload_v2(
        content="a,b\n1,2", filename="report.csv", channel="C0GENERAL", initial_comment="Report"
    )

    (message,) = await sandbox.messages("C0GENERAL")
    assert message["text"] == "Report"
    assert message["files"][0]["id"] == done["file"]["id"]
    headers = {"Authorization": "Bearer xoxb-sandbox"}
    content = await sandbox.http.get(message["files"][0]["url_private"], headers=headers)
    assert content.text == "a,b\n1,2"
    assert (await sandbox.http.get(message["files"][0]["url_private"])).status_code == 302


async def test_a_scheduled_message_is_posted_when_due(sandbox: Sandbox) -> None:
    client = sandbox.client()
    post_at = int(sandbox.workspace.clock()) + 1
    kept = await client.chat_scheduleMessage(channel="C0GENERAL", text="Now", post_at=post_at)
    dropped = await client.chat_scheduleMessage(
        channel="C0GENERAL", text="Never", post_at=post_at + 60
    )
    listed = (await client.chat_scheduledMessages_list())["scheduled_messages"]
    assert [entry["id"] for entry in listed] == [
        kept["scheduled_message_id"],
        dropped["scheduled_message_id"],
    ]

    await client.chat_deleteScheduledMessage(
        channel="C0GENERAL", scheduled_message_id=dropped["scheduled_message_id"]
    )
    (message,) = await until(lambda: sandbox.messages("C0GENERAL"))
    assert message["text"] == "Now"
    assert (await client.chat_scheduledMessages_list())["scheduled_messages"] == []


@pytest.mark.parametrize("content_type", ["form", "json", "query"])
async def test_arguments_come_in_any_form(sandbox: Sandbox, content_type: str) -> None:
    args = {"channel": "C0GENERAL", "text": "hi"}
    headers = {"Authorization": "Bearer xoxb-sandbox"}
    if content_type == "form":
        answer = await sandbox.http.post("/api/chat.postMessage", data=args, headers=headers)
    elif content_type == "json":
        answer = await sandbox.http.post("/api/chat.postMessage", json=args, headers=headers)
    else:
        answer = await sandbox.http.get("/api/chat.postMessage", params=args, headers=headers)

    assert answer.json()["message"]["text"] == "hi"
