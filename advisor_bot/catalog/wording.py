"""Fact values in plain words: pure functions, one for each kind of value."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from advisor_bot.catalog.facts import (
    Accreditation,
    AssessmentStandard,
    Credit,
    Fact,
    Price,
    Provider,
    Status,
    Validity,
    Workload,
)

FACT_NAMES = {
    "credential_type": "Type of credential",
    "rigor": "Rigor",
    "learning_outcomes": "Learning outcomes",
    "skills": "Skills",
    "workload": "Time",
    "level": "Level",
    "assessment_type": "Assessment",
    "assessment_standard": "Assessed against",
    "proctoring": "Supervision (proctoring)",
    "participation_mode": "Taking part",
    "accreditation": "Accreditation",
    "external_credit": "Credit",
    "recognised_by": "Recognised by",
    "employer_evidence": "Employers",
    "stackable_into": "Counts toward",
    "prerequisites": "Prerequisites",
    "cost": "Cost",
    "validity": "Validity",
    "last_reviewed": "Last reviewed",
    "verification": "How to verify it",
    "track_record": "Track record",
    "quality_assurance": "Quality assurance",
}


def describe(value: object) -> str:
    """Any fact's value as a short phrase, without a full stop."""
    match value:
        case Price():
            return _price(value)
        case Workload():
            return _workload(value)
        case AssessmentStandard():
            told = not value.pass_mark or value.pass_mark in value.text
            return value.text.rstrip(". ") + ("" if told else f" (pass mark: {value.pass_mark})")
        case Accreditation():
            return _accreditation(value)
        case Credit():
            return _credit(value)
        case Validity():
            return _validity(value)
        case str():
            return value
        case Sequence():
            return "; ".join(describe(item) for item in value) if value else "none"
        case _:
            return str(value)


def in_words(fact: Fact[Any]) -> str:
    """What a stated fact says, without a full stop; where sources disagree, who says what."""
    value = describe(fact.value).rstrip(". ")
    if fact.status is not Status.CONFLICTING:
        return value
    return f"{value} (sources disagree: {(fact.note or '').rstrip('. ')})"


def issuer(provider: Provider) -> str:
    """A provider with its country and kind, as far as they are known: ``CompTIA (US, non-profit)``."""
    known = ", ".join(filter(None, (provider.country, provider.kind)))
    return f"{provider.name} ({known})" if known else provider.name


def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def money(amount: Decimal, currency: str) -> str:
    whole = amount == amount.to_integral_value()
    return f"{currency} {amount:,.0f}" if whole else f"{currency} {amount:,.2f}"


def _price(price: Price) -> str:
    if price.amount == 0 and price.up_to is None:
        text = "free"
    else:
        text = money(price.amount, price.currency)
        if price.up_to is not None:
            text += f" to {money(price.up_to, price.currency).removeprefix(price.currency + ' ')}"
    text += {"once": "", "month": " a month", "year": " a year"}[price.per]
    covers = {
        "program": "",
        "exam": " for the exam",
        "renewal": " for the renewal",
        "membership": " for membership",
        "course of several": " for each course",
    }[price.covers]
    return text + covers + (f" ({price.condition})" if price.condition else "")


def _workload(workload: Workload) -> str:
    parts = []
    if workload.weeks is not None:
        parts.append(weeks(workload.weeks, workload.weeks_max))
    if workload.hours is not None:
        parts.append(_range(workload.hours, workload.hours_max, "hour"))
    text = ", ".join(parts)
    if workload.hours_per_week is not None:
        text += f" at {_range(workload.hours_per_week, None, 'hour')} a week"
    return text


def weeks(low: float, high: float | None) -> str:
    """A span in weeks, said in months where that is how people would say it."""
    if low >= 8:
        month = 52 / 12
        rounded = round(low / month), round(high / month) if high is not None else None
        return _range(rounded[0], rounded[1] if rounded[1] != rounded[0] else None, "month")
    return _range(low, high, "week")


def _range(low: float, high: float | None, unit: str) -> str:
    if high is not None:
        return f"{low:g} to {high:g} {unit}s"
    return f"{low:g} {unit}" + ("" if low == 1 else "s")


def _accreditation(accreditation: Accreditation) -> str:
    text = f"{accreditation.body}, for the {accreditation.scope}"
    if accreditation.standard:
        text += f", to {accreditation.standard}"
    if accreditation.until:
        text += f", until {day(accreditation.until)}"
    return text


def _credit(credit: Credit) -> str:
    parts: list[str] = [credit.system if credit.system != "other" else "credit"]
    if credit.amount is not None:
        parts.append(f"{credit.amount:g}")
    text = " ".join(parts)
    if credit.level:
        text += f" ({credit.level})"
    if credit.detail:
        text += f", {credit.detail}"
    if credit.window_to:
        text += f", for completions until {day(credit.window_to)}"
    return text


def _validity(validity: Validity) -> str:
    if validity.months is None:
        text = "does not expire"
    elif validity.months % 12 == 0:
        text = f"valid for {_range(validity.months // 12, None, 'year')}"
    else:
        text = f"valid for {_range(validity.months, None, 'month')}"
    return text + (f"; renewal: {validity.renewal}" if validity.renewal else "")
