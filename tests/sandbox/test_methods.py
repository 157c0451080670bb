"""The Web API methods that other tests only pass by, through the real client."""

import pytest

from .conftest import Json, Sandbox, error_of


async def test_who_the_bot_is(sandbox: Sandbox) -> None:
    client = sandbox.client()

    me = await client.auth_test()
    bot = (await client.bots_info(bot=me["bot_id"]))["bot"]
    team = (await client.team_info())["team"]

    assert (me["user_id"], me["team_id"]) == ("U0BOT", "T0SANDBOX")
    assert (bot["app_id"], bot["user_id"]) == ("A0ADVISOR", "U0BOT")
    assert team["name"] == "Sandbox Inc."


async def test_reactions_of_the_bot(sandbox: Sandbox) -> None:
    client = sandbox.client()
    sent = await sandbox.do("message", channel="C0GENERAL", text="hi")
    item: Json = {"channel": "C0GENERAL", "timestamp": sent["ts"]}

    await client.reactions_add(name="eyes", **item)
    shown = (await client.reactions_get(**item))["message"]["reactions"]
    assert shown == [{"name": "eyes", "users": ["U0BOT"], "count": 1}]
    assert await error_of(client.reactions_add(name="eyes", **item)) == "already_reacted"
    await client.reactions_remove(name="eyes", **item)
    assert await error_of(client.reactions_remove(name="eyes", **item)) == "no_reaction"
    assert await error_of(client.reactions_add(name="no spaces", **item)) == "invalid_name"
    assert (await sandbox.messages("C0GENERAL"))[0]["reactions"] == []


async def test_a_session_has_a_title_from_its_creation(sandbox: Sandbox) -> None:
    client = sandbox.client()
    sent = await sandbox.do("message", channel="D0EMMA", text="hi")
    session: Json = {"channel_id": "D0EMMA", "thread_ts": sent["ts"]}
    set_status = client.agents_sessions_setStatus

    assert (
        await error_of(client.agents_sessions_rename(title="x", **session)) == "session_not_found"
    )
    created = await set_status(
        status="processing", title="First", initiator_user_id="U0EMMA", **session
    )
    again = await set_status(status="active", title="Second", **session)
    assert (created["title"], again["title"]) == ("First", "First")
    await client.agents_sessions_rename(title="Third", **session)
    assert (await set_status(status="closed", **session))["title"] == "Third"
    assert await error_of(set_status(status="busy", **session)) == "invalid_status"
    assert await error_of(set_status(status="active", title="x" * 201, **session)) == (
        "invalid_arguments"
    )


async def test_a_session_without_a_stop_button_is_warned_of(sandbox: Sandbox) -> None:
    subscribed = {"event_subscriptions": {"bot_events": ["message.im"]}}
    scopes = {"scopes": {"bot": ["chat:write"]}}
    sandbox.workspace.install({"settings": subscribed, "oauth_config": scopes})
    sent = await sandbox.do("message", channel="D0EMMA", text="hi")

    answer = await sandbox.client().agents_sessions_setStatus(
        channel_id="D0EMMA", thread_ts=sent["ts"], status="processing"
    )

    assert answer["warning"] == "missing_agent_session_stopped_event_subscription"


async def test_a_legacy_status_goes_away_with_the_reply(sandbox: Sandbox) -> None:
    client = sandbox.client()
    sent = await sandbox.do("message", channel="D0EMMA", text="hi")
    thread: Json = {"channel_id": "D0EMMA", "thread_ts": sent["ts"]}

    await client.assistant_threads_setStatus(status="is thinking…", **thread)
    await client.assistant_threads_setTitle(title="Greeting", **thread)
    session = sandbox.workspace.sessions["D0EMMA", sent["ts"]]
    assert (session.status, session.text, session.title) == (
        "processing",
        "is thinking…",
        "Greeting",
    )
    await client.chat_postMessage(channel="D0EMMA", text="Hello", thread_ts=sent["ts"])
    assert (session.status, session.text) == ("active", "")


async def test_prompts_for_a_thread_show_nothing(sandbox: Sandbox) -> None:
    sent = await sandbox.do("message", channel="D0EMMA", text="hi")

    await sandbox.client().assistant_threads_setSuggestedPrompts(
        channel_id="D0EMMA", thread_ts=sent["ts"], prompts=[{"title": "t", "message": "m"}]
    )

    assert sandbox.workspace.prompts == {}


async def test_people_and_groups(sandbox: Sandbox) -> None:
    client = sandbox.client()

    names = {user["name"] for user in (await client.users_list())["members"]}
    profile = (await client.users_profile_get(user="U0SAM"))["profile"]
    (group,) = (await client.usergroups_list(include_users=True, include_count=True))["usergroups"]

    assert {"emma", "hana", "advisor", "otherbot"} <= names
    assert profile["email"] == "sam@sandbox.example"
    assert (group["handle"], group["users"], group["user_count"]) == ("hr", ["U0HANA"], 1)


async def test_an_address_is_hidden_without_its_scope(sandbox: Sandbox) -> None:
    sandbox.workspace.install({"oauth_config": {"scopes": {"bot": ["users:read"]}}})

    user = (await sandbox.client().users_info(user="U0EMMA"))["user"]

    assert "email" not in user["profile"]
    lookup = sandbox.client().users_lookupByEmail(email="emma@sandbox.example")
    assert await error_of(lookup) == "missing_scope"


async def test_channels_are_listed_by_type(sandbox: Sandbox) -> None:
    client = sandbox.client()

    public = (await client.conversations_list())["channels"]
    direct = (await client.conversations_list(types="im"))["channels"]
    private = (await client.conversations_info(channel="G0HR"))["channel"]

    assert {channel["name"] for channel in public} == {"general", "learning", "random"}
    assert {channel["user"] for channel in direct} >= {"U0EMMA", "U0HANA"}
    assert private["is_private"]
    assert await error_of(client.conversations_list(types="secret")) == "invalid_types"


async def test_the_bot_invites(sandbox: Sandbox) -> None:
    client = sandbox.client()

    await client.conversations_invite(channel="G0HR", users="U0SAM,U0LI")

    members = (await client.conversations_members(channel="G0HR"))["members"]
    assert {"U0SAM", "U0LI"} <= set(members)
    again = client.conversations_invite(channel="G0HR", users="U0SAM")
    assert await error_of(again) == "already_in_channel"


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ([], "not_enough_users"),
        (["U0SAM", "U0LI"], "too_many_users"),
        (["U0ROBO"], "cannot_dm_bot"),
    ],
)
async def test_a_direct_message_is_with_one_person(
    sandbox: Sandbox, users: list[str], error: str
) -> None:
    assert await error_of(sandbox.client().conversations_open(users=users)) == error


async def test_a_permalink_leads_to_the_page(sandbox: Sandbox) -> None:
    client = sandbox.client()
    root = await client.chat_postMessage(channel="C0GENERAL", text="root")
    reply = await client.chat_postMessage(channel="C0GENERAL", text="r", thread_ts=root["ts"])

    link = (await client.chat_getPermalink(channel="C0GENERAL", message_ts=reply["ts"]))[
        "permalink"
    ]

    assert link.startswith(f"{sandbox.url}/archives/C0GENERAL/p")
    assert f"thread_ts={root['ts']}" in link


async def test_attachments_are_kept_and_their_blocks_checked(sandbox: Sandbox) -> None:
    client = sandbox.client()
    good = {"color": "#2bac76", "blocks": [{"type": "divider"}], "fallback": "x"}
    post: Json = {"channel": "C0GENERAL", "text": "x"}

    posted = await client.chat_postMessage(attachments=[good], **post)
    assert posted["message"]["attachments"] == [good]
    bad = {**good, "blocks": [{"type": "poem"}]}
    assert (
        await error_of(client.chat_postMessage(attachments=[bad], **post)) == "invalid_attachments"
    )
    many = client.chat_postMessage(attachments=[good] * 101, **post)
    assert await error_of(many) == "too_many_attachments"


@pytest.mark.parametrize(
    ("method", "args", "problem"),
    [
        ("chat.postMessage", {"channel": {}, "text": "x"}, "channel must be a string"),
        ("chat.postMessage", {"channel": "C0GENERAL", "blocks": "[{"}, "blocks must be valid JSON"),
        ("chat.postMessage", {"channel": "C0GENERAL", "blocks": "{}"}, "blocks must be an array"),
        (
            "chat.postMessage",
            {"channel": "C0GENERAL", "unfurl_links": "maybe"},
            "unfurl_links must be a boolean",
        ),
        ("views.publish", {"user_id": "U0EMMA", "view": []}, "view must be an object"),
        (
            "conversations.history",
            {"channel": "C0GENERAL", "limit": "ten"},
            "limit must be an integer",
        ),
    ],
)
async def test_an_argument_of_the_wrong_kind(
    unserved: Sandbox, method: str, args: Json, problem: str
) -> None:
    headers = {"Authorization": "Bearer xoxb-sandbox"}

    answer = (await unserved.http.post(f"/api/{method}", json=args, headers=headers)).json()

    assert answer["error"] == "invalid_arguments"
    assert problem in answer["errors"]


@pytest.mark.parametrize(("body", "error"), [("{", "invalid_json"), ("[]", "json_not_object")])
async def test_a_body_that_is_no_object(unserved: Sandbox, body: str, error: str) -> None:
    headers = {"Authorization": "Bearer xoxb-sandbox", "Content-Type": "application/json"}

    answer = (await unserved.http.post("/api/api.test", content=body, headers=headers)).json()

    assert answer["error"] == error


async def test_a_plan_and_blocks_in_a_stream(sandbox: Sandbox) -> None:
    client = sandbox.client()
    sent = await sandbox.do("message", channel="D0EMMA", text="hi")
    task = {"type": "task_update", "id": "1", "title": "Search", "status": "pending"}
    chunks: list[Json] = [
        {"type": "plan_update", "title": "Plan"},
        task,
        {"type": "markdown_text", "text": "Text"},
        {"type": "blocks", "blocks": [{"type": "divider"}]},
    ]

    started = await client.chat_startStream(channel="D0EMMA", thread_ts=sent["ts"], chunks=chunks)
    stopped = await client.chat_stopStream(channel="D0EMMA", ts=str(started["ts"]))

    assert [b["type"] for b in stopped["message"]["blocks"]] == ["markdown", "divider"]
    reply = (await sandbox.thread("D0EMMA", sent["ts"]))[1]
    assert (reply["plan_title"], len(reply["tasks"])) == ("Plan", 1)


async def test_a_stream_in_a_channel_names_its_reader(sandbox: Sandbox) -> None:
    client = sandbox.client()
    sent = await sandbox.do("message", channel="C0GENERAL", text="<@U0BOT> hi")
    stream: Json = {"channel": "C0GENERAL", "thread_ts": sent["ts"], "recipient_user_id": "U0EMMA"}

    assert await error_of(client.chat_startStream(recipient_team_id="T0OTHER", **stream)) == (
        "team_not_found"
    )
    assert (await client.chat_startStream(recipient_team_id="T0SANDBOX", **stream))["ok"]
