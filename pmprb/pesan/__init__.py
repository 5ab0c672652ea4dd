"""The pesan room: every Indonesian sentence about a mistake, by code.

Enters: temuan. Leaves: sentences (`render`, `sentence`, `repair`, `place`, `title`) and folded lists of
them (`fold`, `render_folded`). The words stand in `kat`, `buku…`, `isi`, `nilai`, `renc`, `telaah`.
Refuses to know: workbooks, reports, how a terminal looks.
"""

from pmprb.pesan.figures import figure
from pmprb.pesan.folding import Folded, fold, folded_sentence, render_folded
from pmprb.pesan.message import Message, Plural
from pmprb.pesan.registry import MESSAGES
from pmprb.pesan.render import place, render, repair, sentence, title

__all__ = [
    "MESSAGES",
    "Folded",
    "Message",
    "Plural",
    "figure",
    "fold",
    "folded_sentence",
    "place",
    "render",
    "render_folded",
    "repair",
    "sentence",
    "title",
]
