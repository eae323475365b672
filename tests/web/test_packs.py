"""Own place packs: handed in, checked with a readable result, tried on a form, put to use, kept by the cycle."""

import io
import shutil
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiheng.form import PROJECT, Form, Fund
from jiheng.places import load
from jiheng.places.sources import forget
from jiheng.places.usable import installed_books
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.assess import assess
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.packs import installed
from jiheng.web.packs.models import PackVersion
from jiheng.web.planning.cycle_form import told

pytestmark = pytest.mark.django_db

PLACE = """id = "muzhou-2024"
name = "木洲区项目支出绩效自评"
region = "某市木洲区"
extends = "beijing-2024"
sources = ["木洲区财政局《预算绩效管理办法》"]
"""
RULES = """[positive.over_note]
value = true
"""


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """The packs in use lie in a folder of this test's own."""
    monkeypatch.setattr(installed, "folder", lambda: tmp_path / "places")
    monkeypatch.setenv("JIHENG_PLACES", str(tmp_path / "places"))
    forget()
    yield tmp_path / "places"
    monkeypatch.undo()
    forget()


def packed(files, top="muzhou-2024/"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(top + name, text)
    return SimpleUploadedFile("包.zip", out.getvalue())


def hand_in(client, *files):
    return client.post("/places/", {"files": list(files)}, follow=True).content.decode()


@pytest.fixture
def finance(signed_in):
    return signed_in("caizheng")


def test_a_pack_is_checked_tried_put_to_use_and_kept_in_versions(finance, folder):
    page = hand_in(finance, packed({"place.toml": PLACE}))
    assert "可以用" in page and "木洲区项目支出绩效自评" in page
    version = PackVersion.objects.get()
    assert (version.pack, version.version, version.wrong) == ("muzhou-2024", 1, 0)
    assert "muzhou-2024@1" not in installed_books()

    form = SelfEvaluation.objects.filter(total__isnull=False, project__secret=False).first()
    trial = finance.get(f"/places/{version.pk}?form={form.pk}").content.decode()
    assert "这个地方包" in trial and str(form.total) in trial

    finance.post(f"/places/{version.pk}/enable")
    assert (folder / "muzhou-2024@1" / "place.toml").read_text(encoding="utf-8") == PLACE
    assert "muzhou-2024@1" in [one.book.id for one in told(PROJECT)]
    assert "木洲区" in finance.get("/cycles/new").content.decode()

    cycle = Cycle.objects.first()
    cycle.rulebook = "muzhou-2024@1"
    cycle.save()
    hand_in(finance, packed({"place.toml": PLACE.replace("自评", "自评（新）")}))
    newer = PackVersion.objects.first()
    finance.post(f"/places/{newer.pk}/enable")
    assert newer.version == 2
    assert load(cycle.rulebook).title == "木洲区项目支出绩效自评"
    assert [one.book.id for one in told(PROJECT) if one.book.id.startswith("muzhou")] == ["muzhou-2024@2"]
    assert "有年度在用" in finance.get("/places/").content.decode()
    assert AuditEntry.objects.filter(action="place.enable").count() == 2


def test_after_a_restore_the_packs_are_laid_out_anew(finance, folder):
    hand_in(finance, packed({"place.toml": PLACE}))
    finance.post(f"/places/{PackVersion.objects.get().pk}/enable")
    shutil.rmtree(folder)
    installed.lay_out_all()
    assert load("muzhou-2024@1").title == "木洲区项目支出绩效自评"


def test_what_is_wrong_is_said_and_the_pack_is_not_put_to_use(finance):
    page = hand_in(finance, packed({"place.toml": PLACE, "rules.toml": RULES}))
    assert "处要改" in page and "positive.over_note" in page
    version = PackVersion.objects.get()
    answer = finance.post(f"/places/{version.pk}/enable", follow=True).content.decode()
    assert "改好再上传一版" in answer
    version.refresh_from_db()
    assert version.enabled_at is None


REFUSED = {
    "没有 place.toml": packed({"rules.toml": RULES}),
    "不能用": packed({"place.toml": PLACE.replace("muzhou-2024", "木洲")}),
    "写得不对": packed({"place.toml": "id = "}),
    "是随软件的包": packed({"place.toml": PLACE.replace("muzhou-2024", "beijing-2024")}),
    "不是能打开的 zip": SimpleUploadedFile("坏.zip", b"PK nonsense"),
    "不是 UTF-8": SimpleUploadedFile("place.toml", PLACE.encode("gb18030")),
    "太多或太大": packed({f"{number}.toml": "" for number in range(60)}),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_is_no_pack_is_refused_with_what_to_do(finance, said):
    REFUSED[said].seek(0)
    assert said in hand_in(finance, REFUSED[said])
    assert not PackVersion.objects.exists()


def test_files_chosen_one_by_one_are_a_pack_too(finance):
    assert "可以用" in hand_in(finance, SimpleUploadedFile("place.toml", PLACE.encode()))


def test_only_the_bureau_brings_packs(signed_in):
    for username in ("zhuguan", "tianbao", "xitong"):
        assert signed_in(username).get("/places/").status_code == 403


def test_rates_are_rounded_by_the_place_wherever_they_are_worked_out(tmp_path):
    even = 'value = "half_even"\ntext = "按 GB/T 8170 修约"\nsource = "某县〔2025〕1号"\ncertainty = "published"\n'
    head = 'id = "even"\nname = "某县办法"\nregion = "某县"\nextends = "mof-2020"\n'
    (tmp_path / "even.toml").write_text(f"{head}[rounding.mode]\n{even}", "utf-8")
    record = Form(source="例", funds=[Fund("年度资金总额", "80", "80", "78.9", "10", "", "")])
    rates = [assess(record, {}, book).form.funds[0].rate for book in (load("mof-2020"), load(tmp_path / "even.toml"))]
    assert rates == ["98.63%", "98.62%"]
