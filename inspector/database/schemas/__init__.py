"""One module for each form of each table that is read: found by discovery, chosen by the columns it needs."""
