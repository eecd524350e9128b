"""Pictures beside the decks' files: loaded with their questions, asked about where they are wrong, and dumped again."""

from pathlib import Path

import pytest

from studyapp.demo.factories import NOW
from studyapp.library.answers import around
from studyapp.library.models import Draft, Picture, Question, Words
from studyapp.library.picturing import MOST_BYTES
from studyapp.library.seeds.dumping import dump
from tests.library.folder import Folder
from tests.pictures import claiming, drawn, kept

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LINE = 'prompt = "What are the tides of least range called?"\n'
FIELD = 'prompt_picture = { file = "neap.png", alt = "A low tide", credit = "Ada", licence = "CC0" }\n'


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder.at(tmp_path)
    folder.change(LINE, LINE + FIELD)
    (folder.path / "decks" / "neap.png").write_bytes(drawn())
    return folder


def neap() -> Question:
    return Question.objects.with_content().get(slug="neap-typed")


def texts(folder: Folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder.path / "decks").iterdir()}


def test_a_picture_is_loaded_with_its_question_and_loading_again_changes_nothing(folder: Folder) -> None:
    folder.load(dry_run=True)
    assert not Picture.objects.exists()
    folder.load()
    assert neap().asked.shown["prompt"].words == Words("A low tide", "Ada", "CC0")
    assert folder.load(force=True).changed_nothing
    folder.change("A low tide", "A lower tide")
    assert folder.load().updated == ["seeds/decks/tides.toml, fact “neap”, question “neap-typed”"]
    (folder.path / "decks" / "neap.png").write_bytes(drawn(colour="red"))
    assert len(folder.load().updated) == 1
    assert neap().asked.number == 3


@pytest.mark.parametrize(
    ("file", "field", "told"),
    [
        (drawn(), FIELD.replace("neap.png", "leap.png"), "prompt_picture.file: There is no file “leap.png” beside"),
        (drawn(), FIELD.replace("neap.png", "../neap.png"), "prompt_picture.file: Give the name of a file beside"),
        (drawn(), FIELD.replace("A low tide", " "), "prompt_picture.alt: Say what the picture shows"),
        (drawn(), FIELD.replace(', licence = "CC0"', ""), "prompt_picture.licence: Say by which licence"),
        (drawn(), 'prompt_picture = "neap.png"\n', "prompt_picture: Write it as a table"),
        (drawn(), FIELD.replace("prompt_", "answer_"), "Only a flashcard has a picture on its back."),
        (drawn(), "", "seeds/decks/neap.png: It is not read"),
        (b"\0" * (MOST_BYTES + 1), FIELD, "prompt_picture.file: This file has 5.0"),
        (claiming(30_000, 30_000), FIELD, "prompt_picture.file: This picture has more than 24 megapixels"),
        (b"neap", FIELD, "prompt_picture.file: This is no picture that is taken"),
    ],
    ids=lambda it: None if isinstance(it, str) else "-",
)
def test_what_is_wrong_with_a_picture_is_said_with_its_place(
    folder: Folder, file: bytes, field: str, told: str
) -> None:
    folder.change(FIELD, field)
    (folder.path / "decks" / "neap.png").write_bytes(file)
    assert any(told in fault and "decks/" in fault for fault in folder.faults())
    assert not Question.objects.exists()
    assert not Picture.objects.exists()


def show(slug: str, **pictures: Picture) -> Question:
    """An editor has a question show these, and no others."""
    question = Question.objects.with_content().get(slug=slug)
    draft = Draft(question.asked.prompt, question.author_spec(), question.asked.explanation, pictures)
    question.revise(draft, at=NOW, freeze=around(question, draft.spec))
    return question


def test_a_dump_writes_pictures_back_and_loading_it_changes_nothing(folder: Folder) -> None:
    folder.load()
    assert dump(folder.path, at=NOW).files == []
    old, new = neap().asked.its_pictures["prompt"], kept("red", Words("A beach", "Edith", "CC BY 4.0"))
    question = show("neap-typed", prompt=new, explanation=old)
    show("main-cause-choice", explanation=Picture.objects.keep(old.encoded, new.words, at=NOW))
    assert dump(folder.path, at=NOW).left_out == {}
    files = texts(folder)
    assert sorted(files) == sorted(
        [
            "tides.toml",
            f"neap-typed-prompt-{new.digest[:8]}.webp",
            f"neap-typed-explanation-{old.digest[:8]}.webp",
            *(name for name in files if name.startswith("main-cause-choice-explanation-")),
        ]
    )
    assert files[f"neap-typed-prompt-{new.digest[:8]}.webp"] == bytes(new.large)
    revisions = {one.pk: one.asked.pk for one in Question.objects.with_content()}
    assert folder.load(force=True).changed_nothing
    assert {one.pk: one.asked.pk for one in Question.objects.with_content()} == revisions
    assert dump(folder.path, at=NOW).files == []
    show(question.slug)
    assert f"seeds/decks/neap-typed-prompt-{new.digest[:8]}.webp (removed)" in dump(folder.path, at=NOW).files
    assert folder.load(force=True).changed_nothing


def test_a_picture_that_has_a_table_of_its_own_is_dumped_in_its_place(folder: Folder) -> None:
    folder.change(FIELD, "")
    lines = FIELD.removeprefix("prompt_picture = {").removesuffix("}\n").split(",")
    text = (folder.path / "decks" / "tides.toml").read_text()
    folder.write("decks/tides", f"{text}[facts.questions.prompt_picture]\n" + "\n".join(map(str.strip, lines)) + "\n")
    folder.load()
    show("neap-typed", prompt=kept("red", Words("A beach", "Edith", "CC BY 4.0")))
    dump(folder.path, at=NOW)
    assert "[facts.questions.prompt_picture]" not in (folder.path / "decks" / "tides.toml").read_text()
    assert folder.load(force=True).changed_nothing
