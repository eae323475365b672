#!/bin/bash
# A figure mended in a PDF the way editors do it: a white rectangle over the old one, the new one written in its place.
# PDFium's text page takes equal letters in one place for one letter printed bold and gives the letters that differ
# only: 148.2 with 148.5 written over it becomes 148.25, a figure that nobody wrote. pypdf gives both figures one after
# the other, pdfplumber their letters mixed; none says that the old one is not seen.
# Seen with pypdfium2 5.15.2, pypdf 7.1.1, pdfplumber 0.11.10; 2026-12. Fails when that changes.
# What helps: FPDFPageObj_SetIsActive(old text, False) before the text page is loaded.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -q pypdfium2==5.15.2 pypdf==7.1.1 pdfplumber==0.11.10
"$folder/env/bin/python" - <<'PY' | tee "$folder/out"
import io

import pdfplumber
import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

words = b"BT /F1 12 Tf 20 50 Td (%s) Tj ET "
content = words % b"148.2" + b"1 g 10 40 60 20 re f 0 g " + words % b"148.5"
objects = [
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
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
print("pdfium:", page.get_textpage().get_text_range())
print("pypdf:", pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text())
print("pdfplumber:", pdfplumber.open(io.BytesIO(data)).pages[0].extract_text())
raw.FPDFPageObj_SetIsActive(raw.FPDFPage_GetObject(page.raw, 0), False)
print("pdfium, the old one taken off:", page.get_textpage().get_text_range())
PY
diff - "$folder/out" <<'EXPECTED'
pdfium: 148.25
pypdf: 148.2148.5
pdfplumber: 114488..25
pdfium, the old one taken off: 148.5
EXPECTED
