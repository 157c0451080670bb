"""Words for kinds of things → the vocabulary of ``facts``; nothing where a word is not known."""

import re

from advisor_bot.catalog.facts import (
    AssessmentMethod,
    CredentialType,
    Level,
    ParticipationMode,
    Proctoring,
)
from advisor_bot.catalog.readers.values.text import one_line

LONGEST_TEXT = 120
"""What is longer is prose, in which a word may be about anything."""

_LEVELS: dict[Level, str] = {
    "beginner": "beginner beginners introductory introduction intro basic basics foundation foundational "
    "fundamental fundamentals entry novice elementary anfänger einsteiger grundlagen einführung principiante "
    "básico básica inicial débutant",
    "intermediate": "intermediate medium mittelstufe intermedio intermedia intermédiaire gevorderd",
    "advanced": "advanced expert fortgeschritten fortgeschrittene experte avanzado avanzada experto avancé",
    "all levels": "mixed all any alle todos",
}
_LEVEL_BY_WORD = {word: level for level, words in _LEVELS.items() for word in words.split()}
_LEVEL_FILLER = frozenset(
    "level levels niveau niveaus nivel niveles stufe course kurs curso the".split()
)

_CREDENTIALS: dict[CredentialType, str] = {
    "micro-credential": "micro credential|micro credentials|microcredential|microcredencial|micro zertifikat|"
    "micro certification",
    "certificate": "certificate|zertifikat|certificado|certificat|certificaat|university certificate|"
    "graduate certificate|hochschulzertifikat|academic certificate",
    "certificate of completion": "certificate of completion|completion certificate|"
    "course completion certificate|"
    "certificado de finalización|certificat de réussite",
    "professional certificate": "professional certificate",
    "certification": "certification|professional certification|industry certification|zertifizierung|"
    "certificación|certificering|vendor certification|personnel certification",
    "digital badge": "digital badge|badge|open badge|openbadge|digitaler badge|insignia digital",
    "nanodegree": "nanodegree|nano degree",
    "MicroMasters": "micromasters|micro masters",
}
_CREDENTIAL_BY_NAME = {
    name: kind for kind, names in _CREDENTIALS.items() for name in names.split("|")
}

_NEGATION = re.compile(
    r"\b(?:no|not|non|without|never|kein\w*|nicht|ohne|sin|sans|pas|geen|n't|except|optional\w*)\b",
    re.I,
)
_NO_ASSESSMENT = re.compile(
    r"none|keine|ninguna|geen|(?:no|without|keine?|ohne|sin|geen)\s+(?:final\s+)?"
    r"(?:assessments?|exams?|tests?|prüfung(?:en)?|evaluación|toets)",
    re.I,
)
_ASSESSMENTS: dict[AssessmentMethod, str] = {
    "quiz": r"quiz|quizzes|knowledge checks?|cuestionarios?",
    "exam": r"exams?|examinations?|tests?|(?:abschluss)?prüfung(?:en)?|klausur(?:en)?|examen(?:es)?|"
    r"toets(?:en)?|tentamen",
    "project": r"projects?|capstone|projekte?|projektarbeit|proyectos?|projets?",
    "portfolio": r"portfolios?",
    "observation": r"observations?|observed|practical demonstration|beobachtung|observación",
    "recognition of prior learning": r"recognition of prior learning|prior learning assessment|rpl|evc",
    "peer review": r"peer[- ]?(?:review(?:ed|s)?|graded|assess(?:ed|ment))",
}
_MODES: dict[ParticipationMode, str] = {
    "blended": r"blended|hybrid[eo]?|mixed mode|semipresencial",
    "online": r"online|on-line|e-?learning|virtual(?:ly)?|remote(?:ly)?|distance|fernstudium|fernkurs|"
    r"web[- ]based|en línea|en ligne|à distance|a distancia",
    "on site": r"on[- ]?site|in[- ]?person|on[- ]?campus|class ?room|face[- ]to[- ]face|präsenz\w*|"
    r"vor ort|presencial|présentiel|op locatie",
}
_METHOD_PATTERNS = {
    name: re.compile(rf"\b(?:{words})\b", re.I) for name, words in _ASSESSMENTS.items()
}
_MODE_PATTERNS = {name: re.compile(rf"\b(?:{words})\b", re.I) for name, words in _MODES.items()}

_YES = frozenset("yes y true ja sí si oui 1 x required".split())
_NO = frozenset("no n false nein non nee 0 none".split())
_UNSUPERVISED = re.compile(
    r"\b(?:unproctored|unsupervised|(?:not|no|without|non)[- ](?:proctor\w*|supervis\w*)|unbeaufsichtigt)\b",
    re.I,
)
_SUPERVISED = re.compile(r"\b(?:proctor\w*|supervis\w*|invigilat\w*|beaufsichtigt)\b", re.I)
_WITH_ID = re.compile(
    r"\b(?:identity|id|identification|ausweis\w*)[- ]+(?:check\w*|verif\w*|kontrolle|required|proof)|"
    r"\b(?:with|mit)\s+(?:an?\s+)?(?:photo\s+)?(?:identity|id|identification|ausweis)\b|verified identity",
    re.I,
)
_WITHOUT_ID = re.compile(
    r"\b(?:no|without|not)\s+(?:an?\s+|any\s+)?(?:photo\s+)?(?:identity|id|identification)\b|"
    r"\b(?:identity|id)\s+(?:is\s+)?not\b",
    re.I,
)


def _words(text: str) -> str:
    """The words of a term, lower-case: "ceterms:MicroCredential" and "micro-credential" alike."""
    if len(text) > LONGEST_TEXT:
        return ""
    term = re.split(r"[:/#](?=\w+$)", one_line(text))[-1]
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", term)
    return " ".join(re.findall(r"[^\W_]+", apart.lower()))


def level_in(text: str) -> Level | None:
    """The level that the text names; none for two different ones, or a number in a framework."""
    words = [word for word in _words(text).split() if word not in _LEVEL_FILLER]
    found = {_LEVEL_BY_WORD.get(word) for word in words}
    return found.pop() if len(found) == 1 else None


def credential_type_in(text: str) -> CredentialType | None:
    """The type of credential that the text names, also as a class of CTDL or Open Badges."""
    words = _words(text).removesuffix(" programme").removesuffix(" program")
    return _CREDENTIAL_BY_NAME.get(words)


def assessment_in(text: str) -> tuple[AssessmentMethod, ...]:
    """The methods of assessment that the text names; ``("none",)`` where it says that there is none."""
    words = _words_apart(text)
    if _NO_ASSESSMENT.fullmatch(words.strip(" .")):
        return ("none",)
    if _NEGATION.search(words):
        return ()
    return tuple(method for method, pattern in _METHOD_PATTERNS.items() if pattern.search(words))


def participation_in(text: str) -> tuple[ParticipationMode, ...]:
    """How one can take part, as far as the text names it; "online or in person" are both."""
    words = _words_apart(text)
    if _NEGATION.search(words):
        return ()
    return tuple(mode for mode, pattern in _MODE_PATTERNS.items() if pattern.search(words))


def proctoring_in(text: str) -> Proctoring | None:
    """How far the assessment is supervised, also for a plain yes or no to that question."""
    words = _words_apart(text)
    if words.lower() in _NO or _UNSUPERVISED.search(words):
        return "none"
    if words.lower() in _YES:
        return "supervised"
    if re.search(r"\boptional\w*\b|\bor\b", words, re.I) or not _SUPERVISED.search(words):
        return None
    if _WITHOUT_ID.search(words):
        return "supervised"
    if _WITH_ID.search(words):
        return "supervised with ID"
    return None if _NEGATION.search(words) else "supervised"


def _words_apart(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        return ""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", one_line(text).replace("_", " ").replace(":", " "))
