"""Alembic's scripts: how the tables of a store became what they are."""
