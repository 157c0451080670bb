"""What an achievement is aligned with: skills, a level, quality assurance (OB 2.0 and 3.0, Alignment)."""

import re
from dataclasses import dataclass

from advisor_bot.catalog.readers.json_ld import (
    Node,
    local,
    nodes,
    prose,
    text,
    unique,
    web_address,
)
from advisor_bot.catalog.readers.open_badges.extensions import extended
from advisor_bot.catalog.readers.values import one_line

_SKILL_TYPES = {"competency", "cfitem"}
"""Competencies of CTDL-ASN and items of a CASE framework (OB 3.0, AlignmentTargetType)."""
_SKILL_FRAMEWORKS = re.compile(
    r"\besco/skill|\bO\*?NET\b|\bESCO\b|onetonline\.org/link/skills", re.I
)


@dataclass(frozen=True)
class QualityAssurance:
    """An alignment of the type "ext:QualityAssurance" of educredentials."""

    name: str
    code: str | None
    description: str | None
    url: str | None


@dataclass(frozen=True)
class Alignments:
    """``eqf`` is a level of the European Qualifications Framework, in words."""

    skills: tuple[str, ...]
    eqf: str | None
    quality: tuple[QualityAssurance, ...]
    others: tuple[str, ...]


def alignments_of(achievement: Node) -> Alignments:
    """An achievement's alignments, sorted by what they are about."""
    skills, levels, quality, others = [], [], [], []
    for alignment in nodes(achievement.get("alignment")) + nodes(achievement.get("alignments")):
        name = text(alignment.get("targetName")) or text(alignment.get("name"))
        kind = local(text(alignment.get("targetType")) or "").lower()
        if "eqf" in kind:
            levels.append(_level(text(alignment.get("targetCode")), name))
        elif name and "qualityassurance" in kind:
            quality.append(_quality(alignment, name))
        elif name and (kind in _SKILL_TYPES or _is_skill(alignment)):
            skills.append(name)
        elif name:
            others.append(_in_framework(alignment, name))
    levels.append(_level(text(extended(achievement, "EQF")), None))
    stated = unique(levels)
    return Alignments(
        skills=unique(skills),
        eqf=stated[0] if len(stated) == 1 else None,
        quality=tuple(quality),
        others=(*unique(others), *(stated if len(stated) > 1 else ())),
    )


def _level(code: str | None, name: str | None) -> str | None:
    """ "EQF level 4", from the code 4, or from the name where there is no code."""
    found = re.search(r"[1-8](?!\d)", code or "") or re.search(r"\b[1-8]\b", name or "")
    return f"EQF level {found[0]}" if found else name


def _quality(alignment: Node, name: str) -> QualityAssurance:
    return QualityAssurance(
        name=name,
        code=text(alignment.get("targetCode")),
        description=one_line(prose(alignment.get("targetDescription")).replace("**", "")) or None,
        url=web_address(alignment.get("targetUrl")),
    )


def _is_skill(alignment: Node) -> bool:
    known = (
        text(alignment.get(term)) for term in ("targetUrl", "targetFramework", "frameworkName")
    )
    return any(_SKILL_FRAMEWORKS.search(each[:500]) for each in known if each)


def _in_framework(alignment: Node, name: str) -> str:
    framework = text(alignment.get("targetFramework"))
    return f"{name} ({framework})" if framework else name
