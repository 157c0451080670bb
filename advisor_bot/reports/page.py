"""The report as one HTML page that needs nothing else: no scripts, no files beside it."""

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from advisor_bot.catalog.wording import FACT_NAMES, day
from advisor_bot.reports import charts
from advisor_bot.reports.knowledge import STATES, KnowledgeReport

MOST_PROVIDERS_DRAWN = 25
MOST_FINDINGS = 500


def html(report: KnowledgeReport) -> str:
    """``report`` as a page."""
    environment = Environment(
        loader=PackageLoader("advisor_bot.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day
    worst = [(row.name, round(100 * row.share)) for row in report.by_provider]
    facts = [
        (FACT_NAMES[name], round(100 * count / max(report.programs, 1)))
        for name, count in report.stated.items()
    ]
    return environment.get_template("page.html.j2").render(
        report=report,
        states=STATES,
        fact_names=FACT_NAMES,
        most_findings=MOST_FINDINGS,
        lines_chart=Markup(charts.shares(report.lines)),
        providers_chart=Markup(charts.bars(worst[:MOST_PROVIDERS_DRAWN], unit=" %")),
        facts_chart=Markup(charts.bars(facts, unit=" %")),
    )
