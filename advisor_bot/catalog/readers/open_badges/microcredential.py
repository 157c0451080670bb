"""The EU's metadata for micro-credentials, as SURF's educredentials and edubadges write them.

Sources: EU Council Recommendation of 16 June 2022, annex I; educredentials/obv3-examples,
``contexts/educredential.json`` and ``schemas/microcredential.json``, which list the values; the wiki
of edubadges-server, "Metadata Extensions for Edubadges". Values are taken only where they mean
exactly one of ours; ``described`` keeps all of them in the file's own words.
"""

from decimal import Decimal
from typing import Any

from advisor_bot.catalog.facts import (
    Accreditation,
    AssessmentMethod,
    Credit,
    Fact,
    ParticipationMode,
    Proctoring,
    Rigor,
    Workload,
)
from advisor_bot.catalog.readers.claims import Claims
from advisor_bot.catalog.readers.json_ld import Node, flag, number, plain, text, types
from advisor_bot.catalog.readers.open_badges.alignments import Alignments, QualityAssurance
from advisor_bot.catalog.readers.open_badges.extensions import extended, extensions
from advisor_bot.catalog.readers.values import assessment_in, participation_in

_PARTICIPATION: dict[str, tuple[ParticipationMode, ...]] = {
    "online": ("online",),
    "onsite or blended": ("on site", "blended"),
    "volunteering": (),
    "work experience": (),
    "personalized learning activities": (),
}
_ASSESSMENT: dict[str, tuple[AssessmentMethod, ...]] = {
    "application of a skill": (),
    "portfolio": ("portfolio",),
    "recognition of prior learning": ("recognition of prior learning",),
}
_SUPERVISION: dict[str, Proctoring] = {
    "unsupervised with no identity verification": "none",
    "supervised with no identity verification": "supervised",
    "supervised online": "supervised",
    "onsite with identity verification": "supervised with ID",
}
_MOST_ECTS = 240
_MOST_HOURS = 10_000


def participation(achievement: Node, claims: Claims) -> Fact[tuple[ParticipationMode, ...]]:
    said = text(extended(achievement, "participationType")) or ""
    modes = _PARTICIPATION.get(said.lower())
    if modes is None:
        modes = participation_in(said)
        _if_unknown(said and not modes, "participationType", said, claims)
    note = "The file does not say which of the two." if len(modes) > 1 else None
    return claims.fact(modes, note=note, quote=said)


def proctoring(achievement: Node, claims: Claims) -> Fact[Proctoring]:
    """``supervisionType``. ``identityChecked`` alone says nothing of supervision."""
    said = text(extended(achievement, "supervisionType")) or ""
    supervision = _SUPERVISION.get(said.lower())
    _if_unknown(said and not supervision, "supervisionType", said, claims)
    checked = flag(extended(achievement, "identityChecked"))
    if supervision == "supervised with ID" and checked is False:
        reason = f"is false, while supervisionType is '{said}'; only the supervision was taken"
        claims.doubt("identityChecked", reason)
        supervision = "supervised"
    note = None
    if checked and supervision and supervision != "supervised with ID":
        note = "The file says that identity is checked, but not that it is during the assessment."
    return claims.fact(supervision, note=note, quote=said)


def assessment(
    achievement: Node, supervision: Proctoring | None, claims: Claims
) -> Fact[tuple[AssessmentMethod, ...]]:
    """``assessmentType``. "testing" under supervision is an exam; without, it may as well be a quiz."""
    said = text(extended(achievement, "assessmentType")) or ""
    if said.lower() == "testing":
        supervised = supervision in ("supervised", "supervised with ID")
        methods: tuple[AssessmentMethod, ...] = ("exam",) if supervised else ()
        return claims.fact(methods, note="The file says 'testing', under supervision.", quote=said)
    methods_known = _ASSESSMENT.get(said.lower())
    if methods_known is None:
        methods_known = assessment_in(said)
        _if_unknown(said and not methods_known, "assessmentType", said, claims)
    return claims.fact(methods_known, quote=said)


def rigor(achievement: Node, claims: Claims) -> Fact[Rigor]:
    """An assessment by "application of a skill" is what 1EdTech's TrustEd calls application."""
    said = text(extended(achievement, "assessmentType")) or ""
    applied: Rigor | None = "application" if said.lower() == "application of a skill" else None
    return claims.fact(applied, quote=said)


def workload(achievement: Node, claims: Claims) -> Fact[Workload]:
    """Study load (SBU, "studiebelastingsuren") or time investment, both in hours."""
    for term in ("SBU", "timeInvestment", "StudyLoad"):
        hours = _amount(achievement, term, _MOST_HOURS, claims)
        if hours is None or (term == "StudyLoad" and not _in_hours(achievement, claims)):
            continue
        return claims.fact(Workload(hours=float(hours)), quote=f'"{term}": {plain(hours)}')
    return Fact()


def credit(achievement: Node, aligned: Alignments, claims: Claims) -> Fact[tuple[Credit, ...]]:
    """ECTS, in the later model of edubadges under ``creditsAvailable``. The hours of other badges'
    ``creditsAvailable`` are of a system that the badge does not name."""
    term = "ECTS"
    if extended(achievement, term) is None and "EdubadgesAchievement" in types(achievement):
        term = "creditsAvailable"
    amount = _amount(achievement, term, _MOST_ECTS, claims)
    if amount is None:
        return Fact()
    given = Credit(system="ECTS", amount=float(amount), level=aligned.eqf)
    return claims.fact((given,), quote=f'"{term}": {plain(amount)}')


def accreditation(aligned: Alignments, claims: Claims) -> Fact[tuple[Accreditation, ...]]:
    """What the badge gives as quality assurance. Where that has a code, the name is that of what was
    decided; who decided has no field of its own."""
    note = "; ".join(_in_words(each) for each in aligned.quality if each.description or each.url)
    if any(each.code for each in aligned.quality):
        note = f"The file has no field for the body that decided. {note}".strip()
    bodies = (
        f"quality assurance {each.code}, “{each.name}”" if each.code else each.name
        for each in aligned.quality
    )
    return claims.fact(
        tuple(Accreditation(body=body, scope="program") for body in bodies), note=note
    )


def described(achievement: Node, aligned: Alignments) -> str:
    """All of the metadata in words, as they stand in the file."""
    checked = flag(extended(achievement, "identityChecked"))
    lines: dict[str, Any] = {
        "Level": aligned.eqf,
        "Participation": text(extended(achievement, "participationType")),
        "Assessment": text(extended(achievement, "assessmentType")),
        "Supervision": text(extended(achievement, "supervisionType")),
        "Identity checked": None if checked is None else "yes" if checked else "no",
        "ECTS": _plainly(extended(achievement, "ECTS")),
        "Study load in hours (SBU)": _plainly(extended(achievement, "SBU")),
        "Time investment in hours": _plainly(extended(achievement, "timeInvestment")),
        "Education program": text(extended(achievement, "educationProgramIdentifier")),
        "Quality assurance": "; ".join(_in_words(each) for each in aligned.quality),
    }
    return "\n".join(f"{label}: {said}" for label, said in lines.items() if said)


def _in_words(quality: QualityAssurance) -> str:
    return ", ".join(
        each for each in (quality.name, quality.code, quality.description, quality.url) if each
    )


def _plainly(value: Any) -> str | None:
    amount = number(value)
    return text(value) if amount is None else plain(amount)


def _amount(achievement: Node, term: str, most: int, claims: Claims) -> Decimal | None:
    stated = extended(achievement, term)
    if stated is None:
        return None
    amount = number(stated)
    if amount is None or not 0 < amount <= most:
        claims.doubt(term, f"is no number from 0 to {most:,}: '{str(stated)[:100]}'")
        return None
    return amount


def _in_hours(achievement: Node, claims: Claims) -> bool:
    """StudyLoadExtension counts hours at edubadges, minutes at Open Educational Badges; its context
    says which of the two it is."""
    contexts = [str(extension.get("@context", "")) for extension in extensions(achievement)]
    if any("edubadges" in context or "w3id.org" in context for context in contexts):
        return True
    claims.doubt("StudyLoad", "may be hours or minutes; its context does not say which")
    return False


def _if_unknown(unknown: object, term: str, said: str, claims: Claims) -> None:
    if unknown:
        claims.doubt(term, f"has a value that is not known, and was kept as words: '{said[:100]}'")
