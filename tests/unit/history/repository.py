"""A real repository whose commits have days, people and branches of our choosing."""

import os
import subprocess
from pathlib import Path

SOMEBODY = "Somebody <somebody@example.org>"


class Repository:
    """A repository in a folder that is not there yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, day: str = "2026-01-01", author: str = SOMEBODY) -> str:
        """Run git, and give what it prints."""
        when = f"{day}T12:00:00+00:00"
        name, _, address = author.removesuffix(">").partition(" <")
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_DATE": when,
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": address,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": address,
            "HOME": str(self.root),
        }
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments], check=True, env=environment, capture_output=True, text=True
        )
        return done.stdout.strip()

    def write(self, files: dict[str, str | None]) -> None:
        """Write files into the working tree; None removes one."""
        for name, text in files.items():
            path = self.root / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def commit(
        self, day: str, files: dict[str, str | None] | None = None, message: str = "x", author: str = SOMEBODY
    ) -> str:
        """Write files and commit the whole tree; the commit's hash."""
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, day=day, author=author)
        return self.git("rev-parse", "HEAD")
