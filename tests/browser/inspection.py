"""Look a page over as it stands: axe by light and by dark, sideways scrolling at 320 px, anything that moves."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_OF_LOOKS = ["color-contrast", "target-size"]
"""What another width and other colours can break, where the page itself was found good."""

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > room + 1)
    .map((element) => element.outerHTML.slice(0, 120));
}"""

MOVING = """() => [...document.querySelectorAll('*')].filter((element) => {
  const style = getComputedStyle(element);
  return style.animationName !== 'none' || style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0);
}).map((element) => element.outerHTML.slice(0, 120))"""


class Inspection:
    """Goes through pages with one browser page, which must ask for reduced motion, and keeps what it finds."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []

    def of(self, *addresses: str) -> None:
        for address in addresses:
            self.page.goto(address)
            self.here()

    def here(self, name: str = "") -> None:
        """Inspect what is shown now: a laptop by light, a phone by dark, and a narrow phone."""
        name = name or self.page.url
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 800})
        self._axe(f"{name}, by light", ALL_RULES)
        self.page.emulate_media(color_scheme="dark")
        self.page.set_viewport_size({"width": 390, "height": 844})
        self._axe(f"{name}, by dark", RULES_OF_LOOKS)
        self.page.set_viewport_size({"width": 320, "height": 640})
        self.faults += [f"{name} is wider than 320 px: {element}" for element in self.page.evaluate(TOO_WIDE)]
        self.faults += [f"{name} moves though motion is unwanted: {element}" for element in self.page.evaluate(MOVING)]

    def _axe(self, name: str, rules: list[str]) -> None:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}  # our styles lock no orientation
        found = self.page.evaluate("options => axe.run(options)", options)
        for violation in found["violations"]:
            for node in violation["nodes"]:
                self.faults.append(f"{name}: {violation['id']}, {violation['help']}: {node['html'][:160]}")
