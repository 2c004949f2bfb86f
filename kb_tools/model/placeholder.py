"""What a draft leaves for a person to write: a text that begins with a mark and asks a question.

A file with such a text is content like any other, and an error until somebody has answered (`content.unfinished`): so
no draft is published by mistake.
"""

MARK = "להשלים:"


def to_complete(question: str) -> str:
    """The text that stands where the answer to `question` is to be written."""
    return f"{MARK} {question}"


def question_in(text: str) -> str | None:
    """What a text still asks; None for a text that says something."""
    stripped = text.lstrip()
    return stripped.removeprefix(MARK).strip() if stripped.startswith(MARK) else None
