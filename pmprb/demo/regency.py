"""The units of the synthetic regency: 64 offices with codes, kinds, peer groups and aliases."""

from __future__ import annotations

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Unit

NAME = "Kabupaten Tirtaloka"
PERIOD = "2026"

_DINAS = (
    "Pendidikan", "Kesehatan", "Pekerjaan Umum dan Penataan Ruang", "Perumahan dan Permukiman", "Sosial",
    "Tenaga Kerja", "Pangan", "Lingkungan Hidup", "Kependudukan dan Pencatatan Sipil", "Pemberdayaan Masyarakat Desa",
    "Pengendalian Penduduk dan KB", "Perhubungan", "Komunikasi dan Informatika", "Koperasi dan UMKM",
    "Penanaman Modal dan PTSP", "Kepemudaan dan Olahraga", "Perpustakaan dan Kearsipan", "Perikanan", "Pariwisata",
    "Pertanian", "Perdagangan dan Perindustrian", "Pemadam Kebakaran",
)  # fmt: skip
_BADAN = (
    "Perencanaan Pembangunan Daerah", "Kepegawaian dan Pengembangan SDM", "Pengelolaan Keuangan dan Aset",
    "Pendapatan Daerah", "Penanggulangan Bencana Daerah", "Kesatuan Bangsa dan Politik", "Riset dan Inovasi Daerah",
)  # fmt: skip
_KECAMATAN = (
    "Arunika", "Banyu Wening", "Cendana Raya", "Damar Jati", "Embun Asri", "Giri Sekar",
    "Harapan Laut", "Kencana Timur", "Lembah Hijau", "Muara Senja", "Padang Ilalang", "Telaga Biru",
)  # fmt: skip
_PUSKESMAS = (
    "Arunika", "Banyu Wening I", "Banyu Wening II", "Cendana Raya", "Damar Jati", "Embun Asri", "Giri Sekar",
    "Harapan Laut", "Kencana Timur", "Lembah Hijau", "Muara Senja", "Padang Ilalang", "Telaga Biru I", "Telaga Biru II",
)  # fmt: skip
_BAGIAN = (
    "Organisasi", "Hukum", "Pemerintahan", "Kesejahteraan Rakyat", "Perekonomian", "Administrasi Pembangunan",
    "Pengadaan Barang dan Jasa", "Umum", "Protokol dan Komunikasi Pimpinan",
)  # fmt: skip
_ALIASES = {
    "Badan Kepegawaian dan Pengembangan SDM": ("BKPSDM", "BKD"),
    "Dinas Kependudukan dan Pencatatan Sipil": ("Disdukcapil",),
    "Dinas Penanaman Modal dan PTSP": ("DPMPTSP",),
    "Dinas Kesehatan": ("Dinkes",),
}


def period_of(instrument: Instrument) -> str:
    """Return the year a worksheet is made for: this one, or the last in which the instrument was in force."""
    return str(min(int(PERIOD), instrument.valid_to or int(PERIOD)))


def units() -> tuple[Unit, ...]:
    """Return the 64 units in the register's order."""
    found: list[Unit] = []
    for number, (kind, names) in enumerate(
        (
            ("dinas", _DINAS),
            ("badan", _BADAN),
            ("kecamatan", _KECAMATAN),
            ("puskesmas", _PUSKESMAS),
            ("bagian", _BAGIAN),
        ),
        start=1,
    ):
        for place, name in enumerate(names, start=1):
            full = f"{kind.capitalize()} {name}"
            group = "dinas dan badan" if kind in ("dinas", "badan") else kind
            aliases = _ALIASES.get(full, ())
            found.append(Unit(code=f"{number}.{place:02d}", name=full, kind=kind, group=group, aliases=aliases))
    return tuple(found)
