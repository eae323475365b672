#!/bin/sh
# 安装绩衡：找一个合适的 Python，由它运行 install.py。
#   sh install.sh [--python 解释器] [--prefix 目录]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
python=

stop() {
  echo "不能继续：$1" >&2
  echo "怎么办：$2" >&2
  exit 1
}

fits() { "$1" -I "$here/install.py" --fits >/dev/null 2>&1; }

if [ "${1:-}" = --python ]; then
  python=${2:?}
  shift 2
  fits "$python" || stop "$python 不是合适的 Python（要哪几个版本见 VERSION 文件第三行）" "换一个，或用为它做的安装包。"
else
  # 包里带了 Python 的用包里的，否则用系统里版本合适的。
  for one in "$here/python/bin/python3" python3.13 python3.12 python3.11 python3 python; do
    if fits "$one"; then python=$one; break; fi
  done
fi
[ -n "$python" ] || stop "没有找到 Python（要哪几个版本见 VERSION 文件第三行）" "请管理员装一个，或用带 Python 的安装包；装在别处的用 --python 指明。"
exec "$python" -I "$here/install.py" "$@"
