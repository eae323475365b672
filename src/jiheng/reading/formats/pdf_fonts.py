"""Chinese fonts for pdfium, the same on every machine.

A file that does not embed its fonts is read with others. With none for Chinese, or one that lacks the digits, as pdfium
takes it on some machines, the characters of turned text and of pages within pages are lost without a word.
"""

import ctypes
import sys

import pypdfium2.raw as raw

from jiheng.bundled_fonts import folders


def bring() -> None:
    """Let pdfium take the fonts of the extra, where it is installed, in place of the machine's.

    pdfium takes folders of fonts only when it begins, so it is begun anew: no document may be open.
    """
    own = [*map(str, folders())]
    if not sys.platform.startswith("linux") or not own:
        return
    names = [ctypes.create_string_buffer(place.encode()) for place in own]
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
