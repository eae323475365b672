#!/bin/bash
# A PDF that names a Chinese font (STSong-Light) and does not embed it says all the same which characters it shows, and
# PDFium gives them on a machine without any Chinese font too; but a piece of text that runs up the page and is all
# Chinese it then leaves out of the text page without a word, while turned digits and upright text are there. So a
# sideways page keeps its figures and loses its labels, on some machines only. (The boxes of glyphs that are not found
# have no height, turned no width.)
# Seen with pypdfium2 5.15.2 on Linux, fonts of pylopdf-fonts-zh-cn 0.1.1; 2026-11. Fails when that changes.
# What helps: bring a Chinese font along and begin PDFium with its folder (m_pUserFontPaths).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -q pypdfium2==5.15.2 pylopdf-fonts-zh-cn==0.1.1
mkdir "$folder/empty"
cat >"$folder/text.py" <<'PY'
import ctypes
import sys

import pypdfium2 as pdfium
import pypdfium2.raw as raw

name = ctypes.create_string_buffer(sys.argv[2].encode())
folders = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(name, ctypes.POINTER(ctypes.c_char)))
raw.FPDF_DestroyLibrary()
config = raw.FPDF_LIBRARY_CONFIG(version=2)
config.m_pUserFontPaths = ctypes.cast(folders, type(config.m_pUserFontPaths))
raw.FPDF_InitLibraryWithConfig(config)


def shown(text, matrix):
    return f"BT /F1 12 Tf {matrix} Tm <{text.encode('utf-16-be').hex()}> Tj ET "


content = shown("预算", "1 0 0 1 60 250") + shown("120.5", "1 0 0 1 160 250")
content += shown("执行", "0 1 -1 0 60 100") + shown("117.2", "0 1 -1 0 160 100")
objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Count 1/Kids[3 0 R]>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 7 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 6 0 R/DW 1000"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
    "/Descent -120/CapHeight 880/StemV 93>>",
    f"<</Length {len(content)}>>stream\n{content}\nendstream",
]
data, places = "%PDF-1.5\n", []
for number, item in enumerate(objects, 1):
    places.append(len(data))
    data += f"{number} 0 obj\n{item}\nendobj\n"
table = "".join(f"{place:010d} 00000 n \n" for place in places)
trailer = f"trailer<</Size 8/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF"
data += f"xref\n0 8\n0000000000 65535 f \n{table}{trailer}"
text = pdfium.PdfDocument(data.encode())[0].get_textpage().get_text_range()
print(f"{sys.argv[1]}:", *(word for word in ("预算", "120.5", "执行", "117.2") if word in text))
PY
fonts=$("$folder/env/bin/python" -c "import pylopdf_fonts_zh_cn as fonts; print(fonts.__path__[0])")
{
  "$folder/env/bin/python" "$folder/text.py" "with a Chinese font" "$fonts"
  "$folder/env/bin/python" "$folder/text.py" "without" "$folder/empty"
} | tee "$folder/out"
diff - "$folder/out" <<'EXPECTED'
with a Chinese font: 预算 120.5 执行 117.2
without: 预算 120.5 117.2
EXPECTED
