"""English verbs from the form that stands after "did" to the past: enough for the events that questions ask about."""

import re

_split = str.split
_PAST = dict(
    pair.split("/")
    for pair in _split(
        "be/was become/became begin/began bring/brought build/built buy/bought choose/chose come/came cut/cut "
        "draw/drew fall/fell fight/fought find/found fly/flew forbid/forbade give/gave go/went grow/grew hand/handed "
        "hit/hit hold/held join/joined keep/kept lay/laid lead/led leave/left light/lit lose/lost make/made meet/met "
        "pay/paid put/put reach/reached rise/rose run/ran see/saw sell/sold send/sent set/set shut/shut sink/sank "
        "speak/spoke spend/spent spread/spread stand/stood take/took win/won withdraw/withdrew write/wrote "
        "end/ended start/started happen/happened occur/occurred close/closed die/died form/formed order/ordered "
        "offer/offered enter/entered answer/answered settle/settled differ/differed suffer/suffered cover/covered "
        "visit/visited open/opened"
    )
)
_ALONE = frozenset(_split("begin end start open close fall rise happen occur die sink"))
_PARTICIPLES = _split(
    "begun broken chosen drawn driven flown forbidden given known seen shown sunk sworn taken written"
)
_FORMS = frozenset([*_PAST.values(), *_PARTICIPLES])
_DOUBLED = re.compile(r"[^aeiou][aeiou][bdgmnprt]")
_ADJECTIVES = {"need", "feed", "speed", "indeed", "hundred", "sacred", "seed", "weed", "breed"}


def past(verb: str) -> str:
    """ "stopped" of "stop", "began" of "begin"."""
    if verb in _PAST:
        return _PAST[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if _DOUBLED.fullmatch(verb[-3:]) and len(verb) < 6 else f"{verb}ed"


def ends_a_question(verb: str) -> bool:
    """Whether it is a verb that needs nothing after it, and no noun in that place: "did the war end?"."""
    return verb in _ALONE


def looks_past(word: str) -> bool:
    """Whether it is a participle by its look."""
    return word in _FORMS or (word.islower() and word.endswith("ed") and word not in _ADJECTIVES)
