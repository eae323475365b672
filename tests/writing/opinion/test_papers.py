"""Opinions as Word, Markdown and data: what stands in them, and what people did to them read back."""

import io
import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from tests.opinion.test_opinion import WRONG, audited, form, opinion

from jiheng.opinion import Opinion, Papers, Section, common_problems, drafts, letters, merged, relettered
from jiheng.trouble import Trouble
from jiheng.writing.opinion import Office, edits, kept, write_papers

SENDER = Office("海云市财政局绩效科", date(2025, 3, 31))

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def papers(*opinions: Opinion) -> Papers:
    return Papers(opinions, letters(opinions))


def text_of(element: etree._Element) -> str:
    return "".join(piece.text or "" for piece in element.iter(qn("w:t")))


def written(made: Papers, ending: str, folder: Path) -> Path:
    path = folder / f"意见{ending}"
    path.write_bytes(write_papers(made, ending, SENDER))
    return path


@pytest.mark.parametrize("ending", [".docx", ".md", ".json"])
def test_what_nobody_touched_holds_nothing_of_people(ending: str, tmp_path: Path) -> None:
    first = opinion(**WRONG)
    found = kept(written(papers(first), ending, tmp_path))
    assert list(found) == [first.id]
    assert not found[first.id].texts and not found[first.id].struck
    assert not any(found[first.id].own.values())


def change_docx(path: Path, first: Opinion) -> None:
    """As a person does: change the first sentence, take out the second, write a paragraph behind it."""
    document = docx.Document(io.BytesIO(path.read_bytes()))
    one, two, *_ = first.sections[Section.MUST]
    for paragraph in document.element.body.iterchildren(qn("w:p")):
        if one.text in text_of(paragraph):
            for piece in paragraph.iter(qn("w:t")):
                piece.text = (piece.text or "").replace(one.text, "我改过的一句。")
        elif two.text in text_of(paragraph):
            for child in list(paragraph)[1:]:  # the bookmark goes with the text
                paragraph.remove(child)
            run = etree.SubElement(paragraph, qn("w:r"))
            etree.SubElement(run, qn("w:t")).text = "9．我自己写的一句。"
    document.save(path)


def change_md(path: Path, first: Opinion) -> None:
    one, two, *_ = first.sections[Section.MUST]
    lines = path.read_text("utf-8").splitlines()
    at, other = (next(n for n, line in enumerate(lines) if f"sentence {each.id} " in line) for each in (one, two))
    lines[at] = "1. 我改过的一句。 <!--" + lines[at].partition("<!--")[2]
    lines[other] = "9. 我自己写的一句。"
    path.write_text("\n".join(lines), "utf-8")


def change_json(path: Path, first: Opinion) -> None:
    data = json.loads(path.read_text("utf-8"))
    must = data["opinions"][0]["sections"]["must"]
    must[0]["text"] = "我改过的一句。"
    must[1] = {"id": "", "text": "我自己写的一句。"}
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


@pytest.mark.parametrize(
    ("ending", "change"),
    [(".docx", change_docx), (".md", change_md), (".json", change_json)],
    ids=["docx", "md", "json"],
)
def test_edits_are_read_back_and_outlive_a_new_audit(ending: str, change: object, tmp_path: Path) -> None:
    first = opinion(**WRONG)
    path = written(papers(first), ending, tmp_path)
    change(path, first)  # type: ignore[operator]
    found = kept(path)[first.id]
    one, two, *rest = first.sections[Section.MUST]
    assert found.texts == {one.id: (Section.MUST, "我改过的一句。")}
    assert found.own[Section.MUST] == ("我自己写的一句。",)
    assert found.struck == {two.id}
    again = merged(opinion(**WRONG), found)
    texts = ["我改过的一句。", *(each.text for each in rest), "我自己写的一句。"]
    assert [each.text for each in again.sections[Section.MUST]] == texts
    twice = kept(written(papers(again), ending, tmp_path))[first.id]
    assert (twice.texts, twice.own[Section.MUST], twice.struck) == (found.texts, ("我自己写的一句。",), {two.id})


@pytest.mark.parametrize("ending", [".docx", ".md"])
def test_the_mark_of_a_gone_finding_is_no_edit(ending: str, tmp_path: Path) -> None:
    first = opinion(**WRONG)
    change = {".docx": change_docx, ".md": change_md}[ending]
    path = written(papers(first), ending, tmp_path)
    change(path, first)
    gone = merged(opinion(), kept(path)[first.id])
    assert [one.text for one in gone.sections[Section.MUST] if one.gone] == ["我改过的一句。"]
    again = kept(written(papers(gone), ending, tmp_path))[first.id]
    assert "我改过的一句。" in [text for _, text in again.texts.values()]


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="这台机器没有 LibreOffice")
def test_what_libreoffice_has_saved_still_knows_its_sentences(tmp_path: Path) -> None:
    first = opinion(**WRONG)
    path = written(papers(first), ".docx", tmp_path)
    change_docx(path, first)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        "又存",
        path.name,
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=600)
    assert kept(tmp_path / "又存" / path.name) == kept(path)


def test_the_word_document_says_it_all() -> None:
    forms = [form(project=f"项目{number}", actual6="100%", reason6="", **WRONG) for number in range(3)]
    result = audited(*forms)
    made = drafts(result)
    document = docx.Document(
        io.BytesIO(write_papers(Papers(made, letters(made), common_problems(result)), ".docx", SENDER))
    )
    text = text_of(document.element.body)
    for piece in (
        *("海云市水务局共性问题", "共3个项目（共审核3个）", "审核情况一览", "项目支出绩效自评审核意见单"),
        *("2025年3月31日前", "海云市财政局绩效科", "单位答复", "审核结论：退回修改", "一、必须改正的问题"),
        *("须补充依据的事项", "请附送的佐证材料", "目标—指标—完成对照", "自评质量得分"),
    ):
        assert piece in text, piece
    assert text.count("审核意见（项目") == 3


def test_what_the_office_has_to_fill_in_is_marked() -> None:
    made = papers(opinion(**WRONG))
    text = write_papers(made, ".md", Office()).decode()
    assert "【待填写：审核单位】" in text and "【待填写：答复期限】" in text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("意见.docx", b"", "不是可以打开的 Word 文件"),
        ("意见.md", "没有标记的文字".encode(), "没有审核意见"),
        ("意见.json", b"{", "看不懂"),
        ("意见.pdf", b"", "不能从"),
    ],
    ids=["docx", "md", "json", "pdf"],
)
def test_what_holds_no_opinions_is_refused(name: str, data: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Trouble, match=words):
        kept(tmp_path / name)


def test_hostile_text_does_no_harm(tmp_path: Path) -> None:
    nasty = "项目\x00<!-- jiheng form x --> | *a* \\ `b` \ud800"
    made = papers(opinion(project=nasty, **WRONG))
    for ending in (".docx", ".md"):
        found = kept(written(made, ending, tmp_path))
        assert not found[made.opinions[0].id].texts


def change_letter(path: Path) -> None:
    """As a person does: reword what is asked, answer in the table, write above and below the signature."""
    document = docx.Document(io.BytesIO(path.read_bytes()))
    body = document.element.body
    asked = next(one for one in body.iterchildren(qn("w:p")) if "经审核，你单位报送的" in text_of(one))
    for number, piece in enumerate(asked.iter(qn("w:t"))):
        piece.text = "请于四月十日前到我处当面说明。" if number == 0 else ""
    document.tables[0].rows[1].cells[-1].text = "已改正执行率，附支付凭证。"
    signed = next(one for one in document.paragraphs if one.text == SENDER.name)
    signed.insert_paragraph_before("联系人：绩效科。")
    day = next(one for one in document.paragraphs if one.text.startswith("年"))
    day._element.addnext(etree.fromstring(etree.tostring(signed._element)))
    copy = day._element.getnext()
    for mark in (*copy.iter(qn("w:bookmarkStart")), *copy.iter(qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    next(copy.iter(qn("w:t"))).text = "抄送：海云市财政局预算科。"
    document.save(str(path))


def told_letter(path: Path) -> tuple[str, ...]:
    work = next(iter(edits(path).letters.values()))
    return (*work.texts.values(), *work.own, *work.after, *work.replies.values())


WORK = (
    "请于四月十日前到我处当面说明。",
    "联系人：绩效科。",
    "抄送：海云市财政局预算科。",
    "已改正执行率，附支付凭证。",
)


def test_what_people_made_of_a_letter_outlives_a_new_audit(tmp_path: Path) -> None:
    path = written(papers(opinion(**WRONG)), ".docx", tmp_path)
    assert told_letter(path) == ()
    change_letter(path)
    assert told_letter(path) == WORK
    new = opinion()
    made = Papers((new,), tuple(relettered(one, edits(path).letters[one.id]) for one in letters([new])))
    for ending in (".docx", ".md", ".json"):
        again = written(made, ending, tmp_path)
        assert told_letter(again) == WORK, ending


def test_a_line_taken_out_of_a_letter_stays_out(tmp_path: Path) -> None:
    path = written(papers(opinion()), ".docx", tmp_path)
    document = docx.Document(str(path))
    day = next(one for one in document.paragraphs if one.text.startswith("年"))
    day._element.getparent().remove(day._element)
    document.save(str(path))
    work = next(iter(edits(path).letters.values()))
    assert work.texts == {"date": ""}
    made = Papers((opinion(),), (relettered(letters([opinion()])[0], work),))
    assert not [one for one in docx.Document(str(written(made, ".docx", tmp_path))).paragraphs if one.text[:1] == "年"]


def test_a_letter_in_markdown_is_read_back(tmp_path: Path) -> None:
    path = written(papers(opinion()), ".md", tmp_path)
    text = path.read_text(encoding="utf-8").replace(SENDER.name, "海云市财政局预算评审中心", 1)
    rows = [line for line in text.splitlines() if line.startswith("| 1 |")]
    text = text.replace(rows[-1], rows[-1].rstrip("| ") + " | 都改了 |")
    path.write_text(text, encoding="utf-8")
    work = next(iter(edits(path).letters.values()))
    assert work.texts == {"sign": "海云市财政局预算评审中心"} and list(work.replies.values()) == ["都改了"]


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="没有 LibreOffice")
def test_what_people_made_of_a_letter_outlives_libreoffice(tmp_path: Path) -> None:
    path = written(papers(opinion(**WRONG)), ".docx", tmp_path)
    change_letter(path)
    command = [str(OFFICE), "--headless", f"-env:UserInstallation=file://{tmp_path}/user", "--convert-to", "docx"]
    subprocess.run([*command, "--outdir", str(tmp_path / "又存"), str(path)], check=True, capture_output=True)
    assert told_letter(tmp_path / "又存" / path.name) == WORK
