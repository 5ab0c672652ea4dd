"""Which of several known texts a row of a form says: by its words, decided or not at all.

Enters: a row's text and the words known for each code that may be meant. Leaves: the codes it fits: none, one, or
several when the words cannot tell them apart. Refuses to know: markers, order, rows.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pmprb.text import remembered

Words = frozenset[str]
Known = Mapping[str, tuple[Words, ...]]
"""The words of every wording known for a code: the catalog's, and the official form's where it differs."""

_WORD = re.compile(r"[^\W\d_]+")
_FILLERS = frozenset(
    (
        *(
            "ada",
            "adalah",
            "agar",
            "atas",
            "atau",
            "bagi",
            "dalam",
            "dan",
            "dari",
            "dengan",
            "di",
            "ini",
            "itu",
            "jika",
        ),
        *("ke", "kepada", "kerja", "lainnya", "maupun", "oleh", "pada", "saat", "secara", "serta", "sudah", "tahun"),
        *("telah", "tentang", "terdapat", "terhadap", "tersebut", "unit", "untuk", "yaitu", "yang"),
    )
)
_COUNT_FILLERS = frozenset(("dan", "dari", "di", "jumlah", "oleh", "orang", "pada", "untuk", "yang"))
_ALIKE = 0.6  # from so great a part of words in common two texts may be one
_INSIDE, _LEAST = 0.8, 3  # or when so much of the shorter one, of so many words at least, is in the longer one
_FAR = 0.25  # so much more alike one text is than another, when neither has words the other lacks
_SPELT = 0.86  # from so alike two words are one, misspelt
_USUAL = 80  # letters of two words that are remembered


@remembered
def words(text: str) -> Words:
    """Return a text's words, small letters, without numbers and the words that hold a sentence together."""
    return _words(text, _FILLERS)


@remembered
def count_words(text: str) -> Words:
    """Return the words of a count's label, in which "sudah" and "lainnya" tell one from another."""
    return _words(text, _COUNT_FILLERS)


def _words(text: str, fillers: Words) -> Words:
    found = frozenset(_WORD.findall(text.casefold()))
    return found - fillers or found


def fitting(row: Words, known: Known) -> tuple[str, ...]:
    """Return the codes whose wording the words of a row are: one is decided, several are not told apart.

    The very words of one wording decide. Else a wording must have most words in common with the row, a misspelt word
    counting as the word, and a code is decided when the row says what sets it apart from every other such code, and
    hardly anything that sets the other apart; or as much of either, and is far more like it.
    """
    exact = [code for code, wordings in known.items() if row in wordings]
    if len(exact) == 1 or not row:
        return tuple(exact)
    said: dict[str, tuple[float, Words]] = {}
    for code in exact or known:
        for wording in known[code]:
            common = _common(row, wording)
            likeness = 2 * len(common) / (len(row) + len(wording))
            if _alike(likeness, len(common), min(len(row), len(wording))):
                said[code] = max(said.get(code, (0.0, common)), (likeness, common), key=lambda one: one[0])
    if len(said) < 2:
        return tuple(said)
    covered = {code: frozenset[str]().union(*(_common(row, wording) for wording in known[code])) for code in said}

    def beats(one: str, other: str) -> bool:
        own, its = said[one][1] - covered[other], said[other][1] - covered[one]
        return len(own) > 2 * len(its) or (len(own) >= len(its) and said[one][0] - said[other][0] >= _FAR)

    decided = [one for one in said if all(beats(one, other) for other in said if other != one)]
    return tuple(decided or said)


def _alike(likeness: float, common: int, shorter: int) -> bool:
    return likeness >= _ALIKE or (common >= _LEAST and common >= _INSIDE * shorter)


@lru_cache(maxsize=20_000)
def _common(row: Words, wording: Words) -> Words:
    """Return the words of a row that a wording has, those misspelt for a word left over included."""
    common = row & wording
    missing = wording - common
    left = [word for word in row - common if len(word) > 3]
    if not common or not missing or not left:
        return common
    found: dict[str, str] = {}
    for word in sorted(left):
        alike, meant = max((_alike_spelt(word, other), other) for other in missing)
        if alike:
            found.setdefault(meant, word)
    return common | set(found.values())


def _alike_spelt(word: str, other: str) -> float:
    """Return how alike two words are spelt, as `difflib.get_close_matches` reckons it; 0 when less than `_SPELT`."""
    size = len(word) + len(other)
    if 2.0 * min(len(word), len(other)) / size < _SPELT:  # most are too short or too long
        return 0.0
    return _letters_alike(word, other) if size <= _USUAL else _letters_alike.__wrapped__(word, other)


@lru_cache(maxsize=1 << 15)
def _letters_alike(word: str, other: str) -> float:
    """Return the same of two words of nearly one length; remembered, as a form's words are held against the catalog's
    again and again."""
    shared = sum(min(word.count(letter), other.count(letter)) for letter in set(word))
    if 2.0 * shared / (len(word) + len(other)) < _SPELT:  # `quick_ratio`, before a matcher is set up: for nearly all
        return 0.0
    alike = difflib.SequenceMatcher(None, other, word).ratio()
    return alike if alike >= _SPELT else 0.0


def titled(row: Words, titles: Mapping[str, Words]) -> tuple[list[str], list[str]]:
    """Return the headings whose title has just the words of a row, and those whose title is much like it."""
    exact = [code for code, title in titles.items() if title == row]
    if exact or not row:
        return exact, []
    near = [  # most titles are too short or too long to be alike, and need no look at misspelt words
        code
        for code, title in titles.items()
        if title & row
        and 2 * min(len(row), len(title)) >= (enough := 0.75 * (len(row) + len(title)))
        and 2 * len(_common(row, title)) >= enough
    ]
    return [], near


def worded(texts: Iterable[str], counts: bool = False) -> tuple[Words, ...]:
    """Return the words of each text that has any."""
    split = count_words if counts else words
    return tuple(dict.fromkeys(found for text in texts if (found := split(text))))
