# 卸载绩衡：删去程序和图标；各人的表和工作台的数据不在这里，不动。
$ErrorActionPreference = 'Stop'
$prefix = Split-Path -Parent $MyInvocation.MyCommand.Path
$list = Join-Path $prefix 'installed'
if (-not (Test-Path $list)) {
  Write-Host "不能继续：$prefix 里没有装绩衡" -ForegroundColor Red
  Write-Host '怎么办：运行装好以后的那一个，一般在 %LOCALAPPDATA%\jiheng\uninstall.bat。'
  exit 1
}
foreach ($file in (Get-Content -Encoding UTF8 $list)) {
  if (Test-Path $file) { Remove-Item -Force $file }
}
foreach ($part in @('env', 'python')) {
  $folder = Join-Path $prefix $part
  if (Test-Path $folder) { Remove-Item -Recurse -Force $folder }
}
Remove-Item -Force $list, (Join-Path $prefix 'VERSION')
Write-Host "已卸载。$prefix 里剩下的可以删去。"
