"""The desktop's notification service, which keeps what it is told to show."""

import threading

from gi.repository import Gio, GLib

from .desktop import connect

INTERFACE = """<node><interface name='org.freedesktop.Notifications'>
<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>
<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>
<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>
<arg type='u' direction='out'/></method>
<method name='CloseNotification'><arg type='u' direction='in'/></method>
<method name='GetCapabilities'><arg type='as' direction='out'/></method>
<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/>
<arg type='s' direction='out'/><arg type='s' direction='out'/></method>
</interface></node>"""


class Notifications:
    """shown: (title, body) of each. Without a service GLib warns at every notification."""

    def __init__(self, address):
        self.shown = []
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.serve, args=(address,), daemon=True)
        self.thread.start()
        self.ready.wait(10)

    def serve(self, address):
        self.context.push_thread_default()
        connection = connect(address)
        connection.register_object(
            "/org/freedesktop/Notifications",
            Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], self.answer, None, None)
        connection.call_sync(
            "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
            GLib.Variant("(su)", ("org.freedesktop.Notifications", 4)), None,
            Gio.DBusCallFlags.NONE, 5000, None)
        self.ready.set()
        self.loop.run()

    def answer(self, _connection, _sender, _path, _interface, method, args, invocation):
        if method == "Notify":
            title, body = args.unpack()[3:5]
            self.shown.append((title, body))
            invocation.return_value(GLib.Variant("(u)", (len(self.shown),)))
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["body", "actions"],)))
        elif method == "GetServerInformation":
            invocation.return_value(GLib.Variant("(ssss)", ("tests", "tests", "1", "1.2")))
        else:
            invocation.return_value(None)

    def close(self):
        self.loop.quit()
        self.thread.join(5)
