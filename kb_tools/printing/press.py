"""Many documents: what is kept is not printed again, and two processes share the rest."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property
from itertools import islice
from multiprocessing import get_context
from typing import Self

from kb_tools.printing.printer import Job, Printed, Printer, weasyprint
from kb_tools.printing.store import Store

WORTH_PROCESSES = 12
"""Documents: processes of their own take as long to start as these take to print."""
_AT_ONCE = 60
"""Documents that are held in memory together, however many there are."""


class Press:
    """Prints streams of documents. To be used in `with`, which ends its processes."""

    def __init__(self, store: Store | None = None, processes: int | None = None) -> None:
        self._store = store
        self._processes = min(2, os.cpu_count() or 1) if processes is None else processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def printed(self, jobs: Iterable[Job]) -> Iterator[Printed]:
        """Each document's PDF, in the order given. Raises NoPrinterError where one is left to print and nothing can be."""
        stream = iter(jobs)
        while batch := list(islice(stream, _AT_ONCE)):
            yield from self._batch(batch)

    def _batch(self, jobs: Sequence[Job]) -> Iterator[Printed]:
        kept = [self._store.get(job) if self._store else None for job in jobs]
        fresh = self._fresh([job for job, found in zip(jobs, kept, strict=True) if found is None])
        for job, found in zip(jobs, kept, strict=True):
            if found is not None:
                yield found
                continue
            new = next(fresh)
            if self._store:
                self._store.put(job, new)
            yield new

    def _fresh(self, jobs: Sequence[Job]) -> Iterator[Printed]:
        if jobs:
            weasyprint()  # what is missing is said here, and not by a process that dies of it
        if self._processes > 1 and (self._pool or len(jobs) >= WORTH_PROCESSES):
            return self._started_pool.map(print_one, jobs)
        return map(self._printer.print, jobs) if jobs else iter(())

    @cached_property
    def _printer(self) -> Printer:
        return Printer()

    @property
    def _started_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # spawn: a copy of a process that has threads, as a preview's, may hang.
            self._pool = ProcessPoolExecutor(self._processes, get_context("spawn"))
        return self._pool


_printers: list[Printer] = []
"""A process of the pool has one, with the fonts and the style that it read."""


def print_one(job: Job) -> Printed:
    """What a process of the pool does."""
    if not _printers:
        _printers.append(Printer())
    return _printers[0].print(job)
