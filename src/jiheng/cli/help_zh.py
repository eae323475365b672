"""Help and usage errors in Chinese: what typer would say in English."""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from jiheng.cli.help_text import page, section
from jiheng.cli.values import make_plain

_USAGE_ERRORS = (
    (
        r"No such option:? '?(?P<it>[^\s']+)'?\.?(?: (?:Did you mean|\(Possible options:) (?P<near>.*?)[?)])?$",
        "没有“{it}”这个选项",
    ),
    (r"No such command '(?P<it>.*?)'\.?(?: Did you mean (?P<near>.*?)\?)?$", "没有“{it}”这个命令"),
    (r"Option '(?P<it>.*?)' requires an argument\.?$", "选项 {it} 后面要写上内容"),
    (r"Option '(?P<it>.*?)' does not take a value\.?$", "选项 {it} 后面不用写内容"),
    (r"Missing (?:argument|option|parameter) '(?P<it>.*?)'.*$", "缺少“{it}”"),
    (r"Got unexpected extra arguments? \((?P<it>.*?)\)$", "多出了“{it}”"),
    (r"Missing command\.$", "没有写要做什么"),
)


def usage_error(message: str) -> str:
    """A message of the command line parser in Chinese; an unknown one as it is."""
    for pattern, chinese in _USAGE_ERRORS:
        if match := re.match(pattern, message, re.DOTALL):
            near = match.groupdict().get("near")
            return chinese.format(**match.groupdict()) + (f"，是不是想用 {near}" if near else "")
    return message


class Command(TyperCommand):
    """A command whose help is its own Chinese text, then its options."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, their words read by `values`."""
        return make_plain(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help as it was written, without wrapping it anew."""
        formatter.write(page(self.help or "", _options(self.get_params(ctx))))


class Group(TyperGroup):
    """A group of commands whose help is its own Chinese text, then the commands and options."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, their words read by `values`."""
        return make_plain(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help as it was written, then the commands."""
        commands = [(name, self.commands[name].short_help or "") for name in self.list_commands(ctx)]
        formatter.write(page(self.help or "", _options(self.get_params(ctx)), section("命令", commands)))


def _options(params: list[Any]) -> str:
    rows = []
    for param in params:
        if param.param_type_name == "option" and not param.hidden:
            is_help = "--help" in param.opts
            names = ", ".join(sorted((*param.opts, *param.secondary_opts), key=len))
            metavar = f" {param.metavar}" if param.metavar else ""
            rows.append((names + metavar, "显示这份说明" if is_help else param.help or ""))
    return section("选项", rows)
