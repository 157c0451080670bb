"""Conversations with the real bot: what people write, and what they then see."""

import asyncio
import re

import pytest
from sqlmodel import Session, select

from advisor_bot.advice.conversation import Feedback, Turn
from advisor_bot.advice.courtesies import EXAMPLES
from advisor_bot.sandbox import events
from tests.end_to_end.conftest import Running
from tests.workspace import BOT, DM, GENERAL, MENTION, Json, Workspace, kinds, shown, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORTH_IT = "is the Google data analytics certificate worth it?"
SECURITY = "cheapest cybersecurity credential for a beginner?"
DATE = r"\d{1,2} [A-Z][a-z]+ 20\d\d"


async def test_a_direct_message_is_answered_in_its_thread(workspace: Workspace) -> None:
    answer = await workspace.ask(WORTH_IT)

    assert answer["text"].startswith("**Google Data Analytics Professional Certificate**")
    assert kinds(answer)[0] == "markdown"
    assert kinds(answer)[-2:] == ["context", "context_actions"]
    assert len(await workspace.answers(DM, answer["thread_ts"])) == 1


async def test_an_answer_cites_its_sources_with_their_dates(workspace: Workspace) -> None:
    answer = await workspace.ask(WORTH_IT)

    text, rest = answer["text"], shown(answer)
    sources = rest[rest.index("*Sources*") :]
    cited = set(re.findall(r"\[(\d+)\]", text))
    listed = dict(re.findall(r"\[(\d+)\] <(https?://[^|>]+)\|", sources))
    assert cited
    assert cited <= listed.keys()
    assert len(re.findall(rf"checked {DATE}", sources)) == len(listed)


async def test_a_named_program_comes_with_its_checklist(workspace: Workspace) -> None:
    answer = await workspace.ask(WORTH_IT)

    rest = shown(answer)
    assert "*Quality checklist · Google Data Analytics Professional Certificate*" in rest
    titles = re.findall(r"\*(\d\. [^*]+)\* · (.+)", rest)
    states = {"evidenced", "claimed by the issuer", "not stated", "evidence against"}
    assert [title for title, _ in titles] == [
        "1. Competency against a standard",
        "2. Issuer's reputation",
        "3. How it is assessed",
    ]
    assert {state for _, state in titles} <= states


async def test_a_question_on_in_the_thread_knows_what_was_spoken_of(workspace: Workspace) -> None:
    first = await workspace.ask(WORTH_IT)

    answer = await workspace.ask("and how long does it take?", thread_ts=first["thread_ts"])

    assert answer["thread_ts"] == first["thread_ts"]
    assert "Google Data Analytics Professional Certificate" in answer["text"]
    assert re.search(r"Time: .*(?:months|hours)", answer["text"])


async def test_a_mention_is_answered_once_in_its_thread(workspace: Workspace) -> None:
    answer = await workspace.ask(f"{MENTION} {SECURITY}", GENERAL)
    thread = answer["thread_ts"]
    await workspace.settled()

    assert len(await workspace.answers(GENERAL, thread)) == 1
    assert "ISC2 Certified in Cybersecurity" in answer["text"]
    assert answer["text"].index("ISC2") < answer["text"].index("Google Cybersecurity")
    assert shown(answer).count("*Quality checklist · ") == answer["text"].count("\n2. ") + 2


async def test_the_asker_needs_no_second_mention(workspace: Workspace) -> None:
    first = await workspace.ask(f"{MENTION} {WORTH_IT}", GENERAL)

    answer = await workspace.ask("what does it cost?", GENERAL, thread_ts=first["thread_ts"])

    assert "Google Data Analytics" in answer["text"]
    assert "Cost: USD" in answer["text"]


@pytest.mark.parametrize(
    ("user", "text"),
    [
        ("U0SAM", "what does it cost?"),
        ("U0EMMA", "<@U0SAM> what do you think?"),
        ("U0ROBO", "what does it cost?"),
        ("U0ROBO", f"{MENTION} what does it cost?"),
    ],
    ids=["somebody else", "addressed to a colleague", "another bot", "another bot's mention"],
)
async def test_chatter_in_the_thread_is_left_alone(
    workspace: Workspace, user: str, text: str
) -> None:
    first = await workspace.ask(f"{MENTION} {WORTH_IT}", GENERAL)
    thread = first["thread_ts"]

    await workspace.say(text, GENERAL, thread_ts=thread, user=user)
    await workspace.settled()

    assert len(await workspace.answers(GENERAL, thread)) == 1


async def test_channel_talk_without_a_mention_is_left_alone(workspace: Workspace) -> None:
    ts = await workspace.say(SECURITY, GENERAL)
    await workspace.settled()

    assert await workspace.answers(GENERAL, ts) == []


async def test_somebody_else_may_join_by_a_mention(workspace: Workspace) -> None:
    first = await workspace.ask(f"{MENTION} {WORTH_IT}", GENERAL)

    answer = await workspace.ask(
        f"{MENTION} what does it cost?", GENERAL, thread_ts=first["thread_ts"], user="U0SAM"
    )

    assert "Google Data Analytics" in answer["text"]


async def test_many_questions_at_once_are_each_answered_once(workspace: Workspace) -> None:
    people = ["EMMA", "SAM", "LI", "HANA"]
    asked = [(f"D0{one}", f"U0{one}", WORTH_IT) for one in people]
    asked += [(GENERAL, f"U0{one}", f"{MENTION} {SECURITY}") for one in people]

    answers = await asyncio.gather(
        *(workspace.ask(text, channel, user=user) for channel, user, text in asked)
    )

    assert len({answer["ts"] for answer in answers}) == len(asked)
    for (channel, user, _text), answer in zip(asked, answers, strict=True):
        assert len(await workspace.answers(channel, answer["thread_ts"], user=user)) == 1


async def test_a_command_is_answered_to_one_person_only(workspace: Workspace) -> None:
    before = await workspace.messages(GENERAL, user="U0SAM")

    await workspace.do("command", channel=GENERAL, command="/advisor", text=WORTH_IT)

    answer = await until(lambda: whispered(workspace, GENERAL, "*Sources*"))
    assert "Google Data Analytics Professional Certificate" in shown(answer)
    assert "*Quality checklist" in shown(answer)
    assert kinds(answer)[-1] == "context_actions"
    assert await workspace.messages(GENERAL, user="U0SAM") == before
    assert not any(
        one["args"].get("channel") == GENERAL
        for one in workspace.calls("chat.postMessage", "chat.startStream")
        if WORTH_IT in str(one)
    )


async def test_a_private_question_does_not_leak_into_the_channel_s_thread(
    workspace: Workspace, running: Running
) -> None:
    await workspace.do(
        "command", channel="C0LEARN", command="/advisor", text="is PMP worth it?", user="U0LI"
    )
    await until(lambda: whispered(workspace, "C0LEARN", "*Sources*", user="U0LI"))

    root = await workspace.ask(f"{MENTION} what does it cost?", "C0LEARN", user="U0SAM")

    assert "PMP" not in shown(root)
    assert "Project Management Professional" not in shown(root)


async def test_a_command_without_a_question_explains_itself(workspace: Workspace) -> None:
    await workspace.do("command", channel=GENERAL, command="/advisor", text="", user="U0LI")

    answer = await until(
        lambda: whispered(workspace, GENERAL, "I advise on micro-credentials", user="U0LI")
    )
    assert EXAMPLES[0] in shown(answer)


async def test_the_shortcut_advises_on_a_message(workspace: Workspace) -> None:
    ts = await workspace.say("Is CompTIA Security+ any good?", GENERAL, user="U0SAM")

    await workspace.do("shortcut", callback_id="ask_about_message", channel=GENERAL, ts=ts)

    answer = await until(lambda: whispered(workspace, GENERAL, "CompTIA Security+"))
    assert "*Quality checklist" in shown(answer)
    assert await workspace.answers(GENERAL, ts, user="U0SAM") == []


@pytest.mark.parametrize("text", ["help", "Help!", "what can you do?"])
async def test_help(workspace: Workspace, text: str) -> None:
    answer = await workspace.ask(text)

    assert "I advise on micro-credentials" in answer["text"]
    assert EXAMPLES[0] in answer["text"]
    assert "Sources" not in shown(answer)


async def test_a_mention_without_words_is_a_call_for_help(workspace: Workspace) -> None:
    answer = await workspace.ask(MENTION, GENERAL)

    assert "I advise on micro-credentials" in answer["text"]


async def test_what_it_does_not_know_it_says(workspace: Workspace) -> None:
    answer = await workspace.ask("what is the weather?")

    assert "outside what I know" in answer["text"]
    assert EXAMPLES[0] in answer["text"]


async def test_judging_a_credential_is_explained_from_its_page(workspace: Workspace) -> None:
    answer = await workspace.ask("how do I judge a micro-credential?")

    assert "Three questions" in answer["text"]
    assert all(f"Question {number}: " in answer["text"] for number in (1, 2, 3))
    assert "*Sources*" in shown(answer)


async def test_a_supervised_exam_can_be_asked_for(workspace: Workspace) -> None:
    answer = await workspace.ask("which project management credential has a proctored exam?")

    assert "PMP" in answer["text"] or "CAPM" in answer["text"]
    assert "supervised" in answer["text"]
    assert "Google Project Management" not in answer["text"]


async def test_programs_side_by_side_keep_every_checklist(workspace: Workspace) -> None:
    answer = await workspace.ask(
        "compare Google Data Analytics, CompTIA Security+, PMP, AWS Cloud Practitioner and ISC2 CC"
    )

    rest = shown(answer)
    assert rest.count("*Quality checklist · ") == 5
    assert "*Sources*" in rest
    assert kinds(answer)[-1] == "context_actions"
    refused = [
        one
        for one in workspace.calls()
        if one["error"] in ("invalid_blocks", "msg_blocks_too_long")
    ]
    assert refused == []


async def test_opening_messages_offers_prompts(workspace: Workspace) -> None:
    await workspace.do("home", tab="messages")

    async def prompts() -> list[Json]:
        offered: list[Json] = (await workspace.page_state())["bot"]["prompts"]
        return offered

    offered = await until(prompts)
    assert [one["message"] for one in offered] == list(EXAMPLES)
    assert 1 <= len(offered) <= 4


async def test_every_prompt_that_is_offered_is_answered_with_sources(workspace: Workspace) -> None:
    for example in EXAMPLES:
        answer = await workspace.ask(example)

        assert "*Sources*" in shown(answer), example


async def test_the_home_tab_introduces_the_bot(workspace: Workspace) -> None:
    await workspace.do("home", tab="home", user="U0LI")

    async def home() -> Json | None:
        published: Json | None = (await workspace.page_state("U0LI"))["home"]
        return published

    said = shown(await until(home))
    assert "/advisor" in said
    assert "Competency against a standard" in said
    assert all(example in said for example in EXAMPLES)


async def test_the_last_click_on_feedback_counts(workspace: Workspace, running: Running) -> None:
    answer = await workspace.ask(WORTH_IT)

    async def click(value: str) -> None:
        block = answer["blocks"][-1]
        await workspace.do(
            "action",
            container={"type": "message", "channel": DM, "ts": answer["ts"]},
            block_id=block["block_id"],
            action_id="answer_feedback",
            element=block["elements"][0],
            value={"value": value},
        )

    def stored() -> list[bool]:
        with Session(running.engine) as session:
            rows = session.exec(select(Feedback).where(Feedback.user == "U0EMMA")).all()
            return [row.helpful for row in rows if row.answer == f"T0SANDBOX:{DM}:{answer['ts']}"]

    await click("positive")
    await until(lambda: stored() == [True])
    await click("negative")
    await until(lambda: stored() == [False])

    async def thanked() -> bool:
        thread = await workspace.thread(DM, answer["thread_ts"])
        return any(one["ephemeral"] and "What was missing" in one["text"] for one in thread)

    await until(thanked)


async def test_status_is_shown_while_working_and_cleared_after(workspace: Workspace) -> None:
    before = workspace.last_call

    answer = await workspace.ask(WORTH_IT)

    async def idle() -> bool:
        session = await workspace.session(DM, answer["thread_ts"])
        return session is not None and session["status"] == "active"

    await until(idle)
    set_to = [
        one["args"]["status"]
        for one in workspace.calls("agents.sessions.setStatus", since=before)
        if one["args"]["thread_ts"] == answer["thread_ts"]
    ]
    assert set_to[0] == "processing"
    called = [one["method"] for one in workspace.calls(since=before)]
    assert called.index("agents.sessions.setStatus") < called.index("chat.startStream")


async def test_nothing_that_is_posted_unfolds_links(workspace: Workspace) -> None:
    await workspace.ask(WORTH_IT)
    await workspace.say("is PMP worth it?", GENERAL)

    posted = workspace.calls("chat.postMessage")
    assert all(str(one["args"]["unfurl_links"]) in ("0", "False", "false") for one in posted)
    assert all(str(one["args"]["unfurl_media"]) in ("0", "False", "false") for one in posted)


async def test_a_guest_is_told_why_not_in_a_direct_message(workspace: Workspace) -> None:
    ts = await workspace.say(WORTH_IT, "D0GUEST", user="U0GUEST")

    async def refused() -> list[Json]:
        return await workspace.answers("D0GUEST", ts, user="U0GUEST")

    [reply] = await until(refused)
    assert "you are here as a guest" in reply["text"]
    assert "Google" not in shown(reply)


async def test_a_guest_in_a_channel_is_told_alone(workspace: Workspace) -> None:
    ts = await workspace.say(f"{MENTION} {WORTH_IT}", GENERAL, user="U0GUEST")

    reply = await until(lambda: whispered(workspace, GENERAL, "as a guest", user="U0GUEST"))
    assert not reply.get("thread_ts"), "Slack hides an ephemeral reply to a message without thread"
    assert await workspace.answers(GENERAL, ts, user="U0SAM") == []


async def test_a_guest_s_command_is_refused(workspace: Workspace) -> None:
    await workspace.do(
        "command", channel="C0LEARN", command="/advisor", text=WORTH_IT, user="U0GUEST"
    )

    await until(lambda: whispered(workspace, "C0LEARN", "as a guest", user="U0GUEST"))
    said = [shown(one) for one in await workspace.messages("C0LEARN", user="U0GUEST")]
    assert not any("Google Data Analytics" in one for one in said)


async def test_a_question_is_remembered_for_its_conversation_only(
    workspace: Workspace, running: Running
) -> None:
    answer = await workspace.ask(WORTH_IT)

    key = f"T0SANDBOX:{DM}:{answer['thread_ts']}"

    def turn() -> Turn | None:
        with Session(running.engine) as session:
            return session.get(Turn, key)

    kept = await until(turn)
    assert kept.asker == "U0EMMA"
    assert kept.programs == ["google-data-analytics"]


async def test_it_introduces_itself_where_it_is_added(workspace: Workspace) -> None:
    channel = workspace.state.channels["G0HR"]

    events.member_joined(workspace.state, channel, "U0HANA", None)
    events.member_joined(workspace.state, channel, BOT, "U0HANA")

    async def introduced() -> list[Json]:
        seen = await workspace.messages("G0HR", user="U0HANA")
        return [one for one in seen if one["user"] == BOT]

    [hello] = await until(introduced)
    assert "/advisor" in hello["text"]


async def test_uninstalling_is_acknowledged(workspace: Workspace) -> None:
    for event in (
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}},
    ):
        events.emit(workspace.state, event)

    assert (await workspace.ask("help"))["text"]


async def test_what_people_type_cannot_ping_through_the_bot(workspace: Workspace) -> None:
    answer = await workspace.ask("is <!channel> <@U0SAM> the PMP in <#C0GENERAL|general> worth it?")

    assert not re.search(r"<[!@#]", shown(answer))


async def whispered(
    workspace: Workspace, channel: str, text: str, user: str = "U0EMMA"
) -> Json | None:
    """The newest message that only this person sees and that says so."""
    for message in reversed(await workspace.messages(channel, user=user)):
        if message["ephemeral"] and text in shown(message):
            return message
    return None
