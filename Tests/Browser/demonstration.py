"""`rapport demo` on a free port, with a database of its own in a temporary folder. Ends both."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile

PATIENCE = 20
RAPPORT = os.environ.get("RAPPORT", ".build/debug/rapport")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Demonstration:
    """A demo of its own: the program, its database, the address and the manager's key."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="rapport-browser-")
        # The server of the database runs as a user of its own when this runs as root.
        os.chmod(self.folder, 0o711)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("PG") and k != "RAPPORT_DATABASE_URL"}
        self.environment["RAPPORT_DATA_FOLDER"] = self.folder + "/database"
        self.program = subprocess.Popen(
            [RAPPORT, "demo", "--port", str(free_port())], env=self.environment, stdout=subprocess.PIPE, text=True)
        said = ""
        for line in self.program.stdout:
            said += line
            if "openapi.yaml" in line:
                break
        found = re.search(r"in a browser: (\S+?)/console.*\n\s+(\S+)", said)
        if not found:
            self.stop()
            raise AssertionError("the demo did not say where its console is:\n" + said)
        self.address, self.key = found.groups()
        self.said = said
        self.counterpart = re.search(r'"target": "([^"]+)"', said).group(1)
        self.person = re.search(r"/v1/salespeople/([^/]+)/", said).group(1)

    def run(self, *arguments, typed=None):
        """Runs another command on the demo's database and gives what it shows."""
        return subprocess.run(
            [RAPPORT, *arguments], env=self.environment, input=typed, capture_output=True, text=True, check=True).stdout

    def stop(self):
        self.program.send_signal(signal.SIGINT)
        self.program.stdout.close()
        self.program.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)
