#!/bin/bash
# Text that a clip path hides is text all the same: a spreadsheet printed to PDF over two pages leaves the label of a
# merged cell on the second page, above the table, clipped away. A viewer shows nothing there. PDFium's text page and
# pdfplumber give the words, between those that are seen, and say nothing of it.
# Seen with pypdfium2 5.15.2, pdfplumber 0.11.10; 2026-11. Fails when that changes.
# What helps: FPDFText_GetTextObject, FPDFPageObj_GetClipPath and the middle of each character.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -q pypdfium2==5.15.2 pdfplumber==0.11.10
"$folder/env/bin/python" - <<'PY' | tee "$folder/out"
import io

import pdfplumber
import pypdfium2 as pdfium

content = b"q 50 100 100 50 re W n BT /F1 12 Tf 60 200 Td (hidden) Tj ET Q BT /F1 12 Tf 60 120 Td (seen) Tj ET"
objects = [
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
]
data, places = b"%PDF-1.5\n", []
for number, item in enumerate(objects, 1):
    places.append(len(data))
    data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
table = b"".join(b"%010d 00000 n \n" % place for place in places)
start = len(data)
data += b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start

page = pdfium.PdfDocument(data)[0]
picture = page.render(scale=1, grayscale=True)
print("drawn above the clip:", min(bytes(picture.buffer)[60 * picture.stride : 140 * picture.stride]) < 128)
print("pdfium:", page.get_textpage().get_text_range().split())
print("pdfplumber:", pdfplumber.open(io.BytesIO(data)).pages[0].extract_text().split())
PY
diff - "$folder/out" <<'EXPECTED'
drawn above the clip: False
pdfium: ['hidden', 'seen']
pdfplumber: ['hidden', 'seen']
EXPECTED
