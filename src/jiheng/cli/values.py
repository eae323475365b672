"""What a word of the command line becomes: text, a number, a path, or a list of them.

typer would have pydantic do it, and loading that takes longer than reading and auditing a form.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args, get_origin

from jiheng.trouble import Trouble

_NUMBERS: dict[object, str] = {int: "整数", float: "数"}
_HOW = "用 jiheng 命令 --help 看写法。"


class Plain:
    """Stands in for what typer makes to turn the words of one option into its value."""

    def __init__(self, kind: Callable[[str], Any], least: float | None, most: float | None, many: bool) -> None:
        self.kind, self.least, self.most, self.many = kind, least, most, many

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of what was written; None stays None. Raises Trouble."""
        if value is None:
            return () if self.many else None
        if self.many:
            return [self._one(word, param.opts[0]) for word in value]
        return self._one(value, param.opts[0])

    def _one(self, word: Any, option: str) -> Any:
        try:
            read = self.kind(word)
        except ValueError:
            raise Trouble(f"{option} 后面要写{_NUMBERS[self.kind]}，不能是“{word}”", _HOW) from None
        if self.least is not None and not read >= self.least:
            raise Trouble(f"{option} 不能小于 {self.least:g}，写的是 {word}", _HOW)
        if self.most is not None and not read <= self.most:
            raise Trouble(f"{option} 不能大于 {self.most:g}，写的是 {word}", _HOW)
        return read


def make_plain(params: list[Any]) -> list[Any]:
    """These parameters of a command, read without pydantic where their type is a plain one."""
    for param in params:
        annotation = param.type_descriptor.annotation
        many = get_origin(annotation) is list
        kind = get_args(annotation)[0] if many else annotation
        if kind in (str, int, float, bool, Path):
            about = param.type_descriptor.parameter_info
            param._runtime_param = Plain(kind, about.min, about.max, many)
    return params
