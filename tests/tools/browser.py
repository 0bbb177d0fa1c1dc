"""A headless Chromium, spoken to through a pipe (the DevTools protocol)."""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import tempfile


class Browser:
    """One page. Everything the page asked the network for, and every
    complaint of the browser's, is kept."""

    def __init__(self, program="chromium"):
        self.home = tempfile.mkdtemp(prefix="comity-browser.")
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # The browser reads from 3 and writes to 4.
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec 3<&{theirs_in} 4>&{theirs_out}; exec "$@"',
             "bash", program, "--headless=new", "--no-sandbox",
             "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--hide-scrollbars", "--remote-debugging-pipe",
             f"--user-data-dir={self.home}", "about:blank"],
            pass_fds=(theirs_in, theirs_out), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs_in)
        os.close(theirs_out)
        self.reader = os.fdopen(ours_in, "rb")
        self.writer = os.fdopen(ours_out, "wb", buffering=0)
        self.number = 0
        self.session = None
        self.requests, self.complaints, self.events = [], [], []
        self.rest = b""
        target = self.send("Target.createTarget", url="about:blank")
        self.session = self.send("Target.attachToTarget", flatten=True,
                                 targetId=target["targetId"])["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime", "Accessibility"):
            self.send(domain + ".enable")

    def close(self):
        self.process.terminate()
        self.process.wait(30)
        self.reader.close()
        self.writer.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def receive(self):
        while b"\0" not in self.rest:
            piece = os.read(self.reader.fileno(), 1 << 16)
            if not piece:
                raise RuntimeError("the browser ended")
            self.rest += piece
        text, _, self.rest = self.rest.partition(b"\0")
        message = json.loads(text)
        method = message.get("method")
        if method == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        elif method in ("Log.entryAdded", "Runtime.exceptionThrown",
                        "Runtime.consoleAPICalled"):
            self.complaints.append(message["params"])
        if method:
            self.events.append(method)
        return message

    def send(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.writer.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def size(self, width, height=900):
        self.send("Emulation.setDeviceMetricsOverride", width=width,
                  height=height, deviceScaleFactor=1, mobile=False)

    def visit(self, path):
        self.requests, self.complaints, self.events = [], [], []
        self.send("Page.navigate", url=pathlib.Path(path).as_uri())
        while "Page.loadEventFired" not in self.events:
            self.receive()

    def ask(self, expression):
        """The value of an expression, asked by the test, not the page."""
        answer = self.send("Runtime.evaluate", expression=expression,
                           returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def press(self, key, code, number):
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=code,
                      windowsVirtualKeyCode=number)

    def tree(self):
        """[(role, name)] as a screen reader is told."""
        nodes = self.send("Accessibility.getFullAXTree")["nodes"]
        return [(node["role"]["value"], node.get("name", {}).get("value", ""))
                for node in nodes if not node.get("ignored")]

    def picture(self, path):
        answer = self.send("Page.captureScreenshot", format="png",
                           captureBeyondViewport=True)
        pathlib.Path(path).write_bytes(base64.b64decode(answer["data"]))

    def paper(self, path):
        """A4, as Ctrl+P would print it."""
        answer = self.send("Page.printToPDF", preferCSSPageSize=True,
                           displayHeaderFooter=False)
        pathlib.Path(path).write_bytes(base64.b64decode(answer["data"]))
