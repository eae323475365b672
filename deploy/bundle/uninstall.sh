#!/bin/sh
# 卸载绩衡：删去程序、命令和开始图标；各人的表和工作台的数据不在这里，不动。
set -eu

prefix=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ ! -f "$prefix/installed" ]; then
  echo "不能继续：$prefix 里没有装绩衡" >&2
  echo "怎么办：运行装好以后的那一个，一般在 ~/.local/share/jiheng/uninstall.sh。" >&2
  exit 1
fi
while IFS= read -r file; do
  rm -f -- "$file"
done < "$prefix/installed"
rm -rf -- "$prefix/env" "$prefix/python" "$prefix/installed" "$prefix/VERSION" "$prefix/uninstall.sh"
rmdir -- "$prefix" 2>/dev/null || echo "$prefix 里还有别的文件，没有动。"
echo "已卸载。"
