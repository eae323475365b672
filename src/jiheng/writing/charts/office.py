"""A chart as a picture for Word and Excel: PNG where Typst is there to draw it, else EMF, which they draw."""

from jiheng.writing.charts.emf import emf
from jiheng.writing.charts.png import png
from jiheng.writing.charts.shapes import Picture


def office_picture(picture: Picture) -> tuple[bytes, str]:
    """The file of the picture and its kind, "png" or "emf"."""
    try:
        return png(picture), "png"
    except ImportError:
        return emf(picture), "emf"
