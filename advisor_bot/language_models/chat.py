"""Replies from OpenAI, or from any server that speaks its chat completions API: streamed words, or JSON."""

import json
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import openai
from openai.types.chat import ChatCompletion

from advisor_bot.errors import ModelError

_FORMS = ("json_schema", "json_object", "plain")
"""Ways to ask for JSON, the strictest first."""


class OpenAIChat:
    """One model on one server. Nothing is sent until ``stream`` is iterated."""

    def __init__(
        self,
        *,
        model: str,
        api_key: str | None,
        base_url: str | None,
        timeout: float,
        max_retries: int,
        max_output_tokens: int,
    ) -> None:
        """``timeout`` is in seconds, for connecting and for each wait on the next words;
        ``max_retries`` counts tries before the first word, after it none is made."""
        self.name = model
        connection: dict[str, Any] = {
            # A compatible server on this machine may want no key; the SDK insists on some text.
            "api_key": api_key or "none",
            "base_url": base_url,
            "timeout": openai.Timeout(timeout, connect=min(timeout, 5.0)),
            "max_retries": max_retries,
        }
        self._client = openai.AsyncOpenAI(**connection)
        self._blocking_client = openai.OpenAI(**connection)
        self._form = 0
        # OpenAI's newer models refuse max_tokens; compatible servers often know nothing else.
        limit = "max_tokens" if base_url else "max_completion_tokens"
        self._options: dict[str, Any] = {limit: max_output_tokens}

    async def stream(self, prompt: str) -> AsyncGenerator[str, None]:
        """The reply to ``prompt`` in pieces. Raises ModelError when the server fails, also midway,
        and when it ends without saying that it is done."""
        finished = False
        with _plain_errors(self.name):
            async with await self._client.chat.completions.create(
                model=self.name,
                messages=[{"role": "user", "content": prompt}],
                stream=True,
                **self._options,
            ) as reply:
                async for chunk in reply:
                    for choice in chunk.choices:
                        if choice.delta.content:
                            yield choice.delta.content
                        finished = finished or choice.finish_reason is not None
        if not finished:
            raise ModelError("The language model stopped in the middle.", kind="cut off")

    def structured(self, prompt: str, schema: dict[str, Any]) -> str:
        """The whole reply to ``prompt``, held to the JSON ``schema`` as far as the server can do that:
        the caller still has to check it. Blocks, for use on a thread; safe on several at once. Raises
        ModelError as ``stream`` does."""
        with _plain_errors(self.name):
            for form in _FORMS[self._form :]:
                try:
                    reply: object = self._blocking_client.chat.completions.create(
                        model=self.name,
                        messages=[{"role": "user", "content": prompt}],
                        **_response_format(form, schema),
                        **self._options,
                    )
                except (openai.BadRequestError, openai.UnprocessableEntityError):
                    if form == _FORMS[-1]:
                        raise
                else:
                    # Not every compatible server knows every form: start with this one from now on.
                    self._form = _FORMS.index(form)
                    break
        # The SDK hands over whatever a compatible server sends.
        choice = reply.choices[0] if isinstance(reply, ChatCompletion) and reply.choices else None
        if choice is None or choice.finish_reason != "stop" or not choice.message.content:
            raise ModelError("The language model stopped in the middle.", kind="cut off")
        return choice.message.content

    async def close(self) -> None:
        self._blocking_client.close()
        await self._client.close()


def _response_format(form: str, schema: dict[str, Any]) -> dict[str, Any]:
    """https://platform.openai.com/docs/guides/structured-outputs"""
    if form == "json_schema":
        held_to = {"name": "reply", "schema": schema, "strict": True}
        return {"response_format": {"type": form, "json_schema": held_to}}
    return {"response_format": {"type": form}} if form == "json_object" else {}


@contextmanager
def _plain_errors(model: str) -> Iterator[None]:
    """Turns the SDK's errors into ours: words for people, a kind for the log."""
    try:
        yield
    except openai.APITimeoutError as error:
        raise ModelError("The language model took too long.", kind="timeout") from error
    except openai.APIConnectionError as error:
        raise ModelError("The language model cannot be reached.", kind="connection") from error
    except openai.RateLimitError as error:
        raise ModelError("The language model is over its limit.", kind="rate limit") from error
    except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
        raise ModelError(
            "The language model refused our key; an administrator should check OPENAI_API_KEY.",
            kind="authentication",
        ) from error
    except openai.NotFoundError as error:
        raise ModelError(f"There is no language model '{model}'.", kind="not found") from error
    except (openai.APIError, httpx2.HTTPError, json.JSONDecodeError) as error:
        raise ModelError("The language model failed.", kind="server error") from error
