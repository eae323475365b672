"""The commands by name: the module of each, loaded only when asked for, and what it does in one line."""

from typing import NamedTuple


class Listed(NamedTuple):
    """A module of this package with `HELP`, and `run` (a command) or `app` (a group of them); its line in the help."""

    module: str
    short: str


COMMANDS = {
    "extract": Listed("extract", "读出自评表的全部单元格，照表录入，不作改动"),
    "audit": Listed("audit", "审核自评表：每处问题在哪个单元格、依据什么、怎么改"),
    "opinion": Listed("opinion", "起草审核意见：退回、补充还是通过，逐条意见和单位的审核意见单，Word 里改"),
    "explain": Listed("explain", "说明一张表的每一分是怎么算出来的"),
    "annotate": Listed("annotate", "把审核意见批注在原文件上：Word 批注、Excel 批注、PDF 高亮、网页标注"),
    "fix": Listed("fix", "改正表内能确定的数（执行率、执行率得分、总分），另存一份"),
    "fill": Listed("fill", "把记录填成统一表样的自评表，或制作空白表发给单位填写"),
    "goals": Listed("goals", "审核绩效目标：四问评分表，要改的，参照指标库的建议"),
    "monitor": Listed("monitor", "绩效运行监控：逐项亮灯、推算全年、列出要说明的，写监控报告"),
    "advise": Listed("advise", "结果应用：按等级、执行率、自评质量和连年的问题，给下年预算提建议"),
    "rollup": Listed("rollup", "汇总：一个部门一年的项目、资金、执行率、得分、失分和问题"),
    "report": Listed("report", "写报告：部门整体评价、项目评价、单位自评，Word 或 PDF"),
    "claims": Listed("claims", "核对报告：正文里的每个数与前后文、与自评表是否一致"),
    "batch": Listed("batch", "批量：成千上万张表读取、评分、审核，结果存成数据文件，断了可以接着做"),
    "query": Listed("query", "查询批量结果：用 SQL，或用现成的分析"),
    "library": Listed("library", "指标库：从批量结果归纳常用指标的单位、方向和目标值范围"),
    "publish": Listed("publish", "公开：遮盖个人信息、撤下涉密项目，生成可直接公开的静态网站"),
    "app": Listed("local_page", "打开本机的网页：拖文件进去，看结论，存批注副本和报告，不用登录"),
    "serve": Listed("serve", "开启工作台：多人一起填报、审核、汇总（网页）"),
    "doctor": Listed("doctor", "检查工作台的周围：哪里敞着，怎么办"),
    "backup": Listed("backup", "把工作台的全部数据备份成一个文件（不用停机）"),
    "restore": Listed("restore", "把备份恢复到空的文件夹和数据库"),
    "keys": Listed("keys", "工作台的密钥文件：看、抄一份、换一把"),
    "places": Listed("places", "列出各地的表样和规则；places check 检查自己写的，places learn 由当地的表拟一个"),
    "rulebooks": Listed("rulebooks", "列出各地各年的办法；rulebooks show 编号 看参数和出处"),
    "audit-log": Listed("audit_log", "核对、导出工作台的审计日志"),
    "checks": Listed("checks", "列出全部检查；checks show A01 看一条的说明"),
    "completion": Listed("completion", "打印一段脚本，bash、zsh 里用 Tab 键补全命令和选项"),
}
