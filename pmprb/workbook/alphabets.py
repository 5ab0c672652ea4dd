"""Letters of other alphabets that look like Latin ones: which text was meant, and which alphabet it was typed in.

Enters: a text. Leaves: the Latin text it looks like, the odd letters, the name of their alphabet in Indonesian.
A keyboard of another language, or a text from a web page, puts them in; nobody sees the difference.
"""

from __future__ import annotations

import unicodedata

from pmprb.records import dataclass

# By Latin letter: Cyrillic, Greek, Armenian, Coptic, Cherokee, Lisu, and phonetic letters that look like it.
_LIKE = {
    "A": "АΑᎪꓮᴀ", "a": "аαɑ", "B": "ВΒᏴꓐʙ", "b": "Ьь", "C": "СϹᏟꓚⲤᴄ", "c": "сϲⲥ", "D": "Ꭰꓓᴅ", "d": "ԁ",
    "E": "ЕΕᎬꓰᴇ", "e": "еҽ", "F": "Ϝꓝ", "G": "Ԍᏻꓖɢ", "g": "ɡց", "H": "НΗᎻꓧʜ", "h": "һհ", "I": "ІΙӀꓲɪ", "i": "іιı",
    "J": "ЈᎫꓙᴊ", "j": "јϳ", "K": "КΚᏦꓗᴋ", "k": "кκ", "L": "ᏞꓡʟԼ", "l": "ӏ", "M": "МΜᎷꓟᴍ", "m": "м", "N": "ΝꓠɴⲚ",
    "n": "пո", "O": "ОΟՕꓳᴏⲞ", "o": "оοօⲟ", "P": "РΡᏢꓑᴘ", "p": "рρ", "Q": "Ԛ", "q": "ԛ", "R": "ᎡꓣʀᏒ", "r": "г",
    "S": "ЅՏᏚꓢꜱ", "s": "ѕ", "T": "ТΤᎢꓔᴛ", "t": "т", "U": "Սꓴᴜ", "u": "υս", "V": "ѴᏙꓦᴠ", "v": "ѵν", "W": "ԜᎳꓪᴡ",
    "w": "ԝѡ", "X": "ХΧꓫ", "x": "х", "Y": "ҮΥꓬʏУ", "y": "уүγ", "Z": "ΖᏃꓜᴢ",
}  # fmt: skip
_LATIN = {ord(other): letter for letter, others in _LIKE.items() for other in others}
_NAMES = {
    "CYRILLIC": "Kiril",
    "GREEK": "Yunani",
    "ARMENIAN": "Armenia",
    "COPTIC": "Koptik",
    "CHEROKEE": "Cherokee",
    "LISU": "Lisu",
}
_OTHER_LATIN = "Latin yang lain"


@dataclass(frozen=True)
class LookAlike:
    """The Latin text another looks like, the letters of it that are not, and the alphabet they are of."""

    text: str
    letters: str
    alphabet: str


def look_alike(text: str) -> LookAlike | None:
    """Return what a text looks like when some of its letters are not the plain Latin ones they seem; else None."""
    if text.isascii():
        return None
    seen: list[str] = []
    made: list[str] = []
    for letter in text:
        plain = _LATIN.get(ord(letter)) or unicodedata.normalize("NFKD", letter)[:1]
        made.append(plain)
        if plain != letter and letter.isalpha():
            seen.append(letter)
    if not seen:
        return None
    alphabets = [_NAMES.get(unicodedata.name(letter, "").partition(" ")[0], _OTHER_LATIN) for letter in seen]
    return LookAlike("".join(made), "".join(dict.fromkeys(seen)), " dan ".join(dict.fromkeys(alphabets)))


def is_wide(text: str) -> bool:
    """True for a text with letters of full width, as keyboards of East Asia type them."""
    return not text.isascii() and any(unicodedata.east_asian_width(letter) == "F" for letter in text)
