-- What a confidence is the product of: the chances of the value, of its property then, and of its sample then. NULL where
-- no calibrated model gave the confidence, and for all that was stored before.
ALTER TABLE measurements ADD COLUMN confidence_parts STRUCT("value" DOUBLE, property DOUBLE, sample DOUBLE);
