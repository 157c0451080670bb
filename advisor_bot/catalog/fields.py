"""Fields of work: which one a question speaks of, and which ones a program belongs to that names none."""

import re
from collections.abc import Sequence

from advisor_bot.catalog.facts import FieldOfWork

SHARE_OF_SKILLS = 0.25
"""Share of a program's skills (and at least two) that make a field its own: nearly every catalogue lists
"leadership" or "data" among twenty others."""
MOST_FIELDS = 3

_NAMED: dict[FieldOfWork, str] = {
    "digital marketing": r"(digital |content |inbound |social media )?marketing|seo|advertising|google ads"
    r"|e-?commerce|search engine optimi[sz]ation",
    "cybersecurity": r"cyber ?-?security|cyber|information security|infosec|network security"
    r"|(computer|cloud|application|it|data) security|security (analyst|engineer|operations)"
    r"|ethical hacking|penetration testing|cryptography",
    "data": r"data (analy\w+|scien\w+|engineer\w*|visuali[sz]ation|management|mining|warehous\w+|model\w*)"
    r"|big data|analytics|statistics|sql|databases?|business intelligence",
    "cloud": r"cloud (comput\w+|practitioner|architect\w*|engineer\w*|develop\w+|platform|infrastructure)"
    r"|google cloud|cloud|aws|azure",
    "project management": r"project manage(ment|r|rs)|project lead|scrum|kanban|prince2"
    r"|agile (project\w*|method\w*|manag\w+)",
    "artificial intelligence": r"ai|a\.i\.|artificial intelligence|machine learning"
    r"|(deep|reinforcement) learning|neural networks?|generative ai|natural language processing",
    "communication": r"(business |professional |effective )?communication( skills)?|public speaking"
    r"|presentation skills|negotiat\w+|(business|technical|professional) writing",
    "leadership": r"leadership|people management|team (lead\w*|management)|giving feedback",
    "human resources": r"human resources?|human resource management|people analytics|recruit(ing|ment)"
    r"|talent (management|acquisition)",
    "finance": r"finance|financial \w+|accounting|bookkeeping|budgeting|investment \w+|investing",
    "health": r"health ?care|public health|health (informatics|systems?|polic\w+|services?)|nursing|nurses?"
    r"|critical care|intensive care|clinical|respiratory|life support|medicine|patient \w+|epidemiology",
    "customer service": r"customer (service|support|success|care|experience)|contact cent(re|er)",
    "sustainability": r"sustainab(le|ility)|esg|climate( change)?|carbon|renewable energy",
    "software development": r"software (develop\w+|engineer\w*|test\w*|design|architecture)"
    r"|(computer )?programming|(front|back)[- ]?end|full[- ]stack|coding|python|java(script)?"
    r"|(web|mobile|app) (develop\w+|design)",
    "design": r"ux|ui|user experience|user interface|(graphic|product|interaction|visual|ui|ux) design\w*"
    r"|design thinking",
    "IT support": r"it support|technical support|help ?desk",
    "operations": r"supply chains?|logistics|procurement|purchasing|inventory|warehous(e|es|ing) \w+"
    r"|(lean )?six sigma|lean (manufacturing|management)|operations management"
    r"|quality (management|control|engineer\w*|improvement)|process improvement|manufacturing",
    "education": r"teach(ing|ers?)|tesol|tefl|esol|pedagog\w+|e-?learning|instructional design"
    r"|(learning|curriculum|course) design|classroom|educators?|(talent|training and) development"
    r"|(corporate|workplace) train(er|ers|ing)|early childhood",
    "safety": r"(occupational|workplace|food|fire|construction|process|road|site) (health|safety)"
    r"|(occupational )?health and safety|food (hygiene|protection)|hazard\w*|incident command"
    r"|emergency (management|response)|osha|nebosh|haccp",
}
"""What names a field wherever it stands: in a title, among skills, in a question."""
_ASKED: dict[FieldOfWork, str] = {
    "cybersecurity": r"security",
    "data": r"data",
    "project management": r"projects?|agile",
    "artificial intelligence": r"generative",
    "communication": r"communicat\w+|presentations?|presenting|speaking|writing",
    "leadership": r"leading|leader|manager|managers|new manager|management skills"
    r"|(lead|manage|run)(ing)? (a|my|the) (\w+ )?team|team lead",
    "human resources": r"hr|recruit\w+|talent",
    "finance": r"financ\w+|investment",
    "health": r"health\w*|nurs\w+|icu|ventilator\w*|ventilation",
    "customer service": r"service desk",
    "sustainability": r"sustainab\w+",
    "software development": r"software|developer",
    "design": r"design",
    "operations": r"operations|lean",
    "education": r"teach|train(er|ers)",
    "safety": r"safety",
}
"""What means a field in a question, where one is sought, but not in a title: "Social Security"."""


def _pattern(*words: str | None) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(filter(None, words))})\b", re.IGNORECASE)


_IN_TITLES = {field: _pattern(words) for field, words in _NAMED.items()}
_IN_QUESTIONS = {field: _pattern(words, _ASKED.get(field)) for field, words in _NAMED.items()}


def field_of(text: str) -> FieldOfWork | None:
    """The field a question speaks of: the one whose words cover most of it, the earlier on a tie."""
    covered = {
        field: max((len(found[0]) for found in words.finditer(text)), default=0)
        for field, words in _IN_QUESTIONS.items()
    }
    best = max(covered, key=lambda field: covered[field])
    return best if covered[best] else None


def fields_of(title: str, skills: Sequence[str] = ()) -> tuple[FieldOfWork, ...]:
    """The fields of a program that names none itself: those its title names, else those that enough of
    its skills do; the clearest first, none where neither tells."""
    in_title = [field for field, words in _IN_TITLES.items() if words.search(title)]
    needed = max(2.0, SHARE_OF_SKILLS * len(skills))
    counts = {
        field: sum(bool(words.search(skill)) for skill in skills)
        for field, words in _IN_TITLES.items()
    }
    by_skills = [field for field, count in counts.items() if count >= needed]
    found = in_title or by_skills
    return tuple(sorted(found, key=lambda field: -counts[field])[:MOST_FIELDS])
