"""A copy of the shipped content with a few authorities: the others would only be read again and again."""

import shutil
from pathlib import Path

from tests.conftest import ROOT

PLAN = "docs/municipalities/{}/plan.yml"
KEPT = frozenset({"example-city", "example-region", "9700", "1031"})


def few_authorities(copy: Path) -> Path:
    """The copy. What searches are expected to find is left out, for they find authorities that are not here."""
    ignored = {each.name for each in (ROOT / "docs/municipalities").iterdir()} - KEPT | {"search"}
    shutil.copytree(ROOT / "docs", copy / "docs", ignore=lambda _, names: [name for name in names if name in ignored])
    shutil.copytree(ROOT / "playbooks", copy / "playbooks")
    shutil.copy(ROOT / "kb.yml", copy)
    return copy
