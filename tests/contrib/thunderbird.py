"""A real Thunderbird without a screen, told what to do by Marionette.

Marionette is the remote control that Thunderbird's own tests use: lengths and
JSON over a loopback connection. What runs in it is JavaScript with all rights.
"""
import json
import os
import pathlib
import socket
import subprocess
import time

from tests.tools.relay import free_port

PROGRAM = "/usr/lib/thunderbird/thunderbird"

# A profile that has its local folders and asks nothing.
PREFERENCES = """
user_pref("mail.accountmanager.accounts", "account1");
user_pref("mail.accountmanager.localfoldersserver", "server1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.server.server1.type", "none");
user_pref("mail.server.server1.hostname", "Local Folders");
user_pref("mail.server.server1.userName", "nobody");
user_pref("mail.server.server1.name", "Local Folders");
user_pref("mail.server.server1.directory-rel", "[ProfD]Mail/Local Folders");
user_pref("mail.server.server1.storeContractID",
          "@mozilla.org/msgstore/berkeleystore;1");
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mailnews.start_page.enabled", false);
user_pref("app.update.enabled", false);
"""

# Runs the account's filters on its inbox; [subject, star, keywords] of each.
RUN_FILTERS = """
const done = arguments[arguments.length - 1];
(async () => {
  const { MailServices } = ChromeUtils.importESModule(
    "resource:///modules/MailServices.sys.mjs");
  const server = MailServices.accounts.localFoldersServer;
  const inbox = server.rootFolder.getChildNamed("Inbox")
    .QueryInterface(Ci.nsIMsgLocalMailFolder);
  await new Promise(ready => {
    const listener = { OnStartRunningUrl() {}, OnStopRunningUrl: ready };
    try {
      inbox.getDatabaseWithReparse(listener, null);
      ready();
    } catch (notYet) {}
  });
  await new Promise(ready => MailServices.filters.applyFiltersToFolders(
    server.getFilterList(null), [inbox], null, { onStopOperation: ready }));
  return Array.from(inbox.messages, header => [header.mime2DecodedSubject,
    header.isFlagged, header.getStringProperty("keywords")]);
})().then(done, problem => done(String(problem)));
"""


class Thunderbird:
    def __init__(self, profile):
        self.profile = pathlib.Path(profile)
        self.port = free_port()
        with open(self.profile / "prefs.js", "a", encoding="utf-8") as file:
            file.write(PREFERENCES)
            file.write(f'user_pref("marionette.port", {self.port});\n')
        self.log = open(self.profile / "log", "wb")
        self.process = subprocess.Popen(
            [PROGRAM, "--headless", "--no-remote", "--marionette",
             "--remote-allow-system-access", "--profile", str(self.profile)],
            env={**os.environ, "HOME": str(self.profile)},
            stdout=self.log, stderr=self.log)
        self.connection = self.connect()
        self.input = self.connection.makefile("rb")
        self.number = 0
        self.receive()  # its greeting
        self.call("WebDriver:NewSession", capabilities={})
        self.call("Marionette:SetContext", value="chrome")
        self.call("WebDriver:SetTimeouts", script=60000)

    def connect(self, seconds=120):
        end = time.monotonic() + seconds
        while True:
            try:
                found = socket.create_connection(("127.0.0.1", self.port), 2)
                found.settimeout(seconds)
                return found
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def receive(self):
        length = b""
        while not length.endswith(b":"):
            length += self.input.read(1)
        return json.loads(self.input.read(int(length[:-1])))

    def call(self, name, **parameters):
        self.number += 1
        message = json.dumps([0, self.number, name, parameters]).encode()
        self.connection.sendall(b"%d:%s" % (len(message), message))
        _, _, problem, result = self.receive()
        if problem:
            raise RuntimeError(problem)
        return result

    def run(self, script):
        return self.call("WebDriver:ExecuteAsyncScript", script=script,
                         args=[])["value"]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.input.close()
        self.connection.close()
        self.log.close()
