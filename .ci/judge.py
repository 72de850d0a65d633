"""Judges a demonstration's report (the JSON object on its last line), and the messages that it kept."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

NORTHWIND = {"ready": 809, "sent": 809, "held": {"not_ready": 21}, "quickbooks": {"Invoice": 809}}
NORTHWIND_TOTAL = "1303810.87"
ROUND_TRIPS_A_THOUSAND = 12


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("--northwind", action="store_true")
    parser.add_argument("--messages", type=Path)
    parser.add_argument("--validator", type=Path)
    options = parser.parse_args()
    report = json.loads(options.report.read_text(encoding="utf-8").splitlines()[-1])
    wrong = [f"{name} is {report[name]}" for name in ("duplicates", "lost", "in_doubt", "failed") if report[name]]
    if report["total_host"] != report["total_quickbooks"]:
        wrong.append(f"{report['total_host']} in the host, {report['total_quickbooks']} in QuickBooks")
    if options.northwind:
        wrong += _northwind(report, options.messages)
    if options.validator:
        wrong += _invalid(options.validator, options.messages)
    print(json.dumps(report, indent=2))  # noqa: T201
    print(*wrong or ["as it should be"], sep="\n")  # noqa: T201
    return 1 if wrong else 0


def _northwind(report: dict[str, object], messages: Path) -> list[str]:
    wrong = [f"{name} is {report[name]}, not {value}" for name, value in NORTHWIND.items() if report[name] != value]
    if report["total_quickbooks"] != NORTHWIND_TOTAL:
        wrong.append(f"the total is {report['total_quickbooks']}, not {NORTHWIND_TOTAL}")
    texts = [path.read_text(encoding="utf-8") for path in sorted(messages.glob("*-request.xml"))]
    lists = sum(bool(re.search("<(Customer|Item[A-Za-z]+)AddRq", text)) for text in texts)
    beyond, allowed = len(texts) - lists, ROUND_TRIPS_A_THOUSAND * 809 / 1000
    if beyond > allowed:
        wrong.append(f"{beyond} round trips beyond the {lists} for lists, at most {allowed:.1f}")
    return wrong


def _invalid(validator: Path, messages: Path) -> list[str]:
    requests = sorted(messages.glob("*-request.xml"))
    if not requests:
        return ["no messages were kept"]
    run = subprocess.run([sys.executable, str(validator), *map(str, requests)], capture_output=True, text=True)  # noqa: S603
    return [line for line in run.stdout.splitlines() if not line.startswith("valid")] if run.returncode else []


if __name__ == "__main__":
    sys.exit(main())
