"""The folder of a site: built aside, listed with check sums, put in the place of an earlier build when whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from jiheng.trouble import Trouble

LIST = "files.sha256"
"""Every file of the site with its check sum, as `sha256sum -c` reads it; also tells a folder that is ours."""


def ready(folder: Path) -> None:
    """Raise Trouble where a site must not be written: a folder that holds something else stays as it is."""
    trouble = Trouble(f"文件夹 {folder} 里有别的文件，不是绩衡生成的网站", "换一个空的或新的文件夹；原来的文件没有动。")
    if folder.exists() and not folder.is_dir():
        raise trouble
    if folder.is_dir() and not (folder / LIST).is_file() and any(folder.iterdir()):
        raise trouble


@contextmanager
def built(folder: Path) -> Iterator[Path]:
    """A folder to build in; when all went well it takes the place of the earlier build, as one.

    Pages of the earlier build that are no longer there go away (a project since found 涉密); files that
    were not ours stay. Cut short or refused, what stood there stays. Raises Trouble, OSError.
    """
    ready(folder)
    target = folder.resolve()  # a link stays a link
    with TemporaryDirectory(prefix=".jiheng-", dir=target.parent) as name:
        made, before = Path(name) / "new", Path(name) / "old"
        made.mkdir()
        yield made
        files = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
        lines = [f"{sha256((made / file).read_bytes()).hexdigest()}  {file}\n" for file in files]
        (made / LIST).write_text("".join(lines), encoding="utf-8", newline="\n")
        if not target.exists():
            made.replace(target)
            return
        _bring_along(target, made)
        made.chmod(target.stat().st_mode & 0o777)
        target.replace(before)
        try:
            made.replace(target)
        except BaseException:
            before.replace(target)
            raise


def _bring_along(folder: Path, made: Path) -> None:
    """Put what is not of the earlier build, by its list, into the new folder; where a name is taken, the new stays."""
    ours = _listed(folder)
    for parent, folders, files in os.walk(folder):
        for name in (*files, *(name for name in folders if (Path(parent) / name).is_symlink())):
            path = (Path(parent) / name).relative_to(folder)
            if path.as_posix() in ours or os.path.lexists(made / path):
                continue
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / path, made / path, follow_symlinks=False)


def _listed(folder: Path) -> set[str]:
    """The files of the earlier build, its list among them; none where there was none."""
    if not (folder / LIST).is_file():
        return set()
    lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    return {LIST, *(PurePosixPath(line.partition("  ")[2]).as_posix() for line in lines)}
