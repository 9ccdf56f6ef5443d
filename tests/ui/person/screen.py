"""Pointer, keys and pictures of an X display, through its own protocol (XTEST)."""

import contextlib
import os
import time

from Xlib import X, display, error
from Xlib.ext import xtest
from PIL import Image

SHIFT, CONTROL, ALT = 0xFFE1, 0xFFE3, 0xFFE9
KEYS = {"Return": 0xFF0D, "Tab": 0xFF09, "Escape": 0xFF1B, "Delete": 0xFFFF, "Home": 0xFF50,
        "Left": 0xFF51, "Up": 0xFF52, "Right": 0xFF53, "Down": 0xFF54, "Page_Up": 0xFF55,
        "Page_Down": 0xFF56, "End": 0xFF57, "F1": 0xFFBE, "F10": 0xFFC7, "space": 0x20,
        "BackSpace": 0xFF08, "Menu": 0xFF67}
MODIFIERS = {"ctrl": CONTROL, "shift": SHIFT, "alt": ALT}


class Screen:
    def __init__(self, name, size):
        self.display = display.Display(name)
        self.size = size
        self.codes = {}  # keysym -> (keycode, with shift)
        self.read_keyboard()

    def close(self):
        self.display.close()

    @property
    def root(self):
        return self.display.screen().root

    # --- Keys ---

    def keyboard(self):
        low = self.display.display.info.min_keycode
        return low, self.display.get_keyboard_mapping(
            low, self.display.display.info.max_keycode - low + 1)

    def read_keyboard(self):
        low, table = self.keyboard()
        for shift in (1, 0):
            for offset, symbols in enumerate(table):
                if shift < len(symbols) and symbols[shift]:
                    self.codes[symbols[shift]] = (low + offset, shift == 1)

    def code(self, symbol):
        """A character that the layout lacks gets a spare key and keeps it: a program that reads the
        layout later must find it there."""
        if symbol not in self.codes:
            low, table = self.keyboard()
            spare = [low + offset for offset, symbols in enumerate(table) if not any(symbols)][-1]
            self.display.change_keyboard_mapping(spare, [(symbol, symbol)])
            self.display.sync()
            self.codes[symbol] = (spare, False)
            time.sleep(0.1)
        return self.codes[symbol]

    def press(self, symbol, modifiers=()):
        code, shifted = self.code(symbol)
        held = [self.code(modifier)[0] for modifier in modifiers]
        if shifted:
            held.append(self.code(SHIFT)[0])
        for key in held:
            xtest.fake_input(self.display, X.KeyPress, key)
        xtest.fake_input(self.display, X.KeyPress, code)
        xtest.fake_input(self.display, X.KeyRelease, code)
        for key in reversed(held):
            xtest.fake_input(self.display, X.KeyRelease, key)
        self.display.sync()
        time.sleep(0.008)

    def key(self, combination):
        """ "ctrl+a", "Down", "shift+Tab" """
        *modifiers, name = combination.split("+")
        self.press(KEYS.get(name) or ord(name), [MODIFIERS[word] for word in modifiers])

    @contextlib.contextmanager
    def holding(self, modifier):
        """ "shift", "ctrl" or "alt", while the pointer does something."""
        code = self.code(MODIFIERS[modifier])[0]
        xtest.fake_input(self.display, X.KeyPress, code)
        self.display.sync()
        try:
            yield
        finally:
            xtest.fake_input(self.display, X.KeyRelease, code)
            self.display.sync()

    def type(self, text):
        for character in text:
            number = ord(character)
            self.press(KEYS["Return"] if character == "\n" else KEYS["Tab"] if character == "\t"
                       else number if number < 256 else 0x01000000 | number)

    # --- Pointer ---

    def move(self, x, y):
        xtest.fake_input(self.display, X.MotionNotify, x=int(x), y=int(y))
        self.display.sync()

    def button(self, number, down):
        xtest.fake_input(self.display, X.ButtonPress if down else X.ButtonRelease, number)
        self.display.sync()

    def click(self, button=1, count=1):
        for _ in range(count):
            self.button(button, True)
            self.button(button, False)
            time.sleep(0.05)

    # --- Windows and pixels ---

    def windows(self, session):
        """Mapped windows of the processes of a session, the top one last: (id, title, rectangle,
        whether it is a popup)."""
        found = []
        pid_atom = self.display.intern_atom("_NET_WM_PID")
        title_atom = self.display.intern_atom("_NET_WM_NAME")

        def visit(window):
            try:
                attributes = window.get_attributes()
                if attributes.map_state == X.IsViewable:
                    pid = window.get_full_property(pid_atom, X.AnyPropertyType)
                    if pid and self.session_of(pid.value[0]) == session:
                        shape = window.get_geometry()
                        place = window.translate_coords(self.root, 0, 0)
                        title = window.get_full_property(title_atom, X.AnyPropertyType)
                        found.append((window.id,
                                      title.value.decode("utf-8", "replace") if title else "",
                                      (-place.x, -place.y, shape.width, shape.height),
                                      bool(attributes.override_redirect)))
                        return
                for child in window.query_tree().children:
                    visit(child)
            except (error.BadWindow, error.BadDrawable):
                pass

        for child in self.root.query_tree().children:
            visit(child)
        return found

    @staticmethod
    def session_of(pid):
        with contextlib.suppress(OSError):
            return os.getsid(pid)
        return None

    def frame(self, window):
        """Extents of a shadow that the program draws itself: left, right, top, bottom."""
        extents = self.display.create_resource_object("window", window).get_full_property(
            self.display.intern_atom("_GTK_FRAME_EXTENTS"), X.AnyPropertyType)
        return extents.value if extents is not None else (0, 0, 0, 0)

    def pixels(self, rectangle=None):
        x, y, width, height = rectangle or (0, 0, *self.size)
        return self.root.get_image(x, y, width, height, X.ZPixmap, 0xFFFFFFFF).data

    def picture(self, rectangle=None):
        size = rectangle[2:] if rectangle else self.size
        return Image.frombytes("RGB", size, self.pixels(rectangle), "raw", "BGRX")
