"""A stand-in for the browser index: the documents as they are, in the form of its files."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from kb_tools.search.documents import Document


def browser_index(documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
    """(name, text) of each file."""
    found = [asdict(document) for document in documents]
    names = ["t-1", "t-2", "t-3"]
    titles = [[d["address"], d["title"], d["kind"]] for d in found if "#" not in d["address"]]
    yield _file("meta", {"shards": names, "titles": titles})
    for at, name in enumerate(names):
        yield _file(name, found[at :: len(names)])


def _file(name: str, data: object) -> tuple[str, str]:
    return name, f'kbIndex("{name}",{json.dumps(data, ensure_ascii=False)})\n'
