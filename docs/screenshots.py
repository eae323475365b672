"""Takes the pictures of the README from the web report of the examples: `python docs/screenshots.py`."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from jiheng.checks import audit, load_accepted
from jiheng.form import Form
from jiheng.reading import read_paths
from jiheng.writing.audit_report import write_audit

REPO = Path(__file__).resolve().parent.parent
CHROMIUM = "/usr/bin/chromium"
FORM = "餐厨垃圾收集运输"


def main() -> None:
    """Write docs/img/overview.png and docs/img/form.png."""
    folder = REPO / "examples" / "松泠区园林环境局"
    forms = [one for one in read_paths([folder]) if isinstance(one, Form)]
    drawn = [form.project for form in forms].index(FORM)
    images = REPO / "docs" / "img"
    images.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        report = Path(scratch) / "report.html"
        write_audit(audit(forms, accepted=load_accepted(REPO / "examples" / "accepted.toml")), report)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1180, "height": 640})
        page.goto(report.as_uri())
        page.screenshot(path=images / "overview.png")
        page.evaluate(f"location.hash = '#f{drawn}'")
        page.wait_for_timeout(300)
        page.set_viewport_size({"width": 1180, "height": 640})
        page.screenshot(path=images / "form.png")
        browser.close()


if __name__ == "__main__":
    main()
