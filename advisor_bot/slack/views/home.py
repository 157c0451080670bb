"""The Home tab: what the bot does, and how to use it."""

from typing import Any

from advisor_bot.advice.courtesies import EXAMPLES

_INTRODUCTION = (
    "I advise on *micro-credentials*: short certificates, badges and other non-degree credentials. "
    "What to take, what it costs, how long it takes, who stands behind it."
)
_HOW = (
    "• Write to me in *Messages*, mention me in a channel, or use `/advisor` for an answer that only "
    "you see.\n"
    "• Ask on in the same thread: I know what we are speaking of.\n"
    "• “Ask Advisor about this” in a message's menu tells you about the credential it mentions."
)
_CHECKLIST = (
    "1. *Competency against a standard*: is there an assessment, and what is it held against?\n"
    "2. *Issuer's reputation*: who issues it, and who vouches for them?\n"
    "3. *How it is assessed*: quiz, supervised exam, project, observation?\n\n"
    "✅ evidenced · 🟡 claimed by the issuer · ⚪ not stated · ❌ evidence against"
)
_PRIVACY = (
    "I keep questions and answers for a limited time, so that you can ask on, and then delete them. "
    "Nothing of them goes into logs. Answers can be wrong: the linked pages have the last word."
)


def home_view() -> dict[str, Any]:
    examples = "\n".join(f"• {example}" for example in EXAMPLES)
    return {
        "type": "home",
        "blocks": [
            _header("Which credential is worth your time?"),
            _section(_INTRODUCTION),
            _section(f"*You could ask*\n{examples}"),
            _section(_HOW),
            {"type": "divider"},
            _header("The quality checklist"),
            _section(_CHECKLIST),
            {"type": "divider"},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": _PRIVACY}]},
        ],
    }


def _header(text: str) -> dict[str, Any]:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
