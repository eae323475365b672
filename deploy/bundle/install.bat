@echo off
rem 安装绩衡：找一个合适的 Python，由它运行 install.py。文件是 GBK 编码，先把控制台设成 GBK。
chcp 936 >nul
if not exist "%~dp0install.py" goto packed
set "python=%~dp0python\python.exe"
if exist "%python%" goto own
set "found="
for %%p in ("py -3.13" "py -3.12" "py -3.11" python python3) do (
  if not defined found (
    %%~p -I "%~dp0install.py" --fits >nul 2>nul
    if not errorlevel 1 set "found=%%~p"
  )
)
if defined found goto system
echo 不能继续：没有找到 Python，要哪几个版本见 VERSION 文件第三行。
echo 怎么办：请管理员从 python.org 装一个，或用带 Python 的安装包。
set "code=1"
goto end
:packed
echo 不能继续：还没有解压。
echo 怎么办：在压缩包上点右键，“全部解压缩”，再到解压出来的文件夹里双击 install.bat。
set "code=1"
goto end
:own
"%python%" -I "%~dp0install.py" %*
set "code=%errorlevel%"
goto end
:system
%found% -I "%~dp0install.py" %*
set "code=%errorlevel%"
:end
if "%~1"=="" pause
exit /b %code%
