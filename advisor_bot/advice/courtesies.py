"""What the bot says when it has nothing to compose: help, out of scope, nothing found, too open."""

from collections.abc import Sequence

EXAMPLES = (
    "Is the Google Data Analytics certificate worth it?",
    "What is the cheapest cybersecurity credential for a beginner?",
    "Which project management credential has a proctored exam?",
    "How do I judge a micro-credential?",
)

HELP = """I advise on micro-credentials: short certificates, badges and other non-degree credentials.

Ask me, for example:
{examples}

For every program I name, I add a quality checklist from recorded facts: is competency assessed against \
a standard, who vouches for the issuer, and how is the skill assessed. Where a provider does not state \
something, I say so. Ask on in the same thread and I know what we are speaking of."""

OUT_OF_SCOPE = """That is outside what I know. I advise on micro-credentials: which certificate or badge \
to take, what it costs, how long it takes, who stands behind it and how it is assessed.

You could ask:
{examples}"""

NOTHING_FOUND = """I found nothing in my catalogue that answers this, and I would rather say so than \
guess. It holds {programs} programs and {pages} pages about micro-credentials, in these fields: {fields}.

You could name a field, a provider or a program, or ask HR to add what is missing."""

TOO_OPEN = """That depends on what you want to learn. I know {programs} programs, in these fields: {fields}.

Name a field, and what matters to you: cost, time, level, or a supervised exam. For example:
{examples}"""


def help_text() -> str:
    return HELP.format(examples=_list(EXAMPLES))


def out_of_scope() -> str:
    return OUT_OF_SCOPE.format(examples=_list(EXAMPLES))


def nothing_found(*, programs: int, pages: int, fields: Sequence[str]) -> str:
    return NOTHING_FOUND.format(programs=programs, pages=pages, fields=", ".join(fields))


def too_open(*, programs: int, fields: Sequence[str]) -> str:
    return TOO_OPEN.format(programs=programs, fields=", ".join(fields), examples=_list(EXAMPLES))


def _list(items: tuple[str, ...]) -> str:
    return "\n".join(f"- {item}" for item in items)
