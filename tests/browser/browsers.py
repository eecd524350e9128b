"""The browsers that students use, and the types of what makes them."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from studyapp.accounts.models import User

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}

NewContext = Callable[..., BrowserContext]
SignIn = Callable[[Page, User], Page]
