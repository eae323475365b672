"""Signing in and out, passwords, sessions, the second factor, an account's own pages."""

import time
from dataclasses import replace

import pytest
from django.conf import global_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice

from jiheng.web.accounts import second_factor
from jiheng.web.accounts.models import Authenticator, OpenSession, Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.demo.models import Example
from jiheng.web.demo.seed import PASSWORD
from jiheng.web.options import Options, Sessions

pytestmark = pytest.mark.django_db
NEW = "Xin-mima-2025"
SLOW = list(global_settings.PASSWORD_HASHERS)


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    """Hash passwords quickly, but for the test that looks at how long it takes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *SLOW]


@pytest.fixture
def tianbao():
    person = Person.objects.get(username="tianbao")
    person.set_password(PASSWORD)
    Person.objects.filter(pk=person.pk).update(password=person.password)
    return Person.objects.get(pk=person.pk)


def sign_in(client, username="tianbao", password=PASSWORD, **more):
    return client.post(reverse("accounts:sign-in"), {"username": username, "password": password, **more})


def actions():
    return list(AuditEntry.objects.order_by("-id").values_list("action", flat=True)[:6])


def token_of(device, steps=0):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06}"


@pytest.fixture
def enrolled(tianbao):
    """Somebody with an authenticator."""
    return Authenticator.objects.create(user=tianbao, confirmed=True, name="动态口令")


def test_signing_in_and_out_is_on_record(tianbao):
    client = Client()
    assert sign_in(client).url == "/"
    assert actions()[0] == "sign-in"
    assert client.get("/").status_code == 200
    assert client.post(reverse("accounts:sign-out")).url == reverse("accounts:sign-in")
    assert actions()[0] == "sign-out"
    assert client.get("/").status_code == 302


def test_signing_out_by_a_link_of_another_site_does_not_work(signed_in):
    client = signed_in("tianbao")
    assert client.get(reverse("accounts:sign-out")).status_code == 405
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(tianbao, url):
    assert sign_in(Client(), next=url).url == "/"
    assert sign_in(Client(), next="/me").url == "/me"


def test_wrong_names_and_wrong_passwords_get_the_same_answer(tianbao):
    Person.objects.filter(username="gongyuan").update(is_active=False)
    pages = set()
    for username, password in [("tianbao", "x"), ("nobody", "x"), ("gongyuan", PASSWORD), ("nobody", PASSWORD)]:
        page = sign_in(Client(REMOTE_ADDR=f"10.0.0.{len(username)}"), username, password)
        assert page.status_code == 200
        csrf = page.context["csrf_token"]
        pages.add(page.content.decode().replace(str(csrf), "").replace(f'value="{username}"', ""))
    assert len({page.split("<form")[1].split("示例")[0].count("用户名或密码不对") for page in pages}) == 1
    assert all("用户名或密码不对" in page for page in pages)


def test_an_unknown_name_costs_the_same_hashing(settings, monkeypatch):
    from django.contrib.auth import hashers

    settings.PASSWORD_HASHERS = SLOW
    person = Person.objects.get(username="tianbao")
    person.set_password("another-one-7391")
    person.save()
    rounds = []
    real = hashers.PBKDF2PasswordHasher.encode
    monkeypatch.setattr(
        hashers.PBKDF2PasswordHasher,
        "encode",
        lambda self, password, salt, iterations=None: (
            rounds.append(iterations or self.iterations),
            real(self, password, salt, 1),
        )[1],
    )
    done = []
    for username in ("tianbao", "nobody"):
        rounds.clear()
        sign_in(Client(), username, "wrong")
        done.append(sum(rounds))
    assert done[0] == done[1] > 100_000


def test_some_failures_do_not_lock_out(tianbao, settings):
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert sign_in(client, password="x").status_code == 200
    assert sign_in(client).status_code == 302


def test_the_lock_out_page_says_what_to_do_and_is_on_record_once(tianbao, settings):
    client = Client(REMOTE_ADDR="10.0.0.1")
    for _ in range(settings.AXES_FAILURE_LIMIT + 3):
        page = sign_in(client, password="x")
    assert page.status_code == 429
    assert "请过 30 分钟再试" in page.content.decode()
    assert sign_in(client).status_code == 429
    assert AuditEntry.objects.filter(action="sign-in.locked").count() == 1
    assert AuditEntry.objects.filter(action="sign-in.failed").count() == settings.AXES_FAILURE_LIMIT - 1
    assert sign_in(Client(REMOTE_ADDR="10.0.0.2")).status_code == 302


def test_a_name_that_nobody_has_is_not_written_out():
    sign_in(Client(), "Mima-typed-here", "x")
    assert "typed" not in str(AuditEntry.objects.latest("id").detail)


def test_the_example_tells_its_people_and_a_real_workbench_does_not():
    assert PASSWORD in Client().get(reverse("accounts:sign-in")).content.decode()
    Example.objects.all().delete()
    page = Client().get(reverse("accounts:sign-in")).content.decode()
    assert PASSWORD not in page
    assert "tianbao" not in page


def test_pages_send_those_not_signed_in_to_the_sign_in_page_and_back():
    assert Client().get("/people?q=1").url == f"{reverse('accounts:sign-in')}?next=%2Fpeople%3Fq%3D1"
    htmx = Client().get("/people", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/people?page=2")
    assert htmx.headers["HX-Redirect"] == f"{reverse('accounts:sign-in')}?next=%2Fpeople%3Fpage%3D2"
    script = Client().post("/people", HTTP_ACCEPT="application/json")
    assert (script.status_code, script.json()["message"]) == (401, "请先登录。")


def test_a_given_password_must_be_changed_before_anything_else(tianbao):
    Person.objects.filter(pk=tianbao.pk).update(must_change_password=True)
    client = Client()
    sign_in(client)
    assert client.get("/me").url.startswith(reverse("accounts:password"))
    page = client.get(reverse("accounts:password")).content.decode()
    assert "别人给您的" in page
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post(reverse("accounts:password"), sent).status_code == 302
    assert client.get("/me").status_code == 200
    assert actions()[0] == "password.change"
    tianbao.refresh_from_db()
    assert tianbao.check_password(NEW)
    assert not tianbao.must_change_password


def test_an_old_password_must_be_changed(tianbao, settings):
    old = timezone.now() - timezone.timedelta(days=settings.PASSWORD_AGE_DAYS + 1)
    Person.objects.filter(pk=tianbao.pk).update(password_changed_at=old)
    client = Client()
    sign_in(client)
    assert client.get("/me").url.startswith(reverse("accounts:password"))
    assert "用得太久" in client.get(reverse("accounts:password")).content.decode()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Duan-1", "至少 10 个字符"),
        ("zhiyouxiaoxie", "至少三种"),
        ("1234567890", "至少三种"),
        ("Password123", "常见"),
        ("Tianbao-7391", "不能有您的用户名"),
        (PASSWORD, "最近 5 次"),
    ],
)
def test_weak_passwords_are_refused_in_plain_chinese(tianbao, password, why):
    client = Client()
    sign_in(client)
    sent = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    page = client.post(reverse("accounts:password"), sent)
    assert page.status_code == 200
    assert why in " ".join(one for errors in page.context["form"].errors.values() for one in errors)


def test_the_last_passwords_cannot_be_used_again(tianbao, settings):
    client = Client()
    sign_in(client)
    words = [f"Mima-di-{number}-ci" for number in range(settings.PASSWORDS_REMEMBERED)]
    for before, after in zip([PASSWORD, *words], words, strict=False):
        sent = {"old_password": before, "new_password1": after, "new_password2": after}
        assert client.post(reverse("accounts:password"), sent).status_code == 302
    for used in words:
        sent = {"old_password": words[-1], "new_password1": used, "new_password2": used}
        assert client.post(reverse("accounts:password"), sent).status_code == 200, used


def test_changing_the_password_ends_the_other_sessions(tianbao):
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client)
        client.get("/me")
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    here.post(reverse("accounts:password"), sent)
    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code == 302


def test_idle_and_long_sessions_end(tianbao, settings, monkeypatch):
    from jiheng.web.accounts import sessions

    client, start = Client(), time.time()
    sign_in(client)
    assert client.get("/me").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: start + settings.SESSION_IDLE_SECONDS + 5)
    gone = client.get("/me")
    assert gone.url.startswith(reverse("accounts:sign-in"))
    monkeypatch.setattr(sessions.time, "time", lambda: start)
    sign_in(client)
    for minutes in range(0, settings.SESSION_COOKIE_AGE // 60, 25):
        monkeypatch.setattr(sessions.time, "time", lambda at=start + minutes * 60: at)
        assert client.get("/me").status_code == 200, minutes
    monkeypatch.setattr(sessions.time, "time", lambda: start + settings.SESSION_COOKIE_AGE + 5)
    assert client.get("/me").status_code == 302


def test_a_session_ends_where_the_clock_was_set_back(tianbao, monkeypatch):
    """Else it would last as much longer as the clock went back."""
    from jiheng.web.accounts import sessions

    client, start = Client(), time.time()
    sign_in(client)
    assert client.get("/me").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: start - 30)
    assert client.get("/me").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: start - 3600)
    assert client.get("/me").url.startswith(reverse("accounts:sign-in"))


def test_what_a_page_asks_by_itself_does_not_keep_a_session_alive(tianbao, settings, monkeypatch):
    from jiheng.web.accounts import sessions

    client, start = Client(), time.time()
    sign_in(client)
    client.get("/me")
    for seconds in range(0, settings.SESSION_IDLE_SECONDS, 300):
        monkeypatch.setattr(sessions.time, "time", lambda at=start + seconds: at)
        assert client.get("/me", HTTP_X_JIHENG_BACKGROUND="1").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: start + settings.SESSION_IDLE_SECONDS + 5)
    assert client.get("/me").status_code == 302


def test_my_page_shows_my_sessions_and_ends_the_others(tianbao):
    here, there = Client(HTTP_USER_AGENT="此处"), Client(HTTP_USER_AGENT="彼处", REMOTE_ADDR="10.0.0.9")
    for client in (here, there):
        sign_in(client)
        client.get("/me")
    page = here.get("/me").content.decode()
    assert "此处" in page
    assert "10.0.0.9" in page
    here.post(reverse("accounts:end-sessions"))
    assert there.get("/me").status_code == 302
    assert here.get("/me").status_code == 200
    assert OpenSession.objects.filter(person=tianbao).count() == 1
    assert actions()[0] == "session.end"


@pytest.mark.full
@pytest.mark.parametrize("most", [1, 2])
def test_where_one_place_at_a_time_is_set_the_older_session_ends(tianbao, settings, most):
    settings.CONFIG = replace(settings.CONFIG, options=Options(sessions=Sessions(most)))
    clients = [Client() for _ in range(4)]
    for client in clients:
        sign_in(client)
        assert client.get("/me").status_code == 200
    assert [client.get("/me").status_code for client in clients] == [302] * (4 - most) + [200] * most
    assert OpenSession.objects.filter(person=tianbao).count() == most
    assert AuditEntry.objects.filter(action="session.end", person_id=tianbao.pk).count() == 4 - most


def test_by_itself_one_may_be_signed_in_in_many_places(tianbao):
    clients = [Client() for _ in range(4)]
    for client in clients:
        sign_in(client)
    assert [client.get("/me").status_code for client in clients] == [200] * 4


def test_a_deactivated_person_is_out_at_once(tianbao):
    client = Client()
    sign_in(client)
    Person.objects.filter(pk=tianbao.pk).update(is_active=False)
    assert client.get("/me").status_code == 302


def test_setting_up_the_second_factor(tianbao):
    client, other = Client(), Client()
    for one in (client, other):
        sign_in(one)
        one.get("/me")
    page = client.get(reverse("accounts:second-factor")).content.decode()
    assert reverse("accounts:second-factor-qr") in page
    picture = client.get(reverse("accounts:second-factor-qr"))
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<?xml")
    assert picture.headers["Cache-Control"] == "no-store"
    device = Authenticator.objects.get(user=tianbao, confirmed=False)
    assert "口令不对" in client.post(reverse("accounts:second-factor"), {"token": "000000"}).content.decode()
    device.throttle_reset()
    codes = client.post(reverse("accounts:second-factor"), {"token": token_of(device)}).context["codes"]
    assert len(set(codes)) == 10
    assert client.get("/me").status_code == 200
    assert other.get("/me").status_code == 302
    stored = StaticDevice.objects.get(user=tianbao).token_set.values_list("token", flat=True)
    assert not set(stored) & set(codes)
    assert codes[0] not in client.get(reverse("accounts:second-factor")).content.decode()


def test_the_second_factor_stands_before_every_page(enrolled, tianbao):
    Person.objects.filter(pk=tianbao.pk).update(must_change_password=True)
    client = Client()
    sign_in(client)
    for url in ("/", "/me", "/me/password", "/people", "/files/1", "/dashboard/"):
        assert client.get(url).url.startswith(reverse("accounts:second-factor")), url
    assert "口令不对" in client.post("/me/second-factor", {"token": "123456"}).content.decode()
    enrolled.refresh_from_db()
    enrolled.throttle_reset()
    passed = client.post("/me/second-factor", {"token": token_of(enrolled), "next": "/me"})
    assert passed.url == "/me"
    Person.objects.filter(pk=tianbao.pk).update(must_change_password=False)
    assert client.get("/me").status_code == 200
    assert {"second-factor.passed", "second-factor.failed"} <= set(actions())


def test_a_token_works_once(enrolled, tianbao):
    token = token_of(enrolled)
    assert second_factor.verify(tianbao, token) is not None
    assert second_factor.verify(tianbao, token) is None


def test_guessing_tokens_is_slowed_down(enrolled, tianbao):
    for guess in ("000000", "000001", "000002"):
        second_factor.verify(tianbao, guess)
    assert second_factor.wait(tianbao)
    assert second_factor.verify(tianbao, token_of(enrolled)) is None


def test_a_backup_code_works_once_and_without_the_device(enrolled, tianbao):
    codes = second_factor.new_codes(tianbao)
    for code, works in ((codes[0], True), (codes[0], False)):
        assert (second_factor.verify(tianbao, f" {code.upper()} ") is not None) == works
    StaticDevice.objects.get(user=tianbao).throttle_reset()
    assert second_factor.codes_left(tianbao) == 9


def test_a_second_factor_that_is_required_cannot_be_put_off_or_removed(tianbao):
    Person.objects.filter(pk=tianbao.pk).update(second_factor_required=True)
    client = Client()
    sign_in(client)
    assert client.get("/me").url.startswith(reverse("accounts:second-factor"))
    client.get(reverse("accounts:second-factor"))
    device = Authenticator.objects.get(user=tianbao)
    client.post(reverse("accounts:second-factor"), {"token": token_of(device)})
    device.refresh_from_db()
    removing = {"do": "remove", "token": token_of(device, 1)}
    assert "不能停用" in client.post(reverse("accounts:second-factor"), removing, follow=True).content.decode()
    assert second_factor.device_of(tianbao) is not None


def test_removing_the_second_factor_wants_a_token(enrolled, tianbao):
    client = Client()
    sign_in(client)
    client.post("/me/second-factor", {"token": token_of(enrolled)})
    client.post("/me/second-factor", {"do": "remove", "token": ""})
    assert second_factor.device_of(tianbao) is not None
    StaticDevice.objects.filter(user=tianbao).delete()
    client.post("/me/second-factor", {"do": "remove", "token": token_of(enrolled, 1)})
    assert second_factor.device_of(tianbao) is None


def test_nobody_enrols_a_second_device_without_the_first(enrolled, tianbao):
    client = Client()
    sign_in(client)
    client.get(reverse("accounts:second-factor-qr"))
    coming = Authenticator.objects.filter(user=tianbao, confirmed=False).first()
    if coming is not None:
        client.post("/me/second-factor", {"token": token_of(coming)})
    assert client.get("/me").status_code == 302
