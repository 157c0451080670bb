"""How the bot reaches a workspace: who it is there, and its Socket Mode connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from advisor_bot.errors import SettingsError
from advisor_bot.slack.calls import error_code


@dataclass(frozen=True)
class Identity:
    """The bot in its workspace."""

    team_id: str
    team: str
    user_id: str
    user: str


async def identify(client: AsyncWebClient) -> Identity:
    """Who the token belongs to. Raises SettingsError if Slack refuses it."""
    try:
        me = await client.auth_test()
    except SlackApiError as error:
        raise SettingsError(
            f"Slack refused SLACK_BOT_TOKEN ({error_code(error)}). Copy the bot token from the "
            "app's page, under OAuth & Permissions, and install the app again if need be."
        ) from error
    return Identity(
        team_id=str(me["team_id"]),
        team=str(me.get("team", "")),
        user_id=str(me["user_id"]),
        user=str(me.get("user", "")),
    )


@asynccontextmanager
async def socket_mode(app: AsyncApp, app_token: str) -> AsyncIterator[None]:
    """Connected while the body runs. Raises SettingsError if Slack refuses the token."""
    handler = AsyncSocketModeHandler(app, app_token)
    try:
        await _connect(handler)
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


async def _connect(handler: AsyncSocketModeHandler) -> None:
    client = handler.client
    try:
        # Asked for here, because connecting would try a refused token again and again, for ever.
        client.wss_uri = await client.issue_new_wss_url()
    except SlackApiError as error:
        raise SettingsError(
            f"Slack refused SLACK_APP_TOKEN ({error_code(error)}). It must be an app-level token "
            "with the scope connections:write, and Socket Mode must be on."
        ) from error
    await handler.connect_async()  # type: ignore[no-untyped-call]
