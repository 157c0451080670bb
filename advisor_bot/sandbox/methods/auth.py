"""auth.test, api.test, apps.connections.open, bots.info, team.info."""

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.arguments import Arg, Call, Method, boolean
from advisor_bot.sandbox.delivery import MAX_CONNECTIONS
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.slack_json import bot_json


def auth_test(call: Call) -> Json:
    team = call.workspace.team
    return {
        "url": f"{call.workspace.base_url}/",
        "team": team.name,
        "user": call.workspace.bot.name,
        "team_id": team.id,
        "user_id": seed.BOT_USER_ID,
        "bot_id": seed.BOT_ID,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Json:
    if call.get("error"):
        raise SlackError(call["error"], args=call.args)
    return {"args": call.args}


def open_connection(call: Call) -> Json:
    """A one-use WebSocket address; at most ten connections may be open."""
    delivery = call.workspace.delivery
    if delivery.connections >= MAX_CONNECTIONS:
        raise SlackError("too_many_websockets")
    address = call.workspace.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/socket?ticket={delivery.issue_ticket()}&app_id={seed.APP_ID}"}


def bot_info(call: Call) -> Json:
    if call.get("bot", seed.BOT_ID) != seed.BOT_ID:
        raise SlackError("bot_not_found")
    return {"bot": bot_json(call.workspace)}


def team_info(call: Call) -> Json:
    team = call.workspace.team
    if call.get("team", team.id) != team.id:
        raise SlackError("team_not_found")
    shown = {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}
    return {"team": shown | {"icon": {"image_default": True}}}


METHODS = (
    Method("auth.test", auth_test),
    Method("api.test", api_test, (Arg("error"),)),
    Method("apps.connections.open", open_connection, token="app"),
    Method("bots.info", bot_info, (Arg("bot"),), ("users:read",)),
    Method(
        "team.info",
        team_info,
        (Arg("team"), Arg("domain"), Arg("include_slackbot_availability", boolean)),
        ("team:read",),
    ),
)
