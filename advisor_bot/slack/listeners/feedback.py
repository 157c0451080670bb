"""The buttons below an answer."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from sqlalchemy import Engine

from advisor_bot.advice import conversation
from advisor_bot.advice.conversation import Feedback
from advisor_bot.slack.views.answer import FEEDBACK

THANKS = "Thank you, noted."
SORRY = (
    "Thank you, noted. What was missing or wrong? Ask again with that in mind, "
    "or tell HR so that the catalogue can be mended."
)


def register(app: AsyncApp, *, engine: Engine) -> None:
    async def feedback(
        ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, respond: AsyncRespond
    ) -> None:
        await ack()
        helpful = body["actions"][0]["value"] == "helpful"
        container = body["container"]
        answer = f"{context.team_id}:{container['channel_id']}:{container['message_ts']}"
        row = Feedback(
            answer=answer, user=body["user"]["id"], helpful=helpful, at=datetime.now(UTC)
        )
        await asyncio.to_thread(conversation.record_feedback, engine, row)
        await respond(
            text=THANKS if helpful else SORRY, response_type="ephemeral", replace_original=False
        )

    app.action(FEEDBACK)(feedback)
