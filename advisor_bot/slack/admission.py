"""Who is answered: members of this workspace; guests and other organisations only if a setting says so."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from advisor_bot.jobs import Asked

GUEST = (
    "I answer members of this workspace only, and you are here as a guest. "
    "Please ask the colleague who invited you."
)
OUTSIDER = (
    "I answer people of this organisation only. Please ask your contact here, "
    "or the adviser of your own organisation."
)


@dataclass(frozen=True)
class Admission:
    """The policy, as an administrator set it."""

    guests: bool
    other_organisations: bool

    async def refusal(self, client: AsyncWebClient, asked: Asked) -> str | None:
        """Why ``asked`` is not answered, in words for the asker; ``None`` if it is."""
        if not self.other_organisations and asked.user_team not in (None, asked.team):
            return OUTSIDER
        if self.guests and self.other_organisations:
            return None
        user = (await client.users_info(user=asked.user))["user"] or {}
        if not self.other_organisations and user.get("is_stranger"):
            return OUTSIDER
        if not self.guests and (user.get("is_restricted") or user.get("is_ultra_restricted")):
            return GUEST
        return None
