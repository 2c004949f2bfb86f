"""Documents and contexts for tests of the index."""

from kb_tools.search.document import Document
from kb_tools.search.index import Context
from kb_tools.search.labels import Labels

LABELS = Labels(
    kinds={"step": "צעדים", "lesson": "לקחים", "page": "עמודים"},
    scenarios={"flood": "שיטפון", "fire": "שריפה"},
    phases={},
    authorities={"north": "צפון", "south": "דרום"},
)
CONTEXT = Context(LABELS, names={})


def document(
    name: str,
    title: str = "",
    text: str = "",
    kind: str = "page",
    scenarios: tuple[str, ...] = (),
    authority: str | None = None,
) -> Document:
    return Document(f"{name}/", title or name, title or name, text, kind, scenarios, authority=authority)
