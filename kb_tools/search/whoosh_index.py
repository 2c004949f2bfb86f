"""Whoosh as the store of postings and texts: the only module that imports it. What is found here, `ranking` puts in order.

Whoosh's own files are pickles, so none is opened before its checksum was seen to be right (`generations`).
"""

import json
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from errno import ETIMEDOUT
from functools import cache, cached_property
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any

import whoosh
from whoosh.columns import FixedBytesColumn
from whoosh.fields import COLUMN, STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence
from whoosh.index import FileIndex
from whoosh.reading import IndexReader, TermNotFound
from whoosh.util.filelock import FileLock, try_for
from whoosh.writing import IndexWriter

from kb_tools.hebrew import VERSION
from kb_tools.search.collection import Postings, Sorts, length_factors
from kb_tools.search.document import Document
from kb_tools.search.generations import Generations, link_files
from kb_tools.search.index import Changes, Context, Opened, Progress
from kb_tools.search.register import NO_WORDS, Dictionary, Register, register, stamp
from kb_tools.search.terms import Terms, terms
from kb_tools.search.vocabulary import Vocabulary

_STORE = f"whoosh {'.'.join(map(str, whoosh.__version__))}"
_POSTINGS = "postings"
_ATTEMPTS = 5
_PATIENCE = 600
"""Seconds that one who writes waits for another."""
_STAMP_BYTES = 8
_MEGABYTES = 256
"""Of postings that are sorted in memory; beyond, Whoosh sorts in files."""
_MOST_KEPT = 1_000_000
"""Postings that are kept once they were read."""


class WhooshIndex:
    """A `SearchIndex` in a folder. `of` names the knowledge base: an index of another one is not opened."""

    def __init__(self, folder: Path, of: str) -> None:
        self.folder = folder
        made = {"code": _code(), "analyser": VERSION, "store": _STORE, "of": of}
        self._generations = Generations(folder, made)

    def open(self) -> Opened | None:
        found = self._open()
        return Opened(*found) if found else None

    def _open(self) -> "tuple[WhooshCollection, Context] | None":
        for _ in range(_ATTEMPTS):
            folder = self._generations.current()
            if folder is None:
                return None
            try:
                return _opened(folder)
            except FileNotFoundError:
                continue  # whoever brings the index in line just now has removed what was in force a moment ago
            except (KeyError, TypeError, ValueError):
                return None  # whole, yet of another form
        return None

    def update(self, documents: Iterable[Document], context: Context, progress: Progress = iter) -> Changes:
        wanted = tuple(documents)
        stamps = [stamp(document) for document in wanted]
        if len(set(stamps)) < len(stamps):
            raise ValueError("two documents are the same, address and all")
        self._generations.prepare()
        with self._alone():
            found = self._open()
            if found is None:
                self._write(None, wanted, stamps, context, progress)
                return Changes(len(wanted), added=len(wanted), rebuilt=True)
            before, known = found
            with closing(before):
                changes = before.register.changes(wanted, stamps)
                if context != known or stamps != before.register.stamps:
                    self._write(before, wanted, stamps, context, progress)
                return changes

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(str(self.folder / "lock"))
        if not try_for(lock.acquire, timeout=_PATIENCE):
            raise TimeoutError(ETIMEDOUT, "תהליך אחר כותב את האינדקס כבר זמן רב", str(self.folder))
        try:
            yield
        finally:
            lock.release()

    def _write(
        self,
        before: "WhooshCollection | None",
        wanted: Sequence[Document],
        stamps: Sequence[int],
        context: Context,
        progress: Progress,
    ) -> None:
        """A new generation: what is new is written, what stays is taken over from the one before."""
        kept = set(stamps)
        if before and sum(mark in kept for mark in before.register.stamps) * 2 < before.count:
            before = None  # Whoosh keeps in its large files what is taken out of them
        with self._generations.next() as folder:
            change = _Change(folder / _POSTINGS, before)
            sizes = change.make(wanted, stamps, progress)
            _put(folder, "register", register(wanted, stamps, sizes))
            _put(folder, "dictionary", change.dictionary())
            _put(folder, "context", context)


def _opened(folder: Path) -> "tuple[WhooshCollection, Context]":
    context = Context.from_json(_read(folder, "context"))
    documents = Register.from_json(_read(folder, "register"))
    words = Dictionary.from_json(_read(folder, "dictionary"))
    return WhooshCollection(folder / _POSTINGS, documents, words), context


def _read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_bytes())


def _put(folder: Path, name: str, part: Register | Dictionary | Context) -> None:
    text = json.dumps(part.as_json(), ensure_ascii=False, separators=(",", ":"))
    (folder / f"{name}.json").write_text(text, encoding="utf-8", errors="surrogatepass")


@cache
def _code() -> str:
    """A digest of the code that decides what is in an index and how it is written: an index of other code is not gone on with."""
    here = Path(__file__).parent
    files = sorted(chain(here.glob("*.py"), here.with_name("hebrew").glob("*.py")))
    return blake2b(b"\0".join(file.read_bytes() for file in files), digest_size=16).hexdigest()


class _Change:
    """From the documents of one collection to those of the next, in a folder of its own."""

    def __init__(self, folder: Path, before: "WhooshCollection | None") -> None:
        self._folder = folder
        self._before = before
        self._times: Counter[str] = Counter()

    def make(self, wanted: Sequence[Document], stamps: Sequence[int], progress: Progress) -> list[int]:
        """Write; the classes of the lengths of all documents that are wanted."""
        sizes = self._before.register.size_of() if self._before else {}
        fresh = [number for number, mark in enumerate(stamps) if mark not in sizes]
        writer = self._writer()
        try:
            if self._before:
                self._remove(writer, self._before, set(stamps))
            for number, document in zip(fresh, progress([wanted[number] for number in fresh]), strict=True):
                found = terms(document)
                self._times.update(found.times.keys())
                sizes[stamps[number]] = found.size
                _add(writer, document, found, stamps[number])
        except BaseException:
            writer.cancel()
            raise
        writer.commit()  # merges small segments, leaves large ones
        return [sizes[mark] for mark in stamps]

    def _writer(self) -> IndexWriter:
        if self._before:
            link_files(self._before.folder, self._folder)
            index = FileIndex(FileStorage(str(self._folder)), schema=_SCHEMA)
        else:
            self._folder.mkdir()
            index = FileIndex.create(FileStorage(str(self._folder)), _SCHEMA)
        return index.writer(limitmb=_MEGABYTES)

    def _remove(self, writer: IndexWriter, before: "WhooshCollection", kept: set[int]) -> None:
        for number, mark in enumerate(before.register.stamps):
            if mark not in kept:
                self._times.subtract(terms(before.document(number)).times.keys())
                writer.delete_document(before.places[number])

    def dictionary(self) -> Dictionary:
        """The words of what is wanted."""
        return (self._before.dictionary if self._before else NO_WORDS).changed(self._times)


class WhooshCollection:
    """A `Collection` over a folder of Whoosh's. `register` has the documents in their order, `dictionary` their words."""

    def __init__(self, folder: Path, register: Register, dictionary: Dictionary) -> None:
        self.folder = folder
        self.register = register
        self.dictionary = dictionary
        self._vocabulary = Vocabulary(dictionary.frequencies, self.frequency, dictionary.by_family)
        self._reader: IndexReader = FileIndex(FileStorage(str(folder)), schema=_SCHEMA).reader()
        self._factors = length_factors(register.sizes)
        self._kept: dict[tuple[str, str], Postings] = {}
        self._room = _MOST_KEPT

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    @property
    def count(self) -> int:
        return len(self.register.stamps)

    def __contains__(self, word: object) -> bool:
        return word in self.dictionary.frequencies

    def length_factor(self, document: int) -> float:
        return self._factors[document]

    def family(self, beginning: str) -> Sequence[str]:
        return self._vocabulary.family(beginning)

    def frequency(self, word: str) -> int:
        return self.dictionary.frequencies.get(word, 0)

    def completions(self, beginning: str) -> Sequence[str]:
        return self._vocabulary.completions(beginning)

    def near(self, word: str) -> Sequence[str]:
        return self._vocabulary.near(word)

    def sorts(self, number: int) -> Sorts:
        return self.register.sorts[number]

    def titles(self) -> Sequence[str]:
        return self.register.titles

    def document(self, number: int) -> Document:
        return Document(*self._reader.stored_fields(self.places[number])["document"])

    def postings(self, word: str) -> Postings:
        return self._found("words", word)

    def titled(self, words: str) -> Postings:
        return self._found("title", words)

    def _found(self, field: str, term: str) -> Postings:
        found = self._kept.get((field, term))
        if found is None:
            found = sorted(self._postings(field, term))
            if len(found) > self._room:
                self._kept.clear()
                self._room = _MOST_KEPT
            self._kept[field, term] = found
            self._room -= len(found)
        return found

    def _postings(self, field: str, term: str) -> Iterator[tuple[int, int]]:
        numbers = self._numbers
        with suppress(TermNotFound):
            matcher = self._reader.postings(field, term.encode())
            while matcher.is_active():
                yield numbers[matcher.id()], int(matcher.weight())
                matcher.next()

    @cached_property
    def places(self) -> Sequence[int]:
        """Where in Whoosh's order the documents are, by number."""
        place_of = {mark: place for place, mark in self._stamps() if not self._reader.is_deleted(place)}
        return [place_of[mark] for mark in self.register.stamps]

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        return {place: number for number, place in enumerate(self.places)}

    def _stamps(self) -> Iterator[tuple[int, int]]:
        for leaf, first in self._reader.leaf_readers():
            count = leaf.doc_count_all()
            if count:  # an empty index has one reader, which has no columns
                column = leaf.column_reader("stamp", translate=False)
                yield from ((first + at, int.from_bytes(column[at], "big")) for at in range(count))


def _add(writer: IndexWriter, document: Document, found: Terms, mark: int) -> None:
    writer.add_document(
        words=found.times,
        title={found.title: 1} if found.title else {},
        document=(
            document.address,
            document.page,
            document.title,
            document.text,
            document.kind,
            document.scenarios,
            document.phase,
            document.authority,
        ),
        stamp=mark.to_bytes(_STAMP_BYTES, "big"),
    )


class _Counted(FieldType):
    """Words that come counted: how often one stands in a document is its weight there. No places are kept."""

    def __init__(self) -> None:
        self.format = Existence()

    def index(self, value: Mapping[str, int], **_: Any) -> Generator[tuple[bytes, int, int, bytes], Any, None]:
        for word, times in value.items():
            yield word.encode(), times, times, b""


_SCHEMA = Schema(words=_Counted(), title=_Counted(), document=STORED(), stamp=COLUMN(FixedBytesColumn(_STAMP_BYTES)))
