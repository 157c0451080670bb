"""The error hierarchy.

AdvisorError
├── SettingsError        a setting is missing or wrong
├── KnowledgeError       a knowledge file cannot be used
├── IndexMismatchError   the index was built by another embedder
├── EmbedderError        the embedding model cannot be loaded or called
├── ModelError           the language model did not answer
└── DeliveryError        the team chat refused a message

The message of every one of them is written for a person and says what to do next. What only the log
may see (vendor errors, bodies) hangs below it as ``__cause__``.
"""


class AdvisorError(Exception):
    """Something failed; the message says what, and what to do."""


class SettingsError(AdvisorError):
    """A setting is missing or wrong."""


class KnowledgeError(AdvisorError):
    """A knowledge file cannot be used."""


class IndexMismatchError(AdvisorError):
    """The search index was built by another embedder or version."""


class EmbedderError(AdvisorError):
    """The embedding model cannot be loaded or called."""


class ModelError(AdvisorError):
    """The language model did not answer."""

    def __init__(self, message: str, *, kind: str) -> None:
        """``kind`` is a short stable word for logs and metrics, such as ``timeout``."""
        super().__init__(message)
        self.kind = kind


class DeliveryError(AdvisorError):
    """The team chat refused a message."""
