#!/bin/bash
# RTF, which older office systems still hand out, marks what nobody sees: \deleted (a deletion that is tracked) and \v
# (hidden). striprtf gives both as text, one with its neighbour: a figure that was corrected under 'track changes', 90
# deleted and 95 put in, is 9095, a number again. LibreOffice says the same when it writes plain text; when it writes
# docx, the marks are kept (w:del, w:vanish).
# Seen with striprtf 0.0.35, LibreOffice 7.4; 2026-12. Fails when that changes.
# What helps: have RTF turned into docx, never into text, and leave out what is marked.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q striprtf==0.0.35
cat >made.rtf <<'RTF'
{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\revtbl{Unknown;}{a;}}
{\deleted\revauthdel1 90}{\revised\revauth1 95}\par
{\v 12}34\par}
RTF
convert() { soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to "$1" made.rtf >/dev/null 2>&1; }
convert txt:Text
convert docx
{
	env/bin/python -c 'from striprtf.striprtf import rtf_to_text; print("striprtf", rtf_to_text(open("made.rtf").read()).split())'
	echo "LibreOffice, text: $(sed 's/^\xef\xbb\xbf//' made.txt | paste -sd' ')"
	echo "LibreOffice, docx: $(unzip -p made.docx word/document.xml | grep -oE '<w:(delText|vanish/)>' | paste -sd' ')"
} | tee out
diff - out <<'EXPECTED'
striprtf ['9095', '1234']
LibreOffice, text: 9095 1234
LibreOffice, docx: <w:delText> <w:vanish/>
EXPECTED
