"""What was imported, as Slack lists it, and the ways to import more."""

from collections.abc import Sequence
from typing import Any

from advisor_bot.catalog.importing import Origin
from advisor_bot.catalog.readers.formats import TAKEN
from advisor_bot.slack.views.elements import Block, button, context, number, plain, section
from advisor_bot.slack.views.previews import bold, imported_on

FORGET = "import_forget"
MODAL = "import_form"
MOST_IMPORTS = 20
HELP = (
    "*Knowledge for the adviser*, for people of HR\n"
    f"• Share files with me in our direct message: {TAKEN}.\n"
    "• `/advisor-admin import https://…` reads what is at an address; "
    "`/advisor-admin import` alone asks for files or an address.\n"
    "• `/advisor-admin imports` lists what was imported, and lets you forget it again.\n"
    "I show what I have read first; nothing gets into my answers before somebody accepts it."
)


def imports(found: Sequence[Origin], *, said: str | None = None) -> list[Block]:
    """Everything that was imported, with buttons to forget it; ``said`` stands above."""
    head = [section(said)] if said else []
    if not found:
        return [*head, section("Nothing was imported yet. `/advisor-admin help` says how.")]
    shown = [_import(origin) for origin in found[:MOST_IMPORTS]]
    rest = len(found) - len(shown)
    more = [context(f"… and {rest:,} more: `advisor-bot knowledge origins` lists all.")]
    return [*head, section("*What was imported*"), *shown, *(more if rest else [])]


def _import(origin: Origin) -> Block:
    state = "" if origin.complete else " · not complete"
    text = f"{bold(origin.id)}\n{number(origin.records, 'entry', 'entries')}{state} · {imported_on(origin)}"
    block = section(text)
    if len(origin.id) <= 2_000:
        block["accessory"] = button(FORGET, "Forget", origin.id, style="danger") | {
            "confirm": {
                "title": plain("Forget this import?"),
                "text": plain(
                    f"All that came by {origin.id[:100]} leaves the catalog. What other sources say "
                    "of the same programs stays."
                ),
                "confirm": plain("Forget"),
                "deny": plain("Keep"),
                "style": "danger",
            }
        }
    return block


def form() -> dict[str, Any]:
    """The dialog that asks for files or an address."""
    return {
        "type": "modal",
        "callback_id": MODAL,
        "title": plain("Import knowledge"),
        "submit": plain("Read"),
        "close": plain("Cancel"),
        "blocks": [
            _input(
                "files",
                "Files",
                {"type": "file_input", "action_id": "files", "max_files": 10},
                hint=f"{TAKEN}. For a table, also its .mapping.yaml. Up to 20 MB each.",
            ),
            _input(
                "address",
                "Or an address",
                {
                    "type": "url_text_input",
                    "action_id": "address",
                    "placeholder": plain("https://…"),
                },
                hint="I show what I have read in our direct message, for you to accept or discard.",
            ),
        ],
    }


def _input(block_id: str, label: str, element: Block, *, hint: str) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": plain(label),
        "element": element,
        "hint": plain(hint),
    }
