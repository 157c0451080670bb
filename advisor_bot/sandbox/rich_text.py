"""Rich text, as Slack accepts it in ``rich_text`` blocks and table cells.

Source: Slack's rich text block reference.
"""

from advisor_bot.sandbox.shapes import (
    Check,
    array,
    boolean,
    integer,
    one_of,
    record,
    string,
    typed,
    url,
)

_TYPE = {"type": string(50)}
_STYLE = {
    "style": record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
}

_INLINE = typed(
    {
        "text": record({**_TYPE, "text": string(12_000)}, _STYLE),
        "link": record({**_TYPE, "url": url}, {**_STYLE, "text": string(3000), "unsafe": boolean}),
        "emoji": record({**_TYPE, "name": string(255)}, {**_STYLE, "unicode": string(100)}),
        "user": record({**_TYPE, "user_id": string(255)}, _STYLE),
        "usergroup": record({**_TYPE, "usergroup_id": string(255)}, _STYLE),
        "channel": record({**_TYPE, "channel_id": string(255)}, _STYLE),
        "broadcast": record({**_TYPE, "range": one_of("here", "channel", "everyone")}, _STYLE),
        "color": record({**_TYPE, "value": string(20)}, _STYLE),
        "date": record(
            {**_TYPE, "timestamp": integer(0, 9_999_999_999), "format": string(500)},
            {**_STYLE, "url": url, "fallback": string(500)},
        ),
    }
)
_INLINES = array(_INLINE, 1000, 0)
_BORDER = {"border": integer(0, 1)}
_SECTION = record({**_TYPE, "elements": _INLINES})

_PARTS: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_preformatted": record(
        {**_TYPE, "elements": _INLINES}, {**_BORDER, "language": string(50)}
    ),
    "rich_text_quote": record({**_TYPE, "elements": _INLINES}, _BORDER),
    "rich_text_list": record(
        {
            **_TYPE,
            "style": one_of("bullet", "ordered"),
            "elements": array(typed({"rich_text_section": _SECTION}), 1000),
        },
        {**_BORDER, "indent": integer(0, 8), "offset": integer(0, 10_000)},
    ),
}

RICH_TEXT = record({**_TYPE, "elements": array(typed(_PARTS), 1000)}, {"block_id": string(255)})
