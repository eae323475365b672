"""A red seal stamped over a page, taken out by its colour (needs jiheng[ocr])."""

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]

_REDDER = 28
"""By how much more red than green and blue a pixel of a seal is."""
_SMALLEST = 0.0004
"""A page with a smaller share of red has no seal."""
_LARGEST = 0.3
"""With a larger one it is printed on red paper or lit red."""
_PALEST = 110
"""Red ink on paper is at least so bright in red."""


def take_out(picture: Image) -> tuple[Image, Image | None]:
    """The page in grey without the red of seals, and where the seals were (255); None where there is none.

    Through a red filter the stamp is as light as the paper, and black print under it stays dark.
    """
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    red, green, blue = cv2.split(picture)
    excess = cv2.subtract(red, cv2.max(green, blue))
    stamped = cv2.threshold(excess, _REDDER, 255, cv2.THRESH_BINARY)[1]
    share = cv2.countNonZero(stamped) / stamped.size
    if not _SMALLEST < share < _LARGEST:
        return grey, None
    level = max(float(np.median(np.asarray(red)[np.asarray(stamped) > 0])), _PALEST)
    lifted = cv2.convertScaleAbs(red, alpha=255.0 / level)
    wide = np.asarray(cv2.dilate(stamped, np.ones((5, 5), np.uint8)), np.uint8)
    return np.where(wide > 0, np.maximum(grey, lifted), grey).astype(np.uint8), wide
