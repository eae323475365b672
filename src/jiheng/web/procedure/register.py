"""What this app gives to the workbench when it starts: who may have attached files, names for the audit log."""

from jiheng.web.auditlog import labels
from jiheng.web.procedure import attachments  # noqa: F401

labels.name_actions({"attachment.add": "上传材料", "attachment.remove": "移除材料"})
