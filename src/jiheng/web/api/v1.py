"""Version 1 of the API."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from jiheng.web.api import (
    errors,
    evidence_endpoints,
    goals_endpoints,
    read_endpoints,
    write_endpoints,  # noqa: F401 (adds its operations to the same router)
    year_end_endpoints,
    year_endpoints,
)


class _Api(NinjaAPI):
    """What it tells of itself is put together once: that takes half a second."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in _told:
            _told[prefix] = super().get_openapi_schema(path_prefix=prefix)
        return _told[prefix]


_told: dict[str, OpenAPISchema] = {}
"""By the path below which the interfaces lie."""

api = _Api(
    title="绩衡工作台接口",
    version="1",
    description="供其他程序读取机构、人员、项目、自评表、得分、问题、佐证材料，填写自评表，上传佐证，提交和审核。权限与令牌所属的人在网页上的相同。",
    docs_url=None,
    urls_namespace="api-v1",
)
api.add_router("", read_endpoints.router)
api.add_router("", evidence_endpoints.router)
api.add_router("", goals_endpoints.router)
api.add_router("", year_endpoints.router)
api.add_router("", year_end_endpoints.router)
errors.tell(api)
