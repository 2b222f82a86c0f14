#!/usr/bin/env python3
"""The running service against its own description: schemathesis with all its checks.

    RAPPORT=.build/debug/rapport SCHEMATHESIS=.build/schemathesis/bin/schemathesis Tests/Attacks/schemathesis_test.py [EXAMPLES]

Asks every operation so many times (8 when left out) with what its schemas allow and what they do not, as an admin and as a
salesperson, and fails when an answer is not as described: a status, header, body or content type that the description does not
have, a fault of the server, an invalid request that is taken or a valid one that is not, a method that is not refused, a key
that is not asked for.
"""

import os
import pathlib
import subprocess
import sys

from service import Service

HERE = pathlib.Path(__file__).resolve().parent


def main(examples):
    with Service() as service:
        roles = [["--role", "admin"], ["--role", "salesperson", "--person", service.person]]
        # One after the other: the admin revokes keys.
        return max(attack(service, service.key(*role), examples) for role in roles)


def attack(service, key, examples):
    return subprocess.run(
        [
            os.environ.get("SCHEMATHESIS", "schemathesis"), "--config-file", str(HERE / "schemathesis.toml"),
            "run", service.address + "/openapi.yaml", "--url", service.address, "--header", "Authorization: Bearer " + key,
            "--max-examples", str(examples), "--generation-deterministic", "--max-response-time", "5",
            "--suppress-health-check", "all", "--no-color",
        ],
        cwd=service.folder,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "schemathesis_hooks.py")},
    ).returncode


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8))
