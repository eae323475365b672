"""What is secret cannot be read in the database or a file without the key file; old keys and chains still can be."""

import dataclasses
import datetime
import io
import os
import shutil
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django_otp.oath import TOTP
from tests.web.import_files import DEPARTMENT, docx, hand_in, packed, record

from jiheng.trouble import Trouble
from jiheng.web import options, serving
from jiheng.web.accounts import second_factor
from jiheng.web.accounts.models import Authenticator, Person
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.adjustments.unadjusted import unadjusted
from jiheng.web.auditlog import log
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.budget_advice.handling import propose
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.commissions.models import Commission
from jiheng.web.corrections.models import Correction
from jiheng.web.cycles.models import Project
from jiheng.web.evaluations.models import Evaluation
from jiheng.web.files.models import StoredFile
from jiheng.web.forms.models import Evidence, SelfEvaluation, State, Version
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import save
from jiheng.web.goals.models import Declaration
from jiheng.web.goals.models import Remark as GoalRemark
from jiheng.web.monitoring.models import Sheet, WatchedPeriod
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell
from jiheng.web.planning.models import MendRequest
from jiheng.web.sealing import keys, seal, stream
from jiheng.web.sealing.fields import Sealed, Veiled, as_stored
from jiheng.web.sealing.reseal import sealed_fields
from jiheng.web.verdicts.models import Verdict
from jiheng.web.workflow import remarks
from jiheng.web.workflow.models import Opinion, Remark, SpotCheck

pytestmark = pytest.mark.django_db

WORDS = "机要楼改造的面积"


@pytest.fixture
def ring(settings, tmp_path):
    """A key file of this test's own."""
    path = tmp_path / "keys.json"
    shutil.copy(settings.CONFIG.keys, path)  # the example's secret project is sealed with it
    settings.CONFIG = dataclasses.replace(settings.CONFIG, options=options.Options(keys=options.Keys(str(path))))
    return path


@pytest.fixture(params=["AES-GCM", "SM4-GCM"])
def cipher(request, settings, ring):
    """Either algorithm."""
    chosen = options.Keys(str(ring), request.param, "SM3" if request.param == "SM4-GCM" else "SHA-256")
    settings.CONFIG = dataclasses.replace(settings.CONFIG, options=options.Options(keys=chosen))
    return request.param


@pytest.fixture
def form(ring):
    """A form whose unit's reviewer has it, with words in it that nobody else should read."""
    row = SelfEvaluation.objects.filter(unit__name="局本级", project__secret=False, state=State.DRAFT).first()
    row.project.named.add(Person.objects.get(username="tianbao"), Person.objects.get(username="shenhe"))
    place = "goal_actual"
    save(Person.objects.get(username="tianbao"), row.pk, row.version, [CellChange(place, row.record[place], WORDS)])
    SelfEvaluation.objects.filter(pk=row.pk).update(state=State.UNIT)
    remarks.add(Person.objects.get(username="shenhe"), row.pk, "", WORDS)
    row.refresh_from_db()
    return row


def stored() -> str:
    """The whole text of every table that holds what forms say, as the database has it."""
    found = []
    for model, fields in sealed_fields():
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(model._meta.db_table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    text = "".join(found)
    return text + text.encode().decode("unicode_escape", "ignore") if "\\u" in text else text


@pytest.mark.full
@pytest.mark.parametrize("length", [0, 1, stream._PIECE - 1, stream._PIECE, stream._PIECE + 1, 3 * stream._PIECE + 7])
@pytest.mark.parametrize("typed", ["", "ABCDEFGH"])
def test_a_file_of_any_length_is_read_from_any_point(cipher, length, typed):
    content, token = os.urandom(length), typed.encode()
    file, public = io.BytesIO(), stream.private_of(token).public_key().public_bytes_raw() if token else b""
    with stream.SealedWriter(file, public) as out:
        for at in range(0, length, 300_001):
            out.write(content[at : at + 300_001])
    header, about = stream.header_of(file)
    key = stream.own_key(header, keys.ring(), token)
    with io.BufferedReader(stream.SealedReader(file, header, about, key)) as opened:
        assert opened.read() == content
        for at in (length // 2, length, 0):
            opened.seek(at)
            assert opened.read(10) == content[at : at + 10]
    if token:
        with pytest.raises(seal.CannotOpen, match="恢复凭证"):
            stream.own_key(header, keys.ring(), b"ABCDEFGI")


def test_a_file_whose_pieces_change_places_or_are_left_out_is_refused(ring):
    file = io.BytesIO()
    with stream.SealedWriter(file) as out:
        out.write(os.urandom(3 * stream._PIECE))
    header, about = stream.header_of(file)
    whole, piece = file.getvalue(), stream._PIECE + seal.TAG
    start = len(about)
    parts = [whole[start + at : start + at + piece] for at in range(0, 3 * piece, piece)]
    key = stream.own_key(header, keys.ring())
    for bad in ((1, 0, 2), (0, 1), (0, 2), (1, 2)):
        other = io.BytesIO(about + b"".join(parts[one] for one in bad))
        with pytest.raises(seal.CannotOpen):
            io.BufferedReader(stream.SealedReader(other, header, about, key)).read()


def test_text_is_sealed_and_opened_by_either_cipher(cipher):
    sealed = seal.seal("涉密", "form", "3")
    assert sealed.startswith("~s" if cipher == "SM4-GCM" else "~a")
    assert seal.open_text(sealed, "form", "3") == "涉密"
    for wrong in ((sealed, "totp", "3"), (sealed, "form", "4"), (f"{sealed[:-6]}AAAA==", "form", "3")):
        with pytest.raises(seal.CannotOpen):
            seal.open_text(*wrong)


def test_what_was_sealed_before_the_setting_changed_can_be_read(settings, ring):
    old = seal.seal("涉密", "form")
    changed = options.Options(keys=options.Keys(str(ring), "SM4-GCM"))
    settings.CONFIG = dataclasses.replace(settings.CONFIG, options=changed)
    assert seal.open_text(old, "form") == "涉密"
    assert seal.seal("涉密", "form")[1] != old[1]


def test_the_key_file_is_for_its_owner_and_a_lost_one_is_said(ring):
    assert ring.stat().st_mode & 0o077 == 0
    sealed = seal.seal("涉密", "form")
    ring.unlink()
    with pytest.raises(Trouble, match="不见了"):
        seal.open_text(sealed, "form")
    keys.make(ring)
    with pytest.raises(seal.CannotOpen, match="密钥文件"):
        seal.open_text(sealed, "form")


def test_a_missing_key_file_that_was_in_use_is_not_made_anew(ring):
    log.write(None, "sign-out")
    ring.unlink()
    with pytest.raises(Trouble, match="不见了"):
        serving.use_keys()
    assert not ring.exists()


@pytest.mark.full
def test_a_project_that_becomes_secret_is_sealed_with_all_its_past_and_opened_again(cipher, form):
    assert WORDS in stored()
    project = Project.objects.get(pk=form.project_id)
    project.secret = True
    project.save()
    assert WORDS not in stored()
    again = SelfEvaluation.objects.get(pk=form.pk)
    assert again.record == form.record
    assert again.findings == form.findings
    assert any(WORDS in str(one.changes) for one in Version.objects.filter(form=form))
    assert Remark.objects.get(form=form).text == WORDS
    project.secret = False
    project.save()
    assert WORDS in stored()
    assert SelfEvaluation.objects.get(pk=form.pk).record == form.record


def test_what_is_written_to_a_secret_form_is_sealed(form):
    project = Project.objects.get(pk=form.project_id)
    project.secret = True
    project.save()
    SelfEvaluation.objects.filter(pk=form.pk).update(state=State.DRAFT)
    person = Person.objects.get(username="tianbao")
    row = SelfEvaluation.objects.get(pk=form.pk)
    save(person, row.pk, row.version, [CellChange("goal_actual", WORDS, WORDS * 2)])
    assert WORDS not in stored()
    assert SelfEvaluation.objects.get(pk=form.pk).record["goal_actual"] == WORDS * 2
    with as_stored():
        assert seal.is_sealed(SelfEvaluation.objects.get(pk=form.pk).record)


def test_what_was_in_clear_is_sealed_at_the_start_and_again_after_a_rotation(form):
    Project.objects.filter(pk=form.project_id).update(secret=True)
    device = second_factor.coming(Person.objects.get(username="tianbao"))
    Authenticator.objects.filter(pk=device.pk).update(key="00" * 20)
    assert WORDS in stored()
    assert serving.use_keys() > 0
    assert WORDS not in stored()
    assert serving.use_keys() == 0
    keys.rotate(keys.settings.CONFIG.keys)
    assert serving.use_keys() > 0
    with as_stored():
        assert seal.key_number(SelfEvaluation.objects.get(pk=form.pk).record) == 2
    assert SelfEvaluation.objects.get(pk=form.pk).record == form.record
    assert Authenticator.objects.get(pk=device.pk).bin_key == bytes(20)


def test_the_seed_of_a_second_factor_is_sealed_and_bound_to_its_person(cipher):
    person, other = Person.objects.get(username="tianbao"), Person.objects.get(username="shenhe")
    device = second_factor.coming(person)
    kept = Authenticator.objects.values_list("key", flat=True).get(pk=device.pk)
    assert seal.is_sealed(kept)
    assert len(kept) <= Authenticator._meta.get_field("key").max_length
    totp = TOTP(device.bin_key)
    assert second_factor.confirm(person, f"{totp.token():06}", None)
    Authenticator.objects.filter(pk=device.pk).update(user=other)
    with pytest.raises(seal.CannotOpen):
        assert Authenticator.objects.get(pk=device.pk).bin_key


def test_the_log_is_chained_by_key_and_old_chains_are_verified(cipher):
    entry = _entry()
    assert entry.mac.startswith("SM3" if cipher == "SM4-GCM" else "SHA-256")
    keys.rotate(keys.settings.CONFIG.keys)
    assert _entry().mac.endswith(":2")
    assert _fault_of_new() is None


def test_who_lacks_the_key_cannot_write_the_chain_anew(ring):
    keys.write(ring, keys.msgspec.structs.replace(keys.read(ring), log_from=_entry().pk))
    forged = _entry()
    forged.person_name, forged.mac = "别人", None
    forged.hash = log._hash(forged)
    assert "没有用密钥" in log._fault(forged, forged.previous, None)
    forged.mac = "SHA-256:9"
    assert "没有这一把" in log._fault(forged, forged.previous, None)


def test_an_entry_of_the_time_before_keys_still_holds(ring):
    old = _entry()
    old.mac = None
    old.hash = log._hash(old)
    assert log._fault(old, old.previous, None) == ""


def dumped() -> str:
    """Everything that every table holds, as somebody with the database's password reads it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(row) for row in cursor.fetchall()]
    text = "".join(found)
    return text + text.encode().decode("unicode_escape", "ignore")


YEAR = {
    Declaration: {"asked": "713.55"},
    GoalRemark: {"text": "目标写得太宽泛", "answer": "已按岗位细化"},
    Adjustment: {"why": "机房搬迁推迟", "document": "机办发〔2099〕7号"},
    Sheet: {"executed": "361.27", "executed_forecast": "702.09", "money_reason": "采购流标两次"},
    Correction: {"demand": "三十日内补齐台账", "responsible": "柳责任"},
    Opinion: {"value": "核定为九成一", "remark": "抽看原始台账", "score": Decimal("13.57")},
    MendRequest: {"text": "批复的面积漏了地下室", "answer": "已补上地下室"},
    Evaluation: {"score": Decimal("86.43"), "grade": "甲良", "problems": "选址论证不足"},
    Evidence: {"note": "机要楼验收单复印件"},
    Verdict: {"conclusion": "多计一成二", "filled": Decimal("97.61"), "score": Decimal("85.49")},
    BudgetAdvice: {"amount": Decimal("358.46"), "reply": "先安排设备更新"},
}
"""What is written in the course of the year, none of which may be read without the key."""
AMOUNTS = {"initial": Decimal("7310551.31"), "budget": Decimal("7513064.80"), "executed": Decimal("0.09")}


@pytest.fixture
def year(form):
    """The form's project with everything of the year, and how many rows of each kind that is."""
    project, person = form.project, Person.objects.get(username="shenhe")
    Project.objects.filter(pk=project.pk).update(name="机要楼搬迁改造", **AMOUNTS)
    period = WatchedPeriod.objects.first() or WatchedPeriod.objects.create(
        cycle=project.cycle, last=7, due=datetime.date(2025, 8, 1)
    )
    draw = SpotCheck.objects.first() or SpotCheck.objects.create(
        cycle=project.cycle, organisation=project.unit, seed=1, size=1, strata=[], population=[], drawn=[], by=person
    )
    stored, _ = StoredFile.objects.get_or_create(sha256="0" * 64, defaults={"name": "附件", "size": 1, "by": person})
    common = {"project": project, "unit": project.unit}
    made = {
        Declaration: Declaration.objects.filter(project=project).first() or Declaration(**common, state="goals_draft"),
        Adjustment: Adjustment(**common, state="adjusting", base={}, entered={}, by=person),
        Sheet: Sheet.objects.filter(project=project).first() or Sheet(**common, period=period, state="watching"),
        Correction: Correction(
            **common, cycle=project.cycle, issuer=project.unit, state="draft", due=datetime.date(2025, 9, 1), by=person
        ),
        Opinion: Opinion(form=form, place="indicators[0]", person=person),
        Evidence: Evidence(form=form, place="indicators[0]", file=stored, by=person),
        Verdict: Verdict(draw=draw, form=form, evidence="agrees", by=person),
        MendRequest: MendRequest(form=form, place="indicators[0].target", by=person),
        Evaluation: Evaluation(**common, issuer=project.unit, kind="department", state="evaluation_rating", by=person),
        BudgetAdvice: BudgetAdvice(**common, state="advice_sent", advice="压减", by=person),
    }
    made[Declaration].save()
    made[GoalRemark] = GoalRemark(declaration=made[Declaration], by=person)
    for model, texts in YEAR.items():
        for name, text in texts.items():
            setattr(made[model], name, text)
        made[model].save()
    tell(person, Notice.Kind.RETURNED, "《机要楼搬迁改造》被退回：面积不对", "/", "returned:0", form.pk)
    return made


def _told() -> list[str]:
    written = [str(text) for texts in YEAR.values() for text in texts.values()]
    return ["机要楼搬迁改造", "面积不对", WORDS, *written, *(f"'{amount}'" for amount in AMOUNTS.values())]


def test_no_word_of_a_secret_project_is_in_the_database_in_clear(year, form):
    """Names, amounts as written and texts of the whole year; the history of the project too."""
    project = Project.objects.get(pk=form.project_id)
    project.save()  # a line of history with the name and the amounts
    assert [one for one in _told() if one not in dumped()] == []
    project.secret = True
    project.save()
    text = dumped()
    assert [one for one in _told() if one in text] == []
    again = Project.objects.get(pk=project.pk)
    assert again.name == "机要楼搬迁改造"
    for row in (again, again.history.first()):
        assert {name: getattr(row, name) for name in AMOUNTS} == AMOUNTS
    for model, texts in YEAR.items():
        again = model.objects.get(pk=year[model].pk)
        assert {name: getattr(again, name) for name in texts} == texts
    project.secret = False
    project.save()
    assert Project.objects.get(pk=project.pk).name in dumped()


FIGURES = {"total": Decimal("93.17"), "lost": Decimal("6.83"), "rate": Decimal("0.871593"), "grade": "优秀",
           "quality": Decimal("81.29")}  # fmt: skip


def _in_database(pk: int) -> str:
    """A form's row and the totals of its versions, as a thief of the database reads them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(FIGURES)}, veil FROM forms_selfevaluation WHERE id = %s", [pk])
        row = cursor.fetchone()
        cursor.execute("SELECT total FROM forms_version WHERE form_id = %s", [pk])
        return str([*row, *cursor.fetchall()])


def test_scores_of_a_secret_project_are_veiled_and_read_as_ever(form, signed_in):
    SelfEvaluation.objects.filter(pk=form.pk).update(**FIGURES)
    form.versions.create(number=form.version + 1, changes=[], total=FIGURES["total"])
    told = [str(one).rstrip("0") for one in FIGURES.values()]
    assert [one for one in told if one not in _in_database(form.pk)] == []
    project = Project.objects.get(pk=form.project_id)
    project.secret = True
    project.save()
    text = _in_database(form.pk)
    assert [one for one in told if one in text] == []
    kept = SelfEvaluation.objects.select_related("project").get(pk=form.pk)
    assert {name: getattr(kept, name) for name in FIGURES} == FIGURES
    assert kept.versions.last().total == FIGURES["total"]
    project.named.set([Person.objects.get(username="shenhe")])
    listed = signed_in("shenhe").get("/review/desk?all=1").content.decode()
    assert "93.17" in listed
    kept.total = Decimal("70.35")
    kept.save(update_fields=["total"])
    assert "70.35" not in _in_database(form.pk)
    assert SelfEvaluation.objects.get(pk=form.pk).total == Decimal("70.35")
    project.secret = False
    project.save()
    assert "70.35" in _in_database(form.pk) and "0.871593" in _in_database(form.pk)


def test_scores_in_clear_of_the_time_before_are_veiled_at_the_start(form):
    Project.objects.filter(pk=form.project_id).update(secret=True)
    SelfEvaluation.objects.filter(pk=form.pk).update(**FIGURES)
    assert "93.17" in _in_database(form.pk)
    serving.use_keys()
    assert "93.17" not in _in_database(form.pk)
    assert SelfEvaluation.objects.get(pk=form.pk).quality == FIGURES["quality"]


def test_a_save_to_a_secret_form_writes_no_score_in_clear(form):
    project = Project.objects.get(pk=form.project_id)
    project.secret = True
    project.save()
    officer = Person.objects.get(username="tianbao")
    project.named.set([officer])
    SelfEvaluation.objects.filter(pk=form.pk).update(state=State.DRAFT)
    save(officer, form.pk, form.version, [CellChange("goal_actual", form.record["goal_actual"], "改一改")])
    with connection.cursor() as cursor:
        names = ", ".join(FIGURES)
        cursor.execute(f"SELECT {names} FROM forms_selfevaluation WHERE id = %s", [form.pk])
        assert cursor.fetchone() == (None, None, None, "", None)
    assert SelfEvaluation.objects.get(pk=form.pk).rate is not None


IN_CLEAR = {
    "state": "where in its course a thing is",
    "version": "how often it was changed", "number": "its number", "serial": "its number",
    "base": "a version", "id": "its number", "subject": "its kind and number",
    "place": "which cell, without its content", "before": "a state", "after": "a state", "stage": "a state",
    "kind": "one of a few kinds", "source": "where it comes from, one of a few kinds", "form": "a number",
    "cycles.project.code": "by it a secret project is spoken of where its name may not stand; unique in a year",
    "cycles.historicalproject.code": "the same",
    "cycles.historicalproject.history_type": "what was done",
    "cycles.historicalproject.history_change_reason": "unused",
    "forms.selfevaluation.filled": "how far it is filled in, sorted by",
    "forms.selfevaluation.errors": "how many findings", "forms.selfevaluation.warnings": "the same",
    "forms.selfevaluation.notices": "the same",
    "forms.findingcount.code": "which check has findings, not what they say", "forms.findingcount.severity": "the same",
    "forms.findingcount.count": "the same",
    "goals.declaration.errors": "how many findings", "goals.remark.row": "a number of a row",
    "monitoring.sheet.light": "green, yellow or red: counted by unit", "monitoring.sheet.money_light": "the same",
    "monitoring.sheet.lights": "the same, a row each",
    "corrections.correction.year": "of the number of the notice", "corrections.item.code": "which check",
    "verdicts.verdict.evidence": "one of four words", "procedure.step.action": "what was done",
    "imports.readform.decision": "one of three", "imports.readform.doubts": "how many",
    "imports.readform.errors": "how many", "imports.readform.likeness": "of the project proposed, per cent",
    "budget_advice.budgetadvice.by_rules": "one of a few words: the list is counted by it",
    "budget_advice.budgetadvice.advice": "the same", "budget_advice.budgetadvice.answer": "the same",
    "budget_advice.budgetadvice.sources": "numbers of what was looked at",
}  # fmt: skip
"""What of a project the database holds in clear, and why that tells nothing or has to be."""


def test_every_column_of_a_project_is_sealed_or_said_to_be_in_clear():
    """A new column fails here until it is sealed, veiled or written down (docs/workbench/security.md)."""
    ours = {model for model in apps.get_models() if model.__module__.startswith("jiheng.web")}
    rooted, more = {Project, SelfEvaluation, Project.history.model}, True
    while more:
        leading = {
            model
            for model in ours - rooted
            if any(field.is_relation and field.related_model in rooted for field in model._meta.local_fields)
        }
        rooted, more = rooted | leading, bool(leading)
    told = (models.ForeignKey, models.OneToOneField, models.AutoField, models.BooleanField, models.DateField)
    clear = [
        f"{model._meta.label_lower}.{field.name}"
        for model in rooted
        for field in model._meta.local_concrete_fields
        if not isinstance(field, (*told, Sealed, Veiled)) and not field.primary_key
    ]
    untold = sorted(one for one in clear if one not in IN_CLEAR and one.rsplit(".", 1)[1] not in IN_CLEAR)
    assert not untold, ", ".join(untold)


def test_nothing_is_as_much_a_figure_as_any_other(form):
    Project.objects.filter(pk=form.project_id).update(secret=True, executed=Decimal(0), budget=None)
    assert serving.use_keys() > 0
    with as_stored():
        kept = Project.objects.get(pk=form.project_id)
    assert seal.is_sealed(kept.executed)
    assert kept.budget is None
    assert Project.objects.get(pk=form.project_id).executed == 0


def test_the_past_of_a_secret_project_in_clear_is_sealed_at_the_start(form):
    """As a database has it that was upgraded from a version which did not seal amounts."""
    project = Project.objects.get(pk=form.project_id)
    project.save()
    Project.objects.filter(pk=project.pk).update(secret=True, **AMOUNTS)
    project.history.update(**AMOUNTS)
    assert str(AMOUNTS["budget"]) in dumped()
    serving.use_keys()
    assert str(AMOUNTS["budget"]) not in dumped()


def test_whose_budget_changed_is_found_beside_sealed_amounts(year, form):
    project = Project.objects.get(pk=form.project_id)
    other = Project.objects.filter(cycle=project.cycle, secret=False).exclude(pk=project.pk).first()
    for one in (project, other):
        one.initial, one.budget, one.approved = Decimal(100), Decimal(1000), {"indicators": []}
        one.save()
    Adjustment.objects.all().delete()
    there = Project.objects.filter(pk__in=[project.pk, other.pk])
    assert {one.project for one in unadjusted(there, project.cycle)[0]} == {project, other}
    project.secret = True
    project.save()
    assert [(one.project, one.change) for one in unadjusted(there, project.cycle)[0]] == [(other, "增加 900%")]


def test_no_word_of_an_import_is_in_the_database_in_clear(signed_in):
    """Whether its papers are of a secret project is known only afterwards."""
    files = {f"机要楼之{name}.docx": docx(record(f"机要楼搬迁{name}", "秘设单位")) for name in "丙甲乙"}
    packed_up = {"机要包/乙.docx": docx(record("机要楼搬迁丁")), "机要包/甲.txt": b"nothing"}
    batch = hand_in(signed_in("tianbao"), files | {"机要楼之全部.zip": packed(packed_up)})
    table = (
        "项目名称,年初预算数（元）,全年预算数（元）,全年执行数（元）\n机要楼搬迁戊,7310551.31,7310551.31,7310551.31\n"
    )
    figures = hand_in(signed_in("zhuguan"), {"机要楼之决算.csv": table.encode()}, "figures", DEPARTMENT)
    assert figures.sources.get().forms.count() == 1
    text = dumped()
    assert [one for one in ("机要楼", "机要包", "秘设单位", "7310551") if one in text] == []
    names = batch.sources.order_by("rank").values_list("name", flat=True)
    assert list(names) == sorted(one.name for one in batch.sources.all())
    page = signed_in("tianbao").get(f"/imports/{batch.pk}").content.decode()
    shown = [page.index(f"机要楼之{name}.docx") for name in "丙乙甲"]
    assert shown == sorted(shown)


def test_advice_renewed_for_a_secret_project_stays_sealed(form):
    SelfEvaluation.objects.filter(pk=form.pk).update(state=State.FINAL)
    officer = Person.objects.get(username="caizheng")
    form.project.named.add(officer)
    project = Project.objects.get(pk=form.project_id)
    project.secret = True
    project.save()
    for _ in range(2):
        propose(officer, project.cycle)
        with as_stored():
            kept = BudgetAdvice.objects.get(project=project)
        assert all(seal.is_sealed(value) for value in (kept.results, kept.why))


def test_what_is_asked_of_a_third_party_and_concluded_is_sealed_whatever_the_forms_are(form):
    person = Person.objects.get(username="pingjia")
    texts = {"demand": "逐项看机房搬迁的原始台账", "conclusion": "超出预算部分没有审批"}
    kept = Commission.objects.create(
        cycle=form.cycle,
        unit=form.unit,
        given_to=person,
        by=person,
        name="评价",
        due=datetime.date(2025, 9, 1),
        **texts,
    )
    assert [one for one in texts.values() if one in dumped()] == []
    again = Commission.objects.get(pk=kept.pk)
    assert {"demand": again.demand, "conclusion": again.conclusion} == texts


def test_a_sealed_name_is_found_by_whoever_is_named_and_by_nobody_else(year, form, signed_in):
    project = Project.objects.get(pk=form.project_id)
    project.secret = True
    project.save()
    named, other = signed_in("tianbao"), signed_in("zhuguan")
    for page in ("/review/desk?q=搬迁改造", "/projects/?q=搬迁改造"):
        for client in (named, other):
            client.get(page)
    assert "机要楼搬迁改造" in named.get("/review/desk?q=搬迁改造").content.decode()
    assert "机要楼搬迁改造" not in other.get("/review/desk?q=搬迁改造").content.decode()
    assert "机要楼搬迁改造" in named.get("/review/desk?all=1").content.decode()
    assert "机要楼搬迁改造" not in other.get("/review/desk?all=1").content.decode()


def test_a_sealed_line_fits_its_column():
    for model, fields in sealed_fields():
        for field in fields:
            if typed := getattr(field, "typed", 0):
                assert len(seal.seal("涉" * typed, "form")) <= field.max_length, (model, field.name)
                assert field.formfield().max_length == typed
    with pytest.raises(ValidationError):
        Project(name="长" * 256).clean_fields(exclude=["cycle", "unit", "code"])


def _entry() -> AuditEntry:
    log.write(None, "sign-out")
    return AuditEntry.objects.latest("id")


def _fault_of_new():
    """The first fault among the last two entries."""
    rows = AuditEntry.objects.order_by("-id")[:2]
    return next((why for row in rows if (why := log._fault(row, row.previous, None))), None)
