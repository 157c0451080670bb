from pathlib import Path

import pytest

from advisor_bot.config import Settings, executor_name, load_settings
from advisor_bot.errors import SettingsError

Environment = pytest.MonkeyPatch


def test_defaults_need_nothing_set(settings: Settings, tmp_path: Path) -> None:
    assert settings.slack_bot_token is None
    assert not settings.has_model
    assert settings.database == f"sqlite:///{tmp_path / 'data' / 'advisor.sqlite'}"
    assert settings.jobs_database == f"sqlite:///{tmp_path / 'data' / 'jobs.sqlite'}"
    assert settings.knowledge_dir.joinpath("programs").is_dir()
    assert settings.prompts_dir.joinpath("answer.md").is_file()


def test_a_file_named_env_counts_and_the_environment_wins(
    tmp_path: Path, monkeypatch: Environment
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("OPENAI_MODEL=from-file\nPORT=4000\n")
    monkeypatch.setenv("PORT", "5000")
    settings = load_settings()
    assert (settings.openai_model, settings.port) == ("from-file", 5000)


def test_every_wrong_variable_is_named_and_no_value_is_shown(
    tmp_path: Path, monkeypatch: Environment
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "99999")
    monkeypatch.setenv("LOG_LEVEL", "CHATTY")
    monkeypatch.setenv("DATABASE_URL", "mysql://user:hunter2@host/db")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    message = str(caught.value)
    for name in ("PORT", "LOG_LEVEL", "DATABASE_URL"):
        assert name in message
    assert "hunter2" not in message
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgres_addresses_use_psycopg(
    tmp_path: Path, monkeypatch: Environment, scheme: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://u:p@host:5432/db")
    settings = load_settings()
    assert settings.database == "postgresql+psycopg://u:p@host:5432/db"
    assert settings.jobs_database == settings.database


def test_a_sqlite_address_moves_the_catalog_and_not_the_jobs(
    tmp_path: Path, monkeypatch: Environment
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///elsewhere.sqlite")
    settings = load_settings()
    assert settings.database == "sqlite:///elsewhere.sqlite"
    assert settings.jobs_database.endswith("jobs.sqlite")


def test_an_empty_variable_counts_as_not_set(tmp_path: Path, monkeypatch: Environment) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "")
    assert not load_settings().has_model


@pytest.mark.parametrize("name", ["OPENAI_API_KEY", "OPENAI_BASE_URL"])
def test_a_key_or_an_address_is_enough_for_a_model(
    tmp_path: Path, monkeypatch: Environment, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, "http://127.0.0.1:9/v1")
    assert load_settings().has_model


def test_secrets_do_not_show_when_printed(tmp_path: Path, monkeypatch: Environment) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "OPENAI_API_KEY")
    for name in names:
        monkeypatch.setenv(name, f"secret-{name}")
    assert "secret-" not in repr(load_settings())


def test_the_executor_is_what_is_set_then_the_dyno_then_the_role(
    tmp_path: Path, monkeypatch: Environment
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DYNO", raising=False)
    assert executor_name(load_settings(), "web") == "web"
    monkeypatch.setenv("DYNO", "worker.2")
    assert executor_name(load_settings(), "web") == "worker.2"
    monkeypatch.setenv("EXECUTOR_ID", "mine")
    assert executor_name(load_settings(), "web") == "mine"
