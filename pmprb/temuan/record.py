"""What every room hands on beside its value: *temuan*, with a code, a severity and a position.

Enters: nothing. Leaves: the types `Code`, `Severity`, `CellPos`, `FilePos`, `Temuan`,
`Loaded`. Refuses to know: any sentence about a mistake (`pmprb.temuan.render` writes those).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Model(BaseModel):
    """A frozen value whose unknown keys are refused: the base of every record in the project."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Severity(StrEnum):
    """KESALAHAN: the thing named is not scored. PERINGATAN: scored, look at it. CATATAN: for the record."""

    KESALAHAN = "KESALAHAN"
    PERINGATAN = "PERINGATAN"
    CATATAN = "CATATAN"


K, P, C = Severity.KESALAHAN, Severity.PERINGATAN, Severity.CATATAN


class Code(StrEnum):
    """One code a kind of temuan. A number is never reused; the prefix names the room.

    KAT catalog · BUKU workbook and folder · ISI filling · NILAI scoring · RENC plans ·
    TELAAH where to look first.
    """

    severity: Severity

    def __new__(cls, value: str, severity: Severity) -> Code:
        member = str.__new__(cls, value)
        member._value_ = value
        member.severity = severity
        return member

    # catalog
    KAT_001 = "KAT-001", K  # YAML cannot be parsed
    KAT_002 = "KAT-002", K  # key missing, unknown or of the wrong type
    KAT_003 = "KAT-003", K  # key twice in one mapping
    KAT_004 = "KAT-004", K  # id twice
    KAT_005 = "KAT-005", K  # weights of children do not sum to the parent
    KAT_006 = "KAT-006", K  # unknown answer set
    KAT_007 = "KAT-007", K  # unknown regulation
    KAT_008 = "KAT-008", K  # predicate bands with a gap or an overlap
    KAT_009 = "KAT-009", K  # a gate, group or rule names a node that does not exist
    KAT_010 = "KAT-010", K  # ratio counts: twice, unknown, or a formula without counts
    KAT_011 = "KAT-011", K  # a nodes file hangs under an unknown parent
    KAT_012 = "KAT-012", K  # an item's options do not match its answer set
    KAT_013 = "KAT-013", K  # weight given or missing against the parent's way of gathering
    KAT_014 = "KAT-014", K  # catalog folder or file not found
    KAT_015 = "KAT-015", K  # scale without room between minimum and maximum
    KAT_016 = "KAT-016", K  # a node without anything beneath it
    KAT_017 = "KAT-017", K  # gates between items run in a circle
    # catalog made from a workbook of the user's own
    KAT_020 = "KAT-020", P  # formula of a ratio not visible: assumed
    KAT_021 = "KAT-021", K  # weight missing
    KAT_022 = "KAT-022", K  # weights do not sum
    KAT_023 = "KAT-023", C  # weight reckoned from those around it
    KAT_024 = "KAT-024", K  # kind of answer not understood
    KAT_025 = "KAT-025", K  # code twice in the sheet
    KAT_026 = "KAT-026", C  # gates and predicate are not in a worksheet
    KAT_027 = "KAT-027", C  # number in brackets is no weight
    KAT_028 = "KAT-028", P  # options without explanation
    KAT_029 = "KAT-029", P  # what the options are worth is not visible: assumed
    KAT_030 = "KAT-030", P  # printed choices differ from those explained
    KAT_031 = "KAT-031", K  # a row that asks stands beneath no heading
    KAT_032 = "KAT-032", K  # no form found
    KAT_033 = "KAT-033", C  # several sheets look like a form: one was taken
    KAT_034 = "KAT-034", P  # the form cannot be read back with the catalog made from it
    KAT_035 = "KAT-035", P  # per cent typed by hand: read as 0 to 1
    KAT_036 = "KAT-036", K  # heading with nothing beneath it, or with headings and items
    # rules of action plans
    KAT_040 = "KAT-040", K  # a kind is reckoned by a policy that is for comparison only
    KAT_041 = "KAT-041", K  # a column or policy that the program needs is missing
    KAT_042 = "KAT-042", K  # a line ends before it begins
    KAT_043 = "KAT-043", K  # one name for two lines of the same years
    KAT_044 = "KAT-044", K  # floor of a policy not below its cap
    # crosswalk between catalogs
    KAT_050 = "KAT-050", K  # names an id that the old or the new catalog does not have
    KAT_051 = "KAT-051", K  # an id in two passages of one variant
    KAT_052 = "KAT-052", K  # passage of an impossible shape
    KAT_053 = "KAT-053", K  # predecessor not found or unusable
    KAT_054 = "KAT-054", P  # items it says nothing about
    # workbook, folder, register
    BUKU_001 = "BUKU-001", K  # file cannot be opened
    BUKU_002 = "BUKU-002", K  # first bytes are not an .xlsx
    BUKU_003 = "BUKU-003", K  # OLE container: password or old .xls
    BUKU_004 = "BUKU-004", K  # damaged package
    BUKU_005 = "BUKU-005", K  # larger than the caps
    BUKU_006 = "BUKU-006", K  # odd package: names, duplicates, encryption
    BUKU_007 = "BUKU-007", K  # XML refused: DTD, entity, encoding, counts
    BUKU_008 = "BUKU-008", K  # cells beyond the readable range
    BUKU_009 = "BUKU-009", K  # the parser gave up
    BUKU_010 = "BUKU-010", K  # no known worksheet layout
    BUKU_011 = "BUKU-011", K  # made for an instrument that is not installed
    BUKU_012 = "BUKU-012", P  # made from another version of the catalog
    BUKU_013 = "BUKU-013", K  # another period
    BUKU_014 = "BUKU-014", K  # unit not in the register
    BUKU_015 = "BUKU-015", P  # unit name in the sheet is not the template's
    BUKU_016 = "BUKU-016", P  # unit sent twice: the newest is used
    BUKU_017 = "BUKU-017", K  # unit sent twice: refused
    BUKU_018 = "BUKU-018", P  # unit of the register without a file
    BUKU_019 = "BUKU-019", K  # a needed column is missing
    BUKU_020 = "BUKU-020", K  # the row of an item is missing
    BUKU_021 = "BUKU-021", P  # a row twice, same answer
    BUKU_022 = "BUKU-022", K  # a row twice, different answers
    BUKU_023 = "BUKU-023", P  # a code that the catalog does not have
    BUKU_024 = "BUKU-024", P  # criterion text changed
    BUKU_025 = "BUKU-025", P  # weight changed
    BUKU_026 = "BUKU-026", P  # formula replaced by a value
    BUKU_027 = "BUKU-027", P  # figure in the workbook differs from ours
    BUKU_028 = "BUKU-028", P  # header twice
    BUKU_029 = "BUKU-029", K  # output exists
    BUKU_030 = "BUKU-030", K  # no worksheet found
    BUKU_031 = "BUKU-031", C  # lock or temporary file passed over
    BUKU_032 = "BUKU-032", K  # register: column missing or file unusable
    BUKU_033 = "BUKU-033", K  # register: code or alias twice
    BUKU_034 = "BUKU-034", C  # another kind of file passed over
    BUKU_035 = "BUKU-035", P  # hidden identity sheet missing or damaged
    BUKU_036 = "BUKU-036", C  # same content twice: one used
    BUKU_037 = "BUKU-037", P  # allowed answers in the sheet changed
    BUKU_038 = "BUKU-038", P  # previous consolidation could not be taken over
    BUKU_039 = "BUKU-039", P  # hidden row or column holds answers
    BUKU_040 = "BUKU-040", K  # the identity is of another instrument than the sheet
    BUKU_041 = "BUKU-041", K  # register: row without code or name
    BUKU_042 = "BUKU-042", K  # the program itself stumbled over this file
    BUKU_043 = "BUKU-043", C  # a column the layout does not know
    BUKU_044 = "BUKU-044", C  # worksheet of another instrument than the run's
    BUKU_045 = "BUKU-045", P  # the period shown is not the template's
    BUKU_046 = "BUKU-046", C  # letters of items out of order; the order of the rows counts
    BUKU_047 = "BUKU-047", P  # unit taken from the file's name
    BUKU_048 = "BUKU-048", P  # a typed total differs from the sum of its parts
    BUKU_049 = "BUKU-049", C  # a computed column without any formula: values only
    BUKU_050 = "BUKU-050", P  # the year asked for is in no block of the form
    BUKU_051 = "BUKU-051", P  # made for another variant than it is scored by
    BUKU_052 = "BUKU-052", K  # register of pengampu: an item the instrument does not have
    BUKU_053 = "BUKU-053", P  # an item no pengampu answers for
    BUKU_054 = "BUKU-054", K  # an item answered differently by several pengampu
    BUKU_055 = "BUKU-055", P  # an item its pengampu has not filled in yet
    BUKU_056 = "BUKU-056", C  # a worksheet of some of the items only
    # what a unit gets back
    BUKU_090 = "BUKU-090", P  # no marked-up copy of a file
    BUKU_091 = "BUKU-091", K  # a feedback cannot be written
    # a rekap taken up again
    BUKU_100 = "BUKU-100", K  # a rekap without a record
    BUKU_101 = "BUKU-101", K  # a rekap whose record was changed
    BUKU_102 = "BUKU-102", C  # proof: another version of the program
    BUKU_103 = "BUKU-103", K  # proof: another catalog, or none of that name
    BUKU_104 = "BUKU-104", K  # proof: an input file is not there
    BUKU_105 = "BUKU-105", K  # proof: an input file was changed
    BUKU_106 = "BUKU-106", C  # proof: a file that was no input
    BUKU_107 = "BUKU-107", K  # proof: a unit's figure differs
    BUKU_108 = "BUKU-108", K  # proof: a figure of the whole differs
    BUKU_109 = "BUKU-109", K  # proof: a cell of the rekap differs
    BUKU_120 = "BUKU-120", K  # a rekap where a unit's worksheet is read
    BUKU_121 = "BUKU-121", C  # a rekap among worksheets passed over
    BUKU_122 = "BUKU-122", K  # a rekap of another instrument or variant than those gathered
    BUKU_123 = "BUKU-123", K  # a rekap by another version of the catalog
    BUKU_124 = "BUKU-124", K  # a rekap of another period, or made with another choice that changes figures
    BUKU_125 = "BUKU-125", P  # two instansi with the same worksheets
    BUKU_126 = "BUKU-126", P  # instansi with several rekaps: the newest is used
    BUKU_127 = "BUKU-127", K  # instansi with several rekaps: refused
    BUKU_128 = "BUKU-128", P  # instansi taken from the rekap's file name
    BUKU_129 = "BUKU-129", K  # a province's workbook where an instansi's rekap is read
    BUKU_130 = "BUKU-130", K  # proof: a sheet was added to the rekap or taken out of it
    # files written
    BUKU_140 = "BUKU-140", K  # an output is an input
    BUKU_141 = "BUKU-141", K  # an output's name ends otherwise than its kind
    BUKU_142 = "BUKU-142", K  # another run writes to the same place
    BUKU_143 = "BUKU-143", K  # typed outside the columns that are carried over
    BUKU_144 = "BUKU-144", K  # typed into cells merged over rows
    BUKU_145 = "BUKU-145", K  # a formula without a result, or an error, where people type
    BUKU_146 = "BUKU-146", K  # typed twice, and differently, for one gap
    BUKU_147 = "BUKU-147", K  # a note on a cell
    BUKU_148 = "BUKU-148", K  # typed in a row that names no gap
    BUKU_149 = "BUKU-149", K  # the file to be replaced cannot be read
    BUKU_150 = "BUKU-150", K  # the file to be replaced is filled in
    BUKU_151 = "BUKU-151", C  # a copy of the file replaced
    BUKU_152 = "BUKU-152", C  # what was typed is carried over
    BUKU_153 = "BUKU-153", K  # the file to be replaced was saved meanwhile
    BUKU_154 = "BUKU-154", K  # typed in the old file and not found in the new one
    BUKU_155 = "BUKU-155", K  # two outputs are one file
    BUKU_156 = "BUKU-156", C  # a kept copy among worksheets passed over
    # reviews (TPI, TPN)
    BUKU_070 = "BUKU-070", P  # two columns of the verifier: one is read
    BUKU_071 = "BUKU-071", K  # a review of a unit without a worksheet in use
    BUKU_072 = "BUKU-072", K  # reviews of one unit differ on an item: it stays unverified
    BUKU_073 = "BUKU-073", P  # a review takes the place of verifier's answers in the worksheet itself
    BUKU_074 = "BUKU-074", C  # the file is a review workbook: its own answers are a copy
    BUKU_075 = "BUKU-075", C  # a review without any answer yet
    BUKU_077 = "BUKU-077", C  # a review that does not name its verifier
    BUKU_080 = "BUKU-080", P  # explanation of the options changed
    BUKU_081 = "BUKU-081", P  # formula is another than the template's
    BUKU_082 = "BUKU-082", C  # rows of the form hidden
    BUKU_083 = "BUKU-083", P  # columns of the form hidden
    BUKU_084 = "BUKU-084", P  # the row of a heading is missing
    BUKU_085 = "BUKU-085", P  # the row of a heading twice
    BUKU_086 = "BUKU-086", P  # the file's name names another unit
    BUKU_087 = "BUKU-087", P  # another period than the files beside it
    # change between rekaps
    BUKU_110 = "BUKU-110", P  # rekaps given in another order than their periods
    BUKU_111 = "BUKU-111", P  # the same period twice
    BUKU_112 = "BUKU-112", K  # other instruments and no crosswalk between them
    BUKU_113 = "BUKU-113", K  # the installed catalog does not give the rekap's figures
    BUKU_114 = "BUKU-114", C  # other instrument, variant or version of the catalog: counted as criteria changed
    BUKU_115 = "BUKU-115", P  # another policy for blank items: counted as criteria changed
    BUKU_116 = "BUKU-116", P  # predecessor of a unit not in the older rekap
    BUKU_117 = "BUKU-117", P  # a unit's own earlier self is nobody's predecessor
    BUKU_118 = "BUKU-118", C  # periods that cannot be ordered: the order given
    BUKU_119 = "BUKU-119", P  # a predecessor is belum dinilai: the base is that of the others
    # filling
    ISI_001 = "ISI-001", P  # blank answer
    ISI_002 = "ISI-002", C  # answer tidied at the door
    ISI_003 = "ISI-003", K  # answer not among the options
    ISI_004 = "ISI-004", K  # more than one answer in the cell
    ISI_005 = "ISI-005", K  # error cell
    ISI_006 = "ISI-006", K  # text where a count belongs
    ISI_007 = "ISI-007", K  # count negative or not whole
    ISI_008 = "ISI-008", K  # counts incomplete
    ISI_009 = "ISI-009", K  # number outside the scale
    ISI_010 = "ISI-010", K  # text where a number belongs
    ISI_011 = "ISI-011", P  # numerator over denominator
    ISI_012 = "ISI-012", C  # answered without evidence
    ISI_013 = "ISI-013", P  # formula in an answer cell
    ISI_014 = "ISI-014", K  # formula without a stored result in an answer cell
    ISI_015 = "ISI-015", K  # "tidak berlaku" where the item does not allow it
    ISI_020 = "ISI-020", P  # the unit changed its answer after the review workbook was made
    ISI_021 = "ISI-021", C  # the verifier differs and left no note
    # scoring
    NILAI_001 = "NILAI-001", K  # denominator zero, no rule
    NILAI_002 = "NILAI-002", P  # the blank policy changes the index
    NILAI_003 = "NILAI-003", P  # nothing answered in a sub: belum dinilai
    NILAI_004 = "NILAI-004", C  # another reading of the gates decides otherwise
    NILAI_005 = "NILAI-005", C  # the workbook's own figures are those of another variant
    NILAI_006 = "NILAI-006", K  # coefficient outside the catalog's bounds
    NILAI_007 = "NILAI-007", K  # two worksheets that make no index together
    # index of an instansi with its units
    NILAI_010 = "NILAI-010", K  # no unit is rated
    NILAI_011 = "NILAI-011", K  # the index rule does not fit the units' instrument
    NILAI_012 = "NILAI-012", P  # another reading of the index has another predicate
    NILAI_013 = "NILAI-013", P  # a unit without an answer is left out of the index
    NILAI_014 = "NILAI-014", K  # the instansi's own worksheet has no answer
    NILAI_015 = "NILAI-015", P  # another variant of the weights has another predicate
    # plans
    RENC_001 = "RENC-001", K  # bands of lights do not fall
    RENC_002 = "RENC-002", K  # not a plan: needed columns missing
    RENC_003 = "RENC-003", K  # text where a number belongs
    RENC_004 = "RENC-004", K  # error cell, or formula without a stored result
    RENC_005 = "RENC-005", C  # number tidied at the door
    RENC_006 = "RENC-006", C  # dash read as blank
    RENC_007 = "RENC-007", K  # target negative
    RENC_008 = "RENC-008", C  # target zero: no target, or a target of none
    RENC_009 = "RENC-009", P  # realisation before any target
    RENC_010 = "RENC-010", P  # a quarter is due and has no realisation
    RENC_011 = "RENC-011", P  # off track without kendala or tindak lanjut
    RENC_012 = "RENC-012", P  # kegiatan utama or theme not in the list
    RENC_013 = "RENC-013", K  # way of reckoning not among the choices
    RENC_014 = "RENC-014", C  # way of reckoning blank: the usual one
    RENC_015 = "RENC-015", K  # baseline or upper bound missing or impossible
    RENC_016 = "RENC-016", K  # ways of reckoning that contradict one another
    RENC_017 = "RENC-017", P  # year's target differs from its quarters
    RENC_018 = "RENC-018", P  # cumulative figure falls
    RENC_019 = "RENC-019", P  # figures without an action or output
    RENC_020 = "RENC-020", P  # evaluator's answer not understood
    RENC_021 = "RENC-021", C  # heading carried down from the row above
    RENC_022 = "RENC-022", P  # no row filled in
    RENC_023 = "RENC-023", C  # column of achievements read as realisations
    RENC_024 = "RENC-024", P  # a recorded status contradicts its own figures
    RENC_025 = "RENC-025", P  # computed figure in the sheet differs from ours
    RENC_026 = "RENC-026", K  # kind of plan not known
    RENC_027 = "RENC-027", C  # plan of another kind than the run's
    RENC_028 = "RENC-028", K  # per cent where the unit is another
    RENC_029 = "RENC-029", K  # figure with another unit than its row's
    RENC_030 = "RENC-030", P  # figures of one row seem to be of two scales
    RENC_031 = "RENC-031", K  # units of target and realisation differ
    RENC_032 = "RENC-032", P  # numbers of one column spelled in two ways
    RENC_033 = "RENC-033", K  # an indicator of several units in different units of measure
    RENC_034 = "RENC-034", P  # names of indicators of two units that are nearly the same
    RENC_035 = "RENC-035", P  # an indicator of several units reckoned in different ways
    RENC_036 = "RENC-036", P  # the worksheet says another implementation score than the plans
    RENC_037 = "RENC-037", P  # the worksheet is of another period than the plans
    RENC_038 = "RENC-038", K  # the implementation score cannot be carried over
    RENC_039 = "RENC-039", C  # the implementation score of an unfinished year
    # where to look first
    TELAAH_001 = "TELAAH-001", P  # many points without evidence
    TELAAH_002 = "TELAAH-002", P  # the same evidence under many items
    TELAAH_003 = "TELAAH-003", P  # the same note under many items
    TELAAH_004 = "TELAAH-004", P  # the best answer everywhere
    TELAAH_005 = "TELAAH-005", P  # counts in a note differ from the answer
    TELAAH_006 = "TELAAH-006", P  # evidence dated outside the period
    TELAAH_007 = "TELAAH-007", P  # the same answers in different units
    TELAAH_008 = "TELAAH-008", P  # a share far above its peer group
    TELAAH_009 = "TELAAH-009", C  # strict: items without evidence count as blank
    TELAAH_010 = "TELAAH-010", C  # strict: the layout has no column for evidence


class CellPos(Model):
    """A cell of a workbook; `workbook` is the file's name, `cell` an A1 address or empty for the sheet."""

    workbook: str
    sheet: str = ""
    cell: str = ""


class FilePos(Model):
    """A place in a text file; line and column count from 1, 0 when unknown."""

    file: str
    line: int = 0
    column: int = 0


class Temuan(Model):
    """One thing wrong or remarkable. `node` is a catalog id or empty; `values` fill the sentence of `code`."""

    code: Code
    severity: Severity
    at: CellPos | FilePos
    node: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def of(code: Code, at: CellPos | FilePos, node: str = "", /, **values: object) -> Temuan:
        """Return a temuan with the severity its code has."""
        return Temuan(
            code=code,
            severity=code.severity,
            at=at,
            node=node,
            values=tuple((key, str(value)) for key, value in values.items()),
        )

    @property
    def workbook(self) -> str:
        """The name of the file the temuan is about."""
        return self.at.workbook if isinstance(self.at, CellPos) else self.at.file


class Loaded(Model, Generic[T]):
    """A value with what was noticed on the way; `value` is None when there is nothing usable."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    value: T | None
    temuan: tuple[Temuan, ...] = ()


def has_errors(temuan: tuple[Temuan, ...] | list[Temuan]) -> bool:
    """True when any of them is a KESALAHAN."""
    return any(t.severity is Severity.KESALAHAN for t in temuan)
