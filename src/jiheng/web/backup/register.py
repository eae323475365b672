"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from jiheng.web.accounts import menu
from jiheng.web.auditlog import labels
from jiheng.web.backup import jobs  # noqa: F401

menu.add(110, "备份", "backup:list", "backup.make")
menu.add(111, "恢复凭证", "backup:token", "backup.lock")
labels.name_actions(
    {
        "backup.ask": "要求备份",
        "backup.download": "下载备份",
        "backup.remove": "删除备份",
        "backup.restore": "恢复备份",
        "backup.lock": "生成恢复凭证",
        "backup.unlock": "取消恢复凭证",
        "keys.copy": "抄密钥文件",
        "keys.rotate": "更换密钥",
    }
)
