"""Our two engines, as the site and the command line use them."""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from search_data import Query
from search_engines import InNode, Run, one_of_each_kind
from search_metrics import DEPTH

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.lexicon import hebrew_lexicon
from kb_tools.hebrew.paradigms import Paradigms
from kb_tools.search.browser_index import browser_index
from kb_tools.search.document import Document
from kb_tools.search.index import Context
from kb_tools.search.labels import KINDS, Labels
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.ranking import Ranker, ranked_documents
from kb_tools.search.whoosh_index import WhooshIndex

LABELS = Labels(kinds=KINDS, scenarios={}, phases={}, authorities={})
CONTEXT = Context(LABELS, names={})


class Whoosh:
    """The index of `kb index`, and what `kb search` asks of it."""

    name = "Whoosh"
    slow = False

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        WhooshIndex(folder / "index", of="benchmark").update(documents, CONTEXT)

    def run(self, queries: Sequence[Query], cold: Sequence[Query], folder: Path) -> Run:  # noqa: ARG002 - nothing is fetched
        ready, first = zip(*(_visit(query, folder) for query in one_of_each_kind(queries)), strict=True)
        search, ranks, times = _opened(folder), {}, {}
        for query in queries:
            began = time.perf_counter()
            ranks[query.id] = search(query.text)
            times[query.id] = (time.perf_counter() - began) * 1000
        return Run(ranks, times, ready, first)

    def files(self, folder: Path) -> Iterable[Path]:
        return (path for path in (folder / "index").rglob("*") if path.is_file())


def _visit(query: Query, folder: Path) -> tuple[float, float]:
    """CPU milliseconds until an index is open, and until it has answered; the lexicon is read by then, as in a test or a server."""
    began = time.process_time()
    search = _opened(folder)
    ready = time.process_time()
    search(query.text)
    return (ready - began) * 1000, (time.process_time() - began) * 1000


def _opened(folder: Path) -> Callable[[str], list[str]]:
    opened = WhooshIndex(folder / "index", of="benchmark").open()
    if opened is None:
        raise SystemExit("the index that was just built cannot be opened")
    collection, lexicon = opened.collection, hebrew_lexicon()
    ranker = Ranker(collection, Analyser(collection.__contains__, lexicon), Paradigms(lexicon), {})

    return lambda text: [document.address for document in ranked_documents(ranker, text, DEPTH)]


class Browser(InNode):
    """The index that is published, and the scripts that are shipped."""

    name = "browser"
    script = "shipped"

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        (folder / "search").mkdir()
        collection = MemoryCollection(documents)
        analyser = Analyser(collection.__contains__, hebrew_lexicon())
        for name, text in browser_index(collection, analyser, {}, LABELS):
            (folder / "search" / f"{name}.js").write_text(text, encoding="utf-8")

    def files(self, folder: Path) -> Iterable[Path]:
        return (folder / "search").iterdir()
