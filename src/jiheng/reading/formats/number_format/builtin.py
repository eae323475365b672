"""Number formats that a workbook names by number only, as the Chinese edition of Excel shows them.

Source: ECMA-376 part 1, 18.8.30 (numFmt), the tables for all languages and for zh-cn.
"""

_ACCOUNTING = '_ * #,##0{0}_ ;_ * \\-#,##0{0}_ ;_ * "-"{1}_ ;_ @_ '
_ACCOUNTING_YUAN = '_ "¥"* #,##0{0}_ ;_ "¥"* \\-#,##0{0}_ ;_ "¥"* "-"{1}_ ;_ @_ '
_MONTH, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_HOUR, _SECOND = 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'
_HALF = "上午/下午"

BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0', 6: '"¥"#,##0;"¥"\\-#,##0', 7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;"¥"\\-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: _MONTH, 28: _DAY, 29: _DAY, 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: _HOUR, 33: _SECOND, 34: _HALF + _HOUR, 35: _HALF + _SECOND, 36: _MONTH, 37: "#,##0_ ;\\-#,##0_ ",
    38: "#,##0_ ;\\-#,##0_ ", 39: "#,##0.00_ ;\\-#,##0.00_ ", 40: "#,##0.00_ ;\\-#,##0.00_ ",
    41: _ACCOUNTING.format("", ""), 42: _ACCOUNTING_YUAN.format("", ""), 43: _ACCOUNTING.format(".00", "??"),
    44: _ACCOUNTING_YUAN.format(".00", "??"), 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: _MONTH, 51: _DAY, 52: _MONTH, 53: _DAY, 54: _DAY, 55: _HALF + _HOUR, 56: _HALF + _SECOND, 57: _MONTH, 58: _DAY,
}  # fmt: skip
"""Format code by number."""
