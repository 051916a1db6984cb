"""Write the table in ``pages/causes.md`` from the rules: ``python inspector/data/make_causes.py``."""

from __future__ import annotations

from pathlib import Path

from inspector.rules import rules

PAGE = Path(__file__).parent / "pages" / "causes.md"


def main() -> None:
    head = PAGE.read_text("utf-8").split("| id |")[0]
    rows = "".join(f"| `{cause}` | {rule.title} |\n" for cause, rule in rules().items())
    PAGE.write_text(f"{head}| id | one line |\n| --- | --- |\n{rows}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
