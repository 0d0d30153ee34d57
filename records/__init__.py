"""What a record is: evidence, quantities, compositions, samples, measurements, synthesis, and their store."""
