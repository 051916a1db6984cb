"""Many servers: the engine, the store, the sources, the report."""
