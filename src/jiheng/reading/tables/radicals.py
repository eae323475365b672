"""Kangxi radicals and CJK radicals (⼯, ⺠), which fonts of some PDFs and pages put in the place of common characters.

Sources: Unicode's compatibility decompositions (NFKC) for U+2F00–2FD5 and U+F900–FAD9, EquivalentUnifiedIdeograph.txt
for U+2E80–2EF3, which NFKC leaves; where both give a form that no simplified text has (戶), the common one stands.
"""

import unicodedata

from jiheng.expression import expression

_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬"
    "⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳网⺶羊⺷羊⺸羋⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角"
    "⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤"
    "⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_COMMON = {"戶": "户", "靑": "青", "黃": "黄", "麪": "面"}
_RADICAL = expression("[\u2e80-\u2fd5\uf900-\ufad9]")


def _table() -> dict[int, str]:
    table = {ord(a): b for a, b in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA)):
        plain = unicodedata.normalize("NFKC", chr(code))
        table[code] = _COMMON.get(plain, plain)
    return table


_TABLE = _table()


def common(text: str) -> str:
    """The text with radicals and compatibility ideographs as the common characters that a reader sees."""
    return text.translate(_TABLE) if _RADICAL.search(text) else text
