"""Restoring a backup on trial, into a folder that is thrown away: a backup that was never restored is a hope."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from jiheng.trouble import Trouble
from jiheng.web import config
from jiheng.web.backup.opened import TRIAL

_WARNED = 1


def restore_on_trial(path: Path, key: bytes) -> str:
    """Restore into SQLite beside the file, in a process of its own; what it warns of. Raises Trouble.

    `key` is the file's own: a second person's token is not at hand when a backup is made.
    """
    folder = path.with_name(f"{path.name}.trial")
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "jiheng", "restore", str(path), "--data", str(folder / "data")]
    command += ["--keys", str(settings.CONFIG.keys)]
    environment = {**os.environ, config.DATABASE: "", config.KEYS: "", "PYTHONUTF8": "1", TRIAL: key.hex()}
    try:
        folder.mkdir()
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if ran.returncode not in (0, _WARNED):
            message = f"备份写好了，但试着恢复时没有通过，所以没有留下。\n{ran.stderr.strip()[-1000:]}"
            raise Trouble(message, "请检查磁盘空间后再试。")
        return ran.stderr.strip().splitlines()[-1] if ran.returncode else ""
    finally:
        shutil.rmtree(folder, ignore_errors=True)
