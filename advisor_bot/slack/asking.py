"""Requests of Slack's that ask something → questions."""

from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from advisor_bot.jobs import Asked
from advisor_bot.slack.escaping import plain

_ANSWERED_SUBTYPES = (None, "file_share", "thread_broadcast")


def asked_in(event: dict[str, Any], context: AsyncBoltContext) -> Asked | None:
    """The question in a message event; ``None`` for what is no person's message: edits, joins, bots.

    A mention in a channel arrives twice, as ``message`` and as ``app_mention``: both give one key.
    """
    if event.get("subtype") not in _ANSWERED_SUBTYPES or event.get("bot_id"):
        return None
    user, ts, team = event.get("user"), event.get("ts"), context.team_id
    if not user or not ts or not team or user == context.bot_user_id:
        return None
    channel = str(event["channel"])
    text = plain(str(event.get("text") or ""), bot_user=context.bot_user_id or "")
    return Asked(
        key=f"{team}:{channel}:{ts}",
        team=team,
        channel=channel,
        user=str(user),
        text=text or "help",
        ts=str(ts),
        thread_ts=str(event.get("thread_ts") or ts),
        private=event.get("channel_type") == "im" or channel.startswith("D"),
        user_team=event.get("user_team") or event.get("team"),
    )


def asked_by_command(body: dict[str, Any], context: AsyncBoltContext) -> Asked:
    return _asked_privately(
        body,
        context,
        channel=str(body["channel_id"]),
        user=str(body["user_id"]),
        text=str(body.get("text") or ""),
    )


def asked_by_shortcut(body: dict[str, Any], context: AsyncBoltContext) -> Asked:
    return _asked_privately(
        body,
        context,
        channel=str(body["channel"]["id"]),
        user=str(body["user"]["id"]),
        text=str(body["message"].get("text") or ""),
    )


def _asked_privately(
    body: dict[str, Any], context: AsyncBoltContext, *, channel: str, user: str, text: str
) -> Asked:
    team = str(context.team_id)
    trigger = str(body["trigger_id"])
    return Asked(
        key=f"{team}:{channel}:{trigger}",
        team=team,
        channel=channel,
        user=user,
        text=plain(text, bot_user=context.bot_user_id or ""),
        ts=trigger,
        thread_ts=trigger,
        private=True,
        response_url=str(body["response_url"]),
    )
