"""The command words of a lesson: they go before the desk's own, and only there."""

from __future__ import annotations

from cstui.desk.commands import Command, Does

WORDS: tuple[Command, ...] = tuple(
    Command(word=word, help=help_, does=Does.DESK, takes=takes)
    for word, takes, help_ in (
        ("BRIEF", "", "What this lesson asks of you."),
        ("CHECK", "", "The goals met and not met by now, with reasons."),
        ("HINT", "[goal]", "The next hint for a goal: nudge, where, how. Hints cost points."),
        ("NEXT DAY", "", "Ends the day: the night runs, the next morning comes."),
        ("NEXT EVENT", "", "Lets nights pass until something happens."),
        ("RESET", "", "Back to the start of the lesson; hints taken stay taken."),
        ("HAND", "", "In a class: shows the trainer that you have a question."),
        ("FINISH", "", "Ends the lesson with its score sheet and what to learn from it."),
    )
)


def lesson_word(line: str) -> tuple[str, str]:
    """The lesson's word that a command line begins with, and what follows; both empty for none."""
    text = " ".join(line.upper().split())
    for command in WORDS:
        if text == command.word or text.startswith(f"{command.word} "):
            return command.word, text[len(command.word) :].strip()
    return "", ""
