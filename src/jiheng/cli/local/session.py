"""The files that a person dropped on the page, what was found in them, and what is made from it."""

import contextlib
import io
import os
import shutil
import tempfile
import threading
import zipfile
from pathlib import Path

from jiheng.checks import Audit, audit
from jiheng.checks.outcome import Severity
from jiheng.cli import acceptance, annotate, inputs, originals, rules, settings_file
from jiheng.exclusive import take
from jiheng.form import Problem
from jiheng.places import Book
from jiheng.trouble import Trouble
from jiheng.writing.audit_report import write_audit
from jiheng.writing.official.names import file_name

REPORT, WORKBOOK, COPIES = "审核报告.html", "审核报告.xlsx", "批注副本.zip"
_PREFIX = "jiheng-app-"
_MARK = "in-use"
"""A file that is locked while the session lasts; empty until it is."""
_LONGEST_PATH = 8
"""Folders of a dropped file that are kept in its name."""


class Session:
    """Files in a folder of their own, which goes when the program ends, and files named at the start."""

    def __init__(self, paths: list[str]) -> None:
        """Raises Trouble for settings of a folder that cannot be used."""
        self._paths = paths
        self._own = settings_file.defaults(paths)
        _clear_cut_off()
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._mark = (self._folder / _MARK).open("ab", buffering=0)
        take(self._mark.fileno())
        self._mark.write(b"\n")
        self._dropped = self._folder / "文件"
        self._dropped.mkdir()
        self._lock = threading.RLock()
        self._audit: Audit | None = None
        self._made: dict[str, bytes] = {}

    def close(self) -> None:
        """Remove everything that was dropped and made."""
        self._mark.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, name: str, data: bytes) -> None:
        """Take in a file; one of the same name is replaced. `name` may carry folders, nothing of it leads out."""
        parts = [safe for part in name.replace("\\", "/").split("/")[-_LONGEST_PATH:] if (safe := _safe(part))]
        path = self._dropped.joinpath(*(parts or ["文件"]))
        with self._lock:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            self._forget()

    def clear(self) -> None:
        """Forget the files that were dropped and those named at the start."""
        with self._lock:
            shutil.rmtree(self._dropped)
            self._dropped.mkdir()
            self._paths = []
            self._forget()

    def _forget(self) -> None:
        self._audit = None
        self._made.clear()

    @property
    def files(self) -> list[str]:
        """What is read: the files named at the start and the folder of those dropped, where it holds any."""
        return [*self._paths, *([str(self._dropped)] if any(self._dropped.iterdir()) else [])]

    def audited(self) -> Audit:
        """Everything read and audited, once for the files as they are."""
        with self._lock:
            if self._audit is None:
                entries = acceptance.entries(self._own.accepted(None))
                forms, problems = inputs.read_all(self.files) if self.files else ([], [])
                ignored = tuple(self._own.ignore(None))
                self._audit = audit(forms, book=self._book(), accepted=entries, problems=problems, ignore=ignored)
            return self._audit

    def made(self, name: str) -> bytes:
        """A report, or the annotated copies, made once for the files as they are.

        Raises Trouble where there is nothing to make, KeyError for another name.
        """
        if name not in (REPORT, WORKBOOK, COPIES):
            raise KeyError(name)
        with self._lock:
            if name not in self._made:
                self._made[name] = self._copies() if name == COPIES else self._report(self._folder / name)
            return self._made[name]

    def _report(self, path: Path) -> bytes:
        write_audit(self.audited(), path)
        return path.read_bytes()

    def _copies(self) -> bytes:
        """A zip of the files with the findings as remarks in them, what could not be written told in a list."""
        with self._lock:
            sources, problems = originals.read(self.files)
            result = audit([form for source in sources for form in source.forms], book=self._book())
            stream = io.BytesIO()
            number = 0
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
                for source in sources:
                    with originals.guarded(source, problems):
                        if (copy := annotate.annotated(source, result, Severity.NOTICE)) is not None:
                            package.writestr(str(source.below.with_name(copy.name)).replace("\\", "/"), copy.data)
                            number += 1
                if problems:
                    package.writestr("没有写成的.txt", "\ufeff" + "\r\n".join(map(self._line, problems)))
        if not number:
            told = self._line(problems[0]) if problems else "没有要批注的问题"
            raise Trouble(f"没有可以批注的文件：{told}", "Word、Excel、PDF、OFD、网页能写批注；其余请看报告。")
        return stream.getvalue()

    def _line(self, problem: Problem) -> str:
        file = problem.file.removeprefix(f"{self._dropped}{os.sep}")
        return f"{file}：{problem.message}。{problem.advice}"

    def _book(self) -> Book | None:
        return rules.load_book(self._own.rulebook(rules.UNSAID))


def _clear_cut_off() -> None:
    """Remove what sessions left that could not: killed, or on Windows their window closed."""
    for mark in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_MARK}"):
        with contextlib.suppress(OSError):  # another person's
            with mark.open("ab") as file:
                over = mark.stat().st_size > 0 and take(file.fileno())
            if over:
                shutil.rmtree(mark.parent, ignore_errors=True)


def _safe(part: str) -> str:
    """A part of a path as a file may be called here; "" for one that leads elsewhere."""
    stem, dot, ending = part.rpartition(".")
    if part.strip(". ") == "" or part.startswith("."):
        return ""
    return file_name(stem, set()) + dot + file_name(ending, set()) if stem else file_name(part, set())
