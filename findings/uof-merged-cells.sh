#!/bin/bash
# Cells merged over rows do not survive UOF (标文通, the national format of office documents) in LibreOffice: of a
# document that it writes as UOF and opens again, cells merged over columns are as before, those over rows are split,
# without a word.
# Seen with LibreOffice 7.4, python-docx 1.2.0; 2026-11. Fails when that changes.
# What helps: keep the original; after reading a UOF say that merged cells may be split.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -q python-docx==1.2.0
cd "$folder"
cat >merges.py <<'PY'
import sys

import docx

if sys.argv[1] == "make":
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "high"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "wide"
    document.save(sys.argv[2])
else:
    table = docx.Document(sys.argv[2]).tables[0]
    xml = table._tbl.xml
    print(sys.argv[2], "gridSpan:", xml.count("<w:gridSpan"), "vMerge:", xml.count("<w:vMerge"))
PY
convert() { soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to "$1" --outdir "$3" "$2" >/dev/null 2>&1; }
env/bin/python merges.py make a.docx
convert uot a.docx .
convert docx a.uot back
{ env/bin/python merges.py count a.docx; env/bin/python merges.py count back/a.docx; } | tee out
diff - out <<'EXPECTED'
a.docx gridSpan: 1 vMerge: 2
back/a.docx gridSpan: 1 vMerge: 0
EXPECTED
