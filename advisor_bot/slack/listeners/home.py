"""The bot's own place: suggested prompts in Messages, an introduction in Home."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from advisor_bot.advice.courtesies import EXAMPLES
from advisor_bot.slack.calls import optional
from advisor_bot.slack.views.home import home_view


def register(app: AsyncApp) -> None:
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("tab") == "messages":
            prompts = [{"title": example, "message": example} for example in EXAMPLES]
            call = client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"],
                title="Ask me about micro-credentials",
                prompts=prompts,
            )
            await optional(call, what="suggested prompts")
        elif event.get("tab") == "home":
            await client.views_publish(user_id=event["user"], view=home_view())

    app.event("app_home_opened")(opened)
