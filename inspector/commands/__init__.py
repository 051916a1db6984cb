"""The commands: every module here is one, its first docstring line its help in the list, its ``command`` the click command."""
