"""Why something did not reach the bot."""


class DispatchFailed(Exception):
    """No bot is there, or it went away, or it answered with an error."""


class NotAcknowledged(Exception):
    """The bot did not acknowledge within three seconds."""
