"""Support bundles: a redacted archive that diagnoses like the files it was made from."""
