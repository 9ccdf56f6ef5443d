"""A person at the window: looks at it through the accessibility tree, and acts with pointer and
keys, on a screen, buses and folders of its own."""

from .app import App, Timeout

__all__ = ["App", "Timeout"]
