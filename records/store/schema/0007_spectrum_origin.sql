-- Where a curve's numbers come from, as for measurements; all that were stored before were read off figures.
ALTER TABLE spectra ADD COLUMN origin VARCHAR DEFAULT 'read-off';
