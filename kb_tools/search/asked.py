"""The expectations of a knowledge base asked without building it: what `kb check --search` does beside the checks of each file."""

from kb_tools.content.field_errors import Findings
from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.lexicon import hebrew_lexicon
from kb_tools.hebrew.paradigms import Paradigms
from kb_tools.search.documents import documents
from kb_tools.search.expected import Engine, findings, unmet_by_ranking
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.names import names
from kb_tools.search.ranking import Ranker
from kb_tools.views.site import Site


def unmet_expectations(site: Site) -> Findings:
    """What the ranking of `kb search` does not find in the content as it is now. Without expectations nothing is indexed."""
    if site.library.expectations:
        collection = MemoryCollection(documents(site))
        lexicon = hebrew_lexicon()
        analyser = Analyser(collection.__contains__, lexicon)
        unmet = unmet_by_ranking(site.library, Ranker(collection, analyser, Paradigms(lexicon), names(site.library)))
        yield from findings({Engine.RANKING: unmet}, collection.title_of)
