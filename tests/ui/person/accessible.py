"""What the window shows, read from its accessibility tree (AT-SPI) by plain D-Bus calls.

libatspi would bind the process to one bus for good and renames roles; and asking GTK 4.8 for screen
coordinates makes it log a warning. So nothing but calls, and coordinates within the window."""

import re

from gi.repository import Gio, GLib

ATSPI = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
NULL = "/org/a11y/atspi/null"
IN_WINDOW = 1
CALL_MS = 10_000
MANY = 5

# Numbers of AtspiStateType that anyone asks for.
STATES = {1: "active", 4: "checked", 7: "editable", 8: "enabled", 10: "expanded", 11: "focusable",
          12: "focused", 16: "modal", 20: "pressed", 23: "selected", 24: "sensitive"}

# GTK 4.8 gives the name of its type to what has no name.
TYPE_NAME = re.compile(r"^(Gtk|Adw|Gdk|Gsk|Cdl)[A-Z]\w+$")

# These are not clipped by what they belong to; of popovers only the type tells.
ON_TOP = {"tooltip", "menu", "dialog", "window"}
POPOVERS = {"GtkPopover", "GtkPopoverMenu", "GtkTooltipWindow"}


def without_mnemonic(name):
    """“_Apply Apply” is “Apply”: GTK 4.8 puts the label with its underscore first, then the label."""
    plain = re.sub(r"_(\w)", r"\1", name)
    half = (len(plain) - 1) // 2
    if plain[:half] == plain[half + 1:] and plain[half:half + 1] == " ":
        return plain[:half]
    return plain


class Accessible:
    """One object of the tree. It holds an address only: each look is a call."""

    def __init__(self, bus, owner, path, constant):
        self.bus, self.owner, self.path = bus, owner, path
        self.constant = constant  # what never changes, of all objects: (owner, path) -> values

    def __eq__(self, other):
        return isinstance(other, Accessible) and self.address == other.address

    def __hash__(self):
        return hash(self.address)

    def __repr__(self):
        try:
            return f"<{self.role} “{self.name}”>"
        except GLib.Error:
            return f"<gone {self.path}>"

    @property
    def address(self):
        return (self.owner, self.path)

    def at(self, owner, path):
        return Accessible(self.bus, owner, path, self.constant)

    def call(self, interface, method, *args):
        """args: GVariant type string and its values."""
        variant = GLib.Variant(args[0], args[1:]) if args else None
        if not interface.startswith("org.freedesktop"):
            interface = ATSPI + interface
        return self.bus.call_sync(self.owner, self.path, interface, method, variant, None,
                                  Gio.DBusCallFlags.NONE, CALL_MS, None).unpack()

    def get(self, interface, name):
        return self.call("org.freedesktop.DBus.Properties", "Get", "(ss)", ATSPI + interface,
                         name)[0]

    def once(self, key, ask):
        known = self.constant.setdefault(self.address, {})
        if key not in known:
            known[key] = ask()
        return known[key]

    @property
    def role(self):
        """GTK's names: button, text box, tree grid, column header ..."""
        return self.once("role", lambda: self.call("Accessible", "GetRoleName")[0])

    @property
    def interfaces(self):
        return self.once("interfaces", lambda: [
            name.rpartition(".")[2] for name in self.call("Accessible", "GetInterfaces")[0]])

    @property
    def name(self):
        """Empty if the program gave none."""
        name = without_mnemonic(self.get("Accessible", "Name"))
        return "" if TYPE_NAME.match(name) else name

    @property
    def type_or_name(self):
        return self.get("Accessible", "Name")

    @property
    def description(self):
        return self.get("Accessible", "Description")

    @property
    def states(self):
        low, high = (self.call("Accessible", "GetState")[0] + [0, 0])[:2]
        bits = low | high << 32
        return {name for number, name in STATES.items() if bits >> number & 1}

    @property
    def value(self):
        return self.get("Value", "CurrentValue")

    @property
    def text(self):
        """What a label or entry shows; of others, the name. (GTK 4.8 takes an end of -1 for 0.)"""
        if "Text" not in self.interfaces:
            return self.name
        length = self.get("Text", "CharacterCount")
        return self.call("Text", "GetText", "(ii)", 0, length)[0]

    @property
    def children(self):
        return [self.at(owner, path) for owner, path in self.call("Accessible", "GetChildren")[0]
                if path != NULL]

    @property
    def parent(self):
        owner, path = self.get("Accessible", "Parent")
        return None if path in (NULL, ROOT) else self.at(owner, path)

    @property
    def extents(self):
        """x, y, width, height in the window."""
        return self.call("Component", "GetExtents", "(u)", IN_WINDOW)[0]

    def is_on_top(self):
        return self.role in ON_TOP or self.is_popover()

    def is_popover(self):
        return self.role in ("widget", "menu") and self.once("type", lambda: self.type_or_name) in POPOVERS

    def is_drawn(self):
        """Hidden pages and the spare rows of lists keep the rectangle that they last had; but a
        widget that is not mapped contains no point."""
        if "Component" not in self.interfaces:
            return True
        x, y, width, height = self.extents
        return self.call("Component", "Contains", "(iiu)", x + width // 2, y + height // 2,
                         IN_WINDOW)[0]

    def walk(self, showing=True, depth=0, clip=None):
        """(object, depth), parents first. showing: only what lies in the rectangles of all that it
        is in (GTK 4.8 calls everything visible)."""
        try:
            if "Component" in self.interfaces:
                x, y, width, height = self.extents
                box = (x, y, x + width, y + height)
                if clip is not None and not self.is_on_top():
                    box = (max(box[0], clip[0]), max(box[1], clip[1]),
                           min(box[2], clip[2]), min(box[3], clip[3]))
                    if showing and depth > 0 and (box[2] <= box[0] or box[3] <= box[1]):
                        return
                if width > 0 and height > 0:
                    clip = (box[0] - 8, box[1] - 8, box[2] + 8, box[3] + 8)  # borders stick out
            yield self, depth
            children = self.children
            # Of a table on a hidden page it is quicker to ask once than to read all.
            if showing and len(children) >= MANY and not self.is_drawn():
                return
        except GLib.Error:  # it went meanwhile
            return
        for child in children[:400]:
            yield from child.walk(showing, depth + 1, clip)

    def find_all(self, role=None, name=None, showing=True):
        """role: one or a tuple; name: exact, or a compiled expression."""
        roles = (role,) if isinstance(role, str) else role
        found = []
        for node, _ in self.walk(showing):
            try:
                if roles and node.role not in roles:
                    continue
                if name is not None and not (name.search(node.name) if hasattr(name, "search")
                                             else name == node.name):
                    continue
                if not showing or node.is_drawn():
                    found.append(node)
            except GLib.Error:
                pass
        return found

    def describe(self):
        """What shows and has a name, as text, for messages."""
        lines = []
        for node, depth in self.walk():
            try:
                if node.name and node.is_drawn():
                    lines.append(f"{' ' * depth}{node.role} “{node.name}” {node.description}")
            except GLib.Error:
                pass
        return "\n".join(lines[:80])
