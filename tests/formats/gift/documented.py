"""What Moodle's documentation allows in GIFT, and what each becomes here: its kind, and some of its fields."""

DOCUMENTED: dict[str, tuple[str, dict[str, object]]] = {
    "The tides follow the {=Moon}.": ("cloze", {"prompt": "The tides follow the [blank].", "blanks": [["Moon"]]}),
    "Which rises?{=tide#It does.\n~sand #No.\n~%50%spray#Half.}": (
        "choice",
        {"answer": "tide", "distractors": ["sand", "spray"], "explanation": "It does."},
    ),
    "Ebb is the {~rising ~standing =falling} tide.": (
        "choice",
        {"prompt": "Ebb is the _____ tide.", "answer": "falling", "distractors": ["rising", "standing"]},
    ),
    "Which two?{~%50%Ebb ~%50%Flood ~%-100%Dune}": (
        "several",
        {"answers": ["Ebb", "Flood"], "distractors": ["Dune"]},
    ),
    "Who?{=no one =nobody =%50%somebody}": ("typed", {"answer": "no one", "aliases": ["nobody"]}),
    "Two plus two is {=four =4}.": ("cloze", {"blanks": [["four", "4"]]}),
    "Seawater is salty.{T}": ("true_false", {"answer": True}),
    "Seawater is sweet.{FALSE#It is salty.}": ("true_false", {"answer": False, "correction": "It is salty."}),
    "Pair them.{\n=Ebb -> falling\n=Flood -> rising\n= -> standing\n}": (
        "match",
        {"pairs": [["Ebb", "falling"], ["Flood", "rising"]], "distractors": ["standing"]},
    ),
    "In which year?{#1822:5}": ("number", {"answer": "1822", "tolerance": "5"}),
    "What is pi?{#3.141..3.142}.": ("number", {"answer": "3.141", "answer_to": "3.142", "prompt": "What is pi?_____."}),
    "In which year?{#\n=1822:0\n=%50%1822:2}": ("number", {"answer": "1822", "tolerance": ""}),
    "How warm?{#-2.5..2.5}": ("number", {"answer": "-2.5", "answer_to": "2.5"}),
    "How many?{#=0}": ("number", {"answer": "0"}),
    "Why are there tides?{####The Moon draws the water.}": ("flashcard", {"answer": "The Moon draws the water."}),
    "[html]<p>The falling&nbsp;tide?</p>{=ebb}": ("typed", {"prompt": "The falling tide?"}),
    "[markdown]The *falling* tide?{=ebb}": ("typed", {"prompt": "The *falling* tide?"}),
    "[plain]Is <b> a tag?{T}": ("true_false", {"prompt": "Is <b> a tag?"}),
    "[moodle]The falling tide?{=ebb}": ("typed", {"prompt": "The falling tide?"}),
    "::Sums::Which is 5?{=\\= 2 + 3 ~\\= 2 + 4}": ("choice", {"answer": "= 2 + 3", "distractors": ["= 2 + 4"]}),
    "A \\{set\\}\\: \\#1 \\~ 2?{=yes}": ("typed", {"prompt": "A {set}: #1 ~ 2?"}),
    "First line\\nsecond line?{=ebb}": ("typed", {"prompt": "First line\nsecond line?"}),
    "// a remark\n::Name::Which?{\n// one more\n=ebb\n~flood\n}": ("choice", {"prompt": "Which?", "answer": "ebb"}),
    "$CATEGORY: $course$/top/Sea\n\nWhich?{=ebb}": ("typed", {"answer": "ebb"}),
    "Which?{=ebb ####It falls.}": ("typed", {"explanation": "It falls."}),
}
