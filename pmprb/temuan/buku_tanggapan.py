"""Units' replies to their verifiers' findings, and rulings where verifiers differ: codes BUKU-284 to -299."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, CellPos, Temuan

_FILE = "1-02_Dinas-Kesehatan-hasil.xlsx"


def _on(cell: str) -> CellPos:
    return CellPos(workbook=_FILE, sheet="Tanggapan", cell=cell)


def _ruled(cell: str) -> CellPos:
    return CellPos(workbook="rekap.xlsx", sheet="Perlu Diputus", cell=cell)


class ReplyWorkbook(Temuan):
    """A feedback workbook that holds a unit's replies: no worksheet."""

    code, severity = "BUKU-284", CATATAN
    count: int
    title = "Berkas tanggapan unit"
    sentence = "Berkas ini umpan balik dengan {count} tanggapan unit, bukan lembar kerja; gabung yang membacanya."
    repair = "Biarkan di antara lembar kerja, lalu jalankan pmprb gabung."
    unit_repair = "Tidak ada yang perlu dilakukan."
    meaning = (
        "Unit menanggapi temuan TPI pada lembar Tanggapan umpan baliknya dan mengirimkannya kembali. Tanggapan tampil "
        "di samping temuannya dan tidak pernah mengubah nilai."
    )
    example = lambda: ReplyWorkbook(on_book(_FILE), count=3)


class FeedbackWithoutReply(Temuan):
    """A feedback workbook that came back with nothing typed into it."""

    code, severity = "BUKU-285", CATATAN
    title = "Umpan balik tanpa tanggapan"
    sentence = "Umpan balik ini tidak memuat tanggapan apa pun, jadi dilewati."
    repair = "Tidak ada yang perlu dilakukan, kecuali unit bermaksud menanggapi: isinya kosong."
    unit_repair = "Bila ingin menanggapi, isi kolom Tanggapan pada lembar Tanggapan, lalu kirim lagi."
    meaning = "Umpan balik yang kembali tanpa isian tidak ditolak dan tidak dihitung sebagai tanggapan."
    example = lambda: FeedbackWithoutReply(on_book(_FILE))


class ReplyWithoutWorksheet(Temuan):
    """Replies of a unit without a worksheet in use."""

    code, severity = "BUKU-286", KESALAHAN
    unit: str
    title = "Tanggapan tanpa lembar unit"
    sentence = "Tanggapan ini dari {unit}, tetapi lembar kerja unit itu belum ada atau ditolak."
    repair = "Sertakan lembar kerja unitnya. Tanggapan ini belum dipakai."
    unit_repair = "Kirim juga lembar kerja (LKE) unit Anda."
    meaning = "Tanggapan hanya dipakai di samping lembar kerja dan verifikasi unit itu sendiri."
    example = lambda: ReplyWithoutWorksheet(on_book(_FILE), unit="Dinas Kesehatan")


class ReplySheetDamaged(Temuan):
    """A feedback workbook that does not say whose it is, or whose reply columns cannot be found."""

    code, severity = "BUKU-287", KESALAHAN
    missing: str
    title = "Lembar Tanggapan tidak terbaca"
    sentence = "Pada umpan balik ini {missing} tidak ditemukan, jadi tanggapannya tidak dibaca."
    repair = "Minta unit mengisi lembar Tanggapan dari umpan balik aslinya, tanpa mengganti judul kolomnya."
    unit_repair = "Isi lembar Tanggapan pada umpan balik aslinya, tanpa mengganti judul kolomnya, lalu kirim lagi."
    meaning = (
        "Umpan balik menyimpan unit, periode, dan temuan yang ditanggapi. Tanpa itu, atau tanpa judul kolom Kode dan "
        "Tanggapan, tidak ditebak siapa menanggapi apa."
    )
    example = lambda: ReplySheetDamaged(on_book(_FILE), missing="judul kolom Tanggapan")


class ReplyItemUnknown(AboutNode):
    """A reply to an item that the instrument does not have."""

    code, severity = "BUKU-288", KESALAHAN
    title = "Butir tanggapan tidak dikenal"
    sentence = 'Tanggapan pada baris berkode "{node}" tidak dibaca: kode itu tidak ada dalam instrumen ini.'
    repair = "Betulkan kodenya seperti di kolom Kode lembar kerja."
    meaning = "Kode pada baris tanggapan diubah, atau baris ditambahkan dengan kode yang bukan butir."
    example = lambda: ReplyItemUnknown(_on("E7"), "A.I.9.x")


class ReplyWithoutFinding(AboutNode):
    """A reply to an item on which no verifier differs from the unit."""

    code, severity = "BUKU-289", KESALAHAN
    title = "Tanggapan tanpa temuan"
    sentence = "Tanggapan atas butir {node} tidak dipakai: TPI tidak menilai butir itu lain daripada unit."
    repair = "Hapus tanggapannya, atau betulkan kode butirnya."
    meaning = "Yang ditanggapi hanya butir yang jawaban TPI-nya berbeda dari jawaban unit."
    example = lambda: ReplyWithoutFinding(_on("E7"), "A.I.1.i.a")


class RepliesDiffer(AboutNode):
    """Two replies of one unit to one item that say different things."""

    code, severity = "BUKU-290", KESALAHAN
    others: str
    stamp: str
    other_stamp: str
    hint: str
    way: str
    title = "Dua tanggapan berbeda"
    sentence = (
        "Butir {node} ditanggapi lain di {others}[ ({other_stamp:waktu})] daripada di sini[ ({stamp:waktu})]; belum "
        "ada yang dipakai.[ Usul: {hint:usul}.]"
    )
    repair = "Keluarkan yang lain[, atau pakai --ganda {way:singkat}]."
    unit_repair = "Kirim satu tanggapan saja yang berlaku, dan sebutkan bahwa yang lain dibatalkan."
    meaning = (
        "Satu unit menanggapi satu butir dua kali dengan isi yang tidak sama, di dua berkas atau di dua baris. Program "
        "menyebut waktu simpan keduanya dan mengusulkan yang disimpan lebih akhir, atau bila sama yang lebih lengkap, "
        "tetapi tidak memilih: tanyakan kepada unitnya. Dengan --ganda terbaru yang lebih akhir dipakai (BUKU-257)."
    )
    example = lambda: RepliesDiffer(
        _on("E7"),
        "A.I.1.i.a",
        others="susulan.xlsx Tanggapan!E7",
        stamp="2026-03-09T08:05:00Z",
        other_stamp="2026-03-12T10:15:00Z",
        hint="other_later",
        way="terbaru",
    )


class LaterReplyUsed(AboutNode):
    """Of two replies of one unit to one item the one saved later."""

    code, severity = "BUKU-257", PERINGATAN
    chosen: str
    stamp: str
    title = "Tanggapan yang lebih akhir dipakai"
    sentence = (
        "Tanggapan atas {node} di sini tidak dipakai: unitnya menanggapi lain di {chosen}[, disimpan {stamp:waktu}]."
    )
    repair = "Pastikan itu tanggapan yang berlaku, lalu keluarkan yang lain."
    meaning = (
        "Satu unit menanggapi satu butir dua kali dengan isi yang tidak sama, dan diminta memakai yang terbaru "
        "(--ganda terbaru)."
    )
    example = lambda: LaterReplyUsed(
        _on("E7"), "A.I.1.i.a", chosen="susulan.xlsx Tanggapan!E7", stamp="2026-03-12T10:15:00Z"
    )


class ReplyUnreadable(AboutNode):
    """A reply that is neither of the two that can be given."""

    code, severity = "BUKU-291", KESALAHAN
    seen: str
    title = "Tanggapan tidak terbaca"
    sentence = 'Tanggapan "{seen}" atas butir {node} bukan Setuju dan bukan Tidak setuju.'
    repair = "Pilih Setuju atau Tidak setuju; alasan dan buktinya pada kolom di sebelahnya."
    meaning = "Kolom Tanggapan memuat kata lain, galat, atau rumus tanpa hasil. Maksudnya tidak ditebak."
    example = lambda: ReplyUnreadable(_on("E7"), "A.I.1.i.a", seen="mungkin")


class ReplyWithoutStance(AboutNode):
    """An explanation beside an empty reply."""

    code, severity = "BUKU-292", KESALAHAN
    title = "Penjelasan tanpa tanggapan"
    sentence = "Butir {node} berisi penjelasan, tetapi kolom Tanggapan kosong."
    repair = "Pilih Setuju atau Tidak setuju pada baris itu."
    meaning = "Penjelasan dan bukti hanya dipakai bersama pilihan setuju atau tidak setuju."
    example = lambda: ReplyWithoutStance(_on("F7"), "A.I.1.i.a")


class ReplyWithoutGrounds(AboutNode):
    """A unit disagrees without a word of explanation."""

    code, severity = "BUKU-293", PERINGATAN
    title = "Tidak setuju tanpa penjelasan"
    sentence = "Unit tidak setuju atas butir {node} tanpa penjelasan atau bukti."
    repair = "Minta unit mengisi kolom Penjelasan dan bukti."
    unit_repair = "Isi kolom Penjelasan dan bukti, lalu kirim lagi."
    meaning = "Tanggapan itu tetap tampil sebagai tidak setuju, tetapi TPI tidak mendapat dasar untuk menimbangnya."
    example = lambda: ReplyWithoutGrounds(_on("E7"), "A.I.1.i.a")


class ReplyToEarlierAnswer(AboutNode):
    """A reply to an answer that the verifier has changed since."""

    code, severity = "BUKU-294", PERINGATAN
    about: str
    now: str
    title = "Menanggapi jawaban TPI yang lama"
    sentence = "Tanggapan atas butir {node} ditulis untuk jawaban TPI {about}; sekarang TPI menjawab {now}."
    repair = "Minta unit menanggapi lagi; yang lama tampil tetapi tidak dihitung."
    unit_repair = "Tanggapi lagi butir itu pada umpan balik yang baru."
    meaning = (
        "TPI mengubah jawabannya sesudah unit menanggapi. Setuju dengan yang lama tidak dianggap setuju dengan yang "
        "baru."
    )
    example = lambda: ReplyToEarlierAnswer(_on("E7"), "A.I.1.i.a", about="C", now="B")


class RepliedFindingGone(AboutNode):
    """A reply to a finding that is none any more."""

    code, severity = "BUKU-295", CATATAN
    about: str
    title = "Temuan yang ditanggapi sudah tidak ada"
    sentence = "Butir {node} ditanggapi ketika TPI menjawab {about}; sekarang kedua pihak tidak berbeda lagi."
    repair = "Tidak ada yang perlu dilakukan."
    meaning = "Unit atau TPI mengubah jawabannya sesudah unit menanggapi, sehingga temuannya selesai."
    example = lambda: RepliedFindingGone(_on("E7"), "A.I.1.i.a", about="C")


class ReplyNotRead(AboutNode):
    """A reply typed into a feedback that would be written anew, and that no file of the run holds."""

    code, severity = "BUKU-296", KESALAHAN
    seen: str
    title = "Tanggapan belum dibaca"
    sentence = 'Tanggapan "{seen}" atas butir {node} diketik di umpan balik ini dan tidak ada di antara kiriman.'
    repair = "Salin berkas ini ke folder kiriman (masuk/), lalu jalankan lagi; umpan balik lama dibiarkan."
    meaning = (
        "Tanggapan dibaca dari kiriman unit. Umpan balik yang masih memuat tanggapan yang belum dibaca tidak ditimpa; "
        "dengan --ganti-yang-terisi salinannya tersimpan di sampingnya."
    )
    example = lambda: ReplyNotRead(_on("E7"), "A.I.1.i.a", seen="Tidak setuju")


class RulingUnreadable(AboutNode):
    """A ruling that names none of the answers an item of counts can have, or reasons without a ruling."""

    code, severity = "BUKU-297", KESALAHAN
    seen: str
    allowed: str
    title = "Keputusan tidak terbaca"
    sentence = 'Keputusan "{seen}" atas butir {node} bukan salah satu yang dapat dipilih: {allowed}.'
    repair = "Pilih dari daftar pada selnya; isiannya dibiarkan dan belum dipakai."
    meaning = "Keputusan hanya dipakai bila berupa jawaban yang ada bagi butir itu. Maksud isian lain tidak ditebak."
    example = lambda: RulingUnreadable(_ruled("D7"), "A.I.1.i.a", seen="TPI 1", allowed="Ya, Tidak")


class RulingsDiffer(AboutNode):
    """Two rulings on one item that say different things."""

    code, severity = "BUKU-298", KESALAHAN
    other: str
    title = "Dua keputusan berbeda"
    sentence = "Butir {node} diputus berbeda di {other}; tidak satu pun dipakai."
    repair = "Kosongkan salah satunya, lalu jalankan lagi."
    meaning = "Lembar Perlu Diputus memuat dua baris untuk satu butir satu unit dengan keputusan yang tidak sama."
    example = lambda: RulingsDiffer(_ruled("D7"), "A.I.1.i.a", other="Perlu Diputus!D9")


class RulingOutOfDate(AboutNode):
    """A ruling whose basis has changed: it is shown, and not applied."""

    code, severity = "BUKU-299", PERINGATAN
    seen: str
    title = "Keputusan perlu dilihat lagi"
    sentence = "Keputusan {seen} atas butir {node} belum dipakai: jawaban yang diputus sudah berubah sejak itu."
    repair = "Lihat lembar Perlu Diputus, lalu isi lagi kolom Keputusan."
    meaning = (
        "Unit atau penilai mengubah jawabannya sesudah diputus. Keputusan lama tampil tetapi tidak berlaku diam-diam."
    )
    example = lambda: RulingOutOfDate(on_book("1-02_Dinas-Kesehatan.xlsx"), "A.I.1.i.a", seen="B")
