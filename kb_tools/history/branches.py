"""Branches written with git's plumbing: blobs, trees, commits and references.

Neither the working tree nor the user's index is touched, so it works in a clone that somebody is busy in, and in a bare
repository. A reference is made or moved only from the value it is known to have: of two who write at once, one is told.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kb_tools.history.repository import ORIGIN, GitError, Person, Repository

NOTHING = "0" * 40
_FILE_MODES = frozenset({"100644", "100755"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a commit's tree; `path` is from the root of the knowledge base."""

    mode: str
    blob: str
    path: str

    @property
    def is_file(self) -> bool:
        """Not a link, not a submodule."""
        return self.mode in _FILE_MODES


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit says of itself."""

    id: str
    parents: tuple[str, ...]
    author: Person
    made: datetime
    message: str

    @property
    def subject(self) -> str:
        return self.message.split("\n", 1)[0]

    def trailer(self, name: str) -> str:
        """The value of `Name: value` in the last paragraph; empty when it is not there."""
        last = self.message.rstrip("\n").rsplit("\n\n", 1)[-1] if "\n\n" in self.message else ""
        found = [line.removeprefix(f"{name}: ") for line in last.split("\n") if line.startswith(f"{name}: ")]
        return found[-1] if found else ""


# --- reading ---------------------------------------------------------------------------------------------------------


def read_commit(repository: Repository, commit: str) -> Commit:
    form = "%H%x00%P%x00%an%x00%ae%x00%aI%x00%B"
    # A user's settings may ask for signatures to be shown too.
    text = repository.run(
        [
            "-c",
            "log.showSignature=false",
            "show",
            "--no-patch",
            f"--format={form}",
            "--encoding=UTF-8",
            "--end-of-options",
            commit,
        ]
    )
    id_, parents, name, mail, made, message = text.decode("utf-8", "replace").split("\0", 5)
    return Commit(id_, tuple(parents.split()), Person(name, mail), datetime.fromisoformat(made), message)


def entries(repository: Repository, commit: str, paths: Sequence[str] = ()) -> list[Entry]:
    """The files of a commit, below `paths` (from the root of the knowledge base) when some are given."""
    wanted = [f"{repository.prefix}{path}" for path in paths] or [repository.prefix or "."]
    # --full-tree: paths are then from the top of the repository, wherever git is run.
    listed = repository.run(["ls-tree", "-r", "-z", "--full-tree", commit, "--", *wanted])
    return [_entry(row, repository.prefix) for row in listed.decode("utf-8", "surrogateescape").split("\0") if row]


def _entry(row: str, prefix: str) -> Entry:
    head, _, path = row.partition("\t")
    mode, _, blob = head.split(" ")
    return Entry(mode, blob, path.removeprefix(prefix))


def blobs(repository: Repository, wanted: Sequence[str]) -> Iterator[bytes]:
    """The contents of blobs, in the order asked for: one process for them all."""
    if not wanted:
        return
    given = "".join(f"{blob}\n" for blob in wanted).encode()
    answer = repository.run(["cat-file", "--batch"], given)
    at = 0
    for _ in wanted:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split(b" ")[2])
        yield answer[end + 1 : end + 1 + size]
        at = end + size + 2


def file_at(repository: Repository, commit: str, path: str) -> bytes | None:
    """What a file says in a commit; None when there is no such file."""
    found = [entry for entry in entries(repository, commit, [path]) if entry.path == path and entry.is_file]
    return next(blobs(repository, [found[0].blob]), None) if found else None


def branches(repository: Repository, folder: str, not_in: str = "") -> dict[str, str]:
    """Name → commit of the references below `folder`, as `refs/heads`; names are from there on.

    With `not_in`, a commit, those alone that it does not hold already.
    """
    unmerged = [f"--no-merged={not_in}"] if not_in else []
    listed = repository.ask("for-each-ref", "--format=%(refname)%00%(objectname)", *unmerged, f"{folder}/")
    rows = (line.split("\0") for line in listed.split("\n") if line)
    return {name.removeprefix(f"{folder}/"): commit for name, commit in rows}


def changed(repository: Repository, before: str, after: str) -> list[tuple[str, Entry]]:
    """(letter, entry) of each file that differs: A added, M changed, D deleted, T changed its type.

    Paths are from the root of the knowledge base; one outside it begins with `/`.
    """
    rows = repository.run(["diff-tree", "-r", "-z", "--no-renames", "--end-of-options", before, after])
    fields = iter(rows.decode("utf-8", "surrogateescape").split("\0"))
    found = []
    for head in fields:
        if head:
            _, mode, _, blob, letter = head.removeprefix(":").split(" ")
            path = next(fields)
            inside = path.startswith(repository.prefix)
            found.append((letter[0], Entry(mode, blob, path.removeprefix(repository.prefix) if inside else f"/{path}")))
    return found


def commits_between(repository: Repository, base: str, commit: str) -> list[Commit]:
    """What `commit` holds and `base` does not, the newest first."""
    listed = repository.ask("rev-list", "--end-of-options", commit, f"^{base}")
    return [read_commit(repository, id_) for id_ in listed.split("\n") if id_]


class Conflict(Exception):  # noqa: N818 - two branches that disagree are no fault of ours
    """Two commits that git cannot join by itself; `paths` from the root of the repository."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(", ".join(paths))
        self.paths = paths


def merged_tree(repository: Repository, ours: str, theirs: str) -> str:
    """The tree in which both are joined; nothing refers to it. Raises Conflict."""
    arguments = ["merge-tree", "--write-tree", "--no-messages", "--name-only", "-z", ours, theirs]
    try:
        return repository.run(arguments).decode().rstrip("\0")
    except GitError as error:
        if error.code == 1:
            _, *paths = error.stdout.decode("utf-8", "surrogateescape").rstrip("\0").split("\0")
            raise Conflict(tuple(dict.fromkeys(paths))) from None
        if "usage:" in error.stderr:
            raise GitError("צריך git 2.38 ומעלה", error.stderr) from None
        raise


# --- writing ---------------------------------------------------------------------------------------------------------


def commit_file(
    repository: Repository, base: str, path: str, content: bytes, message: str, by: Person, when: datetime
) -> str:
    """A commit upon `base` with one more file. Nothing refers to it yet."""
    blob = repository.run(["hash-object", "-w", "--stdin"], content).decode().strip()
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        repository.run(["read-tree", base], environment=index)
        place = f"100644,{blob},{repository.prefix}{path}"
        repository.run(["update-index", "--add", "--cacheinfo", place], environment=index)
        tree = repository.run(["write-tree"], environment=index).decode().strip()
    return commit_tree(repository, tree, [base], message, by, when)


def commit_tree(
    repository: Repository, tree: str, parents: Sequence[str], message: str, by: Person, when: datetime
) -> str:
    """A commit of a tree. Neither hooks nor signatures of the user take part."""
    day = when.isoformat(timespec="seconds")
    environment = {**by.environment, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    arguments = ["-c", "i18n.commitEncoding=UTF-8", "commit-tree", tree]
    for parent in parents:
        arguments += ["-p", parent]
    return repository.run([*arguments, "-F", "-"], message.encode(), environment).decode().strip()


_ELSEWHERE = ("reference already exists", "but expected", "unable to resolve reference", ".lock': File exists")
"""What git says of a reference that is not where it was said to be, or that somebody is moving at this moment."""


def create_branch(repository: Repository, name: str, commit: str) -> bool:
    """Make the branch; False when one of that name is there already, even since a moment ago."""
    return move(repository, f"refs/heads/{name}", commit, NOTHING)


def move(repository: Repository, reference: str, new: str, old: str) -> bool:
    """Let a reference go from `old` to `new`; False when it is not at `old`. NOTHING for what is not there."""
    return move_all(repository, [(reference, new, old)])


def move_all(repository: Repository, moves: Sequence[tuple[str, str, str]]) -> bool:
    """Several (reference, new, old) at once: all of them, or none and False."""
    length = max(len(id_) for _, *ids in moves for id_ in ids)  # SHA-256 has longer ids, and a longer nothing
    rows = "".join(
        f"update {reference}\0{new.ljust(length, '0')}\0{old.ljust(length, '0')}\0" for reference, new, old in moves
    )
    try:
        repository.run(["update-ref", "-z", "--stdin"], rows.encode())
    except GitError as error:
        if any(sign in error.stderr for sign in _ELSEWHERE):
            return False
        raise
    return True


# --- the working tree ------------------------------------------------------------------------------------------------


def working_tree_of(repository: Repository, branch: str) -> Path | None:
    """The folder in which the branch is checked out; None when it is in none."""
    folder = ""
    for line in repository.ask("worktree", "list", "--porcelain").split("\n"):
        if line.startswith("worktree "):
            folder = line.removeprefix("worktree ")
        elif line == f"branch refs/heads/{branch}":
            return Path(folder)
    return None


def is_clean(folder: Path) -> bool:
    """Whether the files that git knows of are as in the last commit; others do not count."""
    return not Repository(folder, "", is_bare=False).ask("status", "--porcelain", "--untracked-files=no")


def advance(folder: Path, commit: str) -> None:
    """Bring a working tree and the branch that is checked out in it to a later commit. Raises GitError, and then nothing moved."""
    quiet = ["-c", "core.hooksPath=/dev/null", "merge", "--quiet", "--ff-only", "--no-autostash", commit]
    Repository(folder, "", is_bare=False).run(quiet)


# --- the remote ------------------------------------------------------------------------------------------------------


def fetch(repository: Repository) -> None:
    """Bring what the remote has to `refs/remotes/origin`, also where it was rewritten. Raises GitError."""
    every = f"+refs/heads/*:refs/remotes/{ORIGIN}/*"
    # Whatever the remote holds, no other repository is fetched from for it.
    alone = ["--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"]
    repository.run(["fetch", "--quiet", "--prune", *alone, ORIGIN, every])


def push(repository: Repository, *moves: tuple[str, str]) -> None:
    """Send (commit, reference) to the remote, never by force. Raises GitError when the remote does not take them."""
    specs = [f"{commit}:{reference}" for commit, reference in moves]
    repository.run(["push", "--quiet", "--no-follow-tags", ORIGIN, *specs])


def push_away(repository: Repository, reference: str, was: str) -> None:
    """Take a reference off the remote, if it is there as it was. Raises GitError."""
    lease = f"--force-with-lease={reference}:{was}"
    repository.run(["push", "--quiet", lease, ORIGIN, f":{reference}"])
