"""What is open in the surroundings is said, and a second server on one folder or port is refused."""

import dataclasses
import datetime
import os
import socket
import subprocess
import sys

import msgspec
import pytest
from tests.web.conftest import environment, start, stop

from jiheng.cli.serve import address_of
from jiheng.trouble import Trouble
from jiheng.web import doctor, options
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog import log
from jiheng.web.backup import lock
from jiheng.web.demo.models import Example
from jiheng.web.only_one import Running, only_one, running_in
from jiheng.web.sealing import keys

HERE = Running("127.0.0.1", 8000, False, False, False, 1)


def said(running: Running | None = None) -> str:
    return "".join(one.what for one in doctor.examine(running))


@pytest.fixture
def data(settings, tmp_path):
    """A data folder of this test's own, as narrow as the start makes it."""
    tmp_path.chmod(0o700)
    settings.CONFIG = dataclasses.replace(settings.CONFIG, data=tmp_path)
    keys.make(settings.CONFIG.keys)
    return tmp_path


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
@pytest.mark.django_db
def test_files_that_others_can_read_are_named(data):
    assert "别的账号" not in said()
    (data / "jiheng.sqlite3").touch(0o644)
    (data / "jiheng.sqlite3").chmod(0o644)
    assert "jiheng.sqlite3" in said()
    data.chmod(0o755)
    assert "也能进去" in said()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("running", "words"),
    [
        (HERE, None),
        (HERE._replace(host="0.0.0.0"), "明文"),
        (HERE._replace(host="0.0.0.0", https=True), "代理是哪一台"),
        (HERE._replace(host="0.0.0.0", https=True, proxies_listed=True), None),
        (HERE._replace(secret_shown=True), "ps"),
    ],
)
def test_the_way_of_serving_is_looked_at(data, running, words):
    found = said(running)
    assert words is None or words in found
    assert words is not None or not any(word in found for word in ("明文", "代理", "ps"))


@pytest.mark.django_db
def test_the_example_and_a_missing_backup_are_said(data):
    assert "示例人员" in said()
    Example.objects.all().delete()
    assert "示例人员" not in said()
    assert "还没有备份过" in said()
    log.write(None, "backup.make")
    assert "还没有备份过" not in said()


@pytest.mark.django_db
def test_the_key_file_is_looked_at(data, settings):
    assert "还没有抄过副本" in said()
    assert "就在数据文件夹里" in said()
    path = settings.CONFIG.keys
    keys.write(path, msgspec.structs.replace(keys.read(path), copied=datetime.date(2025, 3, 1)))
    assert "副本" not in said()
    path.unlink()
    assert "不见了" in said()


@pytest.mark.django_db
def test_a_restore_by_one_person_and_backups_in_clear_are_said(data):
    assert "不需要第二个人" in said()
    lock.renew(Person.objects.get(username="anquan"))
    assert "不需要第二个人" not in said()
    (data / "backups").mkdir(0o700)
    (data / "backups/jiheng-20250301-080000-1.zip").touch(0o600)
    assert "没有加密的备份" in said()


@pytest.mark.django_db
def test_administrators_without_a_second_factor_are_named_where_that_is_allowed(data, settings):
    assert "动态口令" not in said()
    loose = options.Options(options.SecondFactor("optional"))
    settings.CONFIG = dataclasses.replace(settings.CONFIG, options=loose)
    assert str(Person.objects.get(username="anquan")) in said()


@pytest.mark.parametrize(
    ("host", "https", "allowed", "address"),
    [
        ("127.0.0.1", False, [], "http://127.0.0.1:8000/"),
        ("0.0.0.0", False, [], "http://127.0.0.1:8000/"),
        ("0.0.0.0", False, ["10.0.0.5", "jx.example.gov.cn"], "http://10.0.0.5:8000/"),
        ("127.0.0.1", True, ["jx.example.gov.cn"], "https://jx.example.gov.cn/"),
        ("127.0.0.1", True, [], "http://127.0.0.1:8000/"),
    ],
)
def test_the_address_to_open_is_one_that_people_can_type(host, https, allowed, address):
    running = Running(host, 8000, https, proxies_listed=True, secret_shown=False, process=1)
    assert address_of(running, allowed) == address


def test_a_data_folder_has_one_server(tmp_path):
    with only_one(tmp_path, HERE):
        assert running_in(tmp_path) == HERE
        with pytest.raises(Trouble, match="已经有一个工作台在用"), only_one(tmp_path, HERE):
            pass
    assert running_in(tmp_path) is None


def test_a_port_has_one_server(tmp_path):
    with socket.socket() as other:
        if hasattr(socket, "SO_REUSEPORT"):
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = HERE._replace(port=other.getsockname()[1])
        with pytest.raises(Trouble, match="已经有程序在用"), only_one(tmp_path, taken):
            pass
    with only_one(tmp_path, taken):
        pass


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[second_factor]\nadministrator = 'optional'", "是否应为 administrators"),
        ("[second_factor]\nadministrators = 'no'", "second_factor.administrators"),
        ("[second_factor\n", "TOML"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, text, words):
    (tmp_path / options.NAME).write_text(text, encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        options.read(tmp_path)
    assert words in caught.value.sentence
    assert options.NAME in caught.value.sentence


def test_settings_that_are_not_written_have_defaults(tmp_path):
    assert options.read(tmp_path) == options.Options()
    (tmp_path / options.NAME).write_text("[second_factor]\nadministrators = 'optional'", encoding="utf-8")
    assert options.read(tmp_path).second_factor.administrators == "optional"
    assert msgspec.to_builtins(options.Options())


def jiheng(data, *arguments):
    command = [sys.executable, "-m", "jiheng", *arguments, "--data", str(data)]
    return subprocess.run(command, env=environment(data), capture_output=True, text=True, check=False, timeout=600)


@pytest.mark.slow
def test_the_command_says_what_is_open_while_the_server_runs_and_after(seeded, tmp_path):
    import shutil

    data = tmp_path / "data"
    shutil.copytree(seeded, data)
    running = start(data)
    try:
        found = jiheng(data, "doctor")
        assert running.url in found.stdout
        assert "示例人员" in found.stdout
        assert found.returncode == 1
        second = jiheng(data, "serve", "--port", "1")
        assert (second.returncode, "已经有一个工作台在用" in second.stderr) == (2, True)
        port = running.url.rsplit(":", 1)[1]
        other = jiheng(tmp_path / "other", "serve", "--port", port)
        assert (other.returncode, "已经有程序在用" in other.stderr) == (2, True)
    finally:
        stop(running)
    assert "没有在运行" in jiheng(data, "doctor").stdout
    assert jiheng(tmp_path / "nothing", "doctor").returncode == 2


@pytest.mark.slow
def test_encrypted_serving_to_everybody_wants_the_proxy_named(tmp_path):
    refused = jiheng(tmp_path / "data", "serve", "--https", "--host", "0.0.0.0")
    assert (refused.returncode, "--proxy" in refused.stderr) == (2, True)
    assert not (tmp_path / "data").exists()
