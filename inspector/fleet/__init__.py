"""Many servers: find their evidence, diagnose each in a process of its own, keep the results in a database, and report on them."""
