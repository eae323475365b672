"""A TOML file of a pack as plain data; numbers become Decimal, so that 0.1 in a file is exactly 0.1."""

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jiheng.data_error import fault
from jiheng.places.parsed import parsed
from jiheng.places.problem import BookError


def load_toml(file: Path) -> dict[str, Any]:
    """The content of a file. Raises BookError (Chinese: file, what is wrong, remedy)."""
    try:
        return parsed(file, file.read_bytes())
    except OSError:
        raise BookError(file, "", "打不开这个文件", "请核对路径和权限") from None
    except UnicodeDecodeError:
        raise BookError(file, "", "不是 UTF-8 编码", "请用编辑器另存为 UTF-8") from None
    except (ArithmeticError, ValueError, RecursionError) as error:
        message = f"不合 TOML 的写法：{fault(error)}"
        advice = "常见原因：引号不成对、用了中文引号、同一张表写了两次、等号后没有值"
        raise BookError(file, "", message, advice) from None


def suggestion(word: str, known: Iterable[str]) -> str:
    """「是否应为 …？」 when a known word is close, otherwise an empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"是否应为 {close[0]}？" if close else ""
