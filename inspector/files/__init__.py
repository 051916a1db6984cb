"""Finding files, unpacking them, and temporary files."""
