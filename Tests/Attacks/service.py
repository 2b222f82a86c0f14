"""A service of its own for an attack: the program, its database with a sample alliance, keys."""

import collections
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import threading

PROGRAM = os.environ.get("RAPPORT", ".build/debug/rapport")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Service:
    def __init__(self, **settings):
        """Takes settings of the service beside those that it has from here."""
        self.settings = settings
        # The newest lines of what the service says of itself.
        self.log = collections.deque(maxlen=200)

    def __enter__(self):
        self.kept = tempfile.TemporaryDirectory(prefix="rapport-attack-")
        self.folder = self.kept.name
        # The server of the database runs as a user of its own when this runs as root.
        os.chmod(self.folder, 0o711)
        self.environment = {
            k: v for k, v in os.environ.items() if not k.startswith("PG") and k != "RAPPORT_DATABASE_URL"}
        self.environment["RAPPORT_DATA_FOLDER"] = self.folder + "/database"
        self.environment.update(self.settings)
        self.run("sample", self.folder + "/sample", "--people", "30")
        self.run("import", self.folder + "/sample")
        self.run("rematch")
        sample = pathlib.Path(self.folder, "sample")
        lines = (sample / "alliance.yaml").read_text().split("\n")
        self.alliance = next(line.split()[1].strip("\"'") for line in lines if line.startswith("alliance:"))
        self.person = (sample / "salespeople.csv").read_text().split("\n")[1].split(",")[0]
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.program = subprocess.Popen(
            [PROGRAM, "serve", "--port", str(self.port)], env=self.environment, stderr=subprocess.PIPE, text=True)
        for line in self.program.stderr:
            if "serving on" in line:
                # Somebody must read on: a full pipe would hold the service up.
                self.reader = threading.Thread(target=self.read_log)
                self.reader.start()
                return self
        raise AssertionError("the service ended")

    def read_log(self):
        for line in self.program.stderr:
            self.log.append(line)

    def __exit__(self, *_):
        self.stop()
        self.kept.cleanup()

    def stop(self):
        """Sends SIGTERM and waits for the end. Returns the exit status."""
        if self.program.poll() is None:
            self.program.send_signal(signal.SIGTERM)
        status = self.program.wait(60)
        self.reader.join()
        self.program.stderr.close()
        return status

    def resident_kilobytes(self):
        """What the service itself holds, without its database."""
        status = pathlib.Path(f"/proc/{self.program.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.split("\n") if line.startswith("VmRSS:")))

    def run(self, *arguments):
        return subprocess.run(
            [PROGRAM, *arguments], env=self.environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    def key(self, *arguments):
        return self.run("keys", "create", self.alliance, *arguments).strip()
