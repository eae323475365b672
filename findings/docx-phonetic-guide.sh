#!/bin/bash
# A name with a phonetic guide (w:ruby): python-docx and mammoth lose the name itself, docx2python puts the guide before it.
# Seen with python-docx 1.2.0, docx2python 3.7.1, mammoth 1.13.0; 2026-11. Fails when that changes.
# What helps: the text of w:rubyBase, not that of w:rt.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q python-docx==1.2.0 docx2python==3.7.1 mammoth==1.13.0
env/bin/python - <<'PY' | tee out
import io
import zipfile

import mammoth
from docx import Document
from docx2python import docx2python

NAMES = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def shown(inner: str) -> None:
    document, plain = Document(), io.BytesIO()
    document.add_table(1, 1).cell(0, 0).text = "X"
    document.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile("made.docx", "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(b"<w:r><w:t>X</w:t></w:r>", inner.encode()))
    print("python-docx", repr(Document("made.docx").tables[0].cell(0, 0).text))
    with docx2python("made.docx") as read:
        print("docx2python", repr("\n".join(read.body[0][0][0])))
    with open("made.docx", "rb") as stream:
        print("mammoth", repr(mammoth.extract_raw_text(stream).value.strip()))


def part(name: str, text: str) -> str:
    return f"<w:{name}><w:r><w:t>{text}</w:t></w:r></w:{name}>"


shown(f"<w:r><w:ruby><w:rubyPr/>{part('rt', 'jia')}{part('rubyBase', '甲')}</w:ruby></w:r><w:r><w:t>某</w:t></w:r>")
PY
diff - out <<'EXPECTED'
python-docx '某'
docx2python 'jia甲某'
mammoth '某'
EXPECTED
