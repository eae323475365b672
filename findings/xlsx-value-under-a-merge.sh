#!/bin/bash
# A merge painted with the format brush, or put on by an exporter, keeps the values it covers. Nobody sees them, yet a
# sum over the range counts them: a column that shows 10 and 30 has the sum 60. openpyxl gives None for the covered cell
# (and loses the value on saving), calamine gives the value as if it were seen.
# Seen with openpyxl 3.1.5, python-calamine 0.9.1, formulas counted by LibreOffice 7.4; 2026-12. Fails when that changes.
# What helps: read as shown what is shown, and say that a sum which agrees only with covered values does so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q openpyxl==3.1.5 python-calamine==0.9.1
env/bin/python - <<'PY' | tee out
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.cell_range import CellRange
from python_calamine import CalamineWorkbook

book = Workbook()
for value in (10, 20, 30, "=SUM(A1:A3)"):
    book.active.append([value])
book.active.merged_cells.add(CellRange("A1:A2"))  # merge_cells() would take the value away
book.save("made.xlsx")
print("openpyxl", [cell.value for cell in load_workbook("made.xlsx").active["A"]][:3])
print("calamine", [row[0] for row in CalamineWorkbook.from_path("made.xlsx").get_sheet_by_index(0).to_python()][:3])
PY
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to csv made.xlsx >/dev/null 2>&1
echo "LibreOffice" "$(tail -1 made.csv)" | tee -a out
diff - out <<'EXPECTED'
openpyxl [10, None, 30]
calamine [10.0, 20.0, 30.0]
LibreOffice 60
EXPECTED
