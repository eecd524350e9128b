import os, re
from datetime import timedelta
from pathlib import Path
from django.conf import settings as project
from django.utils import timezone
from playwright.sync_api import expect
from studyapp.demo.factories import *
from studyapp.library.models import *
from studyapp.library.seeds import load
from studyapp.study.following import join
from tests.browser.student import Student
from tests.browser.harbour import *
from tests.browser.conftest import *

OUT = Path("/tmp/shots/browser")
SIZES = {"phone": (390, 844), "laptop": (1280, 800)}

class Shots:
    def __init__(self, page): self.page = page
    def here(self, name):
        for device, (w, h) in SIZES.items():
            self.page.set_viewport_size({"width": w, "height": h})
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme)
                self.page.screenshot(path=OUT / f"{name}-{device}-{scheme}.png", full_page=True)
    def of(self, **pages):
        for name, address in pages.items():
            self.page.goto(address); self.here(name)

def test_shots(transactional_db, new_context, sign_in, clock):
    load(project.BASE_DIR / "seeds", at=NOW)
    page = new_context(reduced_motion="reduce").new_page()
    s = Shots(page)
    unnamed = Article.objects.filter(publisher="").first()
    disputed = Fact.objects.live().filter(citations__stance="differs").first()
    superseded = Fact.objects.filter(superseded_by__isnull=False).first()
    deck = Deck.objects.first()
    s.of(landing="/", decks_visitor="/decks/", deck_visitor=deck.get_absolute_url(), articles="/articles/", article_unnamed=unnamed.get_absolute_url(), article=Article.objects.exclude(publisher="")[0].get_absolute_url(),
        fact_disputed=disputed.get_absolute_url(), fact_superseded=superseded.get_absolute_url(), signup="/accounts/signup/", login="/accounts/login/?next=/study/", reset="/accounts/password/reset/", notfound="/nope/")
    lan = LearnerFactory(lan=True)
    st = Student(sign_in(page, lan), clock)
    s.of(home_welcome="/", study_nodeck="/study/", settings="/accounts/settings/", delete="/accounts/delete/", suspended_empty="/study/suspended/", email="/accounts/email/", pwchange="/accounts/password/change/")
    for d in Deck.objects.all(): join(lan, d, at=timezone.now())
    s.of(home_new="/", decks_joined="/decks/", deck_joined=deck.get_absolute_url())
    for kind in KINDS:
        q = lan.cards.filter(question__kind=kind, queue__in=[0,1]).first() or lan.cards.filter(question__kind=kind).first()
        lan.cards.filter(question=q.question_id).update(queue=1)
        page.goto(f"/study/?question={q.question_id}")
        s.here(f"ask_{kind}")
        if kind == "flashcard":
            st.turn_over(); expect(page.locator("button[name=rating]")).to_have_count(4); s.here("ask_flashcard_revealed"); page.goto(f"/study/?question={q.question_id}")
        question = st.question()
        st.give(question, right=kind in ("choice", "flashcard"))
        s.here(f"verdict_{kind}")
    q = disputed.questions.first()
    lan.cards.filter(question=q).update(queue=1)
    page.goto(f"/study/?question={q.pk}")
    s.here("ask_disputed"); st.give(st.question(), right=True); s.here("verdict_disputed")
    page.goto(f"/study/{q.pk}/report/"); s.here("report")
    page.goto("/study/"); st.put_aside(); s.here("after_suspend")
    s.of(home_some="/", suspended="/study/suspended/")
    lan.new_per_day = 2; lan.save()
    page.goto("/study/")
    while not st.is_done: st.answer(right=True)
    s.here("done"); s.of(home_done="/")
    q = lan.cards.filter(question__kind="number").first()
