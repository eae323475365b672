#!/bin/bash
# Two cells of a workbook: a total with #REF! and a code a_b that Excel stores as a_x005F_b (any _xHHHH_ is escaped so).
# calamine gives an empty text for the error, as if nobody had filled in the total; openpyxl gives the escape as it is
# stored, so that codes from two readers do not match.
# Seen with openpyxl 3.1.5, python-calamine 0.9.1; 2026-11. Fails when that changes.
# What helps: read the cell kind (t="e") and the escapes (ECMA-376 part 1, 22.9.2.19) from the XML.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q openpyxl==3.1.5 python-calamine==0.9.1
env/bin/python - <<'PY' | tee out
import openpyxl
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook()
book.active["A1"], book.active["B1"] = "#REF!", "a_x005F_b"
book.active["A1"].data_type = "e"
book.save("made.xlsx")
print("openpyxl", [cell.value for cell in openpyxl.load_workbook("made.xlsx").active[1]])
print("calamine", CalamineWorkbook.from_path("made.xlsx").get_sheet_by_index(0).to_python()[0])
PY
diff - out <<'EXPECTED'
openpyxl ['#REF!', 'a_x005F_b']
calamine ['', 'a_b']
EXPECTED
