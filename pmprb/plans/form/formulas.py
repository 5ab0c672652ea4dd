"""The rules of achievement compiled to worksheet formulas that give the numbers of `pmprb.plans.evaluate`.

Enters: a grid and a policy with its bands. Leaves: formula texts by column name, for one row. Refuses to know:
figures, formats.

Only functions that every spreadsheet program knows, no locale-dependent text, nothing volatile. Hidden columns:
use (row filled), pol/log/rol (numbers of the choices), bad (cannot be reckoned), year (year's target), t/r (what a
quarter compares), rr (realisation rolled up), x (share without bounds), m (quarter counts), e (early), n, entered
(how many), xy (as x, of the year), value (for means), a02, has (a target), late, line (kegiatan utama carried down).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pmprb.plans.evaluate import AchievementInput, RowResult, RowState, achievement, roll_up
from pmprb.plans.form.columns import FIRST_ROW, PlanGrid
from pmprb.plans.model import QUARTERS, ROMAN
from pmprb.plans.rules import CAP, FORMULA, NOT_MEASURED, Lights, Logic, Pick, Polarity, Policy, RollUp, ZeroRules
from pmprb.sheets.formula import exact, quoted

STATES = {
    RowState.WRONG: "Isian salah",
    RowState.NO_REALISATION: "Belum ada realisasi",
    RowState.RUNNING: "Berjalan",
    RowState.EARLY: "Lebih awal",
    RowState.NOT_DUE: "Belum jatuh tempo",
    RowState.NO_TARGET: "Belum ada target",
}
HIGHER, BASELINE, RANGE = 1, 4, 7
INDEPENDENT, ACCUMULATED, CUMULATIVE, AGAINST_YEAR = 1, 2, 4, 5
SUM, LAST = 1, 3
_ROLLS = [RollUp.SUM, RollUp.MEAN, RollUp.LAST]


def quarter_formula(grid: PlanGrid, typed: str) -> str:
    """Return the formula of the quarter's number: the one chosen, or the last with any realisation.

    It is read as the reader reads it: "II", "2", "TW 2", "Triwulan ii".
    """
    auto = "1"
    for quarter in QUARTERS[1:]:
        auto = f"IF(COUNT({grid.down(f'realised{quarter}', False)})>0,{quarter},{auto})"
    listed = ",".join(quoted(roman) for roman in ROMAN)
    bare = f'TRIM(SUBSTITUTE(SUBSTITUTE(UPPER({typed}),"TRIWULAN",""),"TW",""))'
    digits = ",".join(quoted(str(quarter)) for quarter in QUARTERS)
    return f"=IFERROR(MATCH({bare},{{{listed}}},0),IFERROR(MATCH({bare},{{{digits}}},0),{auto}))"


@dataclass(frozen=True)
class RowFormulas:
    """The formulas of one row, counted from 1."""

    grid: PlanGrid
    policy: Policy
    lights: Lights
    row: int

    def all(self) -> dict[str, str]:
        """Return every computed cell's formula by column name, in an order in which each builds on earlier ones."""
        if self.policy.quarters.zero != "ikut" or self.policy.rows.zero != "ikut":
            raise ValueError(f"policy {self.policy.id} is for comparison only")
        found = self._ways()
        for quarter in QUARTERS:
            found |= self._quarter(quarter)
        found |= self._row()
        return {name: f"={text}" for name, text in found.items()}

    def c(self, name: str) -> str:
        """Return the address of a column's cell in this row."""
        return self.grid.cell(name, self.row)

    def _ways(self) -> dict[str, str]:
        """Return which row is in use, how it is reckoned, and whether it can be."""
        c, span = self.c, self.grid.span
        targets, realised = span("target", self.row), span("realised", self.row)
        texts = "+".join(f'(TRIM({c(name)})<>"")' for name in ("action", "output"))
        picks = self.grid.rules.picks
        rolls = ",".join(str(_ROLLS.index(pick.roll_up or RollUp.SUM) + 1) for pick in picks.logic)
        text_figures = "+".join(
            f'COUNTA({cells})-COUNT({cells})-COUNTIF({cells},"-")' for cells in (targets, realised, c("year_target"))
        )
        below = f'COUNTIF({targets},"<0")+COUNTIF({c("year_target")},"<0")'
        pol, log, rol = c("_pol"), c("_log"), c("_rol")
        levels = f"OR({pol}={BASELINE},{pol}={RANGE})"
        upper = f"OR(NOT(ISNUMBER({c('upper')})),MAX({targets},{c('year_target')})>N({c('upper')}))"
        problems = [
            f"{pol}*{log}*{rol}=0", f"{text_figures}>0", f"{below}>0",
            f"AND({pol}={BASELINE},NOT(ISNUMBER({c('baseline')})))", f"AND({pol}={RANGE},{upper})",
            f"AND({levels},OR({log}={ACCUMULATED},AND({log}={AGAINST_YEAR},{rol}={SUM})))",
            f"AND({log}={CUMULATIVE},{rol}<>{LAST})",
        ]  # fmt: skip
        above = self.grid.cell("_line", self.row - 1) if self.row > FIRST_ROW else '""'
        return {
            "_use": f"IFERROR(IF({texts}+COUNTA({targets},{realised},{c('year_target')})>0,1,0),1)",
            "_pol": _match(c("polarity"), picks.polarity, "1"),
            "_log": _match(c("logic"), picks.logic, "1"),
            "_rol": _match(c("roll_up"), picks.roll_up, f"CHOOSE(MAX(1,{log}),{rolls})"),
            "_bad": f"IF({c('_use')}=0,0,IF(OR({','.join(problems)}),1,0))",
            "_line": f'IF({c("_use")}=0,{above},IF(TRIM({c("line")})="",{above},TRIM({c("line")})))',
            "_year": f"IF(ISNUMBER({c('year_target')}),{c('year_target')},{self._rolled('target', 4)})",
        }

    def _rolled(self, name: str, last: int) -> str:
        """Return the quarters I to `last` rolled up."""
        cells = self.grid.span(name, self.row, last)
        choice = f"CHOOSE(MAX(1,{self.c('_rol')}),SUM({cells}),AVERAGE({cells}),{self._last(name, last)})"
        return f'IF(COUNT({cells})=0,"",{choice})'

    def _last(self, name: str, last: int) -> str:
        """Return the last figure of the quarters I to `last`."""
        text = '""'
        for quarter in QUARTERS[:last]:
            cell = self.c(f"{name}{quarter}")
            text = f"IF(ISNUMBER({cell}),{cell},{text})"
        return text

    def _quarter(self, q: int) -> dict[str, str]:
        """Return one quarter's cells: what it compares, its share, whether it counts."""
        c, log = self.c, f"MAX(1,{self.c('_log')})"
        target, realised = c(f"target{q}"), c(f"realised{q}")
        t, r, x = c(f"_t{q}"), c(f"_r{q}"), c(f"_x{q}")
        own_t, own_r = (f'IF(ISNUMBER({cell}),{cell},"")' for cell in (target, realised))
        sum_t, sum_r = (
            f'IF(COUNT({cells})=0,"",SUM({cells}))'
            for cells in (self.grid.span("target", self.row, q), self.grid.span("realised", self.row, q))
        )
        shut = f"OR({c('_use')}=0,{c('_bad')}=1)"
        missing = self._planned(t) if self.policy.quarters.missing == "nol" else "0"
        counts = f'IF({t}="",0,IF({r}<>"",IF({x}="",0,1),{missing}))'
        if q < 4:
            counts = f"IF({c('_log')}={AGAINST_YEAR},0,{counts})"
        early = f'AND({c("_pol")}={HIGHER},N({realised})>0,OR({t}="",N({t})=0))'
        return {
            f"_rr{q}": f'IF({shut},"",{self._rolled("realised", q)})',
            f"_t{q}": f'IF({shut},"",CHOOSE({log},{own_t},{sum_t},{own_t},{own_t},{c("_year")}))',
            f"_r{q}": f'IF({shut},"",CHOOSE({log},{own_r},{sum_r},{own_r},{self._last("realised", q)},{c(f"_rr{q}")}))',
            f"_x{q}": self._share(t, r),
            f"achieved{q}": self._bounded(x, f"{self.grid.quarter}<{q}"),
            f"_m{q}": f"IF({shut},0,{counts})",
            f"_e{q}": f"IF({shut},0,IF({early},1,0))",
        }

    def _planned(self, cell: str) -> str:
        """Return 1 when a figure is something to reach: zero is not where the policy does not measure it."""
        shut = [
            f"{self.c('_pol')}={number}"
            for number, polarity in enumerate(Polarity, start=1)
            if number not in (BASELINE, RANGE)
            and self.policy.zero.of(polarity).target_zero_met == NOT_MEASURED
        ]  # fmt: skip
        return f"IF(AND({cell}=0,OR({','.join(shut)})),0,1)" if shut else "1"

    def _bounded(self, cell: str, not_due: str = "") -> str:
        """Return a share within its bounds; blank where there is none, and where a quarter is not yet due."""
        text, blank = cell, f'{cell}=""'
        if not_due:
            blank = f"OR({blank},{not_due})"
        if self.policy.cap is not None:
            text = f"MIN({exact(self.policy.cap)},{text})"
        if self.policy.floor is not None:
            text = f"MAX({exact(self.policy.floor)},{text})"
        return f'IF({blank},"",{text})'

    def _share(self, t: str, r: str) -> str:
        """Return the share before bounds, or "" where it is not measured."""
        b, h = f"N({self.c('baseline')})", f"N({self.c('upper')})"
        higher, lower, stable = self.policy.zero.higher, self.policy.zero.lower, self.policy.zero.stable
        ratio, linear = f"{r}/{t}", f"(2*{t}-{r})/{t}"
        flipped = f'IF({r}=0,"",{t}/{r})'
        low = f"IF({r}<=0,{{}},{{}})"
        within = f"IF({h}=0,{self._outcome(stable.target_zero_unmet, '0')},(2*{h}-{r})/{h})"
        ways = [
            self._zeroed(t, r, higher, ratio, low),
            self._zeroed(t, r, lower, flipped, low, f"{r}<=0"),
            self._zeroed(t, r, lower, linear, low),
            f"IF({b}={t},{self._both(lower, f'IF({r}<={t},{{}},{{}})')},({b}-{r})/({b}-{t}))",
            self._zeroed(t, r, stable, f"IF({r}<={t},{ratio},{linear})"),
            self._zeroed(t, r, stable, f"IF({r}<={t},{ratio},{t}/{r})"),
            f"IF({r}<{t},IF({t}=0,{self._outcome(stable.target_zero_unmet, '0')},{ratio}),IF({r}<={h},1,{within}))",
        ]
        text = f"CHOOSE(MAX(1,{self.c('_pol')}),{','.join(ways)})"
        if self.policy.negative == NOT_MEASURED:
            text = f'IF({r}<0,"",{text})'
        return f'IF(OR({t}="",{r}=""),"",{text})'

    def _zeroed(self, t: str, r: str, rules: ZeroRules, way: str, met: str = "", none: str = "") -> str:
        """Return a way with the rules for zero in front of it."""
        met = met or f"IF({r}=0,{{}},{{}})"
        unrealised = self._outcome(rules.realisation_zero, way)
        rest = way if unrealised == way else f"IF({none or f'{r}=0'},{unrealised},{way})"
        return f"IF({t}=0,{self._both(rules, met)},{rest})"

    def _both(self, rules: ZeroRules, met: str) -> str:
        outcomes = (self._outcome(rules.target_zero_met, '""'), self._outcome(rules.target_zero_unmet, '""'))
        return outcomes[0] if outcomes[0] == outcomes[1] else met.format(*outcomes)

    def _outcome(self, outcome: object, way: str) -> str:
        if outcome == NOT_MEASURED:
            return '""'
        if outcome == FORMULA:
            return way
        return exact(self.policy.best if outcome == CAP else outcome)

    def _row(self) -> dict[str, str]:
        """Return the cells up to the quarter reported, of the year, and the light."""
        c, q = self.c, self.grid.quarter
        counted = [f"({q}>={n})*{c(f'_m{n}')}" for n in QUARTERS]
        shares = [f"{part}*N({c(f'achieved{n}')})" for n, part in zip(QUARTERS, counted, strict=True)]
        last = '""'
        for n in QUARTERS:
            last = f"IF(({q}>={n})*{c(f'_m{n}')}=1,N({c(f'achieved{n}')}),{last})"
        mean = f"({'+'.join(shares)})/{c('_n')}"
        to_date = f"IF({c('_log')}={INDEPENDENT},{mean},{last})"
        targets = f"CHOOSE({q},{','.join(self._rolled('target', n) for n in QUARTERS)})"
        of_target = f"IF({c('_log')}={AGAINST_YEAR},{c('_year')},{targets})"
        realised = f"CHOOSE({q},{','.join(c(f'_rr{n}') for n in QUARTERS)})"
        late = "+".join(
            f"({q}>={n})*{c(f'_m{n}')}*NOT(ISNUMBER({c(f'realised{n}')}))"
            f"*IF({c('_log')}={AGAINST_YEAR},1,1*ISNUMBER({c(f'target{n}')}))"
            for n in QUARTERS
        )
        none, running = quoted(STATES[RowState.NO_REALISATION]), quoted(STATES[RowState.RUNNING])
        value = f"IF({c('light')}={none},0,{c('to_date')})" if self.policy.rows.missing == "nol" else c("to_date")
        return {
            "_n": "+".join(counted),
            "_entered": "+".join(f"({q}>={n})*COUNT({c(f'realised{n}')})" for n in QUARTERS),
            "target_to_date": f'IF(OR({c("_use")}=0,{c("_bad")}=1),"",{of_target})',
            "realised_to_date": realised,
            "to_date": f'IF(OR({c("_n")}=0,{c("_entered")}=0),"",{to_date})',
            "_xy": self._share(c("_year"), c("realised_to_date")),
            "of_year": self._bounded(c("_xy")),
            "light": self._light(),
            "absorbed": f'IF(N({c("budget")})>0,N({c("budget_realised")})/{c("budget")},"")',
            "_value": value,
            "_a02": f"IF({c('light')}={running},N({c('of_year')}),N({c('_value')}))",
            "_has": self._has(),
            "_late": late,
        }

    def _has(self) -> str:
        """Return 1 for a row with any target."""
        cells = f"{self.grid.span('target', self.row)},{self.c('year_target')}"
        zeros = "+".join(f"COUNTIF({part},0)" for part in cells.split(","))
        kept = self._planned("0")
        return f"IF({self.c('_use')}=0,0,IF(COUNT({cells})-IF({kept}=1,0,{zeros})>0,1,0))"

    def _light(self) -> str:
        c, q = self.c, self.grid.quarter
        said = {state: quoted(text) for state, text in STATES.items()}
        bands = quoted(self.lights.bands[-1].label)
        for band in reversed(self.lights.bands[:-1]):
            assert band.lower is not None
            bands = f"IF(ROUND({c('to_date')},12)>={exact(band.lower)},{quoted(band.label)},{bands})"
        early = "+".join(f"({q}>={n})*{c(f'_e{n}')}" for n in QUARTERS)
        own = {n: c(f"target{n}") for n in QUARTERS[1:]}
        later = "+".join(f"({q}<{n})*ISNUMBER({cell})*{self._planned(f'N({cell})')}" for n, cell in own.items())
        due = f"IF(SUM({self.grid.span('_m', self.row)})+{later}>0,{said[RowState.NOT_DUE]},{said[RowState.NO_TARGET]})"
        without = f"IF({early}>0,{said[RowState.EARLY]},{due})"
        running = f'AND({c("_log")}={AGAINST_YEAR},{q}<4,{c("_year")}<>"")'
        unrated = f"IF({running},{said[RowState.RUNNING]},{without})"
        rated = f"IF({c('_entered')}=0,{said[RowState.NO_REALISATION]},{bands})"
        known = f"IF({c('_bad')}=1,{said[RowState.WRONG]},IF({c('_n')}=0,{unrated},{rated}))"
        return f'IF({c("_use")}=0,"",{known})'


def _match(cell: str, picks: tuple[Pick, ...], blank: str) -> str:
    """Return the number of a choice, `blank` when nothing is chosen, 0 when it is none of them."""
    labels = ",".join(quoted(pick.label) for pick in picks)
    return f'IF(TRIM({cell})="",{blank},IFERROR(MATCH(TRIM({cell}),{{{labels}}},0),0))'


# What the computed cells of a row hold before any spreadsheet program has calculated: the engine's values.


Cached = str | float

BLANK_ROW: dict[str, Cached] = {"_pol": 1.0, "_log": 1.0, "_rol": 1.0}
"""Helpers of a row nobody filled; numbers that are not named are 0, all else is blank."""
NUMBERS = ("use", "bad", "n", "entered", "a02", "has", "late", *(f"{k}{q}" for k in ("m", "e") for q in QUARTERS))


def blank_row() -> dict[str, Cached]:
    """Return the values of an empty row."""
    return dict(BLANK_ROW) | {f"_{name}": 0.0 for name in NUMBERS}


def row_values(result: RowResult, policy: Policy, quarter: int, line: str) -> dict[str, Cached]:
    """Return the values of a filled row; `line` is the kegiatan utama carried down to it."""
    row, bad = result.row, result.state is RowState.WRONG
    unbounded = policy.model_copy(update={"cap": None, "floor": None, "best_without_cap": policy.best})
    values = blank_row() | {
        "_use": 1.0,
        "_pol": float(1 + list(Polarity).index(row.polarity)),
        "_log": float(1 + list(Logic).index(row.logic)),
        "_rol": float(1 + list(RollUp).index(row.roll_up)),
        "_bad": float(bad),
        "_line": line,
        "_year": _cell(row.year_target if row.year_target is not None else roll_up(row.targets, row.roll_up)),
        "light": result.band.label if result.band else STATES.get(result.state, ""),
        "to_date": _cell(result.to_date),
        "of_year": _cell(result.of_year),
        "target_to_date": _cell(result.target_to_date),
        "realised_to_date": _cell(result.realised_to_date),
        "_value": _cell(result.value),
        "_a02": float(result.year_share),
        "_has": float(result.has_target),
        "_late": float(len(result.late)),
        "_entered": float(sum(r is not None for r in row.realised[:quarter])),
        "absorbed": _cell((row.budget_realised or Fraction(0)) / row.budget) if row.budget else "",
    }
    for one in result.quarters:
        # Quarters not yet due have no share, but their helpers do.
        values |= {
            f"_t{one.quarter}": _cell(one.target),
            f"_r{one.quarter}": _cell(one.realised),
            f"_rr{one.quarter}": _cell(roll_up(row.realised[: one.quarter], row.roll_up)),
            f"_x{one.quarter}": _cell(_unbounded(result, one.target, one.realised, unbounded)),
            f"achieved{one.quarter}": _cell(one.share),
            f"_m{one.quarter}": float(one.counts),
            f"_e{one.quarter}": float(one.early),
        }
    if not bad:
        values["_n"] = float(sum(one.counts for one in result.quarters[:quarter]))
        values["_xy"] = _cell(_unbounded(result, result.year_target, result.realised_to_date, unbounded))
    return values


def _unbounded(
    result: RowResult, target: Fraction | None, realised: Fraction | None, policy: Policy
) -> Fraction | None:
    if target is None or realised is None:
        return None
    row = result.row
    return achievement(AchievementInput(row.polarity, target, realised, row.baseline, row.upper), policy)


def _cell(value: Fraction | None) -> Cached:
    return "" if value is None else float(value)
