"""A real browser for the tests: the system's Chromium, and all that a page does in it which no page of ours may do.

playwright's own browsers are never downloaded. Without a browser the tests are passed over with the reason; where they decide on a
change (CI is set), that is a failure.
"""

import importlib.util
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import pytest


@contextmanager
def chromium():
    """The browser, until the context ends. Only one can be open at a time: make it for a module, not for the session."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if importlib.util.find_spec("playwright") is None or program is None:
        lacking = "there is no Chromium here" if program is None else "playwright is not installed here"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(lacking)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium's own sandbox does not start for root, which a container's user often is; all that is opened here is ours.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(browser, width=1280, scheme="light", script=True, height=900, **options):
    """A page of a context of its own, with `page.seen`: what it did that it should not, in words."""
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=script, **options)
    page = context.new_page()
    page.seen = []
    page.on("dialog", lambda dialog: (page.seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: page.seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: page.seen.append(f"error: {error}"))
    page.on("popup", lambda other: page.seen.append(f"popup: {other.url}"))
    page.on("request", lambda request: _request(page, request))
    try:
        yield page
    finally:
        context.close()


def _request(page, request) -> None:
    """The file that is opened may be asked for, and what it holds itself."""
    if not (request.is_navigation_request() and request.url.startswith("file:")) and not request.url.startswith("data:"):
        page.seen.append(f"request: {request.url}")


def axe(page, **options) -> Iterator[str]:
    """What axe finds in the page as it stands, a line for each element. `options` are those of axe.run."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(
        "(options) => axe.run(document, options)", {"resultTypes": ["violations"], "preload": False} | options
    )
    for rule in found["violations"]:
        for node in rule["nodes"]:
            yield f"{rule['id']}: {json.dumps(node['target'])} {node['failureSummary'].splitlines()[-1].strip()} {node['html'][:120]}"
