"""The morphology benchmark's own arithmetic, on a few forms whose figures are known."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = """\
form\tlemmas\tpos\tprefixes\tsuffixes\tcount
לילדים\tילד\tNOUN\tל\t-\t3
אנשים\tאיש\tNOUN\t-\t-\t1
כותב\tכותב\tNOUN\t-\t-\t1
כתב\tכתב\tVERB\t-\t-\t1
קסרקטינינו\tמחנה\tNOUN\t-\tנו\t2
"""


def test_recall_and_precision_by_group(tmp_path: Path) -> None:
    (tmp_path / "morph_dev.tsv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/docs.jsonl").write_text(json.dumps({"title": "ילדים", "text": ""}) + "\n", encoding="utf-8")
    command = [sys.executable, "benchmarks/morphology.py", "--data", tmp_path, "--missed", "9", "--wrong", "9"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [line.split() for line in result.stdout.splitlines()]
    figures = {tuple(words[:-5]): words[-5:] for words in lines[1:-3]}
    # כותב is what writes too, so the two meet each other's lemma: six lemmas met, four of them one's own.
    assert figures["all",] == ["5", "0.800", "0.667", "0.727", "1.20"]
    assert figures["weighted",] == ["8", "0.750", "0.750", "0.750", "1.00"]
    assert figures["with", "particles"] == ["1", "1.000", "1.000", "1.000", "1.00"]
    assert figures["with", "a", "pronoun"][:2] == ["1", "0.000"]
    assert figures["VERB",][:3] == ["1", "1.000", "0.500"]
    assert lines[-3:] == [["missed", "קסרקטינינו", "מחנה"], ["wrong", "כותב", "כתב"], ["wrong", "כתב", "כותב"]]
