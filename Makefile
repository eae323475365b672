# 每个目标都会自己在 .venv 里装好所需的东西；只要有 Python 3.11 以上和 pip。
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
EXAMPLES := examples/松泠区园林环境局

PARTS := against formats hostile reading scan
BUNDLES := linux_x86_64 linux_aarch64 win_amd64
.PHONY: help run serve bundle test test-postgresql test-all lint bench bench-scale docs lock clean $(PARTS) $(BUNDLES)

help:
	@echo '用法：make 目标'
	@echo '  run    审核 examples/ 里的样例部门，给出问题清单和报告（out/）'
	@echo "  serve  开启工作台，装入示例部门（数据放在 out/workbench）"
	@echo '  test   测试；随机样例和同一种的许多例做十分之一，费时的不做；JIHENG_FULL=1 make test 全做（.ci/run 这样做）'
	@echo '  test-postgresql  工作台的测试在真的 PostgreSQL 上再跑一遍'
	@echo '  test-all  全做，再加上慢的：浏览器、LibreOffice、长时间运行'
	@echo '  lint   代码格式、类型、房间之间的引用'
	@echo '  bench  测速度和内存（make bench AGAINST=另一版的src 与它轮流比，make bench against 只比，make bench reading 只比读取，make bench scan 只测扫描件）'
	@echo '  bench-scale  测批量处理：一千至十万张（FORMS="1000 1000000" 指定张数，AGAINST=另一版的src 两版轮流比，FOLDER=文件夹 断了接着测，DOCS=1 写进文档）'
	@echo '  docs   由检查和办法生成 docs/ 下的说明页'
	@echo '  bundle  离线安装包：make bundle linux_x86_64、linux_aarch64、win_amd64，不写则三种都做'
	@echo '  lock   依 pyproject.toml 重新锁定依赖版本'
	@echo '  clean  删除 .venv 和生成的文件'

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo '没有找到 Python 3.11 以上版本。请先安装，或用 make PYTHON=路径 指定。'; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	@echo '正在准备运行环境（只在第一次）……'
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo '正在准备开发环境（只在第一次）……'
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --editable .
	@touch $@ $(VENV)/.run

run: $(VENV)/.run
	@mkdir -p out
	@$(BIN)/jiheng audit $(EXAMPLES) --accepted examples/accepted.toml --format table \
		-o out/审核报告.xlsx -o out/审核报告.html; code=$$?; test $$code -le 1
	@echo
	@echo '报告在 out/：用 Excel 或 WPS 打开 审核报告.xlsx，用浏览器打开 审核报告.html。'
	@echo '审核自己的表：$(BIN)/jiheng audit 文件或文件夹 -o 审核报告.xlsx'

serve: $(VENV)/.run
	@$(BIN)/jiheng serve --demo --data out/workbench

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto -m 'not slow'

test-postgresql: $(VENV)/.dev
	JIHENG_FULL=1 $(BIN)/python -m tests.web.cluster $(BIN)/python -m pytest -n auto -m 'not slow' tests/web

test-all: $(VENV)/.dev
	JIHENG_FULL=1 $(BIN)/python -m pytest -n auto

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	JIHENG_DATA=$(VENV)/data $(BIN)/mypy
	$(BIN)/lint-imports
	@if command -v npm >/dev/null 2>&1; then npm ci --silent --no-audit --no-fund && npm run --silent lint; \
		else echo '没有 node，页面脚本的类型没有检查。'; fi

bench: $(VENV)/.dev
	@$(BIN)/python -m bench $(filter $(PARTS),$(MAKECMDGOALS)) $(if $(AGAINST),--against $(AGAINST))

$(PARTS): bench
	@:

bench-scale: $(VENV)/.dev
	@$(BIN)/python -m bench.scale $(foreach count,$(FORMS),--forms $(count)) $(if $(AGAINST),--against $(AGAINST)) $(if $(FOLDER),--folder $(FOLDER)) $(if $(DOCS),--docs)

docs: $(VENV)/.dev
	$(BIN)/python docs/generate.py

lock: $(VENV)/.dev
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --extra all \
		--custom-compile-command 'make lock' pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --all-extras \
		--custom-compile-command 'make lock' -c requirements.lock pyproject.toml -o requirements-dev.lock

bundle: $(VENV)/.dev
	@$(BIN)/python deploy/make_bundle.py $(filter $(BUNDLES),$(MAKECMDGOALS))

$(BUNDLES): bundle
	@:

clean:
	rm -rf $(VENV) out build dist src/*.egg-info
