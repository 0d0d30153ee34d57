-- The records of papers. `ordinal` is a row's place among the rows of its paper: with documents.name and documents.id
-- it gives every table one fixed order. Only `runs` holds the time of day.

CREATE TYPE quantity AS STRUCT(
    "text" VARCHAR, "value" DOUBLE, low DOUBLE, high DOUBLE, relation VARCHAR, uncertainty DOUBLE, unit VARCHAR,
    canonical_value DOUBLE, canonical_low DOUBLE, canonical_high DOUBLE, canonical_unit VARCHAR,
    reference VARCHAR                           -- the electrode of a potential
);
CREATE TYPE box AS STRUCT(x0 DOUBLE, y0 DOUBLE, x1 DOUBLE, y1 DOUBLE);

CREATE TABLE documents (
    id VARCHAR PRIMARY KEY,                     -- sha256: and the hash of the file
    "name" VARCHAR NOT NULL,                    -- the file's name without its ending
    source VARCHAR NOT NULL,                    -- the file's name
    reader VARCHAR,                             -- NULL where nothing could read it
    pages INTEGER NOT NULL CHECK (pages >= 0),
    title VARCHAR,
    doi VARCHAR,
    licence VARCHAR,
    "year" INTEGER,
    authors VARCHAR[] NOT NULL
);

-- A paper whose rows are all there; `digest` names the stages, versions and options that made them.
CREATE TABLE extractions (
    document VARCHAR PRIMARY KEY REFERENCES documents (id),
    digest VARCHAR NOT NULL
);

CREATE TABLE evidence (
    id VARCHAR PRIMARY KEY,
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('text', 'table', 'figure', 'caption')),
    quote VARCHAR NOT NULL,
    page INTEGER CHECK (page >= 1),
    bbox box,                                   -- PDF points from the page's top left corner
    block VARCHAR,
    start_offset INTEGER,                       -- the value's own characters in the block's text
    end_offset INTEGER,
    "table" VARCHAR,                            -- printed labels
    "row" VARCHAR,
    "column" VARCHAR,
    cell_row INTEGER,                           -- grid position from 0
    cell_column INTEGER,
    figure VARCHAR,
    panel VARCHAR,
    path STRUCT(x DOUBLE, y DOUBLE)[],
    stage VARCHAR NOT NULL,
    "version" VARCHAR NOT NULL
);

CREATE TABLE materials (
    id VARCHAR PRIMARY KEY,                     -- the same composition has the same id in every paper
    formula VARCHAR NOT NULL,                   -- as printed, variables with a value filled in
    reduced_formula VARCHAR NOT NULL,           -- the formula as printed where an amount is open
    chemical_system VARCHAR NOT NULL,           -- element symbols in alphabetical order, joined by -
    amounts MAP(VARCHAR, DOUBLE) NOT NULL,      -- element: amount, NULL where it is an expression
    expressions MAP(VARCHAR, VARCHAR) NOT NULL, -- element: expression such as 3-delta
    variables MAP(VARCHAR, DOUBLE) NOT NULL,
    variable_expressions MAP(VARCHAR, VARCHAR) NOT NULL,
    ranges MAP(VARCHAR, STRUCT(low DOUBLE, high DOUBLE)) NOT NULL, -- printed bounds of variables
    sites MAP(VARCHAR, VARCHAR[]) NOT NULL,     -- letters such as RE, and the elements that they may stand for
    additives VARCHAR[] NOT NULL,               -- dopants without an amount
    kind VARCHAR NOT NULL,
    phase VARCHAR,                              -- prefix such as alpha, 2H, P2
    "name" VARCHAR                              -- name or acronym that was looked up
);

-- What a composite, mixture, hydrate or coating is made of.
CREATE TABLE material_parts (
    material VARCHAR NOT NULL REFERENCES materials (id),
    ordinal INTEGER NOT NULL,
    part VARCHAR NOT NULL REFERENCES materials (id),
    fraction DOUBLE,
    fraction_expression VARCHAR,
    basis VARCHAR NOT NULL,
    PRIMARY KEY (material, ordinal)
);

CREATE TABLE samples (
    id VARCHAR PRIMARY KEY,
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    labels VARCHAR[] NOT NULL,
    material VARCHAR REFERENCES materials (id),
    note VARCHAR,
    form VARCHAR,
    evidence VARCHAR NOT NULL REFERENCES evidence (id)
);

CREATE TABLE measurements (
    id VARCHAR PRIMARY KEY,
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    sample VARCHAR NOT NULL REFERENCES samples (id),
    property VARCHAR NOT NULL,                  -- a name of the vocabulary
    words VARCHAR NOT NULL,                     -- as printed
    quantity quantity NOT NULL,
    "method" VARCHAR,
    origin VARCHAR NOT NULL CHECK (origin IN ('reported', 'cited', 'read-off', 'computed')),
    confidence DOUBLE NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    evidence VARCHAR NOT NULL REFERENCES evidence (id)
);

CREATE TABLE conditions (
    measurement VARCHAR NOT NULL REFERENCES measurements (id),
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    "name" VARCHAR NOT NULL,
    quantity quantity,
    "text" VARCHAR,
    PRIMARY KEY (measurement, ordinal)
);

CREATE TABLE synthesis (
    id VARCHAR PRIMARY KEY,
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    sample VARCHAR NOT NULL REFERENCES samples (id),
    route VARCHAR
);

CREATE TABLE synthesis_steps (
    synthesis VARCHAR NOT NULL REFERENCES synthesis (id),
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,                   -- in the order done
    operation VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    temperature quantity,
    "time" quantity,
    rate quantity,
    pressure quantity,
    atmosphere VARCHAR,
    apparatus VARCHAR,
    evidence VARCHAR NOT NULL REFERENCES evidence (id),
    PRIMARY KEY (synthesis, ordinal)
);

CREATE TABLE precursors (
    synthesis VARCHAR NOT NULL REFERENCES synthesis (id),
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    "name" VARCHAR NOT NULL,
    material VARCHAR REFERENCES materials (id),
    amount quantity,
    "role" VARCHAR NOT NULL CHECK ("role" IN ('precursor', 'solvent', 'additive')),
    evidence VARCHAR NOT NULL REFERENCES evidence (id),
    PRIMARY KEY (synthesis, ordinal)
);

CREATE TABLE structures (
    id VARCHAR PRIMARY KEY,
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    sample VARCHAR NOT NULL REFERENCES samples (id),
    space_group VARCHAR,
    crystal_system VARCHAR,
    phase VARCHAR,
    a quantity, 
    b quantity,
    c quantity,
    alpha quantity,
    beta quantity,
    gamma quantity,
    volume quantity,
    cif VARCHAR,
    evidence VARCHAR NOT NULL REFERENCES evidence (id)
);

CREATE TABLE spectra (
    id VARCHAR PRIMARY KEY,
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    sample VARCHAR REFERENCES samples (id),
    kind VARCHAR NOT NULL,
    label VARCHAR,
    x DOUBLE[] NOT NULL,
    y DOUBLE[] NOT NULL,
    x_label VARCHAR,
    x_unit VARCHAR,
    x_scale VARCHAR NOT NULL CHECK (x_scale IN ('linear', 'log')),
    y_label VARCHAR,
    y_unit VARCHAR,
    y_scale VARCHAR NOT NULL CHECK (y_scale IN ('linear', 'log')),
    residual DOUBLE,
    confidence DOUBLE NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    evidence VARCHAR NOT NULL REFERENCES evidence (id),
    CHECK (len(x) = len(y))
);

CREATE TABLE figures (
    id VARCHAR NOT NULL,                        -- unique within its paper
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    label VARCHAR,
    panel VARCHAR,
    page INTEGER CHECK (page >= 1),
    bbox box,
    kind VARCHAR NOT NULL,
    caption VARCHAR NOT NULL,
    PRIMARY KEY (document, ordinal)
);

CREATE TABLE tables (
    id VARCHAR NOT NULL,                        -- unique within its paper
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    label VARCHAR,
    page INTEGER CHECK (page >= 1),
    bbox box,
    caption VARCHAR NOT NULL,
    cells VARCHAR[][] NOT NULL,
    PRIMARY KEY (document, ordinal)
);

-- What was joined, and why; source and target are ids of records of the same paper.
CREATE TABLE links (
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    score DOUBLE NOT NULL CHECK (score BETWEEN 0 AND 1),
    PRIMARY KEY (document, ordinal)
);

CREATE TABLE problems (
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    stage VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    "where" JSON NOT NULL,
    PRIMARY KEY (document, ordinal)
);

-- What stages returned: a cache, in no fixed order. `value` and `problems` are zstd over msgpack.
CREATE TABLE stage_results (
    document VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    "version" VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,                    -- of the inputs' digests, name, version and options
    "value" BLOB NOT NULL,
    problems BLOB NOT NULL,
    PRIMARY KEY (document, stage)
);

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started TIMESTAMP NOT NULL,
    ended TIMESTAMP,                            -- NULL: still running, or killed
    outcome VARCHAR CHECK (outcome IN ('done', 'interrupted')),
    matloom VARCHAR NOT NULL,
    stages MAP(VARCHAR, VARCHAR) NOT NULL,      -- stage: version
    options JSON NOT NULL,
    papers INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    stage_seconds MAP(VARCHAR, DOUBLE) NOT NULL,
    files STRUCT(path VARCHAR, size BIGINT, modified_ns BIGINT, document VARCHAR, digest VARCHAR, code VARCHAR)[]
        NOT NULL
);
