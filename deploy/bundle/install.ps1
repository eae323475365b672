# 安装绩衡：不联网，不要管理员权限，只装在自己的目录里。
param(
  [string]$Prefix = (Join-Path $env:LOCALAPPDATA 'jiheng'),
  [string]$Python = ''
)
$ErrorActionPreference = 'Stop'
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
$versions = (Get-Content -Encoding UTF8 (Join-Path $here 'VERSION'))[2].Split(' ')

function Stop-Here([string]$message, [string]$advice) {
  Write-Host "不能继续：$message" -ForegroundColor Red
  Write-Host "怎么办：$advice"
  exit 1
}

function Get-PythonVersion([string]$program, [string[]]$before) {
  try {
    $said = & $program @before -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>$null
    if ($LASTEXITCODE -eq 0) { return "$said".Trim() }
  } catch { }
  return ''
}

function Invoke-Checked([string]$program, [string[]]$arguments) {
  & $program @arguments
  if ($LASTEXITCODE -ne 0) { Stop-Here "这一步没有成功：$program $arguments" '请把上面的内容告诉我们。' }
}

# 包里带了 Python 的用包里的，否则用系统里版本合适的。
$before = @()
if (-not $Python) {
  $own = Join-Path $here 'python\python.exe'
  if (Test-Path $own) { $Python = $own }
}
if (-not $Python) {
  foreach ($version in $versions) {
    if ((Get-PythonVersion 'py' @("-$version")) -eq $version) { $Python = 'py'; $before = @("-$version") }
  }
}
if (-not $Python) {
  foreach ($program in @('python', 'python3')) {
    if ($versions -contains (Get-PythonVersion $program @())) { $Python = $program; break }
  }
}
if (-not $Python) {
  Stop-Here "没有找到 Python（要 $versions 中的一个）" '请管理员从 python.org 装一个，或用带 Python 的安装包；装在别处的用 -Python 指明。'
}
if (-not ($versions -contains (Get-PythonVersion $Python $before))) {
  Stop-Here "$Python 不是合适的 Python（要 $versions 中的一个）" '换一个，或用为它做的安装包。'
}

New-Item -ItemType Directory -Force -Path $Prefix | Out-Null
if ($Python -eq (Join-Path $here 'python\python.exe')) {
  $kept = Join-Path $Prefix 'python'
  if (Test-Path $kept) { Remove-Item -Recurse -Force $kept }
  Copy-Item -Recurse (Join-Path $here 'python') $kept
  $Python = Join-Path $kept 'python.exe'
}

Write-Host "装到 $Prefix ……"
$environment = Join-Path $Prefix 'env'
if (Test-Path $environment) { Remove-Item -Recurse -Force $environment }
Invoke-Checked $Python ($before + @('-m', 'venv', '--without-pip', $environment))
$inside = Join-Path $environment 'Scripts\python.exe'
$wheels = Join-Path $here 'wheels'
$pip = (Get-ChildItem $wheels -Filter 'pip-*.whl')[0].FullName + '\pip'
# 系统里 pip 的设置不用：只认包里的文件，每个文件都对校验和。
$env:PIP_CONFIG_FILE = 'NUL'
$env:PIP_INDEX_URL = ''
$env:PIP_EXTRA_INDEX_URL = ''
$env:PYTHONPATH = ''
$env:PYTHONUTF8 = '1'
$common = @('install', '--quiet', '--disable-pip-version-check', '--no-index')
Invoke-Checked $inside (@($pip) + $common + @('--find-links', $wheels, '--require-hashes', '-r', (Join-Path $here 'requirements.lock')))
Invoke-Checked $inside (@($pip) + $common + @('--no-deps', (Get-ChildItem $wheels -Filter 'jiheng-*.whl')[0].FullName))
Copy-Item (Join-Path $here 'VERSION'), (Join-Path $here 'uninstall.ps1'), (Join-Path $here 'uninstall.bat') $Prefix

# 桌面和开始菜单的图标：双击打开网页，把文件夹拖上去就审核它。
$program = Join-Path $environment 'Scripts\jiheng.exe'
$shell = New-Object -ComObject WScript.Shell
$links = @(
  (Join-Path ([Environment]::GetFolderPath('Desktop')) '绩衡.lnk'),
  (Join-Path ([Environment]::GetFolderPath('Programs')) '绩衡.lnk')
)
foreach ($link in $links) {
  $shortcut = $shell.CreateShortcut($link)
  $shortcut.TargetPath = $program
  $shortcut.Arguments = 'app'
  $shortcut.WorkingDirectory = [Environment]::GetFolderPath('MyDocuments')
  $shortcut.WindowStyle = 7
  $shortcut.Description = '审核项目支出绩效自评表'
  $shortcut.Save()
}
Set-Content -Encoding UTF8 -Path (Join-Path $Prefix 'installed') -Value $links

& $program --version
Write-Host "装好了。双击桌面上的「绩衡」打开网页；命令是 $program"
Write-Host "卸载：运行 $(Join-Path $Prefix 'uninstall.bat')"
