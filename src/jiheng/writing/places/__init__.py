"""地方包 tried out: printed, read back, compared; and a pack proposed from forms of a place nobody knows."""

from jiheng.writing.places.check import PackRemark, check
from jiheng.writing.places.learn import Learnt, learn

__all__ = ["Learnt", "PackRemark", "check", "learn"]
