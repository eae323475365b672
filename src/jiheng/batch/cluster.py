"""The units of a plan done by the workers of a dask.distributed cluster (extra `jiheng[cluster]`)."""

import multiprocessing
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from jiheng.batch.unit import BatchUnit, Counts, Settings
from jiheng.batch.work import do
from jiheng.extras import install
from jiheng.trouble import Trouble

_AHEAD = 4
"""Units handed out for each thread of the cluster before the first is finished."""
_PATIENCE = 30
"""Seconds to wait for the scheduler and for a first worker."""
_IN_OWN_PROCESS = "import sys; from jiheng.batch.cluster import main; main(sys.stdin.buffer.read())"


class Task(msgspec.Struct, frozen=True):
    """A unit with all that doing it takes, to be sent to another process."""

    unit: BatchUnit
    folder: str
    own: Settings


def on_cluster(units: Sequence[BatchUnit], folder: Path, own: Settings, address: str) -> Iterator[Counts]:
    """Do the units; every worker writes into the folder itself, which all must see under the same path.

    A worker that is lost costs only the unit it was at, which another one does again. Raises Trouble.
    """
    if find_spec("distributed") is None:
        raise Trouble("用集群要有 dask.distributed，这台电脑上没有装", f"请运行 {install('cluster')} 后再试。")
    _reach(address)
    from distributed import Client, as_completed

    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Trouble(f"连不上调度程序 {address}（{error}）", "请核对地址，并确认 dask scheduler 已经启动。") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise Trouble(f"集群 {address} 里没有工作进程", "请用 dask worker 启动至少一个。") from error
        waiting = (msgspec.msgpack.encode(Task(unit, str(folder), own)) for unit in units)
        ahead = _AHEAD * max(1, sum(client.nthreads().values()))

        def hand_out(number: int) -> list[object]:
            tasks = islice(waiting, number)
            return [client.submit(do_task, task, pure=False) for task in tasks]

        running = as_completed(hand_out(ahead), loop=client.loop)
        for future in running:
            try:
                counts = msgspec.msgpack.decode(future.result(), type=Counts)
            except Exception as error:  # of whatever kind the worker raised, or the loss of the scheduler
                raise Trouble(
                    f"集群上有一批没有做成（{type(error).__name__}: {error}）",
                    "做完的都已存好；请确认各台都装了同一版本的绩衡、结果文件夹的路径相同，再运行同一条命令接着做。",
                ) from error
            yield counts
            future.release()
            running.update(hand_out(1))


def _reach(address: str) -> None:
    """See whether something listens there: the client itself takes minutes to give up."""
    advice = "请写成 tcp://地址:端口，并确认 dask scheduler 已经启动。"
    try:
        where = urlsplit(address)
        with socket.create_connection((where.hostname or "", where.port or 0), _PATIENCE):
            return
    except (OSError, ValueError) as error:
        raise Trouble(f"连不上调度程序 {address}（{error}）", advice) from error


def do_task(data: bytes) -> bytes:
    """A unit, encoded; called on the worker.

    Files are read in processes of their own, which a worker under a nanny may not start; such a unit is
    done in a separate program.
    """
    task = msgspec.msgpack.decode(data, type=Task)
    reads_files = any(piece.length is None for piece in task.unit.pieces)
    if reads_files and multiprocessing.current_process().daemon:
        ran = subprocess.run([sys.executable, "-c", _IN_OWN_PROCESS], input=data, capture_output=True, check=False)
        if ran.returncode:
            raise RuntimeError(ran.stderr.decode(errors="replace")[-2000:])
        return ran.stdout
    return msgspec.msgpack.encode(do(task.unit, Path(task.folder), task.own))


def main(data: bytes) -> None:
    """A unit in this process; what came of it goes to standard output."""
    task = msgspec.msgpack.decode(data, type=Task)
    sys.stdout.buffer.write(msgspec.msgpack.encode(do(task.unit, Path(task.folder), task.own)))
