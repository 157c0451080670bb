"""Embeddings from OpenAI, or from a server that speaks its API."""

from collections.abc import Iterator, Sequence

import numpy as np
import openai
from numpy.typing import NDArray

from advisor_bot.errors import EmbedderError

BATCH = 128
MAX_CHARACTERS = 8_000
"""OpenAI refuses texts of more than 8,191 tokens; a whole pasted document asks nothing more."""


class OpenAIEmbedder:
    """Turns texts into vectors by a model on a server; safe to share by threads."""

    def __init__(
        self,
        *,
        model: str,
        api_key: str | None,
        base_url: str | None = None,
        timeout: float = 30,
        max_retries: int = 2,
    ) -> None:
        """``base_url`` is a compatible server, which may need no key; ``timeout`` is in seconds."""
        self._model = model
        self._client = openai.OpenAI(
            api_key=api_key or "none", base_url=base_url, timeout=timeout, max_retries=max_retries
        )

    @property
    def name(self) -> str:
        """The identity of the vectors, as an index records it."""
        return f"OpenAI {self._model}"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, in their order, each of length 1. Raises ``EmbedderError``."""
        if not texts:
            return np.empty((0, 0), dtype=np.float32)
        rows = [vector for batch in _batches(texts) for vector in self._embed_batch(batch)]
        try:
            vectors = np.asarray(rows, dtype=np.float32)
        except ValueError as error:  # rows of several lengths
            raise self._unusable() from error
        lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
        if vectors.ndim != 2 or not np.all(np.isfinite(lengths) & (lengths > 0)):
            raise self._unusable()
        normalised: NDArray[np.float32] = vectors / lengths
        return normalised

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _embed_batch(self, texts: Sequence[str]) -> list[list[float]]:
        try:
            response = self._client.embeddings.create(
                model=self._model,
                input=[_acceptable(text) for text in texts],
                encoding_format="float",
            )
        except openai.OpenAIError as error:
            raise EmbedderError(_explanation(error, self._model)) from error
        items = sorted(response.data or [], key=lambda item: item.index)
        if [item.index for item in items] != list(range(len(texts))):
            raise self._unusable()
        return [item.embedding for item in items]

    def _unusable(self) -> EmbedderError:
        return EmbedderError(
            f"The server's answer holds no usable vectors. Check that '{self._model}' "
            "(OPENAI_EMBEDDING_MODEL) is an embedding model, or set EMBEDDINGS=local."
        )


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), BATCH):
        yield texts[start : start + BATCH]


def _acceptable(text: str) -> str:
    """The API refuses empty texts, and half a surrogate pair cannot be sent."""
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8") or " "


def _explanation(error: openai.OpenAIError, model: str) -> str:
    match error:
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            reason = "The embedding server refused the key. Check OPENAI_API_KEY"
        case openai.NotFoundError():
            reason = f"The embedding server has no model '{model}'. Check OPENAI_EMBEDDING_MODEL"
        case openai.RateLimitError():
            reason = "The embedding server's limit or quota is used up. Try again later"
        case openai.APITimeoutError():
            reason = "The embedding server took too long. Try again, or raise OPENAI_TIMEOUT"
        case openai.APIConnectionError():
            reason = "The embedding server cannot be reached. Check OPENAI_BASE_URL and the network"
        case _:
            reason = "The embedding server could not answer. Try again later"
    return f"{reason}, or set EMBEDDINGS=local to embed on this machine."
