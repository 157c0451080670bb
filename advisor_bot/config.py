"""Settings from the environment, read once, validated, secrets typed.

Only the command line and the composition root see them; everything else takes plain arguments.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from advisor_bot.errors import SettingsError

_CHECKOUT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Each field is one environment variable, in capitals; ``.env`` in the working folder counts too."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    slack_bot_token: SecretStr | None = Field(None, description="Bot token, `xoxb-…`")
    slack_app_token: SecretStr | None = Field(
        None, description="App-level token for Socket Mode, `xapp-…`"
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="Signing secret; needed for HTTP (`web`) only"
    )
    slack_api_url: str = Field(
        "https://slack.com/api/", description="Slack's API; the sandbox sets its own"
    )
    answer_guests: bool = Field(False, description="Answer guests of the workspace")
    answer_other_organisations: bool = Field(
        False, description="Answer people of other organisations in Slack Connect channels"
    )
    hr_users: str = Field(
        "",
        pattern=r"^\s*([UW][A-Z0-9]+(\s*,\s*[UW][A-Z0-9]+)*)?\s*$",
        description="Slack ids of those in HR who may import knowledge, comma-separated: "
        "`U012AB3CD,U045EF6GH`",
    )
    hr_usergroup: str | None = Field(
        None,
        pattern=r"^S[A-Z0-9]+$",
        description="Slack id of a user group whose members may as well, such as `S0614TZR7`",
    )

    openai_api_key: SecretStr | None = Field(None, description="Key of the language model's server")
    openai_base_url: str | None = Field(
        None,
        description="A compatible server instead of OpenAI's, such as `http://127.0.0.1:8089/v1`",
    )
    openai_model: str = Field("gpt-4.1-mini", description="The model that writes answers")
    openai_timeout: Annotated[float, Field(gt=0)] = Field(
        60, description="Seconds to wait for the model's next words"
    )
    openai_max_retries: Annotated[int, Field(ge=0, le=5)] = Field(
        2, description="Retries before the first word"
    )
    openai_max_input_tokens: Annotated[int, Field(ge=1000)] = Field(
        6000, description="Budget for sources and history in one prompt"
    )
    openai_max_output_tokens: Annotated[int, Field(ge=100)] = Field(
        700, description="Longest answer"
    )

    embeddings: Literal["local", "openai"] = Field(
        "local", description="`local` (MiniLM, on this machine) or `openai`"
    )
    openai_embedding_model: str = Field(
        "text-embedding-3-small", description="With `EMBEDDINGS=openai`"
    )
    chroma_url: str | None = Field(None, description="A Chroma server instead of the embedded one")
    chroma_token: SecretStr | None = Field(None, description="Its token, if it asks for one")
    database_url: str | None = Field(
        None, description="Postgres instead of SQLite: `postgresql://…`"
    )

    data_dir: Path = Field(Path("data"), description="Folder for SQLite and the embedded Chroma")
    knowledge_dir: Path = Field(
        _CHECKOUT / "knowledge", description="Folder of the knowledge files"
    )
    stale_after_days: Annotated[int, Field(ge=1)] = Field(
        365, description="Days after which a fact that was not checked again is marked as old"
    )
    prompts_dir: Path = Field(_CHECKOUT / "prompts", description="Folder of the prompts")

    host: str = Field("0.0.0.0", description="Address that `serve --http` listens on")
    port: Annotated[int, Field(gt=0, lt=65536)] = Field(3000, description="Its port")
    executor_id: str | None = Field(
        None,
        validation_alias=AliasChoices("executor_id", "dyno"),
        description="Stable name of this process; give each its own when several share a database "
        "(Heroku's `DYNO` is used where set)",
    )
    retention_days: Annotated[int, Field(ge=1)] = Field(
        30, description="Days that questions and answers are kept for follow-ups"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Log level")
    log_format: Literal["console", "json"] = Field("console", description="How the log is written")

    @field_validator("database_url")
    @classmethod
    def _use_psycopg(cls, url: str | None) -> str | None:
        if url is None:
            return None
        scheme, separator, rest = url.partition("://")
        if separator and scheme in ("postgres", "postgresql", "postgresql+psycopg"):
            return f"postgresql+psycopg://{rest}"
        if scheme == "sqlite":
            return url
        raise ValueError("must start with postgresql:// (or sqlite:///)")

    @property
    def database(self) -> str:
        """The address of the database, as SQLAlchemy takes it."""
        return self.database_url or f"sqlite:///{self.data_dir / 'advisor.sqlite'}"

    @property
    def jobs_database(self) -> str:
        """Where DBOS keeps its workflows: the same Postgres, or a SQLite file of its own."""
        if self.database_url and self.database_url.startswith("postgresql"):
            return self.database_url
        return f"sqlite:///{self.data_dir / 'jobs.sqlite'}"

    @property
    def stale_after(self) -> timedelta:
        """The age from which a fact is marked as old."""
        return timedelta(days=self.stale_after_days)

    @property
    def hr_user_ids(self) -> frozenset[str]:
        return frozenset(id_.strip() for id_ in self.hr_users.split(",") if id_.strip())

    @property
    def has_model(self) -> bool:
        """Whether a language model is configured; a compatible server may need no key."""
        return self.openai_api_key is not None or self.openai_base_url is not None


def load_settings() -> Settings:
    """The settings of this process. Raises SettingsError naming every variable that is wrong."""
    if {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"} <= os.environ.keys():
        raise SettingsError(
            "Unset SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: with both set, Bolt switches to OAuth "
            "and drops SLACK_BOT_TOKEN without a word."
        )
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"{'_'.join(str(part) for part in detail['loc']).upper()}: {detail['msg']}"
            for detail in error.errors()
        ]
        where = " (or in .env)" if Path(".env").exists() else ""
        raise SettingsError(
            f"These settings are wrong in the environment{where}:\n  " + "\n  ".join(lines)
        ) from None


def executor_name(settings: Settings, role: str) -> str:
    """The name under which this process resumes its own unfinished work."""
    return settings.executor_id or role
