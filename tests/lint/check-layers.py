#!/usr/bin/env python3
"""Checks what the compiler cannot: who may include whom, that the engine stays a function from data
to results, and that files stay small. Usage: check-layers.py SOURCE_ROOT. Speaks TAP."""

import pathlib
import re
import sys

# Room -> rooms whose headers it may include, beside its own (see src/DESIGN.md).
MAY_USE = {
    "base": set(),
    "engine": {"base"},
    "strategy": {"base", "engine"},
    "market": {"base", "engine", "strategy"},
    "store": {"base", "engine", "strategy"},
    "lab": {"base", "engine", "strategy", "market", "store"},
    "live": {"base", "engine", "strategy", "market", "store", "lab"},
    "cli": {"base", "engine", "strategy", "market", "store", "lab", "live"},
    "report": {"base", "engine", "strategy", "market", "store", "lab", "chart"},
    "simulator": {"base", "engine", "strategy", "market"},
    "chart": {"base", "engine"},
    "app": {"base", "engine", "strategy", "market", "store", "lab", "live", "report", "chart"},
}

# Foreign headers that only these rooms may include.
FOREIGN = {
    r"(gio|gobject)/|glib-object\.h|glib/gstdio\.h": {"strategy", "market", "store", "lab", "live", "report", "cli", "simulator", "app"},
    r"json-glib/": {"strategy", "market", "store", "lab", "live", "report", "cli", "simulator", "app"},
    r"sqlite3\.h": {"store"},
    r"libsoup/": {"store", "simulator"},
    r"curl/": {"market"},
    r"libwebsockets\.h": {"live"},
    r"libsecret/": {"store"},
    r"(gtk|adwaita)[/.]": {"chart", "report", "app"},
    r"archive(_entry)?\.h": {"market", "simulator"},
    r"(stdio|time|locale|fcntl|unistd|pthread)\.h|sys/": {"market", "store", "lab", "live", "report", "cli", "simulator", "app"},
}

# Neither base nor engine reads a clock, a file, the environment or the locale.
IMPURE = re.compile(
    r"(?<![.>\w])(g_get_(real|monotonic)_time|g_date_time_new_now\w*|g_getenv|getenv|time|clock\w*|"
    r"gettimeofday|setlocale|localeconv|strtod|atof|rand|random|g_random_\w+|fopen|open|"
    r"g_file_\w+|g_print\w*|printf|fprintf|g_once_\w+|g_private_\w+|g_mutex_\w+)\s*\("
)

# Doubles are printed by cdl_number_format(): printf follows the locale.
PRINTED_DOUBLE = re.compile(r'"[^"\n]*%[-+#0]*[0-9*]*(\.[0-9*]+)?l?[aefgAEFG][^"\n]*"')

MAX_BYTES = 40 * 1024


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


def without_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", blank, text, flags=re.S)


def without_strings(text):
    return re.sub(r'"(\\.|[^"\\\n])*"', blank, text)


def is_mutable(declaration):
    """A variable is constant if nothing but const stands between its last star and its name."""
    return "const" not in declaration.rpartition("*" if "*" in declaration else "\0")[2]


def mutable_variables(code):
    for match in re.finditer(r"\bstatic\b((?:[^;={}()\[]|\[[^\]]*\])*)[;=]", code):
        if is_mutable(match.group(1)):
            yield match.start(), match.group(1).strip()
    for match in re.finditer(r"\bstatic\s+(struct|union)\b[^;={}()]*\{", code):
        yield match.start(), match.group(1)
    for match in re.finditer(r"^(\w[\w ]*[ *]+(\w+)(\[[^\]\n]*\])*)\s*[=;]", code, flags=re.M):
        word = match.group(1).split()[0]
        if word not in ("static", "typedef", "extern", "struct", "union", "enum", "return"):
            if is_mutable(match.group(1)):
                yield match.start(), match.group(2)


class Checker:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.problems = {"includes": [], "purity": [], "size": []}
        self.rooms = {}
        for header in sorted((self.root / "src").rglob("*.h")):
            if header.name in self.rooms:
                self.report("includes", header, 1, "two headers have this name")
            self.rooms[header.name] = self.room_of(header)

    def room_of(self, path):
        return path.relative_to(self.root / "src").parts[0]

    def report(self, check, path, line, message):
        self.problems[check].append(f"{path.relative_to(self.root)}:{line}: {message}")

    def check_includes(self, path, code):
        room = self.room_of(path)
        for match in re.finditer(r'^#\s*include\s+(["<])([^">]+)', code, flags=re.M):
            line = code.count("\n", 0, match.start()) + 1
            name = match.group(2)
            if match.group(1) == "<":
                for pattern, allowed in FOREIGN.items():
                    if re.match(pattern, name) and room not in allowed:
                        self.report("includes", path, line, f"{room} must not include <{name}>")
                continue
            target = self.rooms.get(pathlib.PurePath(name).name)
            if target is None:
                self.report("includes", path, line, f"there is no header {name}")
            elif target != room and target not in MAY_USE[room]:
                self.report("includes", path, line, f"{room} must not include {target}'s {name}")
            elif target != room and name.endswith("-private.h"):
                self.report("includes", path, line, f"{name} is private to {target}")

    def check_purity(self, path, text):
        code = without_strings(text)
        for match in IMPURE.finditer(code):
            self.report("purity", path, code.count("\n", 0, match.start()) + 1,
                        f"{match.group(1)}() makes results depend on more than data")
        for start, name in mutable_variables(code):
            self.report("purity", path, code.count("\n", 0, start) + 1,
                        f"“{name}” is a variable that calls share")
        for match in PRINTED_DOUBLE.finditer(text.replace("%%", "  ")):
            self.report("purity", path, text.count("\n", 0, match.start()) + 1,
                        "printf follows the locale: use cdl_number_format()")

    def run(self):
        for path in sorted((self.root / "src").rglob("*.[ch]")):
            text = without_comments(path.read_text(encoding="utf-8"))
            room = self.room_of(path)
            if room not in MAY_USE:
                self.report("includes", path, 1, f"“{room}” is not a room of src/DESIGN.md")
                continue
            self.check_includes(path, text)
            if room in ("base", "engine"):
                self.check_purity(path, text)
        for folder in ("src", "tests"):
            for path in sorted((self.root / folder).rglob("*")):
                if "node_modules" in path.parts:
                    continue
                if path.suffix in (".c", ".h", ".py", ".sh", ".build", ".md"):
                    size = path.stat().st_size
                    if size > MAX_BYTES:
                        self.report("size", path, 1, f"{size} bytes: split it, {MAX_BYTES} at most")

        print(f"1..{len(self.problems)}")
        for number, (check, problems) in enumerate(self.problems.items(), 1):
            for problem in problems:
                print(f"# {problem}")
            print(f"{'not ok' if problems else 'ok'} {number} - {check}")
        return 1 if any(self.problems.values()) else 0


sys.exit(Checker(sys.argv[1]).run())
