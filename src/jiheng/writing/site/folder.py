"""The folder of a site: built aside, listed with check sums, put in the place of an earlier build when whole."""

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
    """A folder to build in; when all went well its files take the place of the earlier build's.

    Pages of the earlier build that are no longer there go away (a project since found 涉密); files that
    were not ours stay. Raises Trouble, OSError.
    """
    ready(folder)
    with TemporaryDirectory(prefix=".jiheng-", dir=folder.parent) as name:
        made = Path(name)
        yield made
        files = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
        lines = [f"{sha256((made / file).read_bytes()).hexdigest()}  {file}\n" for file in files]
        (made / LIST).write_text("".join(lines), encoding="utf-8", newline="\n")
        _remove_listed(folder)
        for file in (LIST, *files):  # the list first: cut short, the folder is still known for ours
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(made / file, target)


def _remove_listed(folder: Path) -> None:
    """Remove the files of the earlier build by its list; a path that leads out of the folder is left alone."""
    if not (folder / LIST).is_file():
        return
    for line in (folder / LIST).read_text(encoding="utf-8").splitlines():
        path = PurePosixPath(line.partition("  ")[2])
        if path.parts and not path.is_absolute() and ".." not in path.parts:
            (folder / path).unlink(missing_ok=True)
