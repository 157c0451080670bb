"""Charts as SVG, to stand in an HTML page; what each shows is also in a table beside it."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

COLOURS = {
    "evidenced": "#2f7d4f",
    "claimed by the issuer": "#d9a62e",
    "evidence against": "#b5473c",
    "not stated": "#c9ccd1",
}
_ROW = 0.42
"""Inches of height that a bar takes."""


def shares(rows: Mapping[str, Mapping[Any, int]]) -> str:
    """A bar a row, cut by state in the order of ``COLOURS``; each bar is 100 %."""
    figure, axes = _bars(len(rows))
    left = [0.0] * len(rows)
    for state, colour in COLOURS.items():
        values = [
            100 * counts.get(state, 0) / (sum(counts.values()) or 1) for counts in rows.values()
        ]
        axes.barh(list(rows), values, left=left, color=colour, label=state, height=0.7)
        left = [start + value for start, value in zip(left, values, strict=True)]
    axes.set_xlim(0, 100)
    axes.xaxis.set_major_formatter("{x:.0f} %")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=4, frameon=False, fontsize=9)
    return _svg(figure)


def bars(rows: Sequence[tuple[str, float]], *, unit: str) -> str:
    """A bar a row, with its value at its end."""
    figure, axes = _bars(len(rows))
    drawn = axes.barh([name for name, _ in rows], [value for _, value in rows], color="#35618f")
    axes.bar_label(drawn, fmt=f"{{:g}}{unit}", padding=4, fontsize=9)
    axes.margins(x=0.12)
    axes.xaxis.set_visible(False)
    return _svg(figure)


def _bars(count: int) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(8.6, 1.1 + _ROW * max(count, 1)), layout="constrained")
    axes = figure.subplots()
    axes.invert_yaxis()
    axes.tick_params(length=0, labelsize=9)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _svg(figure: Figure) -> str:
    """Without what would differ from run to run, and without an XML head."""
    text = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "advisor-bot", "svg.fonttype": "none"}):
        figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()[text.getvalue().index("<svg") :]
