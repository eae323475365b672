"""The queue: who takes what, what becomes of a job whose worker falls silent, and who may look."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.db.models.functions import Now

from jiheng.trouble import Trouble
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.jobs import queue
from jiheng.web.jobs.models import Job, Schedule
from jiheng.web.jobs.worker import work


@pytest.fixture
def kind(monkeypatch):
    """Make a kind of job for this test alone: kind("name", function)."""
    monkeypatch.setattr(queue, "_handlers", dict(queue._handlers))

    def make(name, function):
        queue.handles(name, name)(function)
        return name

    return make


def _silent(job):
    """The lease of a job has run out."""
    Job.objects.filter(pk=job.pk).update(lease=Now() - datetime.timedelta(seconds=1))


def test_first_come_first_served(db):
    one, two = queue.put("a", None), queue.put("b", None)
    assert queue.take("w1").pk == one.pk
    assert queue.take("w2").pk == two.pk
    assert queue.take("w3") is None


def test_a_job_under_lease_is_not_taken_but_one_of_a_silent_worker_is(db):
    queue.put("a", None)
    first = queue.take("w1")
    assert queue.take("w2") is None
    _silent(first)
    second = queue.take("w2")
    assert second.pk == first.pk
    assert second.attempts == 2


def test_who_lost_a_job_can_neither_extend_nor_finish_it(db):
    queue.put("a", None)
    first = queue.take("w1")
    _silent(first)
    second = queue.take("w2")
    assert not queue.extend(first, done=1)
    assert not queue.finish(first, Job.State.DONE)
    with pytest.raises(queue.Lost):
        queue.advance(first)
    assert queue.finish(second, Job.State.DONE, result={"n": 1})
    assert Job.objects.get(pk=first.pk).result == {"n": 1}


def test_the_same_worker_taking_again_does_not_revive_its_old_attempt(db):
    queue.put("a", None)
    first = queue.take("w1")
    _silent(first)
    queue.take("w1")
    assert not queue.extend(first)


def test_extending_moves_the_lease_and_says_how_far(db):
    queue.put("a", None)
    job = queue.take("w1")
    _silent(job)
    assert queue.extend(job, done=3, total=10, message="读取中")
    job.refresh_from_db()
    assert (job.done, job.total, job.message) == (3, 10, "读取中")
    assert queue.take("w2") is None


def test_a_job_done_keeps_its_result(db, kind):
    queue.put(kind("a", lambda job: {"text": job.arguments["x"]}), None, x="好")
    work(queue.take("w"))
    job = Job.objects.get()
    assert (job.state, job.result, job.lease) == (Job.State.DONE, {"text": "好"}, None)
    assert job.ended_at is not None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Trouble("没有这个文件，请重新上传。"), "没有这个文件，请重新上传。"),
        (ValidationError("空间已满。"), "空间已满。"),
    ],
)
def test_a_reason_is_told_as_it_stands(db, kind, error, said):
    def fails(job):
        raise error

    queue.put(kind("a", fails), None)
    work(queue.take("w"))
    job = Job.objects.get()
    assert (job.state, job.message) == (Job.State.FAILED, said)


def test_a_defect_is_told_without_its_insides(db, kind):
    def fails(job):
        raise RuntimeError("/srv/secret/path said x=1")

    queue.put(kind("a", fails), None)
    work(queue.take("w"))
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert "secret" not in job.message
    assert "RuntimeError" not in job.message
    assert str(job.pk) in job.message


def test_a_busy_database_puts_the_job_back(db, kind):
    def busy(job):
        raise OperationalError("database is locked")

    queue.put(kind("a", busy), None)
    with pytest.raises(OperationalError):
        work(queue.take("w"))
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.WAITING, 1)


def test_a_job_that_kills_its_workers_is_given_up(db, kind):
    done = []
    queue.put(kind("a", lambda job: done.append(1)), None)
    for number in range(queue.ATTEMPTS):
        _silent(queue.take(f"w{number}"))
    work(queue.take("last"))
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert "停止重试" in job.message
    assert not done


def test_an_unknown_kind_fails(db):
    queue.put("nobody-knows", None)
    work(queue.take("w"))
    assert Job.objects.get().state == Job.State.FAILED


def test_handing_back_on_stop_does_not_count_against_the_job(db):
    queue.put("a", None)
    for _ in range(queue.ATTEMPTS + 2):
        assert queue.hand_back(queue.take("w"), counts=False)
    assert Job.objects.get().attempts == 0


def test_work_that_comes_round_is_put_once_until_its_time_comes_again(db, monkeypatch):
    monkeypatch.setattr(queue, "_rounds", {})
    done = []

    @queue.every(60)
    def tidy():
        done.append(1)

    queue.put_due()
    queue.put_due()
    assert Job.objects.filter(kind=queue.TICK).count() == 1
    work(queue.take("w"))
    assert done == [1]
    queue.put_due()
    assert queue.take("w") is None
    Schedule.objects.update(at=Now() - datetime.timedelta(seconds=1))
    queue.put_due()
    assert Job.objects.filter(kind=queue.TICK).count() == 1  # the old one is gone
    work(queue.take("w"))
    assert done == [1, 1]


def test_work_that_comes_round_does_not_pile_up_behind_a_slow_one(db, monkeypatch):
    monkeypatch.setattr(queue, "_rounds", {})
    queue.every(1)(lambda: None)
    for _ in range(3):
        queue.put_due()
        Schedule.objects.update(at=Now() - datetime.timedelta(seconds=1))
    assert Job.objects.filter(kind=queue.TICK).count() == 1


def test_an_idle_look_takes_no_lock(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert queue.take("w") is None


def test_only_who_gave_the_job_and_the_administrator_see_it(signed_in):
    job = queue.put("a", Person.objects.get(username="tianbao"))
    assert signed_in("tianbao").get(f"/jobs/{job.pk}").status_code == 200
    assert signed_in("xitong").get(f"/jobs/{job.pk}").status_code == 200
    assert signed_in("gongyuan").get(f"/jobs/{job.pk}").status_code == 403
    assert signed_in("caizheng").get(f"/jobs/{job.pk}").status_code == 403


def test_the_list_is_the_system_administrators(signed_in):
    queue.put("a", None)
    assert "等待" in signed_in("xitong").get("/jobs/").content.decode()
    for other in ("tianbao", "zhuguan", "anquan", "rizhi", "shenji"):
        assert signed_in(other).get("/jobs/").status_code == 403


def test_progress_asks_again_until_the_job_has_ended(signed_in):
    job = queue.put("a", Person.objects.get(username="tianbao"))
    client = signed_in("tianbao")
    running = client.get(f"/jobs/{job.pk}", headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in running
    taken = queue.take("w")
    queue.finish(taken, Job.State.DONE, result={"link": "/imports/", "text": "读完了。"})
    ended = client.get(f"/jobs/{job.pk}", headers={"HX-Request": "true"})
    assert "hx-get" not in ended.content.decode()
    assert 'href="/imports/"' in ended.content.decode()
    assert ended.headers["HX-Trigger-After-Settle"] == "job-ended"


def test_retry_of_a_failed_job_is_on_record(signed_in):
    queue.put("a", None)
    job = queue.take("w")
    queue.finish(job, Job.State.FAILED, "没有完成")
    assert signed_in("tianbao").post(f"/jobs/{job.pk}/retry").status_code == 403
    signed_in("xitong").post(f"/jobs/{job.pk}/retry")
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
    assert AuditEntry.objects.filter(action="job.retry").count() == 1


def test_what_a_job_has_found_is_for_who_gave_it(signed_in):
    job = queue.put("a", Person.objects.get(username="tianbao"))
    queue.finish(queue.take("w"), Job.State.DONE, result={"text": "“某项目”没有处理", "link": "/imports/1"})
    assert "某项目" in signed_in("tianbao").get(f"/jobs/{job.pk}").content.decode()
    page = signed_in("xitong").get(f"/jobs/{job.pk}").content.decode()
    assert "某项目" not in page
    assert "/imports/1" not in page
