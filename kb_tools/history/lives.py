"""The changes of a log, sorted into the lives of files: renames followed, what was deleted and written anew kept apart."""

from collections.abc import Iterable, Mapping, Set
from datetime import date
from itertools import pairwise

from kb_tools.model.provenance import Commit, Provenance, Version, is_credible, is_long_before


def lives(
    changes: Iterable[tuple[Version, str]], commits: Mapping[str, Commit], now: Set[str], today: date
) -> tuple[dict[str, Provenance], dict[str, Provenance]]:
    """The lives of the files `now`, and those of files that are no more.

    `changes`: the newest first, each with the path that its file had before a rename. A change under an old name that was made on another
    branch, beside the rename, belongs to the file that was renamed. A deletion on a branch whose merge kept the file ended nothing.
    """
    life_of: dict[str, str] = {path: path for path in now}
    found: dict[str, list[Version]] = {}
    for version, earlier in changes:
        path = version.path
        life = life_of.setdefault(path, path)
        if not version.after:
            newer = found.get(life)
            if not newer and path in now:
                continue
            if not newer or not any(newer[-1].before):
                # Deleted here: what is older was another file of the same name.
                life = life_of[path] = f"{path}\0{version.commit.id}"
            elif life in now:
                continue
        found.setdefault(life, []).append(version)
        if earlier:
            if earlier in found and earlier not in now and life_of.get(earlier) == earlier:
                found[life] += found.pop(earlier)
            life_of[earlier] = life
    order = {id_: number for number, id_ in enumerate(commits)}
    told = {life: _provenance(versions, order, today) for life, versions in found.items()}
    return (
        {life: provenance for life, provenance in told.items() if life in now},
        {life: provenance for life, provenance in told.items() if life not in now},
    )


def _provenance(versions: list[Version], order: Mapping[str, int], today: date) -> Provenance:
    versions.sort(key=lambda version: order[version.commit.id])
    days = [version.commit.day for version in versions if is_credible(version.commit.day, today)]
    # A clock that went back gives a child an earlier day than its parent: the file was there on the later one.
    changed = min(max(days), today) if days else None
    return Provenance(
        tuple(versions),
        min(days[-1], today) if days else None,
        changed,
        is_later=versions[0].commit.day > today and not is_credible(versions[0].commit.day, today),
        is_doubtful=any(is_long_before(newer, older) for newer, older in pairwise(days)),
    )
