"""Formulas that a program wrote and nobody computed: which of a workbook's they are, and what is said of them.

A program that writes a formula stores no result with it, or a 0 or nothing in its place (XlsxWriter, Apache POI,
xlwt), which a true 0 cannot be told from in the cell alone. It is told from the whole workbook.
"""

from jiheng.reading.formats.number_format import Shown

Place = tuple[str, int, int]
"""Title of a sheet, row, column, from 1."""

_NOT_COMPUTED = "公式没有算过（由程序写出），文件里没有结果：请用 Excel/WPS 打开、保存一次再试"
_NOT_SURE = "公式像是没有算过（由程序写出），结果存作{}：请用 Excel/WPS 打开、保存一次再试"
_COMPUTED = "公式没有算过（由程序写出），这里的数由 LibreOffice 算出，请核对"


class Formulas:
    """What a workbook stores of its formulas, taken down cell by cell."""

    def __init__(self, is_open: bool = False) -> None:
        self.is_open = is_open
        """Whether the workbook asks to be computed when it is opened, so that any 0 in it may be none."""
        self._lacking: set[Place] = set()
        self._nothing: set[Place] = set()
        self._open: set[Place] = set()
        self._has_results = False

    def lack(self, place: Place) -> None:
        """A formula without a result."""
        self._lacking.add(place)

    def nothing(self, place: Place, is_open: bool = False) -> None:
        """A formula whose result is 0 or empty; `is_open`: it asks to be computed when the workbook is opened."""
        (self._open if is_open or self.is_open else self._nothing).add(place)

    def result(self) -> None:
        """A formula whose result is a figure or a text."""
        self._has_results = True

    def suspected(self) -> set[Place]:
        """The formulas that were not, or may not have been, computed: a 0 counts where nothing else was worked out."""
        return self._lacking | self._open | (set() if self._has_results else self._nothing)


def said(stored: Shown | None, computed: Shown | None, has_program: bool) -> Shown:
    """What is read of a suspected formula.

    `stored`: what the cell shows of its result, None where there is none; `computed`: of what LibreOffice made of the
    formula, None where it made nothing or an error; `has_program`: whether LibreOffice was there to compute.
    """
    if computed is not None and (stored is None or computed.text != stored.text):
        return doubted(computed)
    if stored is None:
        return Shown("", _NOT_COMPUTED)
    return stored if has_program else Shown(stored.text, _NOT_SURE.format(stored.text or "空"))


def doubted(computed: Shown) -> Shown:
    """What a cell shows of a result that LibreOffice worked out."""
    return Shown(computed.text, "；".join(filter(None, (computed.doubt, _COMPUTED))))
