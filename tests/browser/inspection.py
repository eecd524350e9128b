"""Look a page over as it stands: axe by light and by dark, sideways scrolling at 320 px, anything that moves.

Contrast takes axe longer than all other rules together, and depends only on how text is drawn: what is drawn in
colours, size and weight that were found good before is not measured anew.
"""

from typing import Any, ClassVar

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_OF_WIDTH = ["target-size"]
"""What another width can break, where the page itself was found good."""
CONTRAST = "color-contrast"

VIOLATIONS = "options => axe.run(options).then(found => found.violations)"

DRAWN = """() => [...new Set([...document.body.querySelectorAll('*')]
  .filter(({ childNodes, placeholder }) => placeholder || [...childNodes].some((node) => node.data?.trim()))
  .map((element) => {
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const behind = [];
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(at);
      behind.push(backgroundColor, backgroundImage, opacity);
    }
    return [color, fontSize, fontWeight, ...new Set(behind)].join(' ');
  }))]"""

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

    found_good: ClassVar[set[str]] = set()
    """How text was drawn where axe found its contrast right."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(AXE_SCRIPT)
        self.faults: list[str] = []

    def of(self, *addresses: str) -> None:
        for address in addresses:
            self.page.goto(address)
            self.here()

    def here(self, name: str = "") -> None:
        """Inspect what is shown now: a laptop by light, a phone by dark, and a narrow phone."""
        self.page.wait_for_load_state()  # what is read before its style sheet came is not what anybody sees
        name = name or self.page.url
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 800})
        self._axe(f"{name}, by light", ALL_RULES)
        self.page.emulate_media(color_scheme="dark")
        self.page.set_viewport_size({"width": 390, "height": 844})
        self.page.evaluate("scrollTo(0, 0)")  # what stays in view covers a part of what happens to lie below it
        self._axe(f"{name}, by dark", RULES_OF_WIDTH)
        self.page.set_viewport_size({"width": 320, "height": 640})
        self.faults += [f"{name} is wider than 320 px: {element}" for element in self.page.evaluate(TOO_WIDE)]
        self.faults += [f"{name} moves though motion is unwanted: {element}" for element in self.page.evaluate(MOVING)]

    def _axe(self, name: str, rules: list[str]) -> None:
        """By these rules or tags of rules; by contrast where it is new."""
        drawn = set(self.page.evaluate(DRAWN))
        violations = self._violations(rules)
        if not drawn <= self.found_good:
            unlike = self._violations([CONTRAST])
            violations += unlike
            if not unlike:
                self.found_good.update(drawn)
        for violation in violations:
            for node in violation["nodes"]:
                self.faults.append(f"{name}: {violation['id']}, {violation['help']}: {node['html'][:160]}")

    def _violations(self, rules: list[str]) -> Any:
        without_contrast = {} if CONTRAST in rules else {CONTRAST: {"enabled": False}}
        # "preload" fetches style sheets anew, for a rule on the lock of orientation, which none of ours has.
        options = {"runOnly": rules, "rules": without_contrast, "resultTypes": ["violations"], "preload": False}
        return self.page.evaluate(VIOLATIONS, options)
