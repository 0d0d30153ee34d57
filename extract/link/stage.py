"""The findings of all stages on one paper in, its records out: each value with the sample that it belongs to."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from ...records.calibration import calibration, calibration_digest
from ...records.errors import Problem, Result
from ...records.identity import content_id
from ...records.material_names import is_chemical
from ...records.model import (
    Link,
    Measurement,
    PaperRecords,
    Sample,
    Spectrum,
    Structure,
    Synthesis,
)
from ..document import Document
from ..figures.records import figure_records, micrograph_records
from ..findings import CurveFinding, Finding, Findings, Mention, Recipe, StructureFinding
from ..stage import Inputs, NoOptions
from ..text.synthesis.recipes import CELL_ROUTE, FITTED_ROUTE
from .choice import AWAY, Choice, choose
from .confidence import Features, Surroundings, add_crowding, add_paper, sample_features
from .document_records import document_record, table_records
from .names import composition_key, speaks_of_many
from .own_precursors import with_own_precursors
from .recipe_states import branches_of, goes_into, made_so
from .recipe_takers import itself, made_alike, treated_so
from .samples import SampleBook
from .series_order import in_series_order
from .several import Tables, same_value, several, tabled
from .standing import spot

FINDERS: tuple[str, ...] = ("text_findings", "table_findings", "synthesis", "structures", "plots", "llm_findings")


class LinkStage:
    """Rules that give every finding its sample. A trained linker takes its place under the same name."""

    name: ClassVar[str] = "link"
    version: ClassVar[str] = f"30-{calibration_digest()}"
    needs: ClassVar[tuple[str, ...]] = ("parse", *FINDERS)
    output: ClassVar[Any] = PaperRecords

    def __init__(self, options: NoOptions | None = None) -> None:
        self.options = options or NoOptions()

    def __call__(self, inputs: Inputs) -> Result[PaperRecords]:
        """The paper's records. Findings without a named sample go to the paper's main one, with problem L001."""
        return weave(inputs).result()


def weave(inputs: Inputs) -> "Weaver":
    """The findings of all stages, each with its sample."""
    document: Document = inputs["parse"]
    findings: list[Findings] = [inputs[name] for name in FINDERS if name in inputs]
    book = SampleBook(document, all_mentions(findings), [d for f in findings for d in f.definitions])
    weaver = Weaver(document, book, tabled(book, (value for part in findings for value in part.values)))
    for part in findings:
        for value in in_series_order(book, part.values):
            weaver.add_value(value)
        for recipe in sorted(part.recipes, key=lambda recipe: recipe.route == CELL_ROUTE):
            weaver.add_recipe(recipe)
        for structure in part.structures:
            weaver.add_structure(structure)
        for curve in part.curves:
            weaver.add_curve(curve)
    return weaver


def all_mentions(findings: Iterable[Findings]) -> list[Mention]:
    """Every mention once, subjects included."""
    mentions: list[Mention] = []
    for part in findings:
        mentions.extend(part.mentions)
        for finding in part.values:
            mentions.extend(finding.subjects)
        for recipe in part.recipes:
            mentions.extend(recipe.targets)
        for structure in part.structures:
            mentions.extend(structure.subjects)
        for curve in part.curves:
            mentions.extend(curve.subjects)
    return list({spot(mention): mention for mention in reversed(mentions)}.values())[::-1]


class Weaver:
    """Collects the records of one paper; the same record twice is kept once."""

    def __init__(self, document: Document, book: SampleBook, tables: Tables = ()) -> None:
        self.document = document
        self.book = book
        self.tables = tables
        self.samples: dict[str, Sample] = {}
        self.others: set[str] = set()
        self.measurements: dict[str, Measurement] = {}
        self.features: dict[str, Features] = {}
        self.surroundings = Surroundings(document)
        self.synthesis: dict[str, Synthesis] = {}
        self.structures: dict[str, Structure] = {}
        self.spectra: dict[str, Spectrum] = {}
        self.told_together: list[tuple[Finding, Choice]] = []
        self.shared_recipes: list[Recipe] = []
        self.nameless_recipes: list[Recipe] = []
        self.material_recipes: list[Recipe] = []
        self.cell_recipes: list[Recipe] = []
        self.fitted_recipes: list[Recipe] = []
        self.treatments: list[Recipe] = []
        self.family_recipes: list[tuple[Mention, Recipe]] = []
        self.links: list[Link] = []
        self.problems: list[Problem] = []

    def _take(self, record: str, kind: str, choice: Choice) -> str:
        self.samples.setdefault(choice.sample.id, choice.sample)
        if choice.others:
            self.others.add(choice.sample.id)
        link = Link(source=choice.sample.id, target=record, kind=kind, reason=choice.reason, score=choice.score)
        self.links.append(link)
        return choice.sample.id

    def add_value(self, finding: Finding) -> None:
        """One measurement."""
        choice = choose(self.book, self.document, finding.subjects, finding)
        together = several(self.book, self.document, choice, self.tables) if finding.evidence.kind != "table" else ()
        if together:
            self.told_together.extend((finding, one) for one in together)
        else:
            self._add_measurement(finding, choice)

    def _add_told_together(self) -> None:
        """What is said of several samples at once, a measurement each; not where the sample has that value already."""
        for finding, choice in self.told_together:
            if not any(
                one.sample == choice.sample.id
                and one.property == finding.property
                and same_value(one.quantity, finding.quantity)
                for one in self.measurements.values()
            ):
                self._add_measurement(finding, choice)

    def _add_measurement(self, finding: Finding, choice: Choice) -> None:
        if finding.state is not None:
            sample = self.book.in_state(choice.sample, finding.state, finding.evidence)
            if sample.id != choice.sample.id:
                choice = replace(choice, sample=sample, reason=f"{choice.reason}; in the state {finding.state!r}")
        if not finding.subjects:
            where = {"page": finding.evidence.page, "block": finding.evidence.block}
            self.problems.append(Problem.of(LinkStage.name, "L001", where))
        q, e = finding.quantity, finding.evidence
        spot = (e.page, e.block, e.start, e.end, e.table, e.cell)
        record = content_id("measurement", choice.sample.id, finding.property, q, finding.conditions, spot)
        if record in self.measurements:
            return
        sample = self._take(record, "measured_on", choice)
        self.measurements[record] = Measurement(
            id=record,
            sample=sample,
            property=finding.property,
            words=finding.words,
            quantity=q,
            conditions=finding.conditions,
            method=finding.method,
            origin=finding.origin,
            confidence=finding.confidence,
            evidence=e,
        )
        features = self.surroundings.features(finding, choice.reason, choice.score, choice.weight)
        features |= sample_features(choice.sample, table=e.kind == "table")
        if e.kind != "table":
            features |= {"link_odds": max(choice.odds, AWAY), "link_margin": min(choice.margin, 3.0)}
        self.features[record] = features

    def _calibrate(self) -> None:
        """Gives every measurement the probability that its value, property and sample are right."""
        add_crowding(self.measurements, self.features)
        add_paper(self.features)
        model = calibration()
        for record, measurement in self.measurements.items():
            parts = model.parts(self.features[record])
            self.measurements[record] = replace(measurement, confidence=parts.together(), confidence_parts=parts)

    def add_recipe(self, recipe: Recipe) -> None:
        """A recipe for each of its targets; for the paper's main sample where it names none.

        A recipe of "all samples" waits until it is known which samples there are.
        """
        if recipe.treatment is not None and all(target.kind == "anaphor" for target in recipe.targets):
            self.treatments.append(recipe)
            return
        if recipe.route == FITTED_ROUTE and not recipe.targets:
            self.fitted_recipes.append(recipe)
            return
        further = recipe.route in (CELL_ROUTE, FITTED_ROUTE)
        (self.cell_recipes if further else self.material_recipes).append(recipe)
        if any(t.kind == "anaphor" and speaks_of_many(t.text) for t in recipe.targets):
            self.shared_recipes.append(recipe)
            return
        chosen = [choose(self.book, self.document, (target,), recipe) for target in recipe.targets]
        if all(target.kind == "anaphor" for target in recipe.targets):
            chosen = [one for one in chosen if not goes_into(one.sample, recipe)]
        if not chosen:
            self.nameless_recipes.append(recipe)
        self._add_synthesis(recipe, chosen)
        self.family_recipes.extend((target, recipe) for target in recipe.targets if target.family is not None)

    def _share_with_members(self) -> None:
        """The recipe of a family goes to its members that have none: of Ba1-xSrxTiO3 to the sample with x = 0.1."""
        own = {synthesis.sample for synthesis in self.synthesis.values()}
        for target, recipe in self.family_recipes:
            members = self.book.compositions.members(target)
            bare = [s for s in self.samples.values() if s.id not in own and composition_key(s.composition) in members]
            if bare:
                self._add_synthesis(recipe, [Choice(s, f"{target.text!r} is its family", 0.7) for s in bare])

    def _inherit_recipes(self) -> None:
        """A sample without a recipe was made as one that shares its name and has one: a film annealed later."""
        made: dict[str, Synthesis] = {}
        for synthesis in self.synthesis.values():
            for label in self.samples[synthesis.sample].labels:
                made.setdefault(label, synthesis)
        own = {synthesis.sample for synthesis in self.synthesis.values()}
        for sample in [one for one in self.samples.values() if one.id not in own | self.others]:
            label = next((label for label in sample.labels if label in made), None)
            if label is not None:
                record = content_id("synthesis", sample.id, made[label].id)
                self._take(record, "made_by", Choice(sample, f"{label!r} was made so", 0.6))
                steps = made_so(made[label].steps, sample)
                self.synthesis[record] = replace(made[label], id=record, sample=sample.id, steps=steps)

    def _treat(self) -> None:
        """A treatment of what was made before goes to the samples whose names tell it: "coated", "A@B"."""
        for recipe in self.treatments:
            own = {s.sample for s in self.synthesis.values()}
            takers = [one for one in self._studied() if one.id not in own and treated_so(one, recipe)]
            self._add_synthesis(recipe, [Choice(one, f"its names tell the {recipe.treatment}", 0.6) for one in takers])

    def _share_recipes(self) -> None:
        """Recipes of all samples go to each one that has no recipe of its own; of branches the one that it bears."""
        own = {s.sample for s in self.synthesis.values()}
        bare = [sample for sample in self._studied() if sample.id not in own]
        for recipe in self.shared_recipes:
            words = recipe.targets[0].text
            branches = [one for one in self.shared_recipes if one.evidence == recipe.evidence]
            takers = [sample for sample in bare if recipe in branches_of(sample, branches)]
            self._add_synthesis(recipe, [Choice(s, f"{words!r} speaks of every sample", 0.6) for s in takers])

    def _share_nameless(self) -> None:
        """A recipe that names no sample goes to each one without a recipe, where it is the only one of its kind.

        One of a material goes before one of a cell. What goes into it was not made so, nor was another composition.
        """
        materials = [recipe for recipe in self.nameless_recipes if recipe in self.material_recipes]
        recipes = materials or self.nameless_recipes
        if len(recipes) != 1:
            return
        own = {s.sample for s in self.synthesis.values()}
        made = [self.samples[place].composition for place in own]
        bare = [s for s in self._studied() if s.id not in own and not goes_into(s, recipes[0])]
        known = any(composition_key(one) is not None for one in made)
        takers = [
            s for s in bare if not known or composition_key(s.composition) is None or made_alike(s, made, recipes[0])
        ]
        if takers:
            self._add_synthesis(recipes[0], [Choice(s, "the recipe names no sample", 0.4) for s in takers])

    def _studied(self) -> list[Sample]:
        """The samples that the paper tells values, structures or curves of, and not only others' values or reagents."""
        told = {m.sample for m in self.measurements.values() if m.origin != "cited"}
        cited = {m.sample for m in self.measurements.values()} - told
        told |= {one.sample for one in self.structures.values()} - cited
        told |= {one.sample for one in self.spectra.values() if one.sample is not None}
        samples = [sample for sample in self.samples.values() if sample.id in told]
        return [one for one in samples if not one.labels or not all(is_chemical(label) for label in one.labels)]

    def _share_only_recipe(self) -> None:
        """Where a paper tells one recipe of a material, its other samples that this can make were made so too.

        So was its main sample, where the recipe is of one without composition. Samples of which only others' values
        are cited were not.
        """
        told = self.material_recipes or self.cell_recipes
        if not told or any(one.steps != told[0].steps for one in told):
            return
        own = {one.sample for one in self.synthesis.values()}
        made = [self.samples[place].composition for place in own]
        measured = {m.sample for m in self.measurements.values() if m.origin == "reported"}
        known = any(composition_key(one) is not None for one in made)
        main = None if known else self.book.main()
        for sample in [self.samples[place] for place in self.samples if place in measured - own]:
            if sample == main or made_alike(sample, made, told[0]):
                self._add_synthesis(told[0], [Choice(sample, "the paper tells one recipe", 0.3)])

    def _fit(self) -> None:
        """What the material is fitted with goes to every sample that was made of it."""
        made = [self.samples[one.sample] for one in self.synthesis.values() if one.route != CELL_ROUTE]
        for recipe in self.fitted_recipes:
            for sample in made:
                fitted = replace(recipe, precursors=(*itself(sample, recipe), *recipe.precursors))
                self._add_synthesis(fitted, [Choice(sample, "what was made is fitted so", 0.5)])

    def _add_synthesis(self, recipe: Recipe, chosen: list[Choice]) -> None:
        if not chosen:
            nearest = choose(self.book, self.document, (), recipe)
            main = self.book.main() if goes_into(nearest.sample, recipe) else None
            chosen = [nearest if main is None else Choice(main, "the paper's main sample", 0.4)]
        for first in {c.sample.id: c for c in reversed(chosen)}.values():
            record, choice = content_id("synthesis", first.sample.id, recipe.steps, recipe.precursors), first
            if record not in self.synthesis and any(s.sample == first.sample.id for s in self.synthesis.values()):
                choice = replace(first, sample=self._made_otherwise(first.sample, recipe))
                record = content_id("synthesis", choice.sample.id, recipe.steps, recipe.precursors)
            if record in self.synthesis:
                continue
            sample = self._take(record, "made_by", choice)
            steps = made_so(recipe.steps, choice.sample) if choice.sample.note else recipe.steps
            self.synthesis[record] = Synthesis(
                id=record, sample=sample, route=recipe.route, precursors=recipe.precursors, steps=steps
            )

    def _made_otherwise(self, sample: Sample, recipe: Recipe) -> Sample:
        """The sample that a further recipe of a material makes: an electrode of a powder, or a batch made otherwise."""
        cell = recipe.route in (CELL_ROUTE, FITTED_ROUTE)
        note = "; ".join(part for part in (sample.note, recipe.route) if part)
        made = content_id("sample", self.document.doc_id, sample.id, recipe.steps, recipe.precursors)
        return replace(
            sample, id=made, note=note or None, form="electrode" if cell else sample.form, evidence=recipe.evidence
        )

    def add_structure(self, finding: StructureFinding) -> None:
        """The structure of one sample, or of each that the finding speaks of."""
        choice = choose(self.book, self.document, finding.subjects, finding)
        for one in several(self.book, self.document, choice) or (choice,):
            self._add_structure(finding, one)

    def _add_structure(self, finding: StructureFinding, choice: Choice) -> None:
        content = (finding.space_group, finding.crystal_system, finding.phase, finding.lattice, finding.cif)
        record = content_id("structure", choice.sample.id, *content)
        if record in self.structures:
            return
        sample = self._take(record, "structure_of", choice)
        self.structures[record] = Structure(
            id=record,
            sample=sample,
            space_group=finding.space_group,
            crystal_system=finding.crystal_system,
            phase=finding.phase,
            lattice=finding.lattice,
            cif=finding.cif,
            evidence=finding.evidence,
        )

    def add_curve(self, finding: CurveFinding) -> None:
        """One spectrum; without a named subject it belongs to the figure alone."""
        choice = choose(self.book, self.document, finding.subjects, finding) if finding.subjects else None
        record = content_id("spectrum", self.document.doc_id, finding.evidence.page, finding.evidence.path)
        sample = self._take(record, "curve_of", choice) if choice else None
        self.spectra[record] = Spectrum(
            id=record,
            sample=sample,
            kind=finding.kind,
            label=finding.label,
            x=finding.x,
            y=finding.y,
            peaks=finding.peaks,
            wavelength=finding.wavelength,
            residual=finding.residual,
            confidence=round(finding.confidence * (choice.score if choice else 1.0), 4),
            evidence=finding.evidence,
        )

    def result(self) -> Result[PaperRecords]:
        """Everything collected, in a fixed order."""
        self._add_told_together()
        self._share_with_members()
        self._treat()
        self._inherit_recipes()
        self._share_recipes()
        self._share_nameless()
        self._share_only_recipe()
        self._fit()
        self.synthesis = with_own_precursors(self.synthesis.values(), self.samples)
        self._calibrate()
        document = self.document
        kept = set(self.samples)
        names = [link for link in self.book.links() if link.source in kept]
        records = PaperRecords(
            document=document_record(document),
            samples=tuple(self.samples.values()),
            measurements=tuple(self.measurements.values()),
            synthesis=tuple(self.synthesis.values()),
            structures=tuple(self.structures.values()),
            spectra=tuple(self.spectra.values()),
            figures=figure_records(document),
            micrographs=micrograph_records(document),
            tables=table_records(document),
            links=(*names, *self.links),
        )  # fmt: skip
        return Result(records, tuple(self.problems))
