"""Results as plain data for JSON: a stable shape for other programs, scores as decimal strings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer
from pmprb.engine.coverage import Coverage, coverage_of
from pmprb.engine.score import NodeScore, ScoreTree
from pmprb.engine.verdict import GateResult, PredicateResult, Verdict
from pmprb.insight.grounds import grounds
from pmprb.insight.reviewers import Agreement, ReviewerStatistics, reviewer_statistics
from pmprb.numbers import decimal_text
from pmprb.office.disputes import disputes_in
from pmprb.office.model import Consolidation, Dispute, InputFile, NextStep, Ruling, StrictEffect, Telaah, UnitResult
from pmprb.office.record import fate_of
from pmprb.office.replies import counts_of
from pmprb.office.verified import BothSides, Verified
from pmprb.temuan import CellPos, Temuan, figure, sentence

# Verifiers' answers and their statistics as plain data for JSON.


ReviewPlain = dict[str, Any]


def comparison_data(compared: BothSides) -> ReviewPlain:
    """Return both sides over the same items: how many, points of each, the most they can bring, the difference."""
    found = compared.difference
    return {
        "compared": {
            "items": compared.items,
            "self": decimal_text(compared.own),
            "reviewed": decimal_text(compared.review),
            "max": decimal_text(compared.most),
        },
        "difference": None if found is None else decimal_text(found),
    }


def review_items(result: UnitResult, verified: Verified) -> ReviewPlain:
    """Return the verifier's answers by item, each with its score, cell, note and who gave it."""
    found: ReviewPlain = {}
    for item, answer in verified.answers.items():
        at, score = answer.source, verified.alone.items[item].score
        found[item] = {
            "answer": answer.text or None,
            "state": answer.state.value,
            "score": None if score is None else decimal_text(score),
            "self": _text(result.submission.answers.get(item)),
            "difference": _difference(verified, item),
            "note": answer.note or None,
            "reviewer": result.submission.reviewers.get(item) or None if verified is result.verified else None,
            "file": at.workbook if at else None,
            "cell": f"{at.sheet}!{at.cell}" if at and at.cell else None,
        }
    return found


def _text(answer: Answer | None) -> str | None:
    return (answer.text or None) if answer else None


def _difference(verified: Verified, item: str) -> str | None:
    pair = verified.pairs.get(item)
    return decimal_text(pair.difference) if pair else None


def statistics_data(statistics: ReviewerStatistics, instrument: Instrument) -> ReviewPlain | None:
    """Return the statistics of verifiers; None when nothing was compared."""
    if statistics.overall is None:
        return None
    return {
        "units": statistics.units,
        "overall": _agreement(statistics.overall, instrument),
        "areas": [{"id": one.of, "title": one.title, **_agreement(one, instrument)} for one in statistics.by_area],
        "reviewers": [{"name": one.of or None, **_agreement(one, instrument)} for one in statistics.by_reviewer],
        "lowered": [
            {"item": one.item, "units": one.units, "lowered": one.lowered, "bias": decimal_text(one.bias)}
            for one in statistics.lowered
        ],
    }


def _agreement(one: Agreement, instrument: Instrument) -> ReviewPlain:
    return {
        "units": one.units,
        "items": one.items,
        "same": one.same,
        "agreement": decimal_text(one.agreement),
        "lowered": one.lowered,
        "raised": one.raised,
        "bias": decimal_text(one.bias),
        "kappa": [
            {
                "scale": kappa.scale,
                "title": instrument.scales[kappa.scale].title,
                "items": kappa.items,
                "weights": "linear" if kappa.weighted else None,
                "value": None if kappa.value is None else decimal_text(kappa.value),
            }
            for kappa in one.kappas
        ],
    }


# Results as plain data for JSON: a stable shape for other programs, scores as decimal strings.


Plain = dict[str, Any]


def temuan_data(temuan: Temuan) -> Plain:
    """Return one temuan: code, severity, where, node, and the whole sentence."""
    at = temuan.at
    where = {"sheet": at.sheet, "cell": at.cell} if isinstance(at, CellPos) else {"line": at.line, "column": at.column}
    return {
        "code": temuan.code,
        "severity": temuan.severity.value,
        "file": temuan.workbook,
        **where,
        "node": temuan.node,
        "message": sentence(temuan),
    }


def files_data(inputs: Iterable[InputFile], used: str = "scored") -> dict[str, int]:
    """Return how many files were offered, used (under the name `used`), refused and passed over."""
    fates = Counter(fate_of(file) for file in inputs)
    return {
        "offered": fates["used"] + fates["refused"],
        used: fates["used"],
        "refused": fates["refused"],
        "passed_over": fates["passed_over"],
    }


def refused_data(file: str, sha256: str, temuan: Iterable[Temuan]) -> Plain:
    """Return a file that could not be scored: no figures, only its temuan."""
    return {
        "file": file,
        "sha256": sha256 or None,
        "layout": None,
        "instrument": None,
        "variant": None,
        "unit": None,
        "period": None,
        "total": None,
        "nodes": {},
        "items": {},
        "verdicts": [],
        "predicate": None,
        "temuan": [temuan_data(t) for t in temuan],
    }


def grounds_data(instrument: Instrument) -> Plain:
    """Return on what an instrument's parts rest: counts by basis, what has one source only, texts not read whole."""
    found = grounds(instrument)
    return {
        "counts": {basis.value: count for basis, count in found.counts.items()},
        "one_source": list(found.one_source),
        "unread": [{"title": one.title, "read": one.read, "note": one.read_note} for one in found.unread],
    }


def result_data(result: UnitResult, instrument: Instrument) -> Plain:
    """Return one scored worksheet; `reviewed` only when the verifier (TPI) answered something."""
    submission = result.submission
    data: Plain = {
        "file": submission.file,
        "sha256": submission.sha256,
        "layout": submission.layout,
        "instrument": submission.instrument,
        "variant": instrument.variant or None,
        "basis": instrument.basis.value,
        "reconstructed": instrument.is_reconstructed,
        "grounds": grounds_data(instrument),
        "catalog_hash": instrument.hash,
        "program": __version__,
        "unit": {"code": result.unit.code, "name": result.unit.name},
        "period": submission.period,
        "blank": result.tree.blank,
        "total": _points(result.tree.total),
        "total_other_policy": {"blank": result.other_tree.blank, "total": _points(result.other_tree.total)},
        "answered": result.tree.total.answered,
        "asked": result.tree.total.items,
        "coverage": _coverage(result, instrument),
        "nodes": _nodes(result.tree),
        "items": _items(result, instrument),
        "verdicts": [verdict_data(v) for v in result.verdicts],
        "predicate": predicate_data(result.predicate),
        "strict": _strict(result.strict),
        "findings": [_finding(one) for one in result.findings],
        "temuan": [temuan_data(t) for t in result.temuan],
    }
    if result.verified is not None:
        data["reviewed"] = _verified(result, result.verified)
    if result.national is not None:
        data["national"] = _verified(result, result.national)
    return data


def _verified(result: UnitResult, verified: Verified) -> Plain:
    """Return a verifier's answers: alone, compared with the unit's at every node, and put in their place (`after`)."""
    nodes = _nodes(verified.alone)
    for node, compared in verified.compared.items():
        nodes[node] |= comparison_data(compared)
    total = next(iter(verified.compared.values()))
    return {
        "total": _points(verified.alone.total),
        "reviewed_items": verified.alone.total.answered,
        **comparison_data(total),
        "nodes": nodes,
        "items": review_items(result, verified),
        "after": {
            "total": _points(verified.after.total),
            "replaced": len(verified.replaced),
            "nodes": _nodes(verified.after),
            "verdicts": [verdict_data(v) for v in verified.verdicts],
            "predicate": predicate_data(verified.predicate),
        },
    }


def _coverage(result: UnitResult, instrument: Instrument) -> Plain:
    """Return how many items were found, answered and not found, and which not; whole and by area."""

    def counts(one: Coverage) -> Plain:
        return {"items": one.items, "found": one.found, "answered": one.answered, "missing": one.missing}

    whole, *areas = coverage_of(result.submission, instrument)
    return {
        **counts(whole),
        "missing_items": list(result.submission.missing),
        "areas": {one.node: counts(one) for one in areas},
    }


def _strict(change: StrictEffect | None) -> Plain | None:
    """Return what strict scoring changed; None when the run was not strict."""
    if change is None:
        return None
    return {
        "applied": change.applied,
        "items": list(change.items),
        "reviewed_items": list(change.reviewed),
        "total_before": None if change.before is None else decimal_text(change.before),
        "total_after": None if change.after is None else decimal_text(change.after),
        "targets_before": list(change.targets_before),
        "targets_after": list(change.targets_after),
        "gates_lost": [{"target": target, "title": title} for target, title in change.gates],
        "predicate_before": change.predicate_before or None,
        "predicate_after": change.predicate_after or None,
    }


def _finding(one: Telaah) -> Plain:
    """Return one reason to look first, with its figure and the points at stake."""
    return {
        "code": one.temuan.code,
        "unit": {"code": one.unit.code, "name": one.unit.name},
        "file": one.temuan.workbook,
        "items": list(one.items),
        "figure": figure(one.temuan),
        "points": decimal_text(one.points),
        "message": sentence(one.temuan),
    }


def _points(node: NodeScore) -> str | None:
    return None if node.points is None else decimal_text(node.points)


def _nodes(tree: ScoreTree) -> Plain:
    return {
        node.node: {
            "points": _points(node),
            "max": decimal_text(node.max),
            "share": None if node.share is None else decimal_text(node.share),
        }
        for node in tree.nodes.values()
    }


def _items(result: UnitResult, instrument: Instrument) -> Plain:
    items: Plain = {}
    for item in result.tree.items.values():
        answer = result.submission.answers.get(item.item)
        at = answer.source if answer else None
        entry: Plain = {
            "answer": (answer.text or None) if answer else None,
            "state": item.state.value,
            "score": None if item.score is None else decimal_text(item.score),
            "cell": f"{at.sheet}!{at.cell}" if at and at.cell else None,
        }
        if (weight := instrument.items[item.item].weight) is not None:  # an item of a mean has none of its own
            entry["points"] = None if item.score is None else decimal_text(item.score * weight)
            entry["max"] = decimal_text(weight)
        if answer and answer.counts:
            entry["counts"] = {name: decimal_text(value) for name, value in answer.counts}
        if answer and answer.respondents:
            entry["respondents"] = answer.respondents
        if answer and answer.met:
            entry["criteria"] = {name: decimal_text(value) for name, value in answer.met}
            entry["proposed"] = answer.proposed
        items[item.item] = entry
    return items


def verdict_data(verdict: Verdict) -> Plain:
    """Return a target under one reading of the gates, gate by gate."""
    return {
        "target": verdict.target,
        "reading": verdict.gate_set,
        "decides": verdict.decides,
        "basis": verdict.basis.value,
        "passed": verdict.passed,
        "gates": [_gate(gate) for gate in verdict.gates],
    }


def _gate(gate: GateResult) -> Plain:
    return {
        "name": gate.id,
        "title": gate.title,
        "measure": gate.measure,
        "value": None if gate.value is None else decimal_text(gate.value),
        "minimum": decimal_text(gate.minimum),
        "margin": None if gate.margin is None else decimal_text(gate.margin),
        "passed": gate.passed,
        "basis": gate.basis.value,
        "one_source": gate.one_source,
    }


def predicate_data(predicate: PredicateResult | None) -> Plain | None:
    """Return a predicate, None without one."""
    if predicate is None:
        return None
    return {
        "label": predicate.label,
        "title": predicate.title,
        "percent": decimal_text(predicate.percent),
        "basis": predicate.basis.value,
        "note": predicate.note,
        **_other_bands(predicate),
    }


def _other_bands(predicate: PredicateResult) -> Plain:
    if not predicate.readings:
        return {}
    listed = [{"id": r.reading, "title": r.title, "label": r.label or None} for r in predicate.readings]
    return {"readings": listed}


def consolidation_data(consolidation: Consolidation, instrument: Instrument) -> Plain:
    """Return a consolidation's summary: index, counts, units with rank, every file's fate."""
    standings = {(standing.code, standing.name): standing for standing in consolidation.standings}
    return {
        "instrument": instrument.id,
        "variant": instrument.variant or None,
        "basis": instrument.basis.value,
        "reconstructed": instrument.is_reconstructed,
        "grounds": grounds_data(instrument),
        "catalog_hash": instrument.hash,
        "program": __version__,
        "period": consolidation.period,
        "blank": consolidation.blank,
        "strict": consolidation.strict,
        "index": None if consolidation.index is None else decimal_text(consolidation.index),
        "index_rule": instrument.units_rule.rule if instrument.units_rule else None,
        "index_rule_basis": instrument.units_rule.basis.value if instrument.units_rule else None,
        "predicate": predicate_data(consolidation.index_predicate),
        "registered": consolidation.registered,
        "files": files_data(consolidation.inputs),
        "targets": dict(consolidation.targets),
        "units": [
            {
                "code": r.unit.code,
                "name": r.unit.name,
                "group": r.unit.group,
                "file": r.submission.file,
                "total": _points(r.tree.total) if r.rated else None,
                "rank": place.rank if place else None,
                "group_rank": place.group_rank if place else None,
                "passed": [v.target for v in r.verdicts if v.decides and v.passed],
                "predicate": r.predicate.label if r.predicate else None,
                **({"reviewed": _unit_review(r.verified)} if r.verified else {}),
                **({"replied": _replied(r)} if r.replies else {}),
                "strict": _strict(r.strict),
                **({"next_step": _next_step(step)} if (step := consolidation.next_steps.get(r.unit.key)) else {}),
            }
            for r in consolidation.results
            for place in [standings.get((r.unit.code, r.unit.name))]
        ],
        "missing": [{"code": unit.code, "name": unit.name} for unit in consolidation.missing],
        "inputs": [_fate(file) for file in consolidation.inputs],
        "reviews": [_fate(file) for file in consolidation.reviews],
        "replies": [reply_data(result, item) for result in consolidation.results for item in result.replies],
        "reply_files": [_fate(file) for file in consolidation.replies],
        "disputes": [dispute_data(result, one) for result, one in disputes_in(consolidation)],
        "reviewers": statistics_data(reviewer_statistics(consolidation, instrument), instrument),
        "findings": [_finding(one) for one in consolidation.findings],
        "temuan": [temuan_data(t) for t in consolidation.temuan],
    }


def _next_step(step: NextStep) -> Plain:
    """Return the least to a unit's next target."""
    return {
        "target": step.target or None,
        "reachable": step.reachable,
        "proven": step.proven,
        "changes": [item for item, _ in step.changes],
        "message": step.said,
    }


def dispute_data(result: UnitResult, one: Dispute) -> Plain:
    """Return an item on which verifiers differ: each side, what was decided, and an earlier ruling out of date."""
    return {
        "unit": {"code": result.unit.code, "name": result.unit.name},
        "item": one.item,
        "self": _text(result.submission.answers.get(one.item)),
        "sides": [
            {
                "reviewer": side.reviewer or None,
                "file": side.file,
                "answer": side.answer.text or None,
                "state": side.answer.state.value,
                "note": side.answer.note or None,
            }
            for side in one.sides
        ],
        "state": "ruled" if one.ruled else "again" if one.earlier else "open",
        "ruling": _ruling_data(one.ruling),
        "earlier": _ruling_data(one.earlier),
    }


def _ruling_data(ruling: Ruling | None) -> Plain | None:
    if ruling is None:
        return None
    answer = ruling.answer.text if ruling.answer else None
    return {"typed": ruling.text or None, "answer": answer, "reason": ruling.reason or None}


def reply_data(result: UnitResult, item: str) -> Plain:
    """Return what a unit answered to a verifier's finding: `about` are the verifier's answers it was typed beside."""
    reply = result.replies[item]
    return {
        "unit": {"code": result.unit.code, "name": result.unit.name},
        "item": item,
        "stance": reply.stance,
        "explanation": reply.explanation or None,
        "about": reply.about or None,
        "fate": reply.fate.value,
        "file": reply.at.workbook,
        "cell": f"{reply.at.sheet}!{reply.at.cell}",
    }


def _replied(result: UnitResult) -> Plain:
    """Return how many findings a unit answered, and how."""
    counts = counts_of(result)
    names = ("agrees", "disagrees", "open", "earlier", "gone")
    return {name: len(getattr(counts, name)) for name in names}


def _unit_review(verified: Verified) -> Plain:
    """Return a unit's verification in short."""
    return {
        "reviewed_items": verified.alone.total.answered,
        **comparison_data(next(iter(verified.compared.values()))),
        "total": _points(verified.alone.total),
        "after": _points(verified.after.total),
        "passed_after": [v.target for v in verified.verdicts if v.decides and v.passed],
    }


def _fate(file: InputFile) -> Plain:
    return {
        "file": file.file,
        "sha256": file.sha256 or None,
        "unit": file.unit,
        "fate": fate_of(file),
        "why": [temuan_data(t) for t in file.why],
    }
