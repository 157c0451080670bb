"""How long the sandbox waits; Slack's own figures, except that retries come sooner."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """All in seconds. Slack retries an event at once, after a minute and after five."""

    ack_seconds: float = 3.0
    retry_delays: tuple[float, ...] = (0.1, 2.0, 10.0)
    trigger_seconds: float = 3.0
    response_url_seconds: float = 1800.0
    keep_alive_seconds: float = 15.0
