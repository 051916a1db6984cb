"""The commands, one module each. The first line of its docstring is its line in the help; ``command`` is the click
command."""
