"""What this app gives to the workbench when it starts: the packs in use, names for the audit log."""

from jiheng.web.auditlog import labels
from jiheng.web.packs import installed

installed.bring_in()
labels.name_actions({"place.upload": "上传地方包", "place.enable": "启用地方包"})
labels.name_subjects({"packs.packversion": "name"})
