"""Words about units of measure and the spelling of numbers in action plans: codes RENC from 028 on."""

from __future__ import annotations

from pmprb.temuan.message import Message, Plural, plan_cell
from pmprb.temuan.record import Code

MESSAGES: dict[Code, Message] = {
    Code.RENC_028: Message(
        title="Persen pada satuan lain",
        sentence='{label} untuk {node} tertulis "{seen}", sedangkan satuannya {unit}.',
        repair="Tulis angkanya dalam satuan itu, atau ganti satuannya menjadi persen.",
        meaning="Angka bertanda persen tidak dapat dibandingkan dengan angka dalam satuan lain. Sel yang tampil 75% "
        "sebenarnya menyimpan 0,75. Baris itu belum dinilai.",
        example=plan_cell("W6", seen="75%", label="Realisasi TW I", unit="dokumen"),
        plural=Plural("{count} angka bertanda persen, padahal satuannya lain: {list}.", each='{node} "{seen}"'),
    ),
    Code.RENC_029: Message(
        title="Satuan lain pada angka",
        sentence='{label} untuk {node} tertulis "{seen}", sedangkan kolom Satuan berisi {unit}.',
        repair="Tulis angkanya saja, dalam satuan itu.",
        meaning="Angka dengan satuan lain tidak dapat dibandingkan dengan targetnya. Baris itu belum dinilai.",
        example=plan_cell("W6", seen="12 kg", label="Realisasi TW I", unit="ton", named="kg"),
        unused=("named",),
    ),
    Code.RENC_030: Message(
        title="Angka sebaris berbeda skala",
        sentence="Pada {node} ada angka {seen:angka} di samping {other:angka}; barangkali hanya salah satunya persen.",
        repair="Tulis target dan realisasi dengan satuan yang sama, misalnya 75, bukan 0,75 atau 75%.",
        meaning="Dalam satu baris bersatuan persen ada angka yang tampaknya pecahan (0,75 untuk 75), atau hanya "
        "sebagian angkanya bertanda persen. Baris itu tetap dihitung menurut angka yang tertulis.",
        example=plan_cell("W6", seen="3/4", other="80"),
        plural=Plural(
            "{count} angka tampaknya berbeda skala dari angka lain sebaris: {list}.", each="{node} ({seen:angka})"
        ),
    ),
    Code.RENC_031: Message(
        title="Satuan target dan realisasi berbeda",
        sentence="Satuan realisasi {node} adalah {seen}, sedangkan satuan targetnya {unit}.",
        repair="Samakan satuannya, dan ubah angkanya bila perlu.",
        meaning="Target dan realisasi dengan satuan berbeda tidak dapat dibandingkan. Baris itu belum dinilai.",
        example=plan_cell("H6", seen="kg", unit="ton"),
    ),
    Code.RENC_032: Message(
        title="Dua cara menulis angka",
        sentence='Kolom {node} memakai dua cara menulis angka: "{seen}" dan "{other}".',
        repair="Tulis semuanya dengan cara yang sama, dan periksa angka bertanda titik di kolom itu.",
        meaning="Sebagian angka diketik sebagai teks dengan koma desimal, sebagian dengan titik desimal. Keduanya "
        "terbaca, tetapi menandakan isian dari dua sumber.",
        example=plan_cell("M8", "Target TW I", seen="1000.5", other="1.000,5"),
    ),
    Code.RENC_033: Message(
        title="Indikator bersama berbeda satuan",
        sentence="{node} bersatuan {seen:singkat} pada {name}, sedangkan pada {other} {unit:singkat}.",
        repair="Samakan satuannya; sebelum itu angkanya tidak digabung.",
        meaning="Indikator yang sama dipakai beberapa unit dengan satuan berbeda. Capaian tiap unit tetap dihitung; "
        "angka gabungannya tidak.",
        example=plan_cell("I6", seen="kg", unit="ton", name="Dinas Pangan", other="Dinas Pertanian"),
    ),
    Code.RENC_034: Message(
        title="Nama indikator hampir sama",
        sentence='"{node}" pada {name} hampir sama dengan "{other}" pada {holder}.',
        repair="Samakan namanya bila maksudnya satu indikator.",
        meaning="Indikator beberapa unit digabung bila namanya sama. Salah ketik membuatnya terpisah.",
        example=plan_cell(
            "H6", "Jumlah arsip tertatah", other="Jumlah arsip tertata", name="Dinas Pangan", holder="Dinas Sosial"
        ),
    ),
    Code.RENC_035: Message(
        title="Indikator bersama berbeda cara",
        sentence="{node} memakai {seen:singkat} pada {name}, sedangkan pada {other} {expected:singkat}.",
        repair="Samakan cara menilainya; sebelum itu angkanya tidak digabung.",
        meaning="Indikator yang sama dipakai beberapa unit dengan cara menilai berbeda. Capaian tiap unit tetap "
        "dihitung; angka gabungannya tidak.",
        example=plan_cell(
            "J6",
            seen="Makin rendah makin baik",
            expected="Makin tinggi makin baik",
            name="Dinas Pangan",
            other="Dinas Sosial",
        ),
    ),
}
