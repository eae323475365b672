"""What this app gives to the workbench when it starts: rights, names for the audit log."""

from jiheng.web.accounts import permissions
from jiheng.web.auditlog import labels

permissions.register("jiheng.web.packs")
labels.name_actions({"place.upload": "上传地方包", "place.enable": "启用地方包"})
labels.name_subjects({"packs.packversion": "name"})
