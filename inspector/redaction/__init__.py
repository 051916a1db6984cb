"""Hides secrets, people's texts and private folder names before anything is written."""
