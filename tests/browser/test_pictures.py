"""A picture on a phone: its place is reserved before it comes, so that nothing jumps."""

import pytest
from playwright.sync_api import Page, Route, expect
from time_machine import Traveller

from studyapp.demo.factories import NOW
from studyapp.library.models import Draft, Question
from tests.browser.browsers import SignIn
from tests.browser.harbour import ada_studies
from tests.pictures import drawn, kept_file

pytestmark = pytest.mark.browser


def test_nothing_moves_when_a_picture_comes(phone: Page, sign_in: SignIn, clock: Traveller) -> None:
    page = sign_in(phone, ada_studies("flashcard"))
    question = Question.objects.with_content().get()
    pictures = {"prompt": kept_file(drawn(size=(1400, 900))), "answer": kept_file(drawn(size=(300, 800)))}
    question.revise(Draft(question.asked.prompt, question.author_spec(), "", pictures), at=NOW)
    held: list[Route] = []
    page.route("**/pictures/**", lambda route: held.append(route))
    page.goto("/study/", wait_until="domcontentloaded")
    turn = page.get_by_role("button", name="Show the answer")
    picture = page.get_by_role("img", name="A harbour at low tide")
    below = page.locator("figcaption")
    reserved, before = picture.bounding_box(), below.bounding_box()
    assert reserved is not None
    assert before is not None
    assert reserved["height"] / reserved["width"] == pytest.approx(900 / 1400, abs=0.01)
    for route in held:
        route.continue_()
    page.unroute("**/pictures/**")
    expect(picture).to_have_js_property("complete", True)  # noqa: FBT003  playwright’s own parameter
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert below.bounding_box() == pytest.approx(before, abs=1)  # pixels, of which a part is lost in rounding
    turn.click()
    back = page.get_by_role("img").nth(1)
    expect(back).to_have_js_property("complete", True)  # noqa: FBT003  playwright’s own parameter
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
