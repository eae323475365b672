#!/bin/bash
# FPDFText_GetCharAngle counts clockwise, against the custom of PDF, where a positive angle turns anticlockwise: text
# that runs up the page (a quarter turn anticlockwise, matrix 0 1 -1 0) has the angle 4.71, text that runs down 1.57.
# The header only says "in radian". Who takes the angle for the usual one turns sideways pages upside down.
# The generated line breaks between the texts have the angle 0, so that a count by angle must leave them out.
# Seen with pypdfium2 5.15.2; 2026-11. Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -q pypdfium2==5.15.2
"$folder/env/bin/python" - <<'PY' | tee "$folder/out"
import pypdfium2 as pdfium
import pypdfium2.raw as raw

content = b"BT /F1 12 Tf 0 -1 1 0 60 200 Tm (D) Tj ET BT /F1 12 Tf 0 1 -1 0 160 100 Tm (U) Tj ET"
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

text = pdfium.PdfDocument(data)[0].get_textpage()
for index in range(text.count_chars()):
    code = raw.FPDFText_GetUnicode(text, index)
    print(repr(chr(code)), f"{raw.FPDFText_GetCharAngle(text, index):.2f}")
PY
diff - "$folder/out" <<'EXPECTED'
'D' 1.57
'\r' 0.00
'\n' 0.00
'U' 4.71
EXPECTED
