"""Version 1 of the API."""

from ninja import NinjaAPI

from jiheng.web.api import (
    errors,
    evidence_endpoints,
    goals_endpoints,
    read_endpoints,
    write_endpoints,  # noqa: F401 (adds its operations to the same router)
    year_end_endpoints,
    year_endpoints,
)

api = NinjaAPI(
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
