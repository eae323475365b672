"""A static site of a department and year, from forms whose personal and secret matter is masked before."""

from jiheng.writing.site.build import write_site
from jiheng.writing.site.folder import ready
from jiheng.writing.site.mask import Masking
from jiheng.writing.site.preview import PREVIEWS, write_preview
from jiheng.writing.site.published import OpenError, Publication, prepare

__all__ = [
    "PREVIEWS",
    "Masking",
    "OpenError",
    "Publication",
    "prepare",
    "ready",
    "write_preview",
    "write_site",
]
