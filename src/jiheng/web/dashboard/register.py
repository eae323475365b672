"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from jiheng.web.accounts import menu
from jiheng.web.dashboard import jobs  # noqa: F401

menu.add(10, "首页", "home", None)
menu.add(30, "汇总", "dashboard:home", "dashboard.see")
