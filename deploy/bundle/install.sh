#!/bin/sh
# 安装绩衡：不联网，不要管理员权限，只装在自己的目录里。
#   sh install.sh [--prefix 目录] [--python 解释器]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=${XDG_DATA_HOME:-$HOME/.local/share}/jiheng
python=

stop() {
  echo "不能继续：$1" >&2
  echo "怎么办：$2" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?}; shift 2 ;;
    --python) python=${2:?}; shift 2 ;;
    *) stop "没有「$1」这个选项" "可用：--prefix 目录、--python 解释器。" ;;
  esac
done

# 包里带了 Python 的用包里的，否则用系统里版本合适的。
versions=$(sed -n 3p "$here/VERSION")
fits() {
  found=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || return 1
  case " $versions " in *" $found "*) return 0 ;; *) return 1 ;; esac
}
if [ -z "$python" ]; then
  for one in "$here/python/bin/python3" python3.13 python3.12 python3.11 python3 python; do
    if fits "$one"; then python=$one; break; fi
  done
fi
[ -n "$python" ] || stop "没有找到 Python（要 $versions 中的一个）" "请管理员装一个，或用带 Python 的安装包；装在别处的用 --python 指明。"
fits "$python" || stop "$python 不是合适的 Python（要 $versions 中的一个）" "换一个，或用为它做的安装包。"

if [ -d "$here/python" ] && [ "$python" = "$here/python/bin/python3" ]; then
  mkdir -p "$prefix"
  rm -rf "$prefix/python"
  cp -R "$here/python" "$prefix/python"
  python=$prefix/python/bin/python3
fi

echo "装到 $prefix ……"
rm -rf "$prefix/env"
"$python" -m venv --without-pip "$prefix/env"
own=$prefix/env/bin/python
# 系统里的 pip、它的设置和 PYTHONPATH 都不用：只认包里的文件，每个文件都对校验和。
pip() {
  env -u PYTHONPATH -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
    "$own" "$(echo "$here"/wheels/pip-*.whl)/pip" --quiet --disable-pip-version-check "$@"
}
pip install --no-index --find-links "$here/wheels" --require-hashes -r "$here/requirements.lock"
pip install --no-index --no-deps "$here"/wheels/jiheng-*.whl
cp "$here/VERSION" "$here/uninstall.sh" "$prefix/"

bin=$HOME/.local/bin
icons=${XDG_DATA_HOME:-$HOME/.local/share}/applications
mkdir -p "$bin" "$icons"
ln -sf "$prefix/env/bin/jiheng" "$bin/jiheng"
cat > "$icons/jiheng.desktop" <<END
[Desktop Entry]
Type=Application
Name=绩衡
Comment=审核项目支出绩效自评表
Exec="$prefix/env/bin/jiheng" app %F
Terminal=false
Categories=Office;
MimeType=inode/directory;
END
printf '%s\n' "$bin/jiheng" "$icons/jiheng.desktop" > "$prefix/installed"

"$prefix/env/bin/jiheng" --version
echo "装好了。开始菜单里的「绩衡」打开网页；命令是 $bin/jiheng。"
case ":$PATH:" in *":$bin:"*) ;; *) echo "$bin 不在 PATH 里：写全路径，或把它加进去。" ;; esac
echo "卸载：sh $prefix/uninstall.sh"
