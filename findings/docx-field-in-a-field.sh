#!/bin/bash
# A field whose instruction holds another, { IF { =SUM(ABOVE) } > 0 … }: what the inner one gave is part of the instruction
# and is not shown. Three libraries give it as text before the result: 5 and 97.1 become 597.1, a number again.
# Seen with python-docx 1.2.0, docx2python 3.7.1, mammoth 1.13.0; 2026-11. Fails when that changes.
# What helps: count begin, separate and end; text counts only where every open field has come to its result.
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


def field(code: str, result: str = "") -> str:
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = code if code.startswith("<") else f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return begin + code + (middle + f"<w:r><w:t>{result}</w:t></w:r>" if result else "") + end


inner = field("=SUM(ABOVE)", "5")
shown(field("<w:r><w:instrText>IF </w:instrText></w:r>" + inner + "<w:r><w:instrText> &gt; 0</w:instrText></w:r>", "97.1"))
PY
diff - out <<'EXPECTED'
python-docx '597.1'
docx2python '597.1'
mammoth '597.1'
EXPECTED
