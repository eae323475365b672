"""年度目标空泛或只是付款

是什么
    预期目标很短，没有一个数，只说“保障……”“推进……”“……正常运行”；或者只说付款、发放；或者只填了一个金额。

为什么
    目标要写做什么、做到什么程度。只有一句口号或一笔付款，年底无法对照，下面的指标也没有根。

举例
    预期目标“支付上年工程尾款”。

怎么改
    写清产出（做什么、多少）、质量和时间、效果；尾款项目写所付工作的成果。
"""

from functools import lru_cache

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.facts import is_measured
from jiheng.checks.names import folded
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.expression import expression
from jiheng.places import Book
from jiheng.quantity import money
from jiheng.quantity.words import says_nothing, short

CHECK = Check(
    code="T19",
    official="年度总体目标[“{printed}”]过于笼统，未明确产出和效果。",
    severity=Severity.WARNING,
    rules=("checks.targets.goal_slogan",),
    page=__doc__,
)

_YEARS = expression(r"20\d\d年?度?|^\d{1,2}[.、．](?!\d)")
_DIGIT = expression(r"[\d]")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Judge the expected goal by its length, figures and first words."""
    goal = case.form.goal_expected
    if goal is None or says_nothing(goal):
        return not_applicable("没有填预期目标")
    what = what_goal_lacks(goal, case.money_unit, case.book)
    if not what:
        return judged([])
    return judged(
        [
            CHECK.finding(
                "goal_expected",
                goal,
                "",
                f"预期目标只有“{short(goal, 40)}”，{what}，年底无法对照。",
                "写清产出（做什么、多少）、质量和时间、效果；尾款项目写所付工作的成果。",
            )
        ]
    )


def goal_unmeasured(case: Case) -> bool:
    """Whether the expected goal has no figure, standard or term, and this check has not said so already."""
    return goal_is_unmeasured(case.form.goal_expected or "", case.money_unit, case.book)


def goal_is_unmeasured(goal: str, money_unit: str, book: Book) -> bool:
    """The same of a goal by itself."""
    return not says_nothing(goal) and not is_measured(goal, book) and not what_goal_lacks(goal, money_unit, book)


@lru_cache(maxsize=256)
def what_goal_lacks(goal: str, money_unit: str, book: Book) -> str:
    """What an expected goal lacks, "" where this check leaves it."""
    if money(goal, money_unit) is not None:
        return "只是一个金额，没有要做成什么"
    text = folded(_YEARS.sub("", goal))
    if not text or _DIGIT.search(text):
        return ""
    number = book.number
    paying = text.startswith(book.words("checks.targets.goal_payment"))
    if paying and len(text) <= number("checks.targets.goal_payment_length"):
        return "没有要做成什么、做到什么程度"
    slogan = text.startswith(book.words("checks.targets.goal_slogan"))
    running = text.endswith(book.words("checks.targets.goal_running"))
    if (slogan or running) and len(text) <= number("checks.targets.goal_slogan_length"):
        return "没有要做成什么、做到什么程度"
    return ""
