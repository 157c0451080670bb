"""Whether a program is worth it, as far as facts can say."""

from advisor_bot.advice.checklist import Checklist
from advisor_bot.catalog.facts import Program, Status


def verdict(program: Program, checks: Checklist) -> str:
    """An opinion that follows from the checklist alone, so that it cannot contradict it."""
    competency, _, assessed = checks.questions
    if "evidence against" in (competency.state, assessed.state):
        return "a way to learn, not a proof of skill, since nothing is assessed."
    watched = program.facts.proctoring.value
    if competency.state == "not stated":
        return (
            "how the skill is tested against a standard is not on record, so ask the questions in "
            "the checklist below before you pay."
        )
    if program.facts.proctoring.status is Status.CONFLICTING:
        return (
            "sources disagree on whether anybody supervises the assessment, so ask the provider before "
            "you take it for proof of skill."
        )
    if watched in ("supervised", "supervised with ID"):
        by = (
            "confirmed independently" if competency.state == "evidenced" else "on the issuer's word"
        )
        return (
            f"a supervised assessment against a standard ({by}), so worth it where you need proof "
            f"of skill, if cost and time suit you."
        )
    return (
        "worth it to learn the subject and to show that you have; on its own a modest proof of "
        "skill, since supervision of the assessment is not on record. A project or portfolio "
        "beside it says more to an employer."
    )
