"""Which facts answer a question about one aspect of a program, and what each is called there."""

from advisor_bot.advice.question import Aspect

ASPECT_FACTS: dict[Aspect, tuple[tuple[str, str], ...]] = {
    "time": (("workload", "Time"),),
    "cost": (("cost", "Cost"),),
    "assessment": (
        ("assessment_type", "Assessment"),
        ("assessment_standard", "Held against"),
        ("proctoring", "Supervision"),
    ),
    "expiry": (("validity", "Validity"),),
    "credit": (("external_credit", "Credit"), ("stackable_into", "Counts toward")),
    "prerequisites": (("prerequisites", "Needed before"),),
    "verification": (("verification", "How to verify it"),),
}
