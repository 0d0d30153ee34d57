"""A paper, sample or formula in; its records printed: values, conditions, synthesis, structure, quotes, pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated

import typer
from rich import box
from rich.console import Group
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..records.compositions import CompositionFamily
from ..records.errors import MatloomError
from ..records.evidence import Evidence
from ..records.model import Condition, Link, Measurement, PaperRecords, Sample, Structure, Synthesis, SynthesisStep
from ..records.quantities import Quantity
from ..records.store.export import find_papers, find_samples, surer
from ..records.store.store import Store
from ..records.vocabulary import Vocabulary
from .common import Database, MinConfidence, data_console, eye_console, printable

app = typer.Typer(add_completion=False)
QUOTED = 160
"""Characters of a quote that are printed."""
WIDE = 100
"""Columns of a terminal from which on there is room for quotes."""
DOUBTFUL = 0.5
"""The confidence below which it is said what is in doubt."""
PROBLEMS = 5
"""Different problems of a paper that are printed."""
WORDED = frozenset({"element_content", "constituent_content"})
"""Properties of which only the printed words say what was measured: the content of which element?"""
RELATIONS = {"=": "", "~": "~ ", "<": "< ", ">": "> ", "<=": "≤ ", ">=": "≥ "}
SIGNS = ((r"degC", "°C"), (r"angstrom", "Å"), (r"\bu(?!nit)(?=[A-Za-z])", "µ"), (r"ohm", "Ω"))
"""Units of the database and their signs for the eye."""


@app.command(
    epilog="Examples: [bold]matloom show --db f.duckdb[/] · [bold]matloom show PMC7052380 --db f.duckdb[/] · "
    "[bold]matloom show LiFePO4 --db f.duckdb[/]"
)
def command(
    db: Database,
    wanted: Annotated[
        str | None,
        typer.Argument(
            metavar="[PAPER|DOI|SAMPLE|FORMULA]", help="A paper's name or DOI, a sample's id or label, or a formula."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Samples printed at most.")] = 50,
    quotes: Annotated[
        bool | None,
        typer.Option(
            help=f"Print the words on the page that each value comes from; by default from {WIDE} columns on.",
            show_default=False,
        ),
    ] = None,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """Print records: of one paper, one sample, all samples of one formula, or of the whole database."""
    console = data_console()
    quoted = console.width >= WIDE if quotes is None else quotes
    with Store.open(db) as store:
        left = limit
        for whole in _chosen(store, wanted):
            paper = surer(whole, min_confidence)
            console.print(_head(paper))
            shown = paper.samples[:left]
            for sample in shown:
                console.print(Padding(_record(paper, sample, quoted), (0, 0, 1, 2)))
            left -= len(shown)
            if left <= 0:
                eye_console().print(f"[dim]The first {limit} samples; --limit N prints more.[/]")
                return


def _chosen(store: Store, wanted: str | None) -> Iterator[PaperRecords]:
    """The papers to print, cut down to the samples that were asked for."""
    if wanted is None:
        yield from store.papers()
        return
    papers = find_papers(store, wanted)
    if papers:
        yield from store.papers(papers)
        return
    samples = find_samples(store, wanted, _reduced(wanted))
    if not samples:
        raise MatloomError("E009", wanted=wanted)
    kept = {row["id"] for row in samples}
    for paper in store.papers(list(dict.fromkeys(row["document"] for row in samples))):
        yield replace(paper, samples=tuple(sample for sample in paper.samples if sample.id in kept), problems=())


def _reduced(text: str) -> str | None:
    compositions = CompositionFamily.from_text(text).value.compositions
    return compositions[0].reduced_formula if len(compositions) == 1 else None


def _head(paper: PaperRecords) -> Group:
    document = paper.document
    if document.title is None and not paper.samples and paper.problems:
        first = paper.problems[0]
        return Group(Text(printable(f"{document.source}: {first.code} {first.why}"), style="yellow"), "")
    facts = [
        document.name, str(document.year or ""), document.doi or "", document.licence or "",
        f"{document.pages} page{'s' if document.pages > 1 else ''}" if document.pages else "",
    ]  # fmt: skip
    title = Text(printable(document.title or document.source), style="bold")
    lines = [title, Text(printable(" · ".join(fact for fact in facts if fact)), style="dim")]
    told = Counter(f"{problem.code} {problem.why}" for problem in paper.problems)
    for words, times in told.most_common(PROBLEMS):
        lines.append(Text(printable(f"{words} ({times} times)" if times > 1 else words), style="yellow"))
    if len(told) > PROBLEMS:
        lines.append(Text(f"… and {len(told) - PROBLEMS} other problems (v_problems has them all)", style="yellow"))
    return Group(*lines, "")


def _record(paper: PaperRecords, sample: Sample, quotes: bool) -> Group:
    parts: list[object] = [_title(sample)]
    values = [record for record in paper.measurements if record.sample == sample.id]
    if values:
        parts.append(_values(values, quotes))
    for synthesis in paper.synthesis:
        if synthesis.sample == sample.id:
            parts.append(_synthesis(synthesis, quotes))
    for structure in paper.structures:
        if structure.sample == sample.id:
            parts.append(_structure(structure, quotes))
            parts.extend(_reference(link) for link in paper.links if link.source == structure.id)
    for spectrum in paper.spectra:
        if spectrum.sample == sample.id:
            axes = " over ".join(filter(None, (spectrum.y.label, spectrum.x.label)))
            parts.append(
                Text(
                    printable(
                        f"{spectrum.kind} curve, {len(spectrum.x.values)} points: {axes}  {_place(spectrum.evidence)}"
                    )
                )
            )
    return Group(*parts)  # type: ignore[arg-type]


def _title(sample: Sample) -> Text:
    title = Text("● ", style="cyan")
    formula = sample.composition.formula if sample.composition else None
    names = [label for label in sample.labels if label != formula]
    names = [label for label in names if not any(other.endswith(f"= {label}") for other in names)]
    title.append(printable(formula or (names.pop(0) if names else "sample")), style="bold cyan")
    for words in (", ".join(names), sample.form, sample.note):
        if words:
            title.append(f"  {printable(words)}")
    title.append(f"  {sample.id}", style="dim")
    return title


def _values(values: Sequence[Measurement], quotes: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("property")
    table.add_column("value", justify="right", no_wrap=True, style="bold")
    table.add_column("conditions")
    table.add_column("sure", no_wrap=True, style="dim")
    table.add_column("where", no_wrap=True, style="dim")
    if quotes:
        table.add_column("on the page", style="dim italic", ratio=1)
    before = None
    for value in values:
        conditions = (
            _condition_named(one) for one in value.conditions if one.name != "method" or _condition(one) != value.method
        )
        notes = [*conditions, *filter(None, [value.method])] + ([value.origin] if value.origin != "reported" else [])
        cells = [_named(value), _quantity(value.quantity), ", ".join(notes), _sure(value), _place(value.evidence)]
        if quotes:
            told = value.evidence.quote == before
            cells.append("″" if told else _shortened(value.evidence.quote, value.quantity.text))
            before = value.evidence.quote
        table.add_row(*(escape(printable(cell)) for cell in cells))
    return table


def _named(value: Measurement) -> str:
    """The property by the vocabulary's name; as printed where the vocabulary has none, or only a general one."""
    if value.property in WORDED or Vocabulary.load().get(value.property) is None:
        return value.words
    return value.property.replace("_", " ")


def _sure(value: Measurement) -> str:
    """``0.81``, or ``0.34 sample?``: the confidence, and what makes it low where it is."""
    doubt, parts = "", value.confidence_parts
    if parts is not None and value.confidence < DOUBTFUL:
        chances = {"value": parts.value, "property": parts.property, "sample": parts.sample}
        doubt = f" {min(chances, key=lambda part: chances[part])}?"
    return f"{value.confidence:.2f}{doubt}"


def _condition_named(condition: Condition) -> str:
    """``c rate 0.1 C``, ``x = 0.1``; ``room temperature`` names itself."""
    name, printed = condition.name.replace("_", " "), _condition(condition)
    if name in printed:
        return printed
    return f"{name}{' = ' if len(name) == 1 else ' '}{printed}".strip()


def _condition(condition: Condition) -> str:
    printed = condition.quantity.text if condition.quantity else ""
    return condition.text or printed or ""


def _synthesis(synthesis: Synthesis, quotes: bool) -> Group:
    head = Text("made by ", style="bold")
    head.append(synthesis.route or "this recipe", style="bold")
    for word, solvents in (("from", False), ("in", True)):
        named = [
            _precursor(one.name, one.amount) for one in synthesis.precursors if (one.role == "solvent") == solvents
        ]
        if named:
            head.append(printable(f" {word} " + ", ".join(named)))
    table = Table(box=None, show_header=False, padding=(0, 1))
    before = None
    for number, step in enumerate(synthesis.steps, 1):
        cells = [f"{number}.", step.operation, _settings(step), _place(step.evidence)]
        if quotes:
            cells.append("″" if step.evidence.quote == before else _shortened(step.evidence.quote, step.words))
            before = step.evidence.quote
        table.add_row(*(escape(printable(cell)) for cell in cells))
    for column in table.columns[3:]:
        column.style = "dim italic"
    return Group(head, table)


def _precursor(name: str, amount: Quantity | None) -> str:
    return f"{name} ({_quantity(amount)})" if amount else name


def _settings(step: SynthesisStep) -> str:
    quantities = (step.temperature, step.time, step.rate, step.pressure)
    settings = [_quantity(quantity) for quantity in quantities if quantity]
    if step.atmosphere:
        settings.append(f"in {step.atmosphere}")
    if step.apparatus:
        settings.append(step.apparatus)
    return ", ".join(settings)


def _structure(structure: Structure, quotes: bool) -> Text:
    lattice = structure.lattice
    cell = [
        f"{name} = {_quantity(value)}"
        for name, value in zip(
            ("a", "b", "c", "α", "β", "γ", "V"),
            (lattice.a, lattice.b, lattice.c, lattice.alpha, lattice.beta, lattice.gamma, lattice.volume),
            strict=True,
        )
        if value
    ]
    words = [structure.phase, structure.crystal_system, structure.space_group, *cell]
    text = Text("structure ", style="bold")
    text.append(printable(", ".join(word for word in words if word)), style="not bold")
    text.append(f"  {_place(structure.evidence)}", style="dim not bold")
    if quotes:
        text.append(f"  {_shortened(structure.evidence.quote)}", style="dim italic not bold")
    return text


def _reference(link: Link) -> Text:
    """A reference structure that the structure was joined to."""
    return Text(f"  reference {link.score:.2f}  {printable(link.reason)}", style="dim")


def _quantity(quantity: Quantity) -> str:
    """``~ 160–166 mAh/g``: the numbers as read, with the unit's signs."""
    value, low, high = (_number(one, quantity.text) for one in (quantity.value, quantity.low, quantity.high))
    if value:
        number = value
    elif low and high:
        number = f"{low}–{high}"
    else:
        number = f"≥ {low}" if low else f"≤ {high}"
    if quantity.uncertainty is not None:
        number += f" ± {_number(quantity.uncertainty, quantity.text)}"
    relation = RELATIONS[quantity.relation] if value or quantity.relation == "~" else ""
    unit = quantity.unit or ""
    for plain, sign in SIGNS:
        unit = re.sub(plain, sign, unit)
    return f"{relation}{number} {unit}".strip()


def _number(value: float | None, text: str) -> str:
    """A number with the digits that are printed (``1.000``), where it is printed without a power of ten."""
    if value is None:
        return ""
    digits = next((one for one in re.findall(r"\d+\.\d+", text) if float(one) == abs(value)), None)
    if digits:
        return f"-{digits}" if value < 0 else digits
    return re.sub(r"e([+-])0", r"e\1", f"{value:.10g}")


def _place(evidence: Evidence) -> str:
    places = [f"p. {evidence.page}" if evidence.page else ""]
    if evidence.table:
        places.append(f"table {evidence.table}")
    elif evidence.figure:
        places.append(f"figure {evidence.figure}{evidence.panel or ''}")
    elif evidence.kind != "text":
        places.append(evidence.kind)
    return ", ".join(place for place in places if place)


def _shortened(quote: str, around: str = "") -> str:
    """The quote, or the part of it that stands around the given words, cut at words' ends."""
    words = printable(" ".join(quote.split()))
    if len(words) <= QUOTED:
        return f"“{words}”"
    middle = words.find(" ".join(around.split())) + len(around) // 2
    start = min(max(0, middle - QUOTED // 2), len(words) - QUOTED)
    start = words.rfind(" ", 0, start) + 1
    end = words.find(" ", start + QUOTED)
    cut = words[start:] if end < 0 else words[start:end]
    return f"“{'… ' if start else ''}{cut}{' …' if end >= 0 else ''}”"
