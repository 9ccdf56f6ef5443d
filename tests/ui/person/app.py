"""One program on a desktop of its own, and what a person can do with it. Nothing sleeps for a fixed
time: everything waits until it is so."""

import contextlib
import os
import time

from cdl_patience import PATIENCE
from gi.repository import GLib
from Xlib import error

from .accessible import ATSPI, ROOT, Accessible
from .desktop import Desktop
from .notifications import Notifications
from .screen import Screen

# What a person reads or operates must have a name of its own.
NAMED = {"button", "toggle button", "checkbox", "radio", "text box", "search box", "spin button",
         "combo box", "slider", "switch", "image", "link", "menu item", "tab", "tree grid", "grid",
         "list", "table", "meter", "dialog", "window", "progress bar"}

# The parts of these inherit their name: the toggle in a drop-down, the buttons of a spin button.
NAMES_ITS_PARTS = {"combo box", "spin button", "button", "tree grid", "text box", "search box",
                   "list", "grid", "checkbox"}

# A toast may be about; libadwaita 1.2 gives its close button no name.
TOAST = "AdwToastWidget"

# What the test was told goes on to the program.
OURS = ("CHANDELIER_LOCALE_DIR", "GSETTINGS_SCHEMA_DIR")


class Timeout(AssertionError):
    """What was waited for did not come; the message holds the tree."""


class App:
    def __init__(self, argv, env=None, size=(1280, 860), language="en", start_seconds=60):
        self.size = size
        self.desktop = Desktop(size, language)
        self.screen = None
        self.notifications = None
        self.process = None
        try:
            self.screen = Screen(self.desktop.env["DISPLAY"], size)
            self.notifications = Notifications(self.desktop.env["DBUS_SESSION_BUS_ADDRESS"])
            self.constant = {}
            self.launch(argv, env or {}, start_seconds)
        except BaseException:
            self.close()
            raise

    def launch(self, argv, env, start_seconds=60):
        """Again, too, once it has ended: on the same desktop, with the same home."""
        # Not the memory backend of GSettings: the window must find its state again.
        environment = {
            **self.desktop.env, "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo",
            "GDK_DEBUG": "gl-disable",
            "GTK_A11Y": "atspi", "GSETTINGS_BACKEND": "keyfile", "GIO_USE_VFS": "local",
            "GTK_USE_PORTAL": "0", "ADW_DISABLE_PORTAL": "1",
            "GTK_IM_MODULE": "gtk-im-context-simple", "G_DEBUG": "fatal-warnings",
            **{name: os.environ[name] for name in OURS if name in os.environ}, **env}
        self.process = None
        started = time.monotonic()
        process = self.desktop.start("program", argv, environment)
        self.process = process
        self.wait_for(lambda: self.root is not None and self.root.children, "a window in the tree",
                      start_seconds)
        self.wait_for(self.windows, "a window on the screen", start_seconds)
        self.start_seconds = time.monotonic() - started

    def __enter__(self):
        return self

    def __exit__(self, kind, value, _trace):
        went_well = kind is None or kind is SystemExit and not value.code
        try:
            if went_well and self.process.poll() is None:
                self.quit()
            elif not went_well and "CHANDELIER_TEST_PICTURES" in os.environ:
                with contextlib.suppress(Exception):
                    self.picture("failure.png")
        finally:
            self.close()

    def close(self):
        if self.notifications:
            self.notifications.close()
        if self.screen:
            self.screen.close()
        self.desktop.close()

    def quit(self, seconds=60):
        """As a person does. That must go well: a leak checker speaks last, and by the exit code."""
        self.key("ctrl+q")
        code = self.process.wait(seconds * PATIENCE)
        assert code == 0, f"the program ended with {code}:\n{self.log[-20_000:]}"

    @property
    def log(self):
        return self.desktop.log("program").read_text(errors="replace")

    # --- Waiting ---

    def wait_for(self, condition, what, seconds=15):
        """Until condition() gives something true, which is returned."""
        deadline = time.monotonic() + seconds * PATIENCE
        last = None
        while True:
            if self.process is not None and self.process.poll() is not None:
                raise Timeout(f"the program ended with {self.process.returncode} while waiting for"
                              f" {what}:\n{self.log[-4000:]}")
            try:
                value = condition()
                if value:
                    return value
            except (GLib.Error, LookupError, error.XError) as problem:
                last = problem
            if time.monotonic() > deadline:
                tree = ""
                with contextlib.suppress(Exception):
                    tree = self.root.describe()
                raise Timeout(f"waited {seconds * PATIENCE:g} s in vain for {what} ({last})\n{tree}")
            time.sleep(0.03)

    def settle(self, seconds=5):
        """Until two pictures in a row are equal."""
        deadline = time.monotonic() + seconds
        last, since = None, time.monotonic()
        while time.monotonic() < deadline:
            now = self.screen.pixels()
            if now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since > 0.12:
                return
            time.sleep(0.03)

    # --- Looking ---

    @property
    def root(self):
        registry = Accessible(self.desktop.accessibility, ATSPI + "Registry", ROOT, self.constant)
        programs = registry.children
        return programs[-1] if programs else None

    def windows(self):
        return self.screen.windows(self.process.pid)

    def popups(self):
        return sum(popup for _, _, _, popup in self.windows())

    def find(self, role=None, name=None, within=None, seconds=15):
        """Waits until it shows."""
        def look():
            found = (within or self.root).find_all(role, name)
            return found[0] if found else None

        wanted = name if isinstance(name, str) or name is None else name.pattern
        return self.wait_for(look, f"{role} “{wanted}”", seconds)

    def shows(self, role=None, name=None, within=None):
        return bool((within or self.root).find_all(role, name))

    def rows(self, table):
        """Rows of a table that are in view, from the top: (row, texts of its cells). One that goes
        while it is read is not in view any more."""
        rows = []
        for row in table.find_all(("row", "list item")):
            with contextlib.suppress(GLib.Error):
                parts = row.find_all(("label", "column header"), showing=False)
                if all(part.role == "label" for part in parts):
                    rows.append((row.extents[1], row, [part.name for part in parts]))
        return [(row, texts) for _, row, texts in sorted(rows, key=lambda place: place[0])]

    def column(self, table, header):
        """Texts of the rows in view below a header, from the top."""
        title = next(node for node in table.find_all("column header")
                     if node.find_all("label", header))
        left, _, width, _ = title.extents
        texts = []
        for row, _ in self.rows(table):
            for label in row.find_all("label"):
                x, _, wide, _ = label.extents
                if left <= x + wide / 2 < left + width:
                    texts.append(label.name)
        return texts

    def unnamed(self):
        """Controls in view that have no name: (role, type, what they are in)."""
        found = []

        def visit(node, inherited, trail):
            try:
                if trail and not node.is_drawn():
                    return
                role, name = node.role, node.name
                if role == "widget" and node.type_or_name == TOAST:
                    return
                if role in NAMED and not name and not inherited and not node.description:
                    found.append((role, node.type_or_name, " > ".join(trail)))
                inherited = inherited or (bool(name) and role in NAMES_ITS_PARTS)
                for child in node.children[:300]:
                    visit(child, inherited, trail + [role])
            except GLib.Error:
                pass

        visit(self.root, False, [])
        return found

    def place(self, node):
        """Rectangle on the screen. GTK 4.8 places a popover as if it were drawn where its parent
        is, so its own X window is looked for, by its size."""
        x, y, width, height = node.extents
        windows = self.windows()
        top = node
        while True:
            if top.is_popover():
                left, above, wide, high = top.extents
                for _, _, (px, py, pw, ph), popup in reversed(windows):
                    if popup and abs(pw - wide) <= 4 and abs(ph - high) <= 16:
                        return px + (pw - wide) // 2 + x - left, py + (ph - high) // 2 + y - above, \
                            width, height
                raise LookupError(f"the popup of {node} is not placed yet")
            parent = top.parent
            if parent is None:
                break
            top = parent
        wide, high = top.extents[2:]
        ours = [window for window in windows if not window[3]]
        same = [window for window in ours if window[1] == top.type_or_name] or ours
        if not same:
            raise LookupError(f"no window for {top}")
        window, _, (wx, wy, ww, wh), _ = same[-1]
        left, right, above, below = self.screen.frame(window)
        return (wx + left + max(0, ww - left - right - wide) // 2 + x,
                wy + above + max(0, wh - above - below - high) // 2 + y, width, height)

    def still_place(self, node):
        """Its rectangle, once it does not move any more."""
        last = []

        def look():
            last.append(self.place(node))
            return last[-1] if len(last) > 1 and last[-2] == last[-1] and min(last[-1][2:]) > 0 \
                else None

        return self.wait_for(look, f"a rectangle for {node}")

    def picture(self, name, rectangle=None):
        """Saved if CHANDELIER_TEST_PICTURES names a folder."""
        picture = self.screen.picture(rectangle)
        folder = os.environ.get("CHANDELIER_TEST_PICTURES")
        if folder:
            picture.save(os.path.join(folder, name))
        return picture

    # --- Acting ---

    def sync(self):
        """A frame, and a call through the program's main loop: then it has seen what was done."""
        time.sleep(0.035)
        with contextlib.suppress(GLib.Error):
            root = self.root
            if root is not None:  # else the program has ended
                root.children  # pylint: disable=pointless-statement

    def click(self, node, button=1, count=1, at=(0.5, 0.5)):
        """In the middle, or at a fraction of its size. GTK gives a press to what the pointer was
        over in the last frame: so it moves, waits, and presses."""
        x, y, width, height = self.still_place(node)
        self.point(x + width * at[0], y + height * at[1])
        self.screen.click(button, count)
        self.sync()

    def point(self, x, y):
        self.screen.move(x - 1, y)
        self.screen.move(x, y)
        self.sync()

    def drag(self, node, start, end):
        """From one fraction of its size to another."""
        x, y, width, height = self.still_place(node)
        self.point(x + width * start[0], y + height * start[1])
        self.screen.button(1, True)
        self.sync()
        for step in range(1, 9):
            self.screen.move(x + width * (start[0] + (end[0] - start[0]) * step / 8),
                             y + height * (start[1] + (end[1] - start[1]) * step / 8))
            self.sync()
        self.screen.button(1, False)
        self.sync()

    def wheel(self, node, notches, at=(0.5, 0.5)):
        """Down if > 0."""
        x, y, width, height = self.still_place(node)
        self.point(x + width * at[0], y + height * at[1])
        self.screen.click(5 if notches > 0 else 4, abs(notches))
        self.sync()

    def go_to(self, page):
        """By the sidebar."""
        self.click(self.find(within=self.find("list", "Pages"), name=page))

    def key(self, *combinations):
        for combination in combinations:
            self.screen.key(combination)
            self.sync()

    def type(self, node, text):
        """In place of what an entry holds. Whether it has the focus not every entry tells: what
        counts is the text that is there in the end."""
        editor = next((part for part, _ in node.walk(showing=False) if "Text" in part.interfaces),
                      node)
        for _ in range(3):
            self.click(node, at=(0.3, 0.5))
            self.key("ctrl+a", "Delete")
            self.screen.type(text)
            with contextlib.suppress(Timeout):
                self.wait_for(lambda: editor.text == text, f"“{text}” in {node}", 3)
                return
        raise Timeout(f"{node} holds “{editor.text}”, not “{text}”")

    def choose_file(self, path, selecting):
        """In the file chooser that comes. selecting: keys that lead to its field for a path."""
        self.wait_for(lambda: len(self.windows()) == 2, "the file chooser")
        # It looks the path up meanwhile, and does not hear the keys until it has.
        for _ in range(5):
            self.settle()
            self.key(selecting)
            self.settle()
            self.screen.type(str(path))
            self.settle()
            self.key("Return")
            with contextlib.suppress(Timeout):
                self.wait_for(lambda: len(self.windows()) == 1, "the file chooser to go", 3)
                return
        raise Timeout(f"the file chooser does not take {path}")

    def choose(self, combo, item):
        """A row of a drop-down, by its text."""
        before = self.popups()
        self.click(combo)

        def look():
            for node, _ in combo.walk(showing=False):
                if node.role in ("list", "list box"):
                    texts = [" ".join(label.name for label in row.find_all("label", showing=False))
                             for row in node.children]
                    for index, text in enumerate(texts):
                        if text.startswith(item):
                            return node.children[index], index
            return None

        row, index = self.wait_for(look, f"“{item}” in the list")
        self.wait_for(lambda: self.popups() > before, "the popup")
        self.settle()
        # Of a popup that opened from a popup GTK 4.8 does not tell where it is.
        if before == 0 and row in combo.find_all(row.role):
            self.click(row)
        else:
            self.key("Home", *["Down"] * index, "Return")
        self.wait_for(lambda: self.popups() == before, "the popup to go")
