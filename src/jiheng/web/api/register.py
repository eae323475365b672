"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from jiheng.web.api import callback, tokens  # noqa: F401
from jiheng.web.auditlog import labels

labels.name_actions(
    {
        "token.make": "新建令牌",
        "token.revoke": "撤销令牌",
        "api.change": "程序接口：填写",
        "api.step": "程序接口：流转",
        "api.evidence": "程序接口：佐证材料",
    }
)
