"""`jiheng completion`: a script with which the shell completes commands and options."""

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

import typer

from jiheng.cli import output
from jiheng.cli.app import program
from jiheng.cli.commands import COMMANDS

HELP = """
打印一段脚本，让 bash、zsh 用 Tab 键补全命令和选项；其余照旧补全文件名。

用法：jiheng completion

例：
  eval "$(jiheng completion)"                                bash，只在这个终端里用
  jiheng completion > /etc/bash_completion.d/jiheng          bash，以后都用
  autoload -U bashcompinit && bashcompinit && eval "$(jiheng completion)"      zsh
"""
_SCRIPT = """_jiheng() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" known={commands}
  if [ "$COMP_CWORD" -gt 1 ]; then
    case "${{COMP_WORDS[1]}} ${{COMP_WORDS[2]}} " in
{cases}
      *) known= ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$known" -- "$word"))
}}
complete -o default -F _jiheng jiheng
"""


def run() -> None:
    """Print the script."""
    cases = [f'      "{" ".join(path)} "*) known={shlex.quote(" ".join(words))} ;;' for path, words in _known()]
    output.emit(_SCRIPT.format(commands=shlex.quote(" ".join(COMMANDS)), cases="\n".join(cases)))


def _known() -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """What may follow each command; those of a group stand before the group."""
    for name in COMMANDS:
        command = typer.main.get_command(program(name)).commands[name]  # type: ignore[attr-defined]
        below: Mapping[str, Any] = getattr(command, "commands", {})
        for own, part in below.items():
            yield (name, own), _options(part)
        yield (name,), [*below, *_options(command)]


def _options(command: Any) -> list[str]:
    given = [param for param in command.params if param.param_type_name == "option" and not param.hidden]
    return [
        *(word for param in given for word in (*param.opts, *param.secondary_opts) if word.startswith("--")),
        "--help",
    ]
