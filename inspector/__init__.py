"""inspector: names the true cause when an OpenCode server's prompt gets no answer."""

__version__ = "0.1.0"
