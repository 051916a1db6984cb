"""What follows a server that runs: the watch, its alerts and live view, journal and container as sources, the MCP server."""
