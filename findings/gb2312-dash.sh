#!/bin/bash
# A page that says charset=gb2312 (most Chinese pages of that age) has the dash — and the dot · of its writer in the bytes
# A1AA and A1A4. Browsers take gb2312 for gbk (WHATWG Encoding) and show U+2014 and U+00B7. Python's codec of the name
# gb2312 and libxml2 under lxml follow the table of 1980: U+2015 and U+30FB. So an empty score column of — is a column of
# another character than in the same page marked gbk, and 阿·甲 is not the name that stands in the Word file.
# Seen with lxml 6.1.3, Python 3.11; 2026-11. Fails when that changes.
# What helps: decode what is called gb2312, gbk or gb_2312-80 as gb18030.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q lxml==6.1.3
env/bin/python - <<'PY' | tee out
from lxml import html

for charset in ("gb2312", "gbk", "gb18030"):
    data = f"<meta charset={charset}><p>—·".encode("gb18030")
    shown = html.document_fromstring(data).findtext(".//p")
    decoded = data.decode(charset)[-2:]
    print(charset, *(f"{name} {ord(text[0]):04X} {ord(text[1]):04X}" for name, text in (("lxml", shown), ("python", decoded))))
PY
diff - out <<'EXPECTED'
gb2312 lxml 2015 30FB python 2015 30FB
gbk lxml 2014 00B7 python 2014 00B7
gb18030 lxml 2014 00B7 python 2014 00B7
EXPECTED
