"""OFD pages as they look beside what was read of them, on one page for the browser.

python -m bench.ofd_beside FILE.ofd … -o 对照.html
"""

import argparse
from html import escape
from pathlib import Path

from jiheng.form import Form
from jiheng.reading import read_path
from jiheng.writing.ofd_drawing import drawn
from jiheng.writing.official import fill

_STYLE = (
    "body{font-family:serif;margin:1em} section{display:flex;gap:1em;align-items:flex-start}"
    "section>*{flex:1;width:50%;border:1px solid #999} svg{width:100%;height:auto} iframe{height:60em}"
)


def beside(path: Path) -> str:
    """The pages of a file on the left, its forms in their official layout and what is doubtful on the right."""
    data, found = path.read_bytes(), list(read_path(path))
    forms = [one for one in found if isinstance(one, Form)]
    numbers = sorted({origin.page for form in forms for origin in form.origins.values() if origin.page})
    pages = "".join(drawn(data, number) for number in numbers)
    said = "".join(f"<li>{escape(doubt.place)}：{escape(doubt.why)}</li>" for form in forms for doubt in form.uncertain)
    said += "".join(f"<li>{escape(one.message)}</li>" for one in found if not isinstance(one, Form))
    read = escape(fill(forms, ".html").decode(), quote=True) if forms else ""
    return (
        f'<h1>{escape(path.name)}</h1><section><div>{pages}</div><iframe srcdoc="{read}"></iframe></section>'
        f"<ul>{said}</ul>"
    )


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.ofd_beside")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-o", type=Path, default=Path("对照.html"))
    options = parser.parse_args()
    body = "".join(map(beside, options.files))
    options.o.write_text(f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{body}", encoding="utf-8")
    print(options.o)


if __name__ == "__main__":
    main()
