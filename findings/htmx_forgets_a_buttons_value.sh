#!/usr/bin/env bash
# htmx 2.0.10, as django-htmx 1.29.0 brings it, in Chromium (driven by Playwright 1.65.2).
#
# A button may stand outside the form it belongs to and name it: <button form="card" name="rating" value="3">. A button
# without a type is a submit button in HTML, and the browser sends its name and value. So does htmx for such a button
# inside its form; outside it, htmx sends the form without them, unless the button also says type="submit" in so many
# words. Nothing is written to the console: the server gets a form in which nobody pressed anything.
#
# Seen: "browser, outside: rating=3", "htmx, inside: rating=3", "htmx, outside: nothing",
# "htmx, outside and type=submit: rating=3".
# It needs a Chromium in the PATH.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
  chromium=$(command -v "$name" || true)
  [ -z "$chromium" ] || break
done
[ -n "$chromium" ] || { echo "No Chromium was found."; exit 2; }
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet "django-htmx==1.29.0" "playwright==1.65.2"
"$place/venv/bin/python" - "$chromium" <<'PYTHON'
import sys
from importlib.resources import files
from urllib.parse import parse_qs

from playwright.sync_api import Route, sync_playwright

HTMX = (files("django_htmx") / "static/django_htmx/htmx-2.min.js").read_text()
INSIDE = '<form id="card" method="post" action="/rate" {htmx}><button name="rating" value="3">Good</button></form>'
OUTSIDE = '<form id="card" method="post" action="/rate" {htmx}></form><button form="card" {kind} name="rating" value="3">Good</button>'
BY_HTMX = 'hx-post="/rate"'
PAGES = {
    "browser, outside": OUTSIDE.format(htmx="", kind=""),
    "htmx, inside": INSIDE.format(htmx=BY_HTMX),
    "htmx, outside": OUTSIDE.format(htmx=BY_HTMX, kind=""),
    "htmx, outside and type=submit": OUTSIDE.format(htmx=BY_HTMX, kind='type="submit"'),
}


def sent_by(body: str) -> str:
    """What reaches the server when the button is clicked."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
        page, sent = browser.new_page(), []

        def answer(route: Route) -> None:
            if route.request.method == "POST":
                sent.append(parse_qs(route.request.post_data or ""))
            route.fulfill(body=f"<script>{HTMX}</script>{body}", content_type="text/html")

        page.route("**/*", answer)
        page.goto("http://card.test/")
        with page.expect_response("**/rate"):
            page.click("button")
        browser.close()
    return "rating=" + sent[0]["rating"][0] if "rating" in sent[0] else "nothing"


found = {name: sent_by(body) for name, body in PAGES.items()}
for name, sent in found.items():
    print(f"{name}: {sent}")
assert {name for name, sent in found.items() if sent == "nothing"} == {"htmx, outside"}, "htmx sends it now"
PYTHON
