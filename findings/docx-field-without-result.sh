#!/bin/bash
# Two fields that Chinese officers use keep no result in the file: { SYMBOL 179 \f "Symbol" } shows ≥ and
# { eq \o\ac(□,√) } a ticked box. Three libraries give nothing for either: a target of at least 98 % becomes 98 %, and
# which of two boxes is ticked is gone.
# Seen with python-docx 1.2.0, docx2python 3.7.1, mammoth 1.13.0; 2026-11. Fails when that changes.
# What helps: work the instruction out (ECMA-376 part 1, 17.16.5.21 and 17.16.5.62) where a field has no separator.
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


shown(field('SYMBOL 179 \\f "Symbol"') + "<w:r><w:t>98%</w:t></w:r>")
shown(field("eq \\o\\ac(□,√)") + "<w:r><w:t>达标</w:t></w:r>")
PY
diff - out <<'EXPECTED'
python-docx '98%'
docx2python '98%'
mammoth '98%'
python-docx '达标'
docx2python '达标'
mammoth '达标'
EXPECTED
