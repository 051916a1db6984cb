"""Metrics for Prometheus: served over HTTP, or written to a file for node_exporter's textfile collector."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric
    from prometheus_client.registry import CollectorRegistry

    from inspector.live.state import State

WRITE_EVERY_S = 15.0  # any value: a waiting time
"""Seconds between two writes of the file, the usual scrape interval of node_exporter."""


class Exported:
    """A collector for `prometheus_client` that reads the current state of the watch."""

    def __init__(self, state: State) -> None:
        self._state = state

    def collect(self) -> list[Metric]:
        """Return every metric as it is now."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        state = self._state
        prompts = CounterMetricFamily(
            "opencode_prompts", "Prompts since the watch began, by outcome and cause.", labels=("outcome", "cause")
        )
        prompts.add_metric(("answered", ""), state.answered)
        prompts.add_metric(("answered_late", ""), state.answered_late)
        for (outcome, cause), count in sorted(state.counted.items()):
            prompts.add_metric(("failed" if outcome == "failure" else outcome, cause), count)
        unanswered = GaugeMetricFamily(
            "opencode_prompts_unanswered", "Prompts without an answer now, by state.", labels=("state",)
        )
        for name, value in (("running", state.running), ("waiting", state.waiting), ("silent", state.silent)):
            unanswered.add_metric((name,), value)
        lag = state.lag if state.lag is not None else float("nan")
        return [
            prompts,
            CounterMetricFamily(
                "opencode_prompts_corrected",
                "How often another cause was reported for a prompt; it is counted under each in opencode_prompts_total.",
                value=state.corrected,
            ),
            unanswered,
            GaugeMetricFamily(
                "opencode_oldest_unanswered_seconds",
                "Age of the oldest prompt without an answer; 0 when there is none.",
                state.oldest or 0.0,
            ),
            GaugeMetricFamily(
                "opencode_log_lag_seconds", "Age of the newest log record when it was read; NaN before the first one.", lag
            ),
            CounterMetricFamily("opencode_log_lines", "Log lines read since the watch began.", value=state.lines),
        ]


class Metrics:
    """Serves or writes the metrics of one watch."""

    def __init__(self, state: State, address: str | None, file: str | None) -> None:
        """Raises UsageError for an address or a package that is missing, UnreadableError when the port is in use."""
        try:
            from prometheus_client.registry import CollectorRegistry
        except ImportError:
            raise UsageError(
                "--metrics needs the package prometheus_client, which is not installed.",
                "pip install 'opencode-inspector[metrics]'",
            ) from None
        self._registry: CollectorRegistry = CollectorRegistry()
        self._registry.register(Exported(state))
        self._file = Path(file) if file else None
        self._written = 0.0
        self.address = ""
        if address:
            self._serve(address)
        if self._file:
            self.write()

    def _serve(self, address: str) -> None:
        from prometheus_client import start_http_server

        host, _, port = address.rpartition(":")
        if not port.isdigit() or int(port) > 65535:
            raise UsageError(f"Not an address: {address}", "Write it as HOST:PORT, for example --metrics 127.0.0.1:9464.")
        host = host.strip("[]") or "127.0.0.1"
        try:
            self._server, self._thread = start_http_server(int(port), host, self._registry)
        except OSError as error:
            raise UnreadableError(
                f"Cannot serve metrics on {address}: {error.strerror or error}.", "Choose another port."
            ) from None
        self.address = f"http://{host}:{self._server.server_port}/metrics"

    def tick(self) -> None:
        """Write the file when it is due."""
        if self._file and time.monotonic() - self._written >= WRITE_EVERY_S:
            self.write()

    def write(self) -> None:
        """Replace the whole file. Raises UnreadableError when it cannot be written."""
        from prometheus_client import write_to_textfile

        self._written = time.monotonic()
        if self._file is None:
            return
        try:
            write_to_textfile(str(self._file), self._registry)
        except OSError as error:
            raise UnreadableError(f"{self._file} could not be written: {error.strerror or error}.") from None

    def close(self) -> None:
        """Write the file a last time; stop serving."""
        self.write()
        if self.address:
            self._server.shutdown()
            self._thread.join()
