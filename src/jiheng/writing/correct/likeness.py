"""A corrected figure in the manner of the cell that it goes into: with or without % and 分."""

from jiheng.quantity import number, share
from jiheng.quantity.words import plain


def like(printed: str, wanted: str) -> str:
    """`wanted` written as `printed` was: 100 → 56.25 (not 56.25%), 10分 → 9.5分.

    A rate that could then be misread (0.56 for 0.56%) keeps its sign.
    """
    if printed.endswith("分") and number(wanted) is not None:
        return f"{wanted}分"
    before, exact = share(printed), share(wanted)
    if before is None or exact is None or before.percent or not exact.percent:
        return wanted
    text = plain(exact.ratio if abs(before.figure) <= 1 else exact.figure)
    understood = share(text)
    return text if understood is not None and understood.ratio == exact.ratio else wanted
