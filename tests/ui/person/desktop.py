"""A desktop for one program: X server, window manager, buses that start nothing by themselves, and
home folders that go away."""

import os
import pathlib
import signal
import subprocess
import tempfile
import time

from gi.repository import Gio, GLib

SETTINGS = """[Settings]
gtk-enable-animations=0
gtk-cursor-blink=0
gtk-font-name=Cantarell 11
gtk-overlay-scrolling=0
"""

# Without services nobody can start a portal or a virtual file system that hangs.
SESSION_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""

ACCESSIBILITY_BUS = "/usr/share/defaults/at-spi2/accessibility.conf"
REGISTRY = "/usr/libexec/at-spi2-registryd"


def connect(address):
    connection = Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    connection.set_exit_on_close(False)
    return connection


def has_owner(connection, name):
    return connection.call_sync(
        "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner",
        GLib.Variant("(s)", (name,)), None, Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]


class Desktop:
    def __init__(self, size, language):
        self.temporary = tempfile.TemporaryDirectory(prefix="chandelier-desktop-")
        self.folder = pathlib.Path(self.temporary.name)
        self.processes = []
        self.home = self.folder / "home"
        runtime = self.folder / "run"
        for folder in (self.home / ".config" / "gtk-4.0", self.home / ".cache",
                       self.home / ".local" / "share"):
            folder.mkdir(parents=True)
        runtime.mkdir(mode=0o700)
        (self.home / ".config" / "gtk-4.0" / "settings.ini").write_text(SETTINGS)

        self.env = {
            "PATH": os.environ["PATH"], "HOME": str(self.home), "USER": "trader",
            "XDG_RUNTIME_DIR": str(runtime), "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_DATA_HOME": str(self.home / ".local" / "share"),
            "XDG_DATA_DIRS": "/usr/local/share:/usr/share", "LC_ALL": "C.UTF-8",
            "LANG": "C.UTF-8", "LANGUAGE": language, "TZ": "UTC"}
        for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]

        width, height = size
        self.env["DISPLAY"] = ":" + self.tell("xvfb", [
            "Xvfb", "-displayfd", "@FD@", "-screen", "0", f"{width}x{height}x24", "-nolisten",
            "tcp", "-noreset", "-dpi", "96"])
        bus = self.folder / "session.conf"
        bus.write_text(SESSION_BUS.format(folder=runtime))
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.tell("session-bus", [
            "dbus-daemon", f"--config-file={bus}", "--nofork", "--print-address=@FD@"])
        # GTK looks at this variable first, so that no launcher is needed.
        self.env["AT_SPI_BUS_ADDRESS"] = self.tell("accessibility-bus", [
            "dbus-daemon", f"--config-file={ACCESSIBILITY_BUS}", "--nofork",
            "--print-address=@FD@", f"--address=unix:dir={runtime}"])
        self.accessibility = connect(self.env["AT_SPI_BUS_ADDRESS"])
        self.start("registry", [REGISTRY])
        self.wait(lambda: has_owner(self.accessibility, "org.a11y.atspi.Registry"))
        # Focus, stacking and modal windows need a manager.
        self.start("window-manager", ["openbox", "--sm-disable"])

    @staticmethod
    def wait(condition, seconds=20):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise RuntimeError("the desktop did not come up")
            time.sleep(0.02)

    def log(self, name):
        return self.folder / (name + ".log")

    def start(self, name, argv, env=None, **options):
        with open(self.log(name), "wb") as log:
            process = subprocess.Popen(argv, env=env or self.env, stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=log, start_new_session=True, **options)
        self.processes.append(process)
        return process

    def tell(self, name, argv):
        """Starts what writes one line to a file descriptor, @FD@: an address."""
        reading, writing = os.pipe()
        self.start(name, [word.replace("@FD@", str(writing)) for word in argv],
                   pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            line = pipe.readline().strip()
        if not line:
            raise RuntimeError(f"{argv[0]} did not start: {self.log(name).read_text()}")
        return line

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
        self.temporary.cleanup()
