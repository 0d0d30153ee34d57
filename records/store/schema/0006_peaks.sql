-- What is read from a spectrum's curve and from the words about it.
ALTER TABLE spectra ADD COLUMN peaks STRUCT("position" DOUBLE, height DOUBLE, prominence DOUBLE, width DOUBLE)[];
ALTER TABLE spectra ADD COLUMN wavelength quantity;  -- of a diffraction pattern: as printed, or of the named anode
