#!/usr/bin/env python3
"""Strategies against the JSON Schema: those that are right must pass, those that broken-strategies.json
makes of double-bottom.json must not. test-broken.c shows the same ones to the validator.
Usage: schema.py SCHEMA BROKEN STRATEGIES [GOLDENS]"""

import copy
import json
import pathlib
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)


def broken(strategy, change):
    """The strategy with the value at a path replaced, or taken out if there is nothing to put."""
    copied = copy.deepcopy(strategy)
    place = copied
    for key in change["at"][:-1]:
        place = place[key]
    if "put" in change:
        place[change["at"][-1]] = change["put"]
    else:
        del place[change["at"][-1]]
    return copied


def main(schema_file, broken_file, shipped, goldens=None):
    schema = json.loads(pathlib.Path(schema_file).read_text())
    changes = json.loads(pathlib.Path(broken_file).read_text())
    base = json.loads(pathlib.Path(shipped, "double-bottom.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    failures = []

    files = sorted(pathlib.Path(shipped).glob("*.json"))
    if goldens:
        # Runs have a dash in their name, strategies do not.
        files += [f for f in sorted(pathlib.Path(goldens).glob("*.json")) if "-" not in f.name]
    for file in files:
        for error in validator.iter_errors(json.loads(file.read_text())):
            failures.append(f"{file.name}: {error.json_path}: {error.message}")
    for change in changes:
        if validator.is_valid(broken(base, change)):
            failures.append(f"passes, but should not: {json.dumps(change)}")

    print(*failures, sep="\n")
    print(f"{len(files)} right, {len(changes)} broken, {len(failures)} failures")
    return 1 if failures or not files or not changes else 0


sys.exit(main(*sys.argv[1:]))
