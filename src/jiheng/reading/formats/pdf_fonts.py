"""Chinese fonts for pdfium on a machine that has none.

A file that does not embed its fonts loses characters there, those of turned text above all.
"""

import ctypes
import sys
from pathlib import Path

import pypdfium2.raw as raw

from jiheng.bundled_fonts import folders

SYSTEM = ("/usr/share/fonts", "/usr/share/X11/fonts", "/usr/local/share/fonts")
"""Where pdfium looks for fonts by itself on Linux."""
_ENDINGS = {".ttf", ".ttc", ".otf"}


def bring() -> None:
    """Let pdfium find the fonts of the extra where the machine has no font at all.

    pdfium takes folders of fonts only when it begins, so it is begun anew: no document may be open.
    """
    own = [*map(str, folders())]
    if not sys.platform.startswith("linux") or not own or _has_fonts():
        return
    names = [ctypes.create_string_buffer(place.encode()) for place in (*own, *SYSTEM)]
    _kept.extend(names)
    places = (ctypes.POINTER(ctypes.c_char) * (len(names) + 1))()
    for number, name in enumerate(names):
        places[number] = ctypes.cast(name, ctypes.POINTER(ctypes.c_char))
    _kept.append(places)
    raw.FPDF_DestroyLibrary()
    config = raw.FPDF_LIBRARY_CONFIG(version=2)
    config.m_pUserFontPaths = ctypes.cast(places, type(config.m_pUserFontPaths))
    raw.FPDF_InitLibraryWithConfig(config)


_kept: list[object] = []
"""What pdfium goes on reading from for as long as it runs."""


def _has_fonts() -> bool:
    return any(file.suffix.lower() in _ENDINGS for place in SYSTEM for file in Path(place).rglob("*"))
