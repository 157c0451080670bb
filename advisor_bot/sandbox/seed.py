"""The standard workspace: who is in it and where they talk."""

from advisor_bot.sandbox.model import Channel, Team, User, UserGroup

TEAM = Team(id="T0SANDBOX", name="Sandbox Inc.", domain="sandbox")
BOT_USER_ID = "U0BOT"
BOT_ID = "B0BOT"
APP_ID = "A0ADVISOR"
OTHER_BOT_USER_ID = "U0ROBO"
OTHER_BOT_ID = "B0ROBO"
SLACKBOT = "USLACKBOT"
HR_GROUP = "S0HR"
BOT_TOKEN = "xoxb-sandbox"
APP_TOKEN = "xapp-sandbox"
SIGNING_SECRET = "sandbox-signing-secret"
VERIFICATION_TOKEN = "sandbox-verification-token"


def users() -> list[User]:
    """The people, the bot, another bot and Slackbot."""
    return [
        _person("EMMA", "Emma Ortiz", "Europe/Madrid", 3600, "Data analyst", "#2bac76"),
        _person("SAM", "Sam Okafor", "America/New_York", -18000, "Account manager", "#e8912d"),
        _person("LI", "Li Wei", "Asia/Singapore", 28800, "Support engineer", "#3b7dd8"),
        _person("HANA", "Hana Weber", "Europe/Berlin", 3600, "People partner", "#b03a9b", hr=True),
        _person("GUEST", "Gus Guest", "Europe/London", 0, "Contractor", "#8d8d8d", guest=True),
        User(BOT_USER_ID, "advisor", "Advisor", title="Bot", is_bot=True, avatar_color="#4a154b"),
        User(OTHER_BOT_USER_ID, "otherbot", "otherbot", is_bot=True, avatar_color="#616061"),
        User(SLACKBOT, "slackbot", "Slackbot", is_bot=True, avatar_color="#1d9bd1"),
    ]


def _person(
    key: str,
    real_name: str,
    tz: str,
    tz_offset: int,
    title: str,
    color: str,
    *,
    hr: bool = False,
    guest: bool = False,
) -> User:
    return User(
        id=f"U0{key}",
        name=key.lower(),
        real_name=real_name,
        tz=tz,
        tz_offset=tz_offset,
        email=f"{key.lower()}@sandbox.example",
        title=title,
        is_hr=hr,
        is_guest=guest,
        avatar_color=color,
    )


def user_groups() -> list[UserGroup]:
    return [UserGroup(id=HR_GROUP, handle="hr", name="HR", members=("U0HANA",))]


def channels() -> list[Channel]:
    """The channels, and one direct message between the bot and each person."""
    people = [user.id for user in users() if not user.is_bot]
    everybody = [*people, BOT_USER_ID]
    return [
        Channel("C0GENERAL", "general", "public", list(everybody), topic="Company-wide"),
        Channel("C0LEARN", "learning", "public", list(everybody), topic="Courses, badges, tips"),
        Channel("C0RANDOM", "random", "public", list(people), topic="Everything else"),
        Channel("G0HR", "hr-team", "private", ["U0HANA", BOT_USER_ID], topic="HR only"),
        *(Channel(dm_id(user), "", "im", [user, BOT_USER_ID], creator=user) for user in people),
    ]


def dm_id(user_id: str) -> str:
    """The id of the direct message between the bot and a seeded person."""
    return user_id.replace("U0", "D0", 1)
