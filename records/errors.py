"""Coded messages in, exceptions and problems out: every failure that a user can meet has one entry here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeAlias, TypeVar

T = TypeVar("T")
Where: TypeAlias = Mapping[str, str | int | float | None]

MESSAGES: Final[dict[str, str]] = {
    # E: the command cannot go on
    "E001": "No such file or folder: {path}",
    "E002": "'{command}' needs the extra '{extra}'. Install it with: pip install 'matloom[{extra}]'",
    "E003": "{path} was written by a newer matloom (schema {found}, this one knows {known}). Upgrade matloom.",
    "E004": "{path} is not a database that matloom made. Give another one.",
    "E005": "{path} is in use: one process may write, or any number read. Wait for it to end, or give another one.",
    "E006": "Unknown {kind} '{name}'. Known: {known}.",
    "E007": "The query failed: {why}",
    "E008": "The workers do not start: {why}",
    "E009": "Nothing in the database is called '{wanted}'. Without a name, 'matloom show' prints everything.",
    "E010": 'Line {number} is no JSON object with "id" and "text": {why}',
    "E011": "Page {page} was asked for, but the file has {pages} pages.",
    "E012": "{path} does not say how to use a language model: {why}",
    "E013": "The language model at {url} does not answer: {why}",
    "E014": "There is no paper (PDF, JATS or Elsevier XML, HTML, text) in {paths}.{others}",
    "E015": "There is no database {path}. Make one with: matloom ingest PAPERS --db {path}",
    "E016": "{path} cannot be written: {why}",
    "E017": "{path} cannot be opened: {why}",
    # D: a document could not be read, or not in full
    "D001": "The file is empty.",
    "D002": "The file is encrypted and needs a password.",
    "D003": "The file is broken: {why}",
    "D004": "No reader for this content: {why}",
    "D005": "{found} pages, more than the limit of {limit}; the rest was not read.",
    "D006": "The markup is nested deeper than {limit} levels.",
    "D007": "Entity declarations are not expanded: {why}",
    "D008": "Reading took longer than {limit} s and was stopped.",
    "D009": "Reading needed more than {limit} MB of memory and was stopped.",
    "D010": "Page {page} has no text layer; its text was read by OCR.",
    "D011": "Page {page} could not be read: {why}",
    "D012": "The file is larger than {limit} MB.",
    "D013": "The worker reading this paper died: {why}",
    "D014": "Page {page} has no text layer and OCR is off.",
    "D015": "The text of this document stands in more characters than the limit of {limit}; the rest was not read.",
    "D016": "The same content as {source}; its records stand there.",
    "D017": "The same paper as {source}, in another format; its records stand there.",
    "D018": "The file is damaged; what could be mended was read, and parts of it may be missing.",
    # T: tables
    "T001": "A table of {cells} cells is over the limit of {limit}; the rest was not read.",
    "T002": "A span reaches outside the table and was cut.",
    "T003": "A caption names a table, but no cells were found near it.",
    "T004": "Tables of PDFs are found with PyMuPDF; this paper was read without it. Read it with --reader pymupdf.",
    "T005": "{skipped} pictures of pages or tables were not read by OCR: the limit is {limit} a paper.",
    # Q: quantities, units, properties
    "Q001": "No unit known as '{unit}'.",
    "Q002": "{value} {unit} is outside the plausible bounds of {property} ({low} to {high} {canonical}).",
    "Q003": "The unit '{unit}' does not have the dimension of {property} ({dimension}).",
    # C: compositions
    "C001": "Not a composition: {why}",
    "C002": "The variable '{variable}' has no value.",
    # S: stages
    "S001": "The stage failed: {why}",
    # B: datasets
    "B001": "{path} is not a recipe: {why}",
    "B002": "{where}: the structure cannot be read: {why}",
    "B003": "{where}: the formula cannot be read: {why}",
    "B004": "{where}: not a finite number: {why}",
    "B005": "The id '{key}' stands in two rows: {first} and {second}.",
    "B006": "None of the ids of source '{source}' is known to the other sources (the first is '{example}').",
    "B007": "No rows are left: {why}",
    "B008": "Source '{source}' finds no file: {path}",
    "B009": "{where}: the row cannot be read: {why}",
    "B010": "The split '{split}' cannot be made: {why}",
    "B011": "Rights: {why}. Nothing was written.",
    "B012": "{path} exists and is no dataset of matloom. Give another --out.",
    "B013": "Writing failed, nothing was left under {path}: {why}",
    "B014": "{path} is not a dataset of matloom: {why}",
    "B015": "Publishing to {target} failed: {why}",
    "B016": "The modality '{modality}' is in the recipe, but no row has it.",
    # M: models, and the jobs that train and use them
    "M001": "{path} is not a dataset that matloom can train on: {why}",
    "M002": "The modality '{modality}' reads the table '{table}', which {path} does not have. It has: {known}.",
    "M003": "{modality}: row {row}: {why}",
    "M004": "The split '{split}' has no rows in '{part}'. {why}",
    "M005": "A batch of {batch} rows is larger than the {rows} rows there are to train on. Lower batch_size.",
    "M006": "{path} was written by another config: {field} is {found} there, {expected} here. Give another run folder.",
    "M007": "The config is wrong: {why}",
    "M008": "{path} is not a matloom model: {why}",
    "M009": "The dataset has no property '{name}'. It has: {known}.",
    "M010": "The modalities '{first}' and '{second}' have fewer than two materials in common to train on.",
    "M011": "{path} holds no embeddings of '{modality}'. It has: {known}. Run: matloom embed",
    "M012": "{path} is not in the format '{format}': {why}",
    "M013": "{path} is not a checkpoint of matloom: {why}. Remove it, or give another run folder.",
    "M014": "The query cannot be read: {why}",
    "M015": "{path} was written by another model: {stored} numbers an embedding, not {width}. Run: matloom embed",
    # F: figures
    "F001": "The figures of page {page} could not be looked at: {why}",
    # P: plots
    "P001": "No plot was found: {why}",
    "P002": "The ticks of the {axis} axis could not be read; its curves run from 0 to 1.",
    "P003": "The curve does not fit the picture: {why}",
    "P004": "Nothing tells which of two upright axes a curve belongs to; it is given in the left one's units.",
    "P005": "{left} panels of plots were not read as pictures; the limit is {most} a paper.",
    # X: a language model, where one is asked
    "X001": "The language model at {url} does not answer; {left} passages are left for the next run: {why}",
    "X002": "The cap of {cap} is reached; {left} passages are left for a run with a higher one.",
    "X003": "A reply of the language model cannot be read: {why}",
    "X004": "{count} statements of the language model have no ground in their passage and were left out: {why}.",
    # R: reference structures
    "R001": "{entry}: the structure cannot be read: {why}",
    "R002": "{path} holds no structures: {why}",
    "R003": "The OPTIMADE server {url} cannot be read: {why}",
    "R004": "{path} has no reference structures. Add some: matloom reference add",
    # G: what physics and chemistry do not allow; the record stays
    "G001": "The charges of {formula} do not balance: at best {charge}.",
    "G002": "{what} sum to {total} %.",
    "G003": "Out of bounds: {why}",
    "G004": "A density of {density} g/cm3 {why}.",
    "G005": "{capacity} mAh/g is more than the formula can store (about {limit}).",
    "G006": "{what} is printed as {printed}; {source} give {computed}.",
    "G007": "The yield strength, {low} MPa, is above the tensile strength, {high} MPa.",
    "G008": "Printed as {named}, but {symbol} is {system}.",
    "G009": "{system} does not allow {why}.",
    "G010": "The printed volume is {printed} cubic angstrom; the printed cell has {computed}.",
    "G011": "A peak at {angle} degrees is of a spacing of {spacing} angstrom; the lattice has none above {largest}.",
    "G012": "{printed} is below absolute zero.",
    "G013": "Sintered at {later} after calcination at {earlier}.",
    "G014": "{operation} {why}.",
    # L: linking
    "L001": "No sample was found for this value.",
}


class MatloomError(Exception):
    """A failure that ends a command. ``code`` is a key of :data:`MESSAGES`."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        super().__init__(f"[{code}] {MESSAGES[code].format(**details)}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What a stage could not do: reported beside its result, stored with the document, never raised.

    ``code`` is a key of :data:`MESSAGES`; ``where`` points into the document (page, block, table, row, ...).
    """

    stage: str
    code: str
    why: str
    where: Where = field(default_factory=dict)

    @classmethod
    def of(cls, stage: str, code: str, where: Where | None = None, **details: object) -> "Problem":
        """The problem with the code's own message, filled with ``details``."""
        return cls(stage=stage, code=code, why=MESSAGES[code].format(**details), where=where or {})


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """A value, and what went wrong on the way to it."""

    value: T
    problems: tuple[Problem, ...] = ()
