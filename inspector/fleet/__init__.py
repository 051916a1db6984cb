"""Many servers: find their evidence, diagnose each in its own process, store the results in a database, and report on
them."""
