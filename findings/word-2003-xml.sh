#!/bin/bash
# Word 2003 XML, the '.doc' that many web systems export, opened by LibreOffice: text put in under tracking is gone, a
# figure struck through runs together with the one behind it, hidden prompts are shown, and a ≥ of the Symbol font is
# gone, all without a word. A row of four cells in a table without w:tblGrid comes out as one cell.
# Seen with LibreOffice 7.4, python-docx 1.2.0; 2026-11. Fails when that changes.
# What helps: WordprocessingML of 2006 has nearly the same names; rename the elements and read it as a docx.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q python-docx==1.2.0
cat >made.py <<'PY'
import sys

import docx

CELLS = {
    "put in": '<aml:annotation aml:id="1" w:type="Word.Insertion" aml:author="a"><aml:content><w:r><w:t>13.5</w:t></w:r>'
    "</aml:content></aml:annotation>",
    "struck": "<w:r><w:rPr><w:strike/></w:rPr><w:t>20</w:t></w:r><w:r><w:t>17.6</w:t></w:r>",
    "hidden": "<w:r><w:rPr><w:vanish/></w:rPr><w:t>prompt</w:t></w:r><w:r><w:t>98%</w:t></w:r>",
    "symbol": '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r><w:r><w:t>95%</w:t></w:r>',
}
SPACES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
)
if sys.argv[1] == "make":
    cells = "".join(f"<w:tc><w:p>{runs}</w:p></w:tc>" for runs in CELLS.values())
    for name, grid in (("grid.xml", "<w:tblGrid>" + "<w:gridCol w:w='2000'/>" * 4 + "</w:tblGrid>"), ("bare.xml", "")):
        body = f"<w:tbl><w:tblPr/>{grid}<w:tr>{cells}</w:tr></w:tbl>"
        with open(name, "w") as file:
            file.write(f'<?xml version="1.0"?><w:wordDocument {SPACES}><w:body>{body}</w:body></w:wordDocument>')
else:
    tables = docx.Document("out/grid.docx").tables
    print(dict(zip(CELLS, [cell.text for cell in tables[0].rows[0].cells])))
    xml = tables[0]._tbl.xml
    print("w:strike:", xml.count("<w:strike"), "w:vanish:", xml.count("<w:vanish"))
    print("without a grid:", sum(len(row.cells) for table in docx.Document("out/bare.docx").tables for row in table.rows))
PY
env/bin/python made.py make
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to docx --outdir out grid.xml bare.xml >/dev/null 2>&1
env/bin/python made.py read | tee read
diff - read <<'EXPECTED'
{'put in': '', 'struck': '2017.6', 'hidden': 'prompt98%', 'symbol': '95%'}
w:strike: 0 w:vanish: 0
without a grid: 1
EXPECTED
