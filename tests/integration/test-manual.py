#!/usr/bin/env python3
"""The man page and the completions know what the program knows. Runs in the project's folder."""

import pathlib
import re
import shutil
import subprocess

import cdl_laboratory as cdl

PAGE = pathlib.Path("data/man/chandelier-cli.1")
COMPLETIONS = pathlib.Path("data/completions")
COMMON = {"--data", "--format", "--help"}


def commands():
    """Of the program: "run list", "demo"."""
    found = re.findall(r"^  ([a-z]+(?: [a-z]+)?) ", LAB.run("--help").out, re.MULTILINE)
    assert len(found) > 10, found
    return sorted(found)


def options(command):
    """Of the program's command: names, with a value ending in "="."""
    return set(re.findall(r"^  (?:-[a-z], )?(--[a-z-]+=?)", LAB.run(*command.split(), "--help").out,
                          re.MULTILINE))


def page_sections():
    """What the man page says of each command: name to lines."""
    sections, lines = {}, None
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        heading = re.match(r"\.SS ([a-z ]*[a-z])", line)
        if heading:
            lines = sections.setdefault(heading.group(1), [])
        elif line.startswith(".SH"):
            lines = None
        elif lines is not None:
            lines.append(line.replace("\\-", "-"))
    return sections


def page_commands():
    cdl.equal(sorted(page_sections()), commands(), "commands of the man page")


def page_options():
    for command, lines in page_sections().items():
        named = {option for before, line in zip(lines, lines[1:]) if before == ".TP"
                 for option in re.findall(r"--[a-z-]+", line)}
        cdl.equal(named, {name.rstrip("=") for name in options(command)} - COMMON,
                  f"options of {command}")
        assert len(lines) > 0 and not lines[0].startswith("."), f"{command} is not described"


def page_common():
    text = PAGE.read_text(encoding="utf-8").replace("\\-", "-")
    part = text.partition(".SH COMMON OPTIONS")[2].partition(".SH")[0]
    for option in COMMON:
        assert option in part, option
    for code in range(5):
        assert f"\n.B {code}\n" in text.partition(".SH EXIT STATUS")[2], f"exit status {code}"


def page_environment():
    """Every variable of the environment that a program reads: named in a call that reads it, or by
    a text of ours that may be handed to one."""
    described = set()
    for page in PAGE.parent.glob("*.1"):
        part = page.read_text(encoding="utf-8").partition(".SH ENVIRONMENT")[2].partition("\n.SH")[0]
        for line in part.splitlines():
            macro, _, names = line.partition(" ")
            if macro in (".B", ".BR"):
                described |= set(re.findall(r"\b[A-Z][A-Z_]+\b", names))
    read = set()
    for source in pathlib.Path("src").rglob("*.[ch]"):
        read |= set(re.findall(r'getenv \("([A-Z_]+)"\)|"(CHANDELIER_[A-Z_]+)"',
                               source.read_text(encoding="utf-8")))
    read_names = {name for pair in read for name in pair if name}
    assert len(read_names) > 8, read_names
    cdl.equal(read_names - described, set(), "variables that no man page describes")
    cdl.equal({name for name in described - read_names if name.startswith("CHANDELIER")}, set(),
              "variables that nothing reads")


def page_syntax(*program):
    def test():
        if not shutil.which(program[0]):
            raise cdl.Skip(f"there is no {program[0]}")
        finished = subprocess.run([*program, PAGE], stdin=subprocess.DEVNULL, capture_output=True,
                                  check=False)
        cdl.equal((finished.stdout + finished.stderr).decode("utf-8"), "", "warnings")
    return test


def shell(*args):
    if not shutil.which(args[0]):
        raise cdl.Skip(f"there is no {args[0]}")
    path = f"{pathlib.Path(cdl.CLI).parent}:{LAB.env['PATH']}"
    finished = subprocess.run(args, env=dict(LAB.env, PATH=path), stdin=subprocess.DEVNULL,
                              capture_output=True, check=False)
    cdl.equal(finished.stderr.decode("utf-8"), "", f"errors of {args[0]}")
    return finished.stdout.decode("utf-8").splitlines()


def bash(*words):
    script = ('source "$1"; shift; COMP_LINE="$*"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1));'
              ' _chandelier_cli; printf "%s\\n" "${COMPREPLY[@]}"')
    return shell("bash", "-c", script, "bash", COMPLETIONS / "chandelier-cli.bash",
                 "chandelier-cli", *words)


def fish(*words):
    source = f"source {COMPLETIONS}/chandelier-cli.fish; complete -C $argv[1]"
    return [line.partition("\t")[0]
            for line in shell("fish", "-c", source, " ".join(["chandelier-cli", *words]))]


def completion(complete, join):
    """complete: from words to candidates; join: puts "=" between an option and its value."""
    def test():
        names = commands()
        nouns = {name.split()[0] for name in names}
        cdl.equal(set(complete("")), nouns | {"--help", "--version"}, "nouns")
        for noun in nouns & {name.split()[0] for name in names if " " in name}:
            cdl.equal({f"{noun} {verb}" for verb in complete(noun, "")},
                      {name for name in names if name.startswith(noun + " ")}, f"verbs of {noun}")
        for name in names:
            cdl.equal(set(complete(*name.split(), "--")), options(name), f"options of {name}")
        cdl.equal({word.rpartition("=")[2] for word in
                   complete("test", "run", *join("--assume", "p"))}, {"pessimistic"}, "values")
        cdl.equal({word.rpartition("=")[2] for word in
                   complete("run", "export", *join("--format", ""))}, {"json", "csv", "jsonl"},
                  "formats")
    return test


def stored_values():
    """Symbols and runs that there are, of another data folder too."""
    LAB.run("demo", "--days", "6", "--format", "json")
    folder = str(LAB.folder / "share" / "chandelier-demo")
    run, = {entry["id"][:12] for entry in
            LAB.run("run", "list", "--data", folder, "-n", "1", "--format", "json").json()}
    for complete in (bash, fish):
        if shutil.which(complete.__name__):
            cdl.equal(complete("run", "show", "--data", folder, run[:10]), [run], "runs")
            cdl.equal(complete("test", "run", "--data", folder, "--symbol", "BT"),
                      ["BTCUSDT"], "symbols")


def zsh_syntax():
    cdl.equal(shell("zsh", "-n", COMPLETIONS / "_chandelier-cli"), [], "output")


LAB = cdl.Laboratory()
cdl.run_tests(("page: commands", page_commands), ("page: options", page_options),
              ("page: what is common", page_common),
              ("page: environment", page_environment),
              ("page: groff", page_syntax("groff", "-man", "-Tutf8", "-ww", "-z")),
              ("page: mandoc", page_syntax("mandoc", "-T", "lint", "-W", "warning")),
              ("bash", completion(bash, lambda option, value: (option, "=", value) if value else (option, "="))),
              ("fish", completion(fish, lambda option, value: (f"{option}={value}",))),
              ("stored values", stored_values), ("zsh", zsh_syntax))
