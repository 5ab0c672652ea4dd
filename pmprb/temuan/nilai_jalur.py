"""The effort a unit states for its improvements (`upaya.xlsx`), and answers it supposes: codes NILAI-040 to -059."""

from __future__ import annotations

from pmprb.temuan.place import on_book, on_effort
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, Temuan


class EffortUnusable(Temuan):
    """No header with kode."""

    code, severity = "NILAI-040", KESALAHAN
    headers: tuple[str, ...]
    title = "Berkas upaya tidak dapat dipakai"
    sentence = "Tidak ada baris judul dengan kolom {headers:daftar} di berkas upaya ini."
    repair = "Buat yang kosong dengan pmprb jalur --tulis-upaya, lalu isi di berkas itu."
    meaning = "Berkas upaya memuat biaya, bulan, dan boleh tidaknya tiap butir diubah; kolom kodenya harus ada."
    example = lambda: EffortUnusable(on_book("upaya.xlsx"), headers=("kode",))


class EffortCodeUnknown(Temuan):
    """A code the instrument does not have."""

    code, severity = "NILAI-041", PERINGATAN
    seen: str
    title = "Kode dalam berkas upaya tidak dikenal"
    sentence = 'Kode "{seen}" bukan butir instrumen ini; barisnya tidak dipakai.'
    repair = "Betulkan kodenya, atau hapus barisnya."
    meaning = "Setiap baris berkas upaya menyebut satu butir lembar kerja."
    example = lambda: EffortCodeUnknown(on_effort("A12"), seen="A.I.9.z")


class EffortNotANumber(Temuan):
    """A cost or number of months that cannot be read."""

    code, severity = "NILAI-042", KESALAHAN
    seen: str
    column: str
    title = "Biaya atau bulan tidak dapat dibaca"
    sentence = 'Isi kolom {column}, "{seen}", bukan angka dari 0 ke atas.'
    repair = "Ketik angkanya saja, atau kosongkan bila belum diketahui."
    meaning = "Biaya dan bulan dijumlahkan dan dibandingkan, jadi harus angka."
    example = lambda: EffortNotANumber(on_effort("D12"), seen="murah", column="biaya")


class EffortAllowedUnclear(Temuan):
    """Neither ya nor tidak."""

    code, severity = "NILAI-043", KESALAHAN
    seen: str
    title = "Bukan Ya atau Tidak"
    sentence = 'Kolom boleh diubah berisi "{seen}", bukan Ya atau Tidak.'
    repair = "Pilih Ya atau Tidak; kosong berarti Ya."
    meaning = "Butir yang tidak boleh diubah tidak ikut dalam jalur."
    example = lambda: EffortAllowedUnclear(on_effort("F12"), seen="mungkin")


class EffortTwice(Temuan):
    """Two rows of one item."""

    code, severity = "NILAI-044", KESALAHAN
    item: str
    title = "Butir dua kali dalam berkas upaya"
    sentence = "Butir {item} sudah ada di baris sebelumnya."
    repair = "Sisakan satu baris untuk butir itu."
    meaning = "Satu butir mempunyai satu biaya."
    example = lambda: EffortTwice(on_effort("A13"), item="A.I.1.i.a")


class EffortWithoutCost(Temuan):
    """Changes whose cost nobody stated."""

    code, severity = "NILAI-045", PERINGATAN
    count: int
    items: str
    title = "Butir tanpa biaya dihitung 0"
    sentence = "{count:angka} perubahan dalam jalur tidak mempunyai biaya di berkas upaya dan dihitung 0: {items}."
    repair = "Isi biayanya di berkas upaya, lalu hitung lagi."
    meaning = "Jalur dengan biaya paling kecil hanya sebaik biaya yang diisi; yang kosong dianggap tanpa biaya."
    example = lambda: EffortWithoutCost(on_book("upaya.xlsx"), count=2, items="A.I.1.i.a, A.I.1.ii.b")


class PlaceInOtherRekap(Temuan):
    """The rekap in which a place is looked for is of another instrument."""

    code, severity = "NILAI-050", KESALAHAN
    seen: str
    expected: str
    title = "Rekap dari instrumen lain"
    sentence = "Rekap ini dari {seen}, sedangkan lembar kerjanya {expected}; peringkatnya tidak dapat dicari di sana."
    repair = "Sebut rekap dari instrumen dan varian yang sama."
    meaning = "Peringkat hanya berarti di antara unit yang dinilai dengan instrumen yang sama."
    example = lambda: PlaceInOtherRekap(on_book("rekap.xlsx"), seen="instrumen-lain", expected="instrumen-ini")


class ChanceAssumed(Temuan):
    """Nobody said how likely an answer drops when it is verified."""

    code, severity = "NILAI-051", CATATAN
    percent: int
    title = "Peluang turun diandaikan"
    sentence = (
        "Tidak ada verifikasi atau peluang yang disebut; jawaban diandaikan turun dengan peluang {percent:angka}%."
    )
    repair = "Sertakan lembar verifikasi, atau sebut peluangnya."
    meaning = (
        "Keteguhan hasil bergantung pada seberapa sering verifikasi menurunkan jawaban. Lembar verifikasi disertakan "
        "dengan --tpi, peluangnya disebut dengan --peluang."
    )
    example = lambda: ChanceAssumed(on_book("lembar"), percent=10)
