#!/bin/bash
# A page put onto another as a form object, as two-up printing and joining programs do: of a character that an /ActualText
# span replaces (Chromium writes such spans round CJK glyphs), PDFium gives the box without the matrix of the form
# object, that of its neighbours with it. So single characters of the second page land in the cells of the first.
# Seen with pypdfium2 5.15.2; 2026-11. Fails when that changes.
# What helps: the bounds of the text object (FPDFText_GetTextObject) and the matrix of the form object that holds it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q pypdfium2==5.15.2
env/bin/python - <<'PY' | tee out
import pypdfium2 as pdfium

content = b"q 1 0 0 1 200 100 cm /X0 Do Q"
inner = b"/Span <</ActualText (Z)>> BDC BT /F1 12 Tf 10 10 Td (A) Tj ET EMC BT /F1 12 Tf 40 10 Td (B) Tj ET"
objects = [
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 5 0 R/Resources<</XObject<</X0 6 0 R>>>>>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    b"<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</Font<</F1 4 0 R>>>>/Length %d>>stream\n%s\nendstream"
    % (len(inner), inner),
]
data, places = b"%PDF-1.5\n", []
for number, item in enumerate(objects, 1):
    places.append(len(data))
    data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
table = b"".join(b"%010d 00000 n \n" % place for place in places)
start = len(data)
data += b"xref\n0 7\n0000000000 65535 f \n" + table + b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start

text = pdfium.PdfDocument(data)[0].get_textpage()
for index in range(text.count_chars()):
    if (char := text.get_text_range(index, 1)).strip():
        print(char, [round(edge) for edge in text.get_charbox(index)])
PY
diff - out <<'EXPECTED'
Z [10, 10, 18, 19]
B [241, 110, 248, 119]
EXPECTED
