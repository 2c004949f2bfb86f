"""Writing down that a person has looked at an adaptation again: one fingerprint in its file, and nothing else."""

from pathlib import Path

from kb_tools.content.atomic import write_all
from kb_tools.content.yaml_edit import Unfit, YamlEdit


class NotEditableError(ValueError):
    """The file is not laid out so that one value in it can be changed; it has to be done by hand."""


def write_reviewed(path: Path, step: str, fingerprint: str) -> bool:
    """Put the fingerprint beside every change of the step in the adaptation at `path`. Whether anything changed.

    Comments, order and every other character stay. Raises NotEditableError and OSError.
    """
    before = path.read_bytes().decode("utf-8")
    try:
        edit = YamlEdit(before, ())
        edit.set_in_items("changes", {"step": step}, {"reviewed_against": fingerprint})
        after = edit.text()
    except Unfit as error:
        raise NotEditableError(str(path)) from error
    if after == before:
        return False
    write_all({path: after})
    return True
