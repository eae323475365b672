"""Every kind of thing that is made of forms, walked after a project became secret, a person un-named, a role revoked.

A new kind of job, download, file claim or table fails here until it is written down how it is ruled on when it is
read (docs/workbench/security.md, 派生的内容).
"""

import json

import pytest
from django.apps import apps
from django.utils import timezone
from tests.effort import share
from tests.web.test_api import Program
from tests.web.test_derived import AFTERWARDS, OFFICE, SECRET, declare, person
from tests.web.test_derived import form as form  # the fixture
from tests.web.test_security import urls

from jiheng.web.accounts.models import Organisation
from jiheng.web.api.models import Token
from jiheng.web.api.tokens import make
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.dashboard.jobs import add_up_again
from jiheng.web.exports import bundle
from jiheng.web.exports.catalogue import WARES
from jiheng.web.files import access
from jiheng.web.files.models import StoredFile
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.jobs import queue
from jiheng.web.jobs.models import Job
from jiheng.web.workflow.workflow import pass_on

pytestmark = pytest.mark.django_db

RULED = {
    "commissions.commission": "its forms are ruled on one by one when shown (test_commissions)",
    "accounts.organisation": "no word of a form",
    "accounts.historicalorganisation": "no word of a form",
    "accounts.person": "no word of a form",
    "accounts.authenticator": "no word of a form",
    "accounts.oldpassword": "no word of a form",
    "accounts.opensession": "no word of a form",
    "accounts.countersign": "no word of a form",
    "accounts.membership": "no word of a form",
    "accounts.historicalmembership": "no word of a form",
    "accounts.roster": "no word of a form",
    "accounts.proposedrole": "no word of a form",
    "api.token": "asks the table at every request; walked below",
    "auditlog.auditentry": "holds no free text of forms (test_derived)",
    "backup.restorelock": "no word of a form",
    "cycles.cycle": "no word of a form",
    "cycles.historicalcycle": "no word of a form",
    "cycles.historicalproject": "shown by the project's history alone, which asks the table",
    "cycles.participant": "no word of a form",
    "dashboard.summary": "not shown once a project in it became secret (test_derived)",
    "demo.example": "no word of a form",
    "files.storedfile": "ruled on by its claims, form by form (below)",
    "goals.libraryentry": "usual values of indicators over many forms, no word of one",
    "imports.columnmapping": "headings of tables only",
    "imports.import": "seen by those who may import there",
    "imports.source": "ruled on by what was read from it (test_imports_secret)",
    "imports.unitalias": "names of units only",
    "jobs.job": "messages name no secret project; walked below",
    "jobs.schedule": "no word of a form",
    "monitoring.watchedperiod": "no word of a form",
    "notices.notice": "veiled where its form is not for the person any more (test_derived)",
    "packs.packversion": "rules of a place, no word of a form",
    "procedure.attachment": "ruled on by the object that it belongs to",
    "procedure.revision": "ruled on by the object that it belongs to",
    "procedure.step": "ruled on by the object that it belongs to",
    "publishing.batch": "ids of forms; one that became secret is left out when read, shown and built (test_publishing)",
    "workflow.filter": "what one typed oneself",
    "workflow.spotcheck": "ids of forms, each ruled on when shown; walked below",
}
"""Tables from which no row leads to a project: how what they say of forms is ruled on."""

JOBS = {
    "api.callback": "says that forms have changed and until when, no word of one",
    "auditlog.verify": "no word of a form",
    "backup.make": "sealed as a whole",
    "cycles.begin": "counts only",
    "cycles.reassess": "counts only",
    "dashboard.summary": "the kept roll-up",
    "exports.bundle": "the download, ruled on at fetching",
    "files.sweep": "no word of a form",
    "imports.accept": "counts only",
    "imports.read": "counts only",
    "notices.mail": "veils before it mails (test_notices)",
    "publishing.site": "the site, ruled on at fetching; built of open forms alone",
    "tick": "work that comes round",
    "workflow.bulk": "reasons without names of secret projects",
}

CLAIMS = {
    "jiheng.web.exports.access": "each form in it",
    "jiheng.web.forms.evidence": "the form that it belongs to",
    "jiheng.web.imports.originals": "the forms read from it",
    "jiheng.web.imports.visibility": "the forms read from it",
    "jiheng.web.procedure.attachments": "the object that it belongs to",
}


def test_every_table_says_how_it_is_ruled_on():
    ours = {model for model in apps.get_models() if model.__module__.startswith("jiheng.web")}
    rooted = {Project, SelfEvaluation}
    more = True
    while more:
        leading = {
            model
            for model in ours - rooted
            if any(
                field.related_model in rooted
                for field in model._meta.local_fields
                if field.many_to_one or field.one_to_one
            )
        }
        rooted, more = rooted | leading, bool(leading)
    free = {model._meta.label_lower for model in ours - rooted}
    assert free - set(RULED) == set(), "write down how what they say of forms is ruled on when it is read"


def test_every_kind_of_job_and_claim_says_how_it_is_ruled_on():
    assert set(queue._handlers) - set(JOBS) == set(), "write down what its result and messages tell of forms"
    assert {claim.__module__ for claim in access._claimants} - set(CLAIMS) == set()


@pytest.mark.full
@pytest.mark.parametrize("ware", [*WARES])
def test_every_ware_carries_the_forms_that_are_in_it(ware, form, monkeypatch):
    """Whatever is made for download is kept with the ids of its forms; without them nobody can fetch it."""
    monkeypatch.setattr(bundle, "_write", lambda store, wanted: store.path("x.txt").write_text("x"))
    unit = Organisation.objects.get(name=OFFICE)
    job = queue.put(bundle.KIND, person("shenhe"), cycle=Cycle.objects.get().pk, organisation=unit.pk, wares=[ware])
    kept = StoredFile.objects.get(pk=queue.handler(job.kind)(job_taken(job))["file"])
    seen = SelfEvaluation.objects.filter(unit=unit, project__secret=False)
    assert set(kept.forms) == set(seen.values_list("pk", flat=True))


def job_taken(job: Job) -> Job:
    while (taken := queue.take("test")).pk != job.pk:
        continue
    return taken


@pytest.fixture
def derived(form) -> Token:
    """Everything that is made of forms, made while the reviewer could see them; their program's token."""
    unit = Organisation.objects.get(name=OFFICE)
    wares = ["docx", "findings", "rollup", "rollup-page"]
    job = queue.put(bundle.KIND, person("shenhe"), cycle=form.cycle_id, organisation=unit.pk, wares=wares)
    taken = job_taken(job)
    queue.finish(taken, Job.State.DONE, result=queue.handler(job.kind)(taken))
    for one in Organisation.objects.all():
        add_up_again(Job(at=timezone.now(), arguments={"cycle": form.cycle_id, "organisation": one.pk}))
    pass_on(person("shenhe"), form.pk, "form.return", f"{SECRET}的面积请再核")
    return make(person("shenhe"), "预算系统", Token.Scope.READ, 30)[1]


def telling(client, form: SelfEvaluation, everywhere: bool = True) -> list[str]:
    """The pages on which the project's name stands for this person; all pages, or those alone that have it at first."""
    extra = [f"/files/{pk}" for pk in StoredFile.objects.values_list("pk", flat=True)]
    extra += [f"/jobs/{pk}" for pk in Job.objects.values_list("pk", flat=True)]
    extra += [f"/{part}/{form.pk}" for part in ("forms", "review/forms")] + [f"/dashboard/{form.unit_id}/findings"]
    found = []
    for url in dict.fromkeys(["/", "/notices/", *(share(urls(), 0) if everywhere else ()), *extra]):
        if "sign-out" not in url:
            answer = client.get(url)
            content = answer.getvalue() if answer.streaming else answer.content
            if SECRET in content.decode("utf-8", "ignore") or (url.startswith("/files/") and answer.status_code == 200):
                found.append(url)
    return found


def of_the_program(token: str, form: SelfEvaluation) -> list[str]:
    """The answers of the API in which the project's name stands."""
    program = Program(token)
    paths = json.loads(program.client.get("/api/v1/openapi.json").content)["paths"]
    asked = [path.removeprefix("/api/v1") for path, methods in paths.items() if "get" in methods]
    filled = [one.split("{")[0] + (f"{form.pk}" + one.split("}", 1)[1] if "{" in one else "") for one in asked]
    said = {path: json.dumps(program.get(path).json(), ensure_ascii=False) for path in filled}
    return [path for path, text in said.items() if SECRET in text]


def unname(form: SelfEvaluation) -> None:
    declare(form, "shenhe")
    form.project.named.clear()


EVENTS = {**AFTERWARDS, "un-named": unname}


@pytest.mark.parametrize(
    "event", ["declared secret", *(pytest.param(one, marks=pytest.mark.slow) for one in EVENTS if one[0] != "d")]
)
def test_nothing_derived_tells_whoever_may_not_see_it_any_more(signed_in, form, derived, event):
    if event == "declared secret":
        before = telling(signed_in("shenhe"), form, everywhere=False)
        assert len(before) >= 3
        assert of_the_program(derived, form)
    EVENTS[event](form)
    assert telling(signed_in("shenhe"), form) == []
    assert of_the_program(derived, form) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["zhuguan", "caizheng", "shenji", "pingjia", "rizhi", "xitong", "anquan"])
def test_nothing_derived_tells_those_above_and_beside_of_a_secret_project(signed_in, form, derived, who):
    declare(form, "tianbao")
    assert telling(signed_in(who), form) == []
