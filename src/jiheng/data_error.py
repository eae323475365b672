"""What is wrong with data that a user wrote or gave (TOML, JSON, records), in Chinese."""

import re

_KINDS = {
    "str": "文字",
    "int": "整数",
    "float": "数",
    "decimal": "数",
    "bool": "是或否（true、false）",
    "date": "日期",
    "array": "列表",
    "object": "有名称的一组值",
    "null": "空值",
}
_BOUNDS = {">=": "不小于", "<=": "不大于", ">": "大于", "<": "小于"}
_PLACE = r" - at `(?:key` in `)?\$([^`]*)`$"
_VALUES = (
    (r"Object missing required field `(.+?)`", "缺少 {0}"),
    (r"Object contains unknown field `(.+?)`", "不认识 {0}"),
    (r"Expected `(.+?)`, got `(.+?)`", "应为{0}，却是{1}"),
    (r"Expected `(?:.+?)` of (?:at (?:least|most) )?length .*?(\d+)(?:, got (\d+))?", "应有 {0} 项"),
    (r"Expected `(?:.+?)` (>=|<=|>|<) (.+)", "应{0} {1}"),
    (r"Invalid enum value (.+)", "不能写 {0}"),
    (r"Invalid RFC3339 encoded date.*", "不是日期（写成 2025-03-12 这样）"),
    (r"Invalid decimal string", "不是数"),
    (r"Input data was truncated", "没有写完"),
    (r"JSON is malformed: trailing characters \(byte (\d+)\)", "第 {0} 个字节附近多出内容"),
    (r"JSON is malformed: .*\(byte (\d+)\)", "第 {0} 个字节附近写法不对"),
    (r"Cannot (?:overwrite a value|declare .* twice|mutate .*)", "同一个名称写了两次"),
    (r"Unterminated string|Illegal character .*", "引号不成对，或有不能写的符号"),
    (r"Unclosed array|Expected '\]+'.*", "方括号不成对"),
    (r"Expected '=' after a key.*", "名称后面没有等号"),
    (r"Expected newline or end of document.*", "一行里写了两项，或值没有加引号"),
    (r"Invalid value", "等号后没有值，或文字没有加引号"),
    (r"Invalid (?:statement|initial character).*", "写法不对"),
)
"""What the readers of the formats say of a value → the same in Chinese. Compiled when there is something to tell."""
_POSITION = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"


def fault(error: Exception) -> str:
    """What is wrong, with its place before it; as the reader says it where there is no word for it."""
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 编码"
    said = str(error)
    if position := re.search(_POSITION, said):
        where = f"第 {position[1]} 行第 {position[2]} 列附近" if position[1] else "文件末尾"
        return where + _told(said[: position.start()])
    place = re.search(_PLACE, said)
    return _place(place[1]) + _told(said[: place.start()]) if place else _told(said)


def _told(said: str) -> str:
    for pattern, words in _VALUES:
        if found := re.fullmatch(pattern, said):
            return words.format(*map(_named, found.groups("")))
    return said


def _named(text: str) -> str:
    """A kind of value or a bound in words; anything else as it stands."""
    return "或".join(_KINDS.get(one, _BOUNDS.get(one, one)) for one in text.split(" | "))


def _place(path: str) -> str:
    """`.accepted[0].code` as accepted 第 1 项的 code, `.sessions.most` as in TOML; a blank behind Latin letters."""
    words = re.sub(r"\[(\d+)\]", lambda found: f" 第 {int(found[1]) + 1} 项", path).replace("[...]", " 的一项")
    told = re.sub(r"(?<=项)\.", "的 ", words).strip(". ")
    return told + " " if told[-1:].isascii() and told else told
