#!/bin/bash
# Text on a layer of a PDF that is switched off (/OCProperties /D /OFF) is not drawn, yet three readers give it among
# the text that is seen. PDFium has no call that tells whether a layer is on.
# Seen with pypdfium2 5.15.2, pypdf 7.1.1, pdfplumber 0.11.10; 2026-12. Fails when that changes.
# What helps: the picture of the page: where the text is on a layer, draw the page with and without it.
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

content = b"/OC /L1 BDC BT /F1 12 Tf 20 70 Td (draft) Tj ET EMC BT /F1 12 Tf 20 20 Td (final) Tj ET"
objects = [
    b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]/Order[6 0 R]>>>>>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 5 0 R"
    b"/Resources<</Font<</F1 4 0 R>>/Properties<</L1 6 0 R>>>>>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    b"<</Type/OCG/Name(draft)>>",
]
data, places = b"%PDF-1.5\n", []
for number, item in enumerate(objects, 1):
    places.append(len(data))
    data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
table = b"".join(b"%010d 00000 n \n" % place for place in places)
start = len(data)
data += b"xref\n0 7\n0000000000 65535 f \n" + table + b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start

page = pdfium.PdfDocument(data)[0]
picture = page.render(scale=1, grayscale=True)
print("the draft is drawn:", min(bytes(picture.buffer)[: 50 * picture.stride]) < 128)
print("pdfium:", page.get_textpage().get_text_range().split())
print("pypdf:", pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split())
print("pdfplumber:", pdfplumber.open(io.BytesIO(data)).pages[0].extract_text().split())
PY
diff - "$folder/out" <<'EXPECTED'
the draft is drawn: False
pdfium: ['draft', 'final']
pypdf: ['draft', 'final']
pdfplumber: ['draft', 'final']
EXPECTED
