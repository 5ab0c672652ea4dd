"""A refused request in words, the same in the terminal and on the page: what is wrong, and what there is instead.

Enters: a `Refusal`. Leaves: a sentence in terms of the options of the command line, as the sentences of temuan are; the
page puts its own names in their place.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmprb.jobs.refusals import (
    AnswerWithoutCode,
    ClusterDiffers,
    ClusterUnreachable,
    ClusterWithoutWorkers,
    CoefficientUnused,
    CopyIsRekap,
    FeedbackAmongSources,
    FreeKindMissing,
    MissingLibrary,
    MixedInstruments,
    MixedKinds,
    MixedRekaps,
    NameForSeveral,
    NoCatalogs,
    NoCatalogThere,
    NoNameForCopy,
    NoPlanRules,
    OneWorksheetOnly,
    PortInUse,
    Refusal,
    RoundSettingsUnread,
    RoundStandsThere,
    StorageUnreachable,
    UnitOfRekapOnly,
    UnitsUnused,
    UnknownCatalog,
    UnknownCode,
    UnknownInstrument,
    UnknownKind,
    UnknownLayout,
    UnknownReading,
    UnknownTarget,
    UnknownVariant,
    WorksheetMissing,
)


def worded(refusal: Refusal) -> str:
    """Return a refusal as one sentence with what to do."""
    match refusal:
        case RoundSettingsUnread():
            from pmprb.temuan import sentence

            return " ".join(("pmprb.yaml tidak dapat dipakai.", *(sentence(one) for one in refusal.temuan[:2])))
        case RoundStandsThere():
            return f"{refusal.folder} sudah menjadi folder kerja."
        case NoCatalogs() if (refusal.folder / "instrument.yaml").is_file():
            above = refusal.folder.absolute().parent
            return f"{refusal.folder} satu katalog, bukan folder katalog; sebut folder di atasnya: --kriteria {above}."
        case NoCatalogs():
            return f"Folder {refusal.folder} tidak memuat katalog (tidak ada instrument.yaml)."
        case UnknownInstrument():
            return f"Instrumen {refusal.named} tidak dikenal. Yang ada: {', '.join(refusal.known)}."
        case UnknownVariant(known=()) | UnknownVariant(known=[]):
            return f"Instrumen {refusal.instrument} tidak memiliki varian. Pakai --instrumen {refusal.instrument}."
        case UnknownVariant():
            listed = ", ".join(f"{refusal.instrument}@{name}" for name in refusal.known)
            named = refusal.named or "(kosong)"
            return f"Varian {named} tidak dikenal pada {refusal.instrument}. Yang ada: {listed}."
        case UnknownLayout():
            return f"Tata letak {refusal.named} tidak dikenal. Yang ada: {', '.join(refusal.known)}."
        case NameForSeveral():
            return f"--unit-nama hanya untuk satu berkas; yang disebut {refusal.files} berkas."
        case MixedInstruments():
            return f"Berkas memuat beberapa instrumen: {counts(refusal.counts)}. Pilih satu dengan --instrumen ID."
        case MixedRekaps():
            listed = ", ".join(refusal.instruments)
            return f"Rekap memuat beberapa instrumen sama banyak: {listed}. Pilih dengan --instrumen ID."
        case FeedbackAmongSources():
            return (
                "--umpan-balik menunjuk ke dalam folder lembar kerja; pilih folder lain supaya hasilnya tidak terbaca "
                "sebagai lembar kerja."
            )
        case NoPlanRules():
            return "Aturan rencana aksi (folder rencana-aksi) tidak dapat dipakai."
        case UnknownKind():
            return f"Jenis rencana {refusal.named} tidak dikenal. Yang ada: {', '.join(refusal.known)}."
        case MixedKinds():
            listed = counts(refusal.counts)
            return f"Berkas memuat beberapa jenis rencana: {listed}. Pilih satu dengan --jenis."
        case WorksheetMissing():
            return f"Lembar {refusal.named} tidak ditemukan."
        case NoNameForCopy():
            return "Dengan ID instrumen sebagai pengganti lembarnya, sebut nama instansinya: --instansi NAMA."
        case CopyIsRekap():
            return f"{refusal.target} sudah menjadi nama rekap; beri rekapnya nama lain."
        case CoefficientUnused():
            return f"--koefisien tidak dipakai pada {refusal.instrument}."
        case UnitsUnused():
            return f"Pada {refusal.instrument} beberapa lembar tidak dapat digabungkan: indeksnya dari dua lembar."
        case UnknownReading():
            listed = ", ".join(refusal.known)
            return f"Bacaan {refusal.named} tidak dikenal pada {refusal.instrument}. Yang ada: {listed}."
        case UnknownCatalog():
            listed = ", ".join(refusal.known)
            return f"Katalog {refusal.named} tidak dikenal. Sebut foldernya, atau salah satu: {listed}."
        case NoCatalogThere():
            return "Tidak ada katalog di folder itu (tidak ada instrument.yaml)."
        case UnknownCode():
            hint = f" Mungkin maksudnya: {', '.join(refusal.near)}." if refusal.near else ""
            return f"Kode {refusal.code} tidak ada dalam {refusal.instrument}.{hint}"
        case UnknownTarget():
            listed = ", ".join(refusal.known)
            said = f"Yang ada: {listed}, atau" if listed else "Tulis"
            return f"Target {refusal.named} tidak dikenal pada {refusal.instrument}. {said} nilai dalam poin."
        case OneWorksheetOnly():
            return f"Perintah ini untuk satu lembar kerja; yang disebut {refusal.files} berkas."
        case UnitOfRekapOnly():
            return f"--unit memilih satu unit dari rekap; {refusal.file} satu lembar kerja. Ulangi tanpa --unit."
        case AnswerWithoutCode():
            return f"--ubah ditulis KODE=JAWABAN, misalnya A.I.1.i.a=A; yang tertulis: {refusal.typed}."
        case FreeKindMissing():
            return "Aturan rencana aksi tidak memuat jenis dengan kolom pertama bebas, jadi rencananya tidak dibuat."
        case MissingLibrary(library="SALib"):
            return "--sobol memerlukan SALib. Pasang dengan: pip install 'pmprb[kepekaan]'"
        case MissingLibrary(library="pyarrow"):
            return "--parquet memerlukan pyarrow. Pasang dengan: pip install 'pmprb[klaster]'"
        case MissingLibrary(library="py-minisign"):
            return "pmprb tanda memerlukan py-minisign. Pasang dengan: pip install 'pmprb[tanda]'"
        case MissingLibrary(library=("starlette" | "uvicorn" | "anyio" | "h11" | "segno" | "ifaddr") as name):
            return f"pmprb papan memerlukan {name}. Pasang dengan: pip install 'pmprb[papan]'"
        case MissingLibrary(library="dask"):
            return "--penjadwal tcp://… memerlukan dask. Pasang dengan: pip install 'pmprb[klaster]'"
        case MissingLibrary(library="fsspec"):
            return "Alamat seperti s3:// memerlukan fsspec. Pasang dengan: pip install 'pmprb[klaster]'"
        case MissingLibrary(library=str(name)) if name.startswith("fsspec "):
            return f"Alamat {name.partition(' ')[2]}:// memerlukan pustaka tambahan. Pasang fsspec[{name[7:]}]."
        case ClusterUnreachable():
            return (
                f"Penjadwal klaster di {refusal.address} tidak menjawab ({refusal.reason}). Periksa alamatnya, dan "
                "apakah dask scheduler berjalan."
            )
        case ClusterWithoutWorkers():
            return f"Klaster di {refusal.address} belum mempunyai pekerja. Jalankan dask worker {refusal.address}."
        case ClusterDiffers(seen=""):
            return (
                f"Pekerja klaster {refusal.worker} tidak memiliki {refusal.what} yang dapat dipakai; di sini "
                f"{refusal.expected}. Pasang versi yang sama di semua pekerja."
            )
        case ClusterDiffers():
            return (
                f"Pekerja klaster {refusal.worker} memakai {refusal.what} {refusal.seen}, di sini {refusal.expected}. "
                "Pasang versi dan katalog yang sama di semua pekerja."
            )
        case StorageUnreachable():
            return f"{refusal.address} tidak dapat dibuka atau ditulis ({refusal.reason}). Periksa alamat dan izinnya."
        case PortInUse():
            return (
                f"Port {refusal.port} tidak dapat dipakai: mungkin milik program lain. Pilih yang lain dengan --port "
                "atau --port-kelas."
            )
    raise AssertionError(f"a refusal without words: {refusal!r}")


def counts(found: Mapping[str, int]) -> str:
    """Return names with how many files each has."""
    return ", ".join(f"{name} ({count} berkas)" for name, count in found.items())
