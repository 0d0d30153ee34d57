ALTER TABLE figures ADD COLUMN detail VARCHAR;  -- says more of the kind: xrd, sem, dos, ...

-- Micrographs with their scale: the picture is small, for training and looking at; the page has it in full.
CREATE TABLE micrographs (
    id VARCHAR NOT NULL,                        -- the id of the figure's or panel's row in figures
    document VARCHAR NOT NULL REFERENCES documents (id),
    ordinal INTEGER NOT NULL,
    picture BLOB NOT NULL,                      -- a JPEG file
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    nanometres_per_pixel DOUBLE,                -- of this picture; NULL where no scale bar was read
    scale_words VARCHAR,                        -- the scale bar's number as printed
    scale_bar box,                              -- PDF points
    voltage DOUBLE,                             -- kV
    magnification DOUBLE,
    instrument VARCHAR,                         -- the words that the microscope printed into the picture
    PRIMARY KEY (document, ordinal)
);

CREATE VIEW v_micrographs AS
SELECT d."name" AS paper, d.doi, d.licence, f.label AS figure, f.panel, f.detail, f.caption, m.nanometres_per_pixel,
       m.scale_words, m.voltage, m.magnification, m.width, m.height, f.page, m.picture, m.id, d.id AS document
FROM micrographs m
JOIN documents d ON d.id = m.document
JOIN figures f ON f.document = m.document AND f.id = m.id
ORDER BY d."name", d.id, m.ordinal;
