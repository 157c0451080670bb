"""The Bolt app: Slack's requests in, listeners registered. How it is connected is not its business."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp as AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from advisor_bot.catalog.uploads import Look, Upload
from advisor_bot.jobs import Offered
from advisor_bot.slack.answering import Stops
from advisor_bot.slack.listeners import (
    admin,
    feedback,
    files,
    home,
    import_form,
    imports,
    lifecycle,
    questions,
)
from advisor_bot.slack.listeners.imports import Decide
from advisor_bot.slack.listeners.questions import Ask
from advisor_bot.slack.roles import Roles


def make_client(*, token: str, api_url: str) -> AsyncWebClient:
    """A client that waits when Slack says so. After any other failure nobody knows whether Slack has
    acted: the durable step tries again, and looks first."""
    return AsyncWebClient(
        token=token,
        base_url=api_url,
        retry_handlers=[
            AsyncRateLimitErrorRetryHandler(max_retry_count=5),
        ],
    )


def make_app(
    *,
    client: AsyncWebClient,
    signing_secret: str | None,
    ask: Ask,
    offer: Callable[[Offered], Awaitable[None]],
    decide: Decide,
    look: Callable[[Upload], Look],
    engine: Engine,
    roles: Roles,
    stops: Stops,
) -> AsyncApp:
    """The app with every listener that the manifest subscribes to."""
    app = AsyncApp(
        client=client,
        # Socket Mode has no signatures; over HTTP the composition root insists on the secret.
        signing_secret=signing_secret or "",
        request_verification_enabled=signing_secret is not None,
    )
    # Before questions, which hear every message: the first listener that matches takes it.
    files.register(app, ask=ask, offer=offer, roles=roles)
    questions.register(app, ask=ask, engine=engine)
    admin.register(app, offer=offer, engine=engine, roles=roles)
    import_form.register(app, offer=offer, roles=roles)
    imports.register(app, decide=decide, look=look, engine=engine, roles=roles)
    feedback.register(app, engine=engine)
    home.register(app)
    lifecycle.register(app, stops=stops)
    return app
