"""What a paper costs: checklists one after the other in one process, and the same page printed by Chromium.

Every sheet says something else, so nothing is kept. CPU is user + system; memory is what the process holds.

    python benchmarks/print.py [--sheets 300] [--skip-browser]
"""

import argparse
import dataclasses
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from kb_tools.library import load_site
from kb_tools.printing.jobs import job_of
from kb_tools.printing.printer import Job, Printer
from kb_tools.views.sheets import document
from kb_tools.views.sheets_drill import checklist_sheet
from kb_tools.views.site import Site

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_RUNS = 3


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sheets", type=int, default=300)
    arguments.add_argument("--skip-browser", action="store_true")
    asked = arguments.parse_args()
    site, _ = load_site(ROOT, date.today())  # noqa: DTZ011
    if site is None:
        sys.exit("the shipped content has errors: kb check")
    site = dataclasses.replace(site, home="https://kb.example.org/")
    started = time.process_time()
    printer = Printer()
    print(f"load and start                {time.process_time() - started:>8.2f} CPU s")
    ours = _ours(site, printer, asked.sheets)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser and not asked.skip_browser:
        theirs = _theirs(site, browser)
        print(f"Chromium, a start for each    {theirs:>8.3f} CPU s a sheet, {theirs / ours:.1f} times ours")


def _ours(site: Site, printer: Printer, count: int) -> float:
    """CPU seconds a sheet, drawing included."""
    started = time.process_time()
    for number, job in enumerate(_jobs(site, count), 1):
        done = printer.print(job)
        if done.pages != 1:
            sys.exit(f"a checklist takes {done.pages} pages")
        if number in (1, 10, 50, 100, 300) or number == count:
            each = (time.process_time() - started) / number
            print(
                f"{number:>5} sheets {each:>8.3f} CPU s each, {_resident():>5.0f} MB held, {_peak():>5.0f} MB at most"
            )
    return (time.process_time() - started) / count


def _jobs(site: Site, count: int) -> Iterator[Job]:
    for number, drill in enumerate(islice(cycle(site.library.drills.values()), count), 1):
        yield job_of(site, checklist_sheet(site, drill.model_copy(update={"minutes": number})))


def _theirs(site: Site, browser: str) -> float:
    """A print by a browser of the same document, with its processes; the least of a few."""
    drill = next(iter(site.library.drills.values()))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "sheet.html"
        page.write_text(document(site, checklist_sheet(site, drill)), encoding="utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/own",
        ]
        costs = []
        for _ in range(BROWSER_RUNS):
            before = os.times()
            subprocess.run(
                [browser, *options, f"--print-to-pdf={folder}/out.pdf", page.as_uri()], check=True, capture_output=True
            )
            after = os.times()
            costs.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return min(costs)


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main()
