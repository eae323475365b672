"""The words that forms use for their labels: field → the ways in which it is written.

A bureau that prints another word needs a word here and nothing else.
"""

from jiheng.form import FUND_NAMES

Vocabulary = dict[str, tuple[str, ...]]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


HEAD: Vocabulary = {
    "project": _words("项目名称 专项名称 专项资金名称 政策和项目名称 转移支付名称 项目(政策)名称"),
    "department": _words("主管部门 主管单位 主管预算部门 预算主管部门 预算部门 一级预算单位 主管部门及代码"),
    "unit": _words("实施单位 项目单位 项目实施单位 预算单位 填报单位 承担单位 资金使用单位 执行单位 用款单位"),
    "leader": _words("项目负责人 负责人 单位负责人 项目联系人 联系人"),
    "phone": _words("联系电话 电话 联系方式 联系人电话 负责人电话 项目负责人电话"),
    "year": _words("年度 评价年度 自评年度 预算年度 项目年度 所属年度 绩效年度"),
    "grade": _words("自评等级 评价等级 评价等次 自评等次 自评结果 绩效等级 绩效级别 自评结论 评价结论 等级"),
    "secrecy": _words("密级"),
}
"""Labels whose value stands in the cell to the right."""

FUND_COLUMNS: Vocabulary = {
    "initial": _words(
        "年初预算数 年初预算 年初预算资金 年初预算金额 年初批复数 年初部门预算数 年初安排数 年初下达预算"
    ),
    "budget": _words(
        """
        全年预算数 全年预算 预算数 年度预算数 调整后预算数 调整预算数 调整后全年预算数 全年预算资金
        预算安排数 全年预算金额 预算金额
        """
    ),
    "executed": _words(
        """
        全年执行数 执行数 全年执行 全年支出数 实际支出数 全年实际支出 实际执行数 决算数 支出数 执行金额
        全年执行资金 实际支出金额
        """
    ),
    "weight": _words("分值 权重 标准分 标准分值 满分"),
    "rate": _words("执行率 预算执行率 资金执行率 执行进度 预算执行进度 支出率"),
    "score": _words("得分 自评得分 评分 自评分 实际得分 执行率得分 自评分数"),
}
"""Columns of the funds block."""

FUND_ROWS: Vocabulary = {
    FUND_NAMES[0]: _words(
        "年度资金总额 资金总额 年度资金总和 年度资金合计 项目资金总额 年度总金额 总额 合计 小计 总计"
    ),
    FUND_NAMES[1]: _words("当年财政拨款 财政拨款 本年财政拨款 当年财政资金 一般公共预算财政拨款"),
    FUND_NAMES[2]: _words("上年结转资金 上年结转 结转资金 上年结转结余 上年结转结余资金 以前年度结转资金"),
    FUND_NAMES[3]: _words("其他资金 其它资金"),
}
"""Rows of the funds block."""

GOALS: Vocabulary = {
    "goal_expected": _words(
        """
        预期目标 年度预期目标 年初预期目标 年初设定目标 年初设定绩效目标 预期总目标 年初目标 目标内容
        年初绩效目标 预期绩效目标
        """
    ),
    "goal_actual": _words(
        """
        实际完成情况 目标实际完成情况 全年实际完成情况 年度实际完成情况 目标完成情况 完成情况 实际完成
        年度总体目标完成情况 总体目标完成情况 绩效目标完成情况 全年完成情况
        """
    ),
}
"""The two sides of 年度总体目标."""

COLUMNS: Vocabulary = {
    "l1": _words("一级指标 一级"),
    "l2": _words("二级指标 二级"),
    "l3": _words("三级指标 三级 指标名称 绩效指标名称 指标内容 明细指标 具体指标"),
    "property": _words("绩效指标性质 指标性质 指标符号 运算符号 计算符号 比较符号 指标方向 性质 符号"),
    "target": _words(
        """
        年度指标值 指标值 目标值 年度目标值 年初指标值 年初设定值 年初目标值 预期指标值 预期目标值
        计划指标值 计划值 全年指标值 年初设定指标值 预期值 绩效目标值
        """
    ),
    "unit": _words("度量单位 绩效度量单位 计量单位 指标单位 单位 量纲"),
    "actual": _words(
        """
        实际完成值 完成值 全年完成值 全年实际完成值 全年实际值 实际值 实际完成指标值 实际完成 实际完成情况
        指标完成情况 完成情况 全年实际完成情况 年度完成值 指标完成值 实际完成程度 全年实际完成
        """
    ),
    "weight": _words("分值 权重 指标分值 分值权重 标准分 标准分值 满分 权重分值 分数"),
    "score": _words("得分 自评得分 评分 自评分 实际得分 指标得分 自评分数 评价得分 自评分值"),
    "reason": _words(
        """
        偏差原因分析及改进措施 偏差原因分析 偏差原因 原因分析 偏差原因及改进措施 未完成原因分析 未完成原因
        未完成原因及改进措施 未完成原因和改进措施 偏差分析及改进措施 扣分原因 扣分原因分析
        扣分原因及改进措施 偏差说明 偏差原因分析及改进 原因及改进措施 未完成原因及拟采取的改进措施
        未达标原因 偏离原因分析及改进措施
        """
    ),
}
"""Columns of the indicator tree."""

COLUMN_ENDS = {
    "reason": _words("原因 原因分析 改进措施 整改措施 原因说明 偏差说明 偏差分析 偏差情况 完成情况说明"),
    "actual": _words("实际完成值 实际完成指标值 实际值 完成值 完成指标值 完成情况"),
    "target": _words("指标值 目标值 计划值 预期值"),
    "property": _words("指标性质"),
    "unit": _words("计量单位 度量单位"),
    "weight": _words("分值 权重"),
    "score": _words("得分 自评分"),
}
"""How labels of columns end that are not listed above; looked at in this order."""

TOTALS = _words(
    """
    总分 合计 总计 总得分 自评总分 合计得分 综合得分 自评得分 得分合计 总分值 自评总得分 评价总分 总评分
    """
)
"""Labels of a total row."""

OTHERS = _words(
    """
    项目类型 项目类别 项目属性 项目编码 项目代码 项目性质 项目起止时间 项目周期 实施期限 填报日期
    填表日期 填报时间 填报人 填表人 单位代码 预算编码 预算科目 支出功能分类 资金性质 资金来源 评价时间
    评价机构 评价方式 自评时间 地址 邮编 邮政编码 审核人 经办人 经费类型 所属领域 业务处室 归口科室
    主管科室 备注 联系地址
    """
)
"""Labels that a form may have and a record has no place for; they end the value before them."""

BLOCKS = _words(
    """
    项目资金 项目资金情况 项目资金来源 资金情况 预算执行情况 资金执行情况 预算资金情况 项目预算执行情况
    项目预算 预算资金 年度总体目标 总体目标 年度目标 年度绩效目标 绩效目标 项目绩效目标 年度总体绩效目标
    年度总体目标完成情况 总体目标完成情况 绩效指标 年度绩效指标 绩效指标完成情况 年度绩效指标完成情况
    指标体系 项目基本情况 基本信息 基本情况 绩效目标及指标 项目概况
    """
)
"""Labels down the left edge that name a part of the form."""

L1_WORDS = _words(
    """
    产出指标 效益指标 效果指标 满意度指标 成本指标 产出 效益 效果 满意度 成本 管理指标 过程指标 决策指标
    投入指标 决策 过程 预算执行 预算执行率 产出类指标 效益类指标 满意度类指标 项目产出 项目效益 投入
    管理
    """
)
"""First-level indicators."""

L2_WORDS = _words(
    """
    数量指标 质量指标 时效指标 进度指标 成本指标 经济成本指标 社会成本指标 生态环境成本指标 生态成本指标
    经济效益指标 社会效益指标 生态效益指标 环境效益指标 可持续影响指标 可持续性指标 可持续发展指标
    可持续影响 服务对象满意度指标 服务对象满意度 社会公众满意度指标 受益对象满意度指标 服务对象
    满意度指标 效益指标 经济效益 社会效益 生态效益 产出数量 产出质量 产出时效 产出成本 数量 质量 时效
    预算执行率 预算执行率指标 服务对象满意度标
    """
)
"""Second-level indicators."""
