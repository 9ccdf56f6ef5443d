#!/usr/bin/env python3
"""Counts what every single test said. Usage: count-results.py BUILD_DIR/meson-logs/testlog.json

Prints the names of failures and, as the last line, "N passed, N failed, N skipped". A program that
speaks TAP counts by its lines, with one failure more if it died; any other program counts as one.
"""

import json
import re
import sys

TAP_LINE = re.compile(r"^(not )?ok\b(.*)$", re.MULTILINE)
DIRECTIVE = re.compile(r"#\s*(skip|todo)", re.IGNORECASE)


def count_tap(text):
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for failed, rest in TAP_LINE.findall(text):
        if DIRECTIVE.search(rest):
            counts["skipped"] += 1
        elif failed:
            counts["failed"] += 1
        else:
            counts["passed"] += 1
    return counts


def count_test(test):
    counts = count_tap(test.get("stdout") or "")
    died = test["result"] not in ("OK", "SKIP", "EXPECTEDFAIL")
    if died and counts["failed"] == 0:
        counts["failed"] = 1
    if not any(counts.values()):
        counts["skipped" if test["result"] == "SKIP" else "passed"] = 1
    return counts


def main():
    total = {"passed": 0, "failed": 0, "skipped": 0}
    with open(sys.argv[1], encoding="utf-8") as log:
        for line in log:
            test = json.loads(line)
            counts = count_test(test)
            for key, value in counts.items():
                total[key] += value
            if counts["failed"]:
                print(f"failed: {test['name']} ({test['result'].lower()})")
    print(", ".join(f"{value} {key}" for key, value in total.items()
                    if value or key != "skipped"))
    return 1 if total["failed"] or not total["passed"] else 0


sys.exit(main())
