"""Writes examples/松泠区园林环境局 from department.yaml: `python -m tests.examples.make`."""

from .department import FOLDER, Planted, files, forms
from .layouts import LAYOUTS

PROSE = {
    "report": (
        """松泠区园林环境局2024年度部门整体绩效自评报告

一、部门概况

松泠区园林环境局负责全区园林绿化、市容环境和生活垃圾管理，下设公园服务中心一个事业单位。
2024年部门预算安排16个项目，全部开展了绩效自评。

二、当年预算执行情况

全年项目支出预算主要用于清扫保洁、垃圾分类、绿地养护和公园运行，各项目执行情况见附表。

三、项目绩效自评情况

多数项目完成了年初设定的目标；个别项目因季节、天气等原因没有达到指标值，已在附表中说明。
附表如下。

""",
        """
四、下一步措施

一是把指标值测算得更细，二是每季度核对一次执行进度，三是把满意度调查纳入合同验收。
""",
    ),
    "stream": (
        """松泠区公园服务中心

2024 年度项目支出绩效自评公开

按照预算绩效管理的要求，现将本单位 2024 年度

部分项目支出绩效自评表公开如下。

- 1 -

""",
        "",
    ),
}


def contents() -> dict[str, bytes]:
    """Every file of the department: name → bytes."""
    written = {}
    everything = forms()
    for name, how in files().items():
        own = [planted for planted in everything if planted.file == name]
        written[name] = _text(how.layout, own).encode(how.encoding)
    return written


def _text(layout: str, own: list[Planted]) -> str:
    before, after = PROSE.get(layout, ("", ""))
    return before + "".join(LAYOUTS[layout](planted.form) for planted in own) + after


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in contents().items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
