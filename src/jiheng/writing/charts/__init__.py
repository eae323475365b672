"""Charts drawn once for every format: SVG for pages and PDF, PNG or EMF for Word and Excel.

Grey tones and figures only, so that they read the same printed in black; each title says what is seen.
"""

from jiheng.writing.charts.department import CHARTS
from jiheng.writing.charts.office import office_picture
from jiheng.writing.charts.shapes import Picture
from jiheng.writing.charts.svg import svg

__all__ = ["CHARTS", "Picture", "office_picture", "svg"]
