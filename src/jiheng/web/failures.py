"""When something fails: a database that is busy and a disk that is full are said as such, the rest is a defect."""

import errno
import sys
from collections.abc import Iterator
from typing import NamedTuple

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

_FULL = (errno.ENOSPC, errno.EDQUOT)


class Failure(NamedTuple):
    """What is told of a failure that passes: in Chinese, with what to do, and after how many seconds to try again."""

    message: str
    advice: str
    after: int


BUSY = Failure("服务器正忙，这次没有做成", "已保存的内容不受影响。请过几秒再试；多次如此请告诉系统管理员。", 5)
FULL = Failure("服务器的磁盘满了，这次没有存上", "已保存的内容不受影响。请告诉系统管理员清出空间，然后再试。", 60)


def passing(error: BaseException | None) -> Failure | None:
    """Which failure that passes this is, it or what led to it; None for a defect."""
    causes = list(_causes(error))
    for cause in causes:
        full = isinstance(cause, OSError) and cause.errno in _FULL
        if full or (isinstance(cause, OperationalError) and ("full" in str(cause) or "No space" in str(cause))):
            return FULL
    return BUSY if any(isinstance(cause, OperationalError) for cause in causes) else None


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to a request that ended in an exception (handler500): in the form that the caller reads."""
    failure = passing(sys.exc_info()[1])
    if request.headers.get("Accept", "").startswith("application/json"):
        said = failure or Failure("程序出错了，这次没有做成", "请稍后再试；再出错请告诉系统管理员。", 0)
        response: HttpResponse = JsonResponse({"message": said.message, "advice": said.advice}, status=500)
    else:
        page = "500.html" if failure is None else "503.html"
        response = HttpResponse(render_to_string(page, {"failure": failure}), status=500)
    if failure is not None:
        response.status_code = 503
        response.headers["Retry-After"] = str(failure.after)
    return response


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
