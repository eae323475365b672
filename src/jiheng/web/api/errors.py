"""What a program is told when something cannot be done: {message, advice} with a status that fits."""

import logging

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as Refused
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from jiheng.web.failures import BUSY, passing

_log = logging.getLogger("jiheng.api")
_CONTRACT = "请对照 /api/v1/openapi.json 改正请求。"
_KINDS = {
    "missing": "没有写",
    "int_parsing": "应是整数",
    "int_type": "应是整数",
    "string_type": "应是文字",
    "list_type": "应是数组",
    "dict_type": "应是对象",
    "model_attributes_type": "应是对象",
    "string_too_long": "太长",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "含有不能用的字符",
    "enum": "不是可用的取值",
    "literal_error": "不是可用的取值",
    "extra_forbidden": "不认识",
    "greater_than_equal": "太小，不能小于 {ge}",
    "less_than_equal": "太大，不能大于 {le}",
    "timezone_aware": "要带时区，如 2025-03-01T09:00:00+08:00",
    "datetime_parsing": "不是时间，应写成 2025-03-01T09:00:00+08:00",
    "datetime_from_date_parsing": "不是时间，应写成 2025-03-01T09:00:00+08:00",
    "date_parsing": "不是日期，应写成 2025-03-01",
    "date_from_datetime_parsing": "不是日期，应写成 2025-03-01",
    "too_long": "太多",
    "too_short": "不能为空",
}


def answer(status: int, message: str, advice: str = "") -> HttpResponse:
    """A problem as a response."""
    return JsonResponse(
        {"message": message, "advice": advice}, status=status, json_dumps_params={"ensure_ascii": False}
    )


def tell(api: NinjaAPI) -> None:
    """Teach the API to answer every failure so."""

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        response = answer(
            401,
            "没有令牌，或令牌不对、已撤销、已过期。",
            "请在请求头里写 Authorization: Bearer 令牌；令牌在“我的账号 → 令牌”页生成。",
        )
        response.headers["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return answer(403, str(error), "请换有这项权限的人的令牌，或请安全管理员授权。")

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(404, "没有这一项。", "请核对编号；编号从列表接口得到。")

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return answer(409, "；".join(error.messages), "请先读取这张表现在的内容，按上面说的改正后再试。")

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return answer(422, "；".join(_said(detail) for detail in error.errors[:5]), _CONTRACT)

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(error.status_code, "请求体不是 JSON。", _CONTRACT)

    @api.exception_handler(MultiPartParserError)
    def broken(request: HttpRequest, error: MultiPartParserError) -> HttpResponse:
        return answer(400, "请求体不是 multipart/form-data，或没有传全。", _CONTRACT)

    @api.exception_handler(OperationalError)
    def busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
        _log.exception("database")
        failure = passing(error) or BUSY
        response = answer(503, f"{failure.message}。", failure.advice)
        response.headers["Retry-After"] = str(failure.after)
        return response

    @api.exception_handler(Exception)
    def defect(request: HttpRequest, error: Exception) -> HttpResponse:
        if isinstance(error, OSError) and (failure := passing(error)):
            return answer(503, f"{failure.message}。", failure.advice)
        _log.exception("%s %s", request.method, request.path)
        return answer(500, "程序出错了，这是绩衡的缺陷。", "请把时间和所发的请求告诉系统管理员。")


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """For an address below /api/ that there is not."""
    return answer(404, "没有这个接口。", "接口的清单在 /api/v1/openapi.json。")


def _said(error: dict[str, object]) -> str:
    where = error.get("loc")
    parts = [str(part) for part in where[1:]] if isinstance(where, tuple | list) else []
    name = ".".join(part for part in parts if part not in ("body",)) or "请求体"
    known = error.get("ctx")
    said = _KINDS.get(str(error.get("type")), "不合要求")
    return f"“{name}”{said.format(**known) if isinstance(known, dict) else said}"
