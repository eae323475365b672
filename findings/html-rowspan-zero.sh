#!/bin/bash
# rowspan="0" means "to the last row of the group" (HTML standard), and browsers draw it so: a first-level indicator
# beside all of its rows. pandas.read_html counts it as one row: in the rows below, every cell moves one column left, and
# points become text of the first level.
# Seen with pandas 3.1.1, lxml 6.1.3; 2026-12. Fails when that changes.
# What helps: put the number of rows that are left of the group in place of 0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q pandas==3.1.1 lxml==6.1.3
env/bin/python - <<'PY' | tee out
import io

import pandas

rows = "<tr><td rowspan={}>output</td><td>50</td></tr><tr><td>30</td></tr><tr><td>20</td></tr>"
for span in (3, 0):
    (frame,) = pandas.read_html(io.StringIO(f"<table>{rows.format(span)}</table>"))
    print(span, frame[0].tolist())
PY
diff - out <<'EXPECTED'
3 ['output', 'output', 'output']
0 ['output', '30', '20']
EXPECTED
