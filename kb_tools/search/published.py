"""What a site publishes of its search: the files of the browser's index, related pages, and which expectations the content does not meet."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.lexicon import hebrew_lexicon
from kb_tools.hebrew.paradigms import Paradigms
from kb_tools.model.addresses import COVERAGE_PAGE, TRENDS_PAGE
from kb_tools.search.browser_index import File, browser_index
from kb_tools.search.document import Document
from kb_tools.search.expected import Unmet, unmet_by_ranking
from kb_tools.search.labels import labels
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.names import names
from kb_tools.search.page_likeness import Related
from kb_tools.search.ranking import Ranker, ranked_documents
from kb_tools.search.related import linked_addresses, related_pages
from kb_tools.search.subjects import subjects
from kb_tools.views.addresses import address, page_address
from kb_tools.views.site import Site

_FOUND = 30
"""Documents that are looked through for related pages where a page's words lead to none."""


@dataclass(frozen=True, slots=True)
class PublishedSearch:
    """`files`: (name, text) to be published as `search/<name>.js`; `unmet`: expectations that the ranking no longer meets.

    `titles`: address → what can be found there; `related`: address of a page → pages to be named at its foot.
    """

    files: Sequence[File]
    unmet: Sequence[Unmet]
    titles: Mapping[str, str]
    related: Mapping[str, Sequence[Related]]


def published_search(
    site: Site, documents: Iterable[Document], drawn: Mapping[str, str], apart: Collection[str] = ()
) -> PublishedSearch:
    """The search of a site: its documents, in the words that the library knows for them.

    `drawn`: the HTML of pages by address; `apart`: addresses of pages that every page leads to.
    """
    library, collection = site.library, MemoryCollection(documents)
    other_names = names(library)
    lexicon = hebrew_lexicon()
    analyser = Analyser(collection.__contains__, lexicon)
    ranker = Ranker(collection, analyser, Paradigms(lexicon), other_names)
    return PublishedSearch(
        files=browser_index(collection, analyser, other_names, labels(library)),
        unmet=unmet_by_ranking(library, ranker),
        titles=collection.title_of,
        related=related_pages(
            collection,
            analyser,
            lambda at: linked_addresses(drawn.get(at, ""), at),
            lambda query: ranked_documents(ranker, query, _FOUND),
            {*apart, *_boards(site, collection)},
            subjects(site, drawn),
        ),
    )


def _boards(site: Site, collection: MemoryCollection) -> set[str]:
    """Pages that nobody wrote and that are no thing: lists, boards and forms. And results, to which their drill and authority lead."""
    made = {document.address for document in collection.documents if document.kind == "page"}
    results = {address("result", ref) for ref in site.library.results}
    return {*made, *results, TRENDS_PAGE, COVERAGE_PAGE} - {page_address(page.path) for page in site.library.pages}
