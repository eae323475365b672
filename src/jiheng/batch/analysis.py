"""Ready analyses: what is usually asked of a batch, as SQL that a user can read, copy and change."""

import msgspec

from jiheng.form import WHOLE
from jiheng.places.score_ranges import ABOVE_FULL, NO_SCORE, score_ranges


class Analysis(msgspec.Struct, frozen=True):
    """A question: its name on the command line, its title, its SQL.

    `named`: it takes an indicator's name ($1). `joined`: it wants the table `full_names` (query.join_departments).
    """

    name: str
    title: str
    sql: str
    named: bool = False
    joined: bool = False


_FAULTS = """
WITH totals AS (SELECT year_number, area, count(*) AS total FROM forms GROUP BY ALL)
SELECT f.code AS 代码, any_value(f.name) AS 问题, forms.year_number AS 年度, forms.area AS 所在地,
       count(*) AS 处数, count(DISTINCT form_id) AS 表数,
       round(quotient(100 * count(DISTINCT form_id), any_value(total)), 2) AS "占当地当年表数（%）"
FROM findings AS f JOIN forms USING (form_id)
JOIN totals ON totals.year_number IS NOT DISTINCT FROM forms.year_number
           AND totals.area IS NOT DISTINCT FROM forms.area
WHERE NOT f.accepted
GROUP BY f.code, forms.year_number, forms.area
ORDER BY 代码, 年度, 所在地
"""

_KINDS = """
SELECT code AS 代码, any_value(name) AS 问题, count(*) AS 处数, count(DISTINCT form_id) AS 表数,
       round(quotient(100 * count(DISTINCT form_id), (SELECT count(*) FROM forms)), 2) AS "占全部表数（%）"
FROM findings WHERE NOT accepted GROUP BY code ORDER BY 处数 DESC, 代码
"""


def _scores() -> str:
    ranges = score_ranges()
    full = ranges[-1][0]
    cases = " ".join(f"WHEN points >= {low} THEN '{label}'" for low, label in reversed(ranges))
    return f"""
SELECT 档次,
       count(*) FILTER (总分种类 = '填报') AS 填报的总分,
       count(*) FILTER (总分种类 = '复算') AS 复算的总分
FROM (
  SELECT 总分种类, CASE WHEN points IS NULL THEN '{NO_SCORE}' WHEN points > {full} THEN '{ABOVE_FULL}'
    {cases} ELSE '{ranges[0][1]}' END AS 档次,
    coalesce(points, -1) AS place
  FROM (SELECT '填报' AS 总分种类, total_score_points AS points FROM forms
        UNION ALL SELECT '复算', total_recomputed FROM forms)
)
GROUP BY 档次 ORDER BY max(place) DESC
"""


_TARGETS = """
SELECT target_sign AS 符号, target_figure AS 目标值, target_unit AS 单位, count(*) AS 项数,
       count(DISTINCT department) AS 部门数, any_value(area) AS 例_所在地, any_value(project) AS 例_项目
FROM indicators JOIN forms USING (form_id)
WHERE contains(l3, $1) AND target_figure IS NOT NULL
GROUP BY target_sign, target_figure, target_unit
ORDER BY 项数 DESC, 目标值
"""

_DEPARTMENTS = f"""
SELECT full_name AS 主管部门, year_number AS 年度, count(*) AS 张数,
       round(quotient(sum(budget_yuan), 10000), 2) AS "全年预算数（万元）",
       round(quotient(sum(executed_yuan), 10000), 2) AS "全年执行数（万元）",
       round(100 * quotient(sum(executed_yuan) FILTER (budget_yuan > 0),
                            sum(budget_yuan) FILTER (executed_yuan IS NOT NULL)), 2) AS "执行率（%）",
       round(quotient(sum(total_score_points), count(total_score_points)), 2) AS 填报总分平均,
       round(quotient(sum(total_recomputed), count(total_recomputed)), 2) AS 复算总分平均,
       round(quotient(sum(score * budget), sum(budget) FILTER (score IS NOT NULL)), 2) AS 复算总分按预算加权,
       count(*) FILTER (total_score_points NOT BETWEEN 0 AND 100) AS 总分不在0至100的表,
       count(*) FILTER (errors > 0) AS 有错误的表,
       sum(count(*) FILTER (whole)) OVER (PARTITION BY full_name, year_number) AS 部门整体表
FROM (
  SELECT *, kind = '{WHOLE}' AS whole, TRY_CAST(total_recomputed AS DECIMAL(9, 4)) AS score,
         CASE WHEN budget_yuan > 0 THEN TRY_CAST(budget_yuan AS DECIMAL(18, 2)) END AS budget
  FROM (SELECT * EXCLUDE (budget) FROM forms)
) LEFT JOIN full_names USING (department)
GROUP BY full_name, year_number, whole
QUALIFY NOT whole OR count(*) OVER (PARTITION BY full_name, year_number) = 1
ORDER BY 主管部门, 年度
"""
"""A form of the whole department holds the amounts of its projects: it counts only where there is none of a project."""

ANALYSES = {
    analysis.name: analysis
    for analysis in (
        Analysis("kinds", "问题种类：每种有多少处、多少张表", _KINDS),
        Analysis("faults", "问题按种类、年度、所在地", _FAULTS),
        Analysis("scores", "总分分布：填报的和复算的", _scores()),
        Analysis("departments", "各部门各年汇总：张数、资金、执行率、平均分", _DEPARTMENTS, joined=True),
        Analysis("targets", "某项指标别人定的目标值", _TARGETS, named=True),
    )
}
