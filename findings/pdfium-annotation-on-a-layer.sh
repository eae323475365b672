#!/bin/bash
# PDFium draws an annotation whose layer (/OC of its dictionary) is switched off, and FPDFPage_Flatten makes it part of
# the page; ISO 32000-1, 8.11.3.3 asks for both to hide it. No call gives the layer of an annotation or whether it is on.
# Seen with pypdfium2 5.15.2; 2026-12. Fails when that changes.
# What helps: read what was added and say that it may not be seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -q pypdfium2==5.15.2
"$folder/env/bin/python" - <<'PY' | tee "$folder/out"
import pypdfium2 as pdfium
import pypdfium2.raw as raw

content = b"BT /F1 12 Tf 20 20 Td (final) Tj ET"
drawing = b"BT /F1 12 Tf 2 2 Td (draft) Tj ET"
resources = b"/Resources<</Font<</F1 4 0 R>>>>"
objects = [
    b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]/Order[6 0 R]>>>>>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 5 0 R/Annots[7 0 R]%s>>" % resources,
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    b"<</Type/OCG/Name(draft)>>",
    b"<</Type/Annot/Subtype/FreeText/Rect[20 60 80 80]/F 4/Contents(draft)/OC 6 0 R/AP<</N 8 0 R>>>>",
    b"<</Type/XObject/Subtype/Form/BBox[0 0 60 20]%s/Length %d>>stream\n%s\nendstream"
    % (resources, len(drawing), drawing),
]
data, places = b"%PDF-1.5\n", []
for number, item in enumerate(objects, 1):
    places.append(len(data))
    data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
table = b"".join(b"%010d 00000 n \n" % place for place in places)
start = len(data)
data += b"xref\n0 9\n0000000000 65535 f \n" + table + b"trailer<</Size 9/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start

document = pdfium.PdfDocument(data)
page = document[0]
picture = page.render(scale=1, grayscale=True)
print("the draft is drawn:", min(bytes(picture.buffer)[: 50 * picture.stride]) < 128)
raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
page.close()
print("made flat:", sorted(document[0].get_textpage().get_text_range().split()))
PY
diff - "$folder/out" <<'EXPECTED'
the draft is drawn: True
made flat: ['draft', 'final']
EXPECTED
