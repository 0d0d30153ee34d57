"""A document in, the stretches of it that tell how something was made out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from ...document import Block, Document
from ..sentences import sentence_at, sentence_spans
from .found_steps import FIRINGS, FoundStep, bare
from .headings import sectioned
from .section_standing import RESULTS, SYNTHESIS, standing
from .steps import find_steps
from .triggers import find_triggers

Kind = Literal["material", "cell"]
Span = tuple[int, int]

ELECTROCHEMICAL = re.compile(
    r"electrochemical|electrode|\bcells?\b(?! (?:param|volume))|batter(?:y|ies)", re.IGNORECASE
)
OF_CELLS = re.compile(
    r"\b(?:electrodes?|batter(?:y|ies)|half[- ]cells?|coin[- ]cells?|catalyst inks?|catalyst layers?|"
    r"membrane[- ]electrode assembl\w+|MEAs?|catalyst[- ]coated membranes?|CCMs?)\b",
    re.IGNORECASE,
)
"""Headings under which electrodes and cells are made."""
CELL = re.compile(
    r"\b(?:slurry|slurries|[Cc]oin[- ]?(?:type )?cells?|CR20\d\d|R2032|R2016|20(?:32|25|16)|[Hh]alf[- ]?cells?|"
    r"separators?|Celgard|PVDF|[Pp]olyvinylidene (?:di)?fluoride|poly\(vinylidene (?:di)?fluoride\)|"
    r"current collectors?|"
    r"[Ww]orking electrodes?|[Cc]ounter electrodes?|[Pp]ositive electrodes?|[Nn]egative electrodes?|Super[- ]?P|"
    r"[Aa]cetylene black|[Cc]arbon black|[Cc]atalyst inks?|[Cc]atalyst[- ]coated membranes?|CCMs?|"
    r"[Gg]lassy carbon|GC dis[ck]s?|GCE|RDE|MEAs?|GDLs?|GDEs?|"
    r"[Gg]as diffusion (?:layers?|electrodes?)|[Mm]embrane electrode assembl\w+|[Cc]atalyst layers?|"
    r"LiPF6|NaClO4|[Bb]utton cells?|[Pp]ouch|Swagelok|[Bb]inder|[Cc]offee bag)\b"
)
SLURRY = re.compile(r"\bslurr(?:y|ies)\b")
FIRED_HOT = re.compile(r"(?<![\d.])(?:[4-9]\d\d|1\d{3})\s?(?:[°◦º]\s?C|oC|℃)")
"""What is told of a powder, not of the electrode of a battery: its slurry is another."""
MADE_UP = re.compile(
    r"\b(?:inks?|slurr(?:y|ies)|suspensions?|dispersions?|pastes?)\b[^.;]{0,80}\b(?:using|with|from|of|containing)\b"
)
LOOKED_AT = re.compile(
    r"\b(?:[Ff]or|[Bb]efore|[Pp]rior to|enable|allow)\s(?:the\s)?(?:[\w-]+\s){0,4}(?:[\w-]+-)?"
    r"(?:SEM|TEM|EBSD|XRD|XPS|AFM|microscop\w+|"
    r"metallograph\w+|observations?|examinations?|measurements?|characteri[sz]ation|analys[ie]s|tests?|testing|"
    r"imaging|investigations?|inspection|spectroscopy|diffraction|indentation)\b|"
    r"\b(?:thin foils?|TEM foils?|TEM samples?|TEM specimens?|lamella|copper grids?|carbon grids?|nital|picral|picric|"
    r"Keller|Kroll|aqua regia|electro-?polish\w*|electrolytic\w*\spolish\w*|jet[- ]polish\w*|twin[- ]jet|"
    r"ion[- ]mill\w*|"
    r"perchloric|metallographic\w*|focused ion beam|FIB|etch\w* to (?:reveal|observe)|"
    r"(?:revealed|reveal\w*) (?:by|with|the|their) |etchant to|KBr pellets?|cold[- ]mounted|"
    r"mounted in|(?:embedded|encapsulated|impregnated|potted|set) (?:in|into|with) (?:an? )?(?:[\w-]+ )?"
    r"(?:epoxy|resin)|"
    r"colloidal silica|diamond (?:paste|suspension)|grit (?:SiC|paper)|emery|sputter[- ]coat\w*|"
    r"(?:coated|sputtered|covered) with (?:an? )?(?:\S+ ){0,5}(?:gold|Au|platinum|Pt|carbon)\b)\b|^Thin (?:foils|"
    r"slices)|"
    r"\b(?:H2SO4|HClO4|KOH|NaOH|KCl|Na2SO4)\b.{0,30}\b[Ee]lectrolyte|[Ee]lectrolyte.{0,40}\b(?:H2SO4|HClO4|KOH|NaOH|KCl|"
    r"Na2SO4)\b|\b(?:N2|O2|Ar|H2|air)-saturated|"
    r"\b(?:dissolved|digested)\b[^.;]*\b(?:analy[sz]ed|measured|determined)\b|"
    r"\b(?:temperatures? of (?:the |a |an )?(?:single |fuel )?cells?|[Cc]ell temperature|"
    r"(?:[Ff]uel|[Ss]ingle) cells? (?:was|were|remained))\b|"
    r"\b[Cc]ells? (?:was|were) (?:operated|kept|maintained|held|fed|activated|conditioned|compressed)\b"
)
"""What a sample is got ready with for being looked at, measured or tested: no part of its making."""
MEANT_FOR = re.compile(
    r"\b(?:used|employed|studied|investigated|selected|chosen)\s(?:for|in)\s(?:[^\s.;,]+\s){1,6}(?:is|are|was|were)\s"
    r"(?:\w+ly\s)?(?:prepared|fabricated|synthesi[sz]ed|grown|made|produced|melted|cast)\b"
)
"""A sample by its use, of which the making is told: "the crystal used for the measurements was grown by"."""
READY = re.compile(r"\b(?:[Bb]efore|[Pp]rior to)\s")
TREATED = re.compile(r"\d\s?(?:[°◦º]\s?C|oC|K)\b.{0,40}?\d\s?(?:h|hrs?|hours?|min|minutes?|d|days?)\b")
"""A treatment with temperature and time is one of the sample, also before it is measured."""
TOLD_OF = re.compile(
    r"^It (?:is|was|should be|has to be|must be) (?:\w+ly )?"
    r"(?:note[dw]\w*|worth\w*|mentioned|emphasi[sz]ed|found|known|estimated)\b|"
    r"^(?:The\s)?(?:[Ee]ffects?|[Ii]nfluences?|[Rr]oles?|[Ii]mpacts?)\sof\b|"
    r"^(?:In summary|To summari[sz]e|To conclude)\b|\b[Tt]o the best of our knowledge\b|"
    r"^(?:Fig(?:ure|\.)|Table|Scheme)\s?S?\d|\b(?:can|could|may|might) be (?:\w+ly )?"
    r"(?:attributed|explained|concluded|seen|assumed|ascribed|observed|expected|understood)\b|"
    r"\b(?:is|are) (?:\w+ly )?(?:attributed|ascribed|caused|observed|"
    r"expected) |\b(?:was|were|is|are) not considered to be\b|"
    r"\bin (?:good |line |excellent )?(?:agreement|accordance|contrast|contradiction) (?:with|to)\b|"
    r"\b[Ww]e (?:assume|conclude|consider|found|find|believe|expect|suggest|discuss|focus)\b|"
    r"\b(?:results?|data|studies|findings) "
    r"(?:shows?|indicates?|suggests?|demonstrates?|reveals?|confirms?|supports?)\b|"
    r"\bet al\.?\s?(?:\[[\d,–-]+\]|\d[\d,–]*)?\s(?:found|reported|showed|deposited|prepared|observed|used|studied)\b|"
    r"\b(?:[Ii]n|from|of) ref\.? ?\(?\d|\b(?:degradation|novel method) (?:is|was)\b"
)
"""What tells of results, of others' work or of a figure, under whichever heading."""
REVIEW = re.compile(
    r"\b(?:reviews?|overview|perspectives?|state of the art|roadmap|progress (?:and|in|on|of)|"
    r"recent (?:advances|progress|developments?))\b",
    re.IGNORECASE,
)
EXPERIMENTS = re.compile(r"\b(?:experimental|materials? and methods?|methods)\b", re.IGNORECASE)
TITLED = re.compile(
    r"(?:\d[\d.]*\s)?(?:Synthesis|Preparation|Fabrication|Production|Growth|Deposition|Assembly|Manufactur\w+) of "
    r"[^.:]{2,80}[.:]?\s?[—–-]*"
)
"""A heading that stands as a paragraph of its own."""
HARDENED = re.compile(
    r"^(?:The|All|These|Both|Each)\s(?:[\w-]+\s){0,3}(?:materials?|steels?|specimens?|samples?|batch(?:es)?)\s"
    r"(?:was|were)\s(?:\w+\s)?quenched and (?:\w+\s)?tempered\b"
)
"""How a paper tells the whole heat treatment of its steel."""
STRAINED = re.compile(
    r"\b(?:compressed|pulled|loaded)\b[^.;]*\bs\s?(?:\^)?[-−–]\s?1(?!\d)|\b(?:compressed|pulled)\b[^.;]*\d\s?/s\b"
)
"""A mechanical test: "cylinders were compressed at 10−3 s−1"."""
CUT_OUT = re.compile(
    r"\b(?:[Tt]ensile|[Ff]lat|[Cc]harpy|[Cc]ompact|[Dd]og[- ]?bone|[Dd]umb-?bell|[Nn]otched|[Tt]est|[Ff]atigue|"
    r"[Cc]ylindrical|[Rr]ectangular|[Ii]mpact|[Cc]reep|[Bb]end(?:ing)?|[Cc]ompression)\s(?:[Tt]est\s|[Tt]ensile\s|[Tt]ension\s)?"
    r"(?:[Ss]pecimens?|[Ss]amples?|[Bb]ars|[Cc]oupons?|[Tt]est\s?pieces?)\b[^.;]*\b(?:was|were)\s(?:\w+ly\s|then\s)?"
    r"(?:cut|machined|extracted|taken|sectioned|milled|turned)\b|"
    r"\b(?:[Ss]pecimens?|[Ss]amples?)\b[^.;]*\bmachined\s(?:in)?to\b[^.;]*\b(?:cylinders?|dis[ck]s?|bars?|rods?)\b"
)
"""How test pieces are got out of a material."""
RATES = re.compile(r"\brates? (?:of|from) (?:[\d.]+,? (?:and )?){4}")
"""A test runs through many heating or cooling rates."""
PREPARED = re.compile(r"\b(?:prepared|fabricated|synthesi[sz]ed|made|produced|manufactured)\b")
MEASURED_VERB = (
    r"(?:recorded|measured|investigated|characteri[sz]ed|examined|evaluated|analy[sz]ed|studied|tested|determined|"
    r"observed|calculated|estimated|confirmed|checked|verified|identified|monitored|quantified|acquired|imaged|"
    r"collected (?:on|using|with|at|in a|over)|taken (?:on|with|by|using|every)|indexed|refined|cycled)"
)
MEASURED = re.compile(
    rf"\b(?:was|were|been) (?:\w+ly )?(?:also )?{MEASURED_VERB}\b|"
    r"\b(?:used|served|employed|acted|functioned) as (?:both )?(?:the |an? )?(?:\w+ and (?:the )?)?"
    r"(?:reference|counter)\b|"
    r"\b(?:diffractometer|microscop[ey]\w*|spectromet\w*|spectroscop\w*|XRD|SEM|TEM|XPS|FTIR|BET|TGA|DSC|Raman|"
    r"galvanostat\w*|cyclic voltammetry|voltammogram\w*|potentiostat|impedance|DFT|software|Rietveld|indentation|"
    r"tensile|isotherms?|physisorption|hardness|dilatomet\w+|calorimet\w*|thermogravimet\w*|creep|fatigue|titrat\w*|"
    r"gas volumetric|ICP|ASTM|GB/T|ISO \d+|strain rate|CCT|Charpy|live pictures?|confocal)\b"
)
IS_DONE = re.compile(r"\b(?:was|were|is|are)\s(?:(?:\w+ly|then|first|also)\s){0,2}$")
MADE_SO: Final = frozenset(
    ("deposit", "coat", "sinter", "calcine", "anneal", "assemble", "cast", "press", "melt", "electrospin",
     "hydrothermal")
)  # fmt: skip
"""Operations that a remark tells of a sample, not of what was measured."""
CARRIED_OUT = re.compile(r"\b(?:was|were) (?:then |also |\w+ly )?(?:performed|carried out|conducted|done)\b")
STEPS_TOLD = re.compile(
    r"\b(?:[Pp]reparation|[Ss]ynthesis|[Ff]abrication|[Pp]rocedure|[Pp]rocess)\b[^.;:]{0,80}\bsteps?:\s\(?[1ia]\)"
)
"""A procedure whose steps are counted: "was carried out in three steps: (1) ..."."""
AFTER = re.compile(r"^(?:After|Following|Before|Upon|Prior to)\b[^,]*,")
"""A clause ahead of what the sentence tells."""
EVALUATED = re.compile(
    r"\b(?:et al|have been reported|has been reported|reported by|was reported|were reported|"
    r"previous(?:ly)? (?:work|stud|research)|in the literature)\b"
)
SHOWN = re.compile(
    r"\b(?:shows?|shown|exhibits?|indicat\w+|suggest\w*|reveal\w*|observed|demonstrat\w+|confirm\w*|attributed|"
    r"compared (?:with|to))\b"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one block that tell a procedure, and the steps found in them."""

    block: Block
    kind: Kind
    sentences: tuple[tuple[int, int], ...]
    steps: tuple[FoundStep, ...]
    apart: bool = False
    """Whether a heading that the reader took for text stands before it."""
    remark: bool = False
    """Whether it is only said in passing, in a paper that tells no procedure."""


def find_passages(document: Document) -> list[Passage]:
    """The passages of a paper in reading order; those of the abstract where nothing else tells of making."""
    blocks = tuple(sectioned(document.body()))
    if is_review(document):
        return []
    found: list[Passage] = []
    apart = False
    for block in blocks:
        if block.type in ("paragraph", "list"):
            apart = apart or TITLED.fullmatch(block.running.strip()) is not None
            own = list(passages_in(block))
            found += [replace(one, apart=apart and one is own[0]) for one in own]
            apart = apart and not own
    found = found or [one for block in blocks if block.type == "paragraph" for one in firings_in(block)]
    found = found or [one for block in blocks if block.type == "abstract" for one in passages_in(block)]
    return found or [one for block in blocks if block.type == "paragraph" for one in remarks_in(block)]


def firings_in(block: Block) -> Iterator[Passage]:
    """The calcinations that a section on measurements tells with temperature and time, where no other tells of making.

    A powder that was bought is often only calcined, and this told of at the head of what was done to it.
    """
    text = block.running
    if standing(block.section or "") != "no" or RESULTS.search(block.section or "") is not None:
        return
    sentences = tuple(span for span in sentence_spans(text) if of_making(text[slice(*span)], "no"))
    steps = tuple(one for one in find_steps(text, sentences) if fired_in_full(one))
    told = tuple(span for span in sentences if any(span[0] <= one.start < span[1] for one in steps))
    if steps:
        yield Passage(block, "material", told, steps)


def remarks_in(block: Block) -> Iterator[Passage]:
    """What a paper that tells no procedure says in passing to have been done: "a layer of GDC was deposited"."""
    text = block.running
    if RESULTS.search(block.section or "") is not None:
        return
    sentences = tuple(span for span in sentence_spans(text) if of_making(text[slice(*span)], "maybe"))
    steps = tuple(one for one in find_steps(text, sentences) if said_to_be_done(text, one))
    told = tuple(span for span in sentences if any(span[0] <= one.start < span[1] for one in steps))
    if steps:
        yield Passage(block, "material", told, steps, remark=True)


def said_to_be_done(text: str, step: FoundStep) -> bool:
    """Whether a step makes or shapes something, and is the verb of its sentence."""
    return step.operation in MADE_SO and IS_DONE.search(text, max(0, step.start - 40), step.start) is not None


def is_review(document: Document) -> bool:
    """Whether a paper tells of what others made: its title says so, and no heading of its own experiments."""
    match = REVIEW.search(document.meta.title or "")
    if match is None or match.group().lower().startswith("review"):
        return match is not None
    return not any(EXPERIMENTS.search(block.running) for block in document.blocks if block.type == "heading")


def passages_in(block: Block) -> Iterator[Passage]:
    """The procedure of one block: material first, then cell; none where too little of it tells of making."""
    section = block.section or ""
    place = "maybe" if block.type == "abstract" else standing(section)
    if place == "no" and not ELECTROCHEMICAL.search(section):
        return
    spans = sentence_spans(block.running)
    sentences = tuple(span for span in spans if of_making(block.running[span[0] : span[1]], place))
    if not sentences:
        return
    first_cell = where_cells_begin(block, sentences)
    material = tuple(span for span in sentences if first_cell is None or span[0] < first_cell)
    steps = tuple(find_steps(block.running, material)) if place != "no" else ()
    if steps and (weighty(block, spans, sentences, steps) if place == "yes" else convincing(block, material, steps)):
        yield Passage(block, "material", material, steps)
    before = () if steps else tuple(span for span in material if prepares(block.running[slice(*span)]))
    cell = tuple(span for span in sentences if first_cell is not None and (span in before or span[0] >= first_cell))
    steps = tuple(step for step in find_steps(block.running, cell) if of_cell(block.running, step))
    if steps and (place != "maybe" or (len(steps) > 1 and any(step.temperature or step.time for step in steps))):
        yield Passage(block, "cell", cell, steps)


def where_cells_begin(block: Block, sentences: tuple[tuple[int, int], ...]) -> int | None:
    """Where a block goes over from a material to the electrode and cell made of it."""
    cells = [span for span in sentences if CELL.search(block.running[span[0] : span[1]])]
    heading = (block.section or "").rpartition(">")[2]
    if OF_CELLS.search(heading) and cells:
        return sentences[0][0]
    sure = [span for span in cells if CELL.search(SLURRY.sub("", block.running[slice(*span)]))]
    if not sure or not (len(cells) > 1 or len(sentences) < 4):
        return None
    fired = [span[0] for span in sentences if FIRED_HOT.search(block.running[slice(*span)])]
    return next((span[0] for span in cells if span in sure or all(span[0] > place for place in fired)), None)


def prepares(sentence: str) -> bool:
    """Whether a sentence without a step tells what an ink or a slurry is prepared of."""
    return MADE_UP.search(sentence) is not None


def of_cell(text: str, step: FoundStep) -> bool:
    """Whether a step of an electrode's making is one: the salt dissolved in an electrolyte is told as a fact.

    What is flushed with a gas is got ready for a measurement.
    """
    start, end = sentence_at(text, step.start)
    if step.words.lower() in ("purged", "flushed"):
        return False
    return step.operation not in ("dissolve", "mix") or "lectrolyte" not in text[start:end]


def fired_in_full(step: FoundStep) -> bool:
    """Whether a step is a firing that was done, told with its temperature and time."""
    told = step.temperature is not None and step.time is not None
    return told and step.kind == "done" and step.operation in FIRINGS


def of_making(sentence: str, place: str) -> bool:
    """Whether a sentence may belong to a procedure: it does not tell of a measurement or of others' work."""
    looked_at = LOOKED_AT.search(sentence)
    told = looked_at is None or MEANT_FOR.search(sentence) or (READY.search(looked_at[0]) and TREATED.search(sentence))
    if not told:
        return False
    if any(told.search(sentence) for told in (RATES, STRAINED, CUT_OUT, TOLD_OF)):
        return False
    measured = MEASURED.search(sentence) or CARRIED_OUT.search(sentence)
    if measured is not None:
        return place != "no" and begins_with_making(sentence, measured)
    return (
        place == "yes"
        or (CELL.search(sentence) is not None and place == "no")
        or not (EVALUATED.search(sentence) or SHOWN.search(sentence))
    )


def begins_with_making(sentence: str, measured: re.Match[str]) -> bool:
    """Whether an operation is told before the sentence goes over to a measurement, or is what was carried out."""
    if STEPS_TOLD.search(sentence):
        return True
    clause = AFTER.match(sentence)
    begin = clause.end() if clause is not None else 0
    triggers = find_triggers(sentence, 0, len(sentence))
    return any(begin <= trigger.start < measured.start() for trigger in triggers)


def weighty(block: Block, spans: Sequence[Span], sentences: tuple[Span, ...], steps: tuple[FoundStep, ...]) -> bool:
    """Whether steps of an experimental section are more than a remark: one alone and bare behind a measurement is."""
    first = next(iter(steps))
    if len(steps) > 1 or not bare(first) or SYNTHESIS.search(block.section or "") is not None:
        return True
    before = [span for span in spans if span[1] <= first.start]
    making = any(PREPARED.search(block.running[start:end]) for start, end in sentences)
    return making or all(span in sentences for span in before)


def convincing(block: Block, sentences: tuple[tuple[int, int], ...], steps: tuple[FoundStep, ...]) -> bool:
    """Whether steps outside of an experimental section are a procedure: three, two with conditions, in the past.

    Where no heading says that the results are told, two with temperature and time do; so does a chain of three, or that
    the steel was quenched and tempered.
    """
    if any(HARDENED.search(block.running[start:end]) for start, end in sentences):
        return True
    conditions = sum(step.temperature is not None or step.time is not None for step in steps)
    whole = sum(step.temperature is not None and step.time is not None for step in steps)
    past = any(re.search(r"\b(?:was|were)\b", block.running[start:end]) for start, end in sentences)
    plain = RESULTS.search(block.section or "") is None and block.type != "abstract"
    chain = any(block.running[slice(*span)].count("→") > 2 for span in sentences)
    return (len(steps) >= 3 and ((conditions >= 2 and past) or chain)) or (plain and whole >= 2)
