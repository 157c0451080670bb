"""An offer as Slack shows it: what was read in it, and what became of it.

Names, headers, titles and reasons come from files of strangers: every one of them is escaped.
"""

from collections.abc import Iterable, Sequence

from advisor_bot.catalog.facts import Program
from advisor_bot.catalog.importing import ImportReport, Origin
from advisor_bot.catalog.readers.reading import Problem
from advisor_bot.catalog.uploads import Look, Upload
from advisor_bot.catalog.wording import FACT_NAMES, day, describe
from advisor_bot.slack.escaping import link, mrkdwn
from advisor_bot.slack.views.checklist import sections
from advisor_bot.slack.views.elements import Block, button, context, first, number, section

ACCEPT = "import_accept"
DISCARD = "import_discard"
COLUMNS = "import_columns"
COLUMNS_TITLE = "What the columns mean"
MOST_PROBLEMS = 5
MOST_COLUMNS = 24
MOST_FACTS = 5
MOST_YAML = 3_000
_TELLING = (
    *("cost", "workload", "level", "assessment_type", "proctoring", "accreditation"),
    *("external_credit", "validity", "participation_mode", "credential_type", "skills"),
)
"""The facts that an example shows first."""
_MEANINGS = {
    "title": "program",
    "url": "program's page",
    "workload": "time it takes",
    "participation": "online or on site",
    "credit": "credit",
    "country": "provider's country",
    "last_reviewed": "last reviewed",
    "offered_on": "platform",
    "skip": "rows to leave out",
}
_FORMATS = {
    "table": "a table",
    "document": "a document",
    "CTDL": "CTDL (linked data of a credential registry)",
    "Open Badges": "Open Badges",
    "schema.org": "schema.org data",
}


def named(upload: Upload) -> str:
    """What an upload is called, as mrkdwn; an address is a link."""
    return link(upload.url, upload.url) if upload.url else bold(upload.name)


def preview(upload: Upload, look: Look, report: ImportReport) -> list[Block]:
    """What was read, with the buttons that decide on it where there is something to decide on."""
    blocks = [
        section(f"{named(upload)} · {_FORMATS.get(look.format or '', 'not a format I read')}"),
        *_replaced(look, report),
        *_counts(report),
        *_columns(look),
        *sections(_examples(report.examples)),
        *_problems(report),
    ]
    if not report.is_empty:
        return [*blocks, _buttons(upload, has_columns=look.mapping is not None), context(_NOTE)]
    return [*blocks, section(_nothing(report))]


def plainer(upload: Upload, report: ImportReport) -> list[Block]:
    """The preview without what Slack may have refused of it; what decides stays."""
    text = f"{named(upload)}: {number(report.programs, 'program', 'programs')} read"
    text += f", {number(report.added, 'new entry', 'new entries')}"
    note = "Slack refused the rest of what I wanted to show of it."
    buttons = [] if report.is_empty else [_buttons(upload, has_columns=False)]
    return [section(f"{text}."), context(note), *buttons]


_NOTE = (
    "Entries are programs, providers and pages. Nothing of this is in my answers yet; once it is "
    "accepted, I cite it by file and place."
)


def _nothing(report: ImportReport) -> str:
    if report.unchanged:
        return "*There is nothing new in it*: all of it is in the catalog already."
    return "*There is nothing in it that I could take in.*"


def _replaced(look: Look, report: ImportReport) -> list[Block]:
    if look.replaces is None:
        return []
    text = (
        f"⚠️ It takes the place of what was imported under this name on {imported_on(look.replaces)}"
    )
    if report.dropped:
        text += f": *{number(report.dropped, 'entry', 'entries')}* of then would go"
    return [section(f"{text}.")]


def imported_on(origin: Origin) -> str:
    by = f" by {_person(origin.by)}" if origin.by else ""
    return f"{day(origin.read_on)}{by}"


def _person(by: str) -> str:
    return f"<@{by}>" if by.isalnum() and by.isupper() else mrkdwn(by, 60)


def _counts(report: ImportReport) -> list[Block]:
    if not (report.programs or report.facts) and report.is_empty:
        return []
    told = [
        ("Programs read", report.programs),
        ("Facts in them", report.facts),
        ("New entries", report.added),
        ("Adding to known ones", report.joined),
        ("Changed", report.changed),
        ("Dropped", report.dropped),
        ("Unchanged", report.unchanged),
        ("Kept, though not in it", report.kept),
    ]
    shown = [f"*{name}*\n{count:,}" for name, count in told if count]
    fields = [{"type": "mrkdwn", "text": text} for text in shown]
    return [{"type": "section", "fields": fields}] if fields else []


def _columns(look: Look) -> list[Block]:
    if look.mapping is None:
        return []
    used = [
        f"{mrkdwn(header, 40)} → *{_meaning(target)}*"
        for target, header in look.mapping.columns().items()
    ]
    constants = [
        f"every row → *{_meaning(target)}*: {mrkdwn(str(value), 40)}"
        for target, value in look.mapping.constants.model_dump(exclude_none=True).items()
    ]
    unused = [mrkdwn(header, 40) for header in look.mapping.unmapped(look.headers)]
    title = "*Columns, as I understand them*" if look.is_guessed else "*Columns, as you said*"
    lines = [f"{title}\n" + " · ".join(first(used + constants, MOST_COLUMNS))]
    if unused:
        lines.append(f"_Not used:_ {', '.join(first(unused, MOST_COLUMNS))}")
    return sections(lines)


def _meaning(target: str) -> str:
    return _MEANINGS.get(target, target.replace("_", " "))


def _examples(programs: Sequence[Program]) -> Iterable[str]:
    if programs:
        yield "*For example*"
    for program in programs:
        stated = [
            f"{FACT_NAMES[name].lower()}: {mrkdwn(describe(getattr(program.facts, name).value), 70)}"
            for name in _in_order(type(program.facts).model_fields)
            if getattr(program.facts, name).is_stated
        ]
        known = " · ".join(first(stated, MOST_FACTS)) or "no facts besides its name"
        yield f"• *{mrkdwn(program.title, 120)}*, {_provider(program)}\n    {known}"


def _provider(program: Program) -> str:
    """Its name, as far as its id in the file tells it."""
    words = program.provider.split("-")
    small = {"and", "for", "in", "of", "the", "&"}
    return mrkdwn(" ".join(one if one in small else one.capitalize() for one in words), 60)


def _in_order(names: Iterable[str]) -> list[str]:
    rest = [name for name in names if name not in _TELLING]
    return [*_TELLING, *rest]


def _problems(report: ImportReport) -> list[Block]:
    if not report.problems:
        return []
    total = report.refused + report.doubts
    kinds = (
        (report.refused, number(report.refused, "entry", "entries") + " refused"),
        (report.doubts, number(report.doubts, "value", "values") + " left out"),
    )
    title = ", ".join(words for count, words in kinds if count)
    lines = [f"*Problems*: {title}"]
    lines += [_problem(problem) for problem in report.problems[:MOST_PROBLEMS]]
    if total > MOST_PROBLEMS:
        lines.append(f"… and {total - MOST_PROBLEMS:,} more")
    return sections(lines)


def _problem(problem: Problem) -> str:
    return f"• {mrkdwn(problem.field, 80)}: {mrkdwn(problem.reason, 400)}"


def _buttons(upload: Upload, *, has_columns: bool) -> Block:
    buttons = [
        button(ACCEPT, "Accept", upload.id, style="primary"),
        button(DISCARD, "Discard", upload.id),
    ]
    if has_columns:
        buttons.append(button(COLUMNS, "Correct the columns", upload.id))
    return {"type": "actions", "elements": buttons}


def accepted(upload: Upload, report: ImportReport, programs: int, titles: Sequence[str]) -> str:
    """What became of an accepted upload."""
    what = number(programs, "program", "programs") if programs else "What it says"
    text = f"✅ {named(upload)} is in the catalog. Accepted by {_person(upload.decided_by or '')}."
    text += f"\n*{what}* from it, answerable now."
    if titles:
        text += f" Ask me, for example, about “{mrkdwn(titles[0], 120)}”."
    if report.programs > programs > 0:
        text += f"\n{report.programs:,} were read; what stood there more than once is one."
    if report.refused or report.doubts:
        left = number(report.refused + report.doubts, "problem", "problems")
        text += f"\n{left} in it: what they concern was left out."
    return text


def discarded(upload: Upload) -> str:
    by = _person(upload.decided_by or "")
    return f"🗑️ {named(upload)} was discarded by {by}. Nothing of it was kept."


def importing(upload: Upload) -> str:
    return (
        f"Taking {named(upload)} into the catalog … Accepted by {_person(upload.decided_by or '')}."
    )


def reading(name: str) -> str:
    return f"Reading {bold(name)} …"


def unreadable(name: str, reason: str) -> str:
    return f"I could not read {bold(name)}. {inert(reason)}"


def bold(name: str) -> str:
    return f"*{mrkdwn(name, 100)}*"


def inert(text: str) -> str:
    """A sentence that names what strangers named, as mrkdwn."""
    return mrkdwn(text, 600)


def columns_help(upload: Upload, yaml: str) -> list[Block]:
    """The mapping as a file to correct, and what to do with it."""
    shown = yaml if len(yaml) <= MOST_YAML else yaml[:MOST_YAML].rsplit("\n", 1)[0] + "\n# …"
    how: list[Block] = [
        {"type": "text", "text": "Save this as "},
        {
            "type": "text",
            "text": f"{upload.name}.mapping.yaml",
            "style": {"code": True},
        },
        {
            "type": "text",
            "text": ", correct it, and share it with me together with the table, in one message. "
            "After what a column means stands its name; take out a line that is wrong.",
        },
    ]
    file = [{"type": "text", "text": shown}]
    elements = [
        {"type": "rich_text_section", "elements": how},
        {"type": "rich_text_preformatted", "elements": file},
    ]
    return [{"type": "rich_text", "elements": elements}]
