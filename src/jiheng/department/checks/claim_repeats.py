"""报告里同一个数前后不一

是什么
    同一个数（同一单位、年度、内容）在报告里出现几次，写的不一样。万元、元、亿元，58.92%、0.5892，
    六十九个、69 个都算同一种写法；四舍五入到不同位数的也算一致。
    凭前后文字判断的（不是预算、支出、项目数这类），只在文字相同达到办法所定字数时提示。

为什么
    报告由几个人分头写，数字后来又改过，常常改了一处忘了另一处。

举例
    前面写“全年预算数 500 万元”，后面写“全年预算数 520 万元”。

怎么改
    核对哪一处是对的，把各处改成一样；说的不是一回事的，写明各自的范围、时间。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.claims.outcome import outcome_of
from jiheng.department.claims.result import Claims

CHECK = DepartmentCheck(
    code="D33",
    official="报告所列{printed}与前后文所述不一致[（{expected}）]。",
    severity=Severity.ERROR,
    rules=("claims.repeats", "claims.same_words"),
    page=__doc__,
)

CHECK.on(Claims)(partial(outcome_of, CHECK.code))
