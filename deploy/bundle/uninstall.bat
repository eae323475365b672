@echo off
rem 卸载绩衡：删去图标和程序；各人的表和工作台的数据不在这里，不动。
chcp 936 >nul
if not exist "%~dp0installed" goto missing
"%~dp0env\Scripts\python.exe" -I -c "import pathlib, sys; [pathlib.Path(line).unlink(missing_ok=True) for line in pathlib.Path(sys.argv[1]).read_text('utf-8').splitlines()]" "%~dp0installed"
if exist "%~dp0env" rmdir /s /q "%~dp0env"
if exist "%~dp0python" rmdir /s /q "%~dp0python"
if exist "%~dp0env" goto running
if exist "%~dp0python" goto running
del "%~dp0installed" "%~dp0VERSION"
echo 已卸载。这个文件夹里剩下的可以删去：%~dp0
set "code=0"
goto end
:missing
echo 不能继续：这里没有装绩衡。
echo 怎么办：运行装好以后的那一个，一般在 %%LOCALAPPDATA%%\jiheng\uninstall.bat。
set "code=1"
goto end
:running
echo 没有删完：绩衡还开着。
echo 怎么办：先在它的网页上按“退出”，再运行一次。
set "code=1"
:end
if "%~1"=="" pause
exit /b %code%
