"""The temuan room: what is wrong or worth a look, each kind whole in one declaration, and the lines for users.

Enters: nothing. Leaves: every kind of temuan by its name, their base and positions, and sentences about them.
Refuses to know: workbooks, reports, how a terminal looks. Other rooms import from here only: in which file
a kind is declared is the room's own matter.
"""

from pmprb.temuan.batas import *
from pmprb.temuan.buku import *
from pmprb.temuan.buku_balasan import *
from pmprb.temuan.buku_banding import *
from pmprb.temuan.buku_bawa import *
from pmprb.temuan.buku_bentuk import *
from pmprb.temuan.buku_bersama import *
from pmprb.temuan.buku_berubah import *
from pmprb.temuan.buku_bukti import *
from pmprb.temuan.buku_cetak import *
from pmprb.temuan.buku_edisi import *
from pmprb.temuan.buku_formulir import *
from pmprb.temuan.buku_hasil import *
from pmprb.temuan.buku_isian import *
from pmprb.temuan.buku_klaster import *
from pmprb.temuan.buku_lembar import *
from pmprb.temuan.buku_papan import *
from pmprb.temuan.buku_provinsi import *
from pmprb.temuan.buku_putaran import *
from pmprb.temuan.buku_rekap import *
from pmprb.temuan.buku_salah import *
from pmprb.temuan.buku_tanggapan import *
from pmprb.temuan.buku_tempat import *
from pmprb.temuan.daftar_periksa import *
from pmprb.temuan.isi import *
from pmprb.temuan.isi_dibawa import *
from pmprb.temuan.isi_tempat import *
from pmprb.temuan.isi_tindak_lanjut import *
from pmprb.temuan.kat import *
from pmprb.temuan.kat_impor import *
from pmprb.temuan.kat_pilihan import *
from pmprb.temuan.kat_sumber import *
from pmprb.temuan.nilai import *
from pmprb.temuan.nilai_bacaan import *
from pmprb.temuan.nilai_jalur import *
from pmprb.temuan.record import BY_CODE as BY_CODE
from pmprb.temuan.record import NOWHERE as NOWHERE
from pmprb.temuan.record import AboutNode as AboutNode
from pmprb.temuan.record import CellPos as CellPos
from pmprb.temuan.record import FilePos as FilePos
from pmprb.temuan.record import Loaded as Loaded
from pmprb.temuan.record import Model as Model
from pmprb.temuan.record import Severity as Severity
from pmprb.temuan.record import Temuan as Temuan
from pmprb.temuan.record import has_errors as has_errors
from pmprb.temuan.renc import *
from pmprb.temuan.renc_satuan import *
from pmprb.temuan.render import Folded as Folded
from pmprb.temuan.render import figure as figure
from pmprb.temuan.render import finding as finding
from pmprb.temuan.render import finding_for_unit as finding_for_unit
from pmprb.temuan.render import fold as fold
from pmprb.temuan.render import folded_parts as folded_parts
from pmprb.temuan.render import folded_sentence as folded_sentence
from pmprb.temuan.render import place as place
from pmprb.temuan.render import render as render
from pmprb.temuan.render import render_folded as render_folded
from pmprb.temuan.render import repair as repair
from pmprb.temuan.render import repair_for_unit as repair_for_unit
from pmprb.temuan.render import sentence as sentence
from pmprb.temuan.render import sentence_for_unit as sentence_for_unit
from pmprb.temuan.survei import *
from pmprb.temuan.telaah import *
