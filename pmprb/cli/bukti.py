"""The words of `pmprb periksa --bukti`: whether a rekap is what its worksheets give, and where it is not."""

from __future__ import annotations

from typing import Any

import click

from pmprb.cli.output import print_json, print_temuan
from pmprb.pipeline.proof import Proof
from pmprb.report.as_json import temuan_data
from pmprb.report.numbers import decimal_text, shown


def report(proof: Proof, as_json: bool) -> int:
    """Print a proof; return 0 when the rekap is proved, 1 when it is not."""
    if as_json:
        print_json(_data(proof))
        return 0 if proof.same else 1
    record = proof.record
    if record is not None and proof.again is not None:
        used = sum(one.fate == "used" for one in proof.again.inputs)
        count = sum(one.fate == "used" for one in record.inputs)
        click.echo(f"{proof.rekap} · {record.instrument}, periode {record.period or '-'}")
        click.echo(f"  {used} dari {count} berkas yang dipakai dihitung ulang, {len(proof.again.units)} unit")
        click.echo(f"  indeks dalam rekap {shown(record.index)}, hasil hitung ulang {shown(proof.again.index)}")
    if proof.same:
        sheets = ", dan isi setiap lembarnya" if proof.cells else ""
        click.echo(click.style("  Sama", fg="green", bold=True) + f": semua nilai sampai ke tiap jawaban{sheets}.")
    else:
        click.echo(click.style("  Berbeda", fg="red", bold=True) + ":")
    print_temuan(proof.temuan, with_file=True)
    return 0 if proof.same else 1


def _data(proof: Proof) -> dict[str, Any]:
    record, again = proof.record, proof.again
    return {
        "rekap": proof.rekap,
        "same": proof.same,
        "sheets_compared": proof.cells,
        "digest": record.digest if record else None,
        "digest_again": again.digest if again else None,
        "index": None if record is None or record.index is None else decimal_text(record.index),
        "index_again": None if again is None or again.index is None else decimal_text(again.index),
        "temuan": [temuan_data(t) for t in proof.temuan],
    }
