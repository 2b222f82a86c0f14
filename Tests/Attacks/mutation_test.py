#!/usr/bin/env python3
"""Bodies that were damaged on purpose, sent to a real service over a socket: whatever comes, the answer is the sender's fault and
never ours, and the service's memory stays.

    RAPPORT=.build/debug/rapport RAPPORT_MUTATIONS=100000 .build/schemathesis/bin/python Tests/Attacks/mutation_test.py
"""

import collections
import http.client
import json
import os
import random
import unittest
import uuid

import yaml

from service import Service

MUTATIONS = int(os.environ.get("RAPPORT_MUTATIONS", "3000"))
MOST_GROWTH = 25 * 1024

# Numbers that are none or too large, texts that no text can hold, other types, deep nesting, words of SQL and of spreadsheets.
POISON = [
    b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-1e400", b"9223372036854775808", b"1e-400", b"-0", b"0x1F", b"9" * 5000,
    b'"\\u0000"', b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\u202e"', b'"\xe2\x80\x8b\xef\xbb\xbf"', b"\xef\xbb\xbf", b'"\xff\xfe"',
    b'"\xed\xa0\x80"', b"\x00", b'"\x00"', b"\"'; drop table rapport.sheet; --\"", b'"$1"', b'"\\\\x00"', b"null", b"[]", b"{}",
    b'"' + b"x" * 20_000 + b'"', b'{"id": 1}', b',"version": 9', b',"alliance_id": "x"', b'{"a":' * 300, b"[" * 3000,
    b'"9999-99-99"', b'"2026-02-30"', b'"=cmd()"', b"true", b"1.5", b'"' + b"y" * 300_000 + b'"']


class MutationTest(unittest.TestCase):
    def test_no_damaged_body_is_answered_by_a_fault_and_memory_stays(self):
        # The limit of requests a minute is tested elsewhere.
        with Service(RAPPORT_REQUESTS_A_MINUTE="1000000") as service:
            attack = Attack(service)
            before, after_warming = service.resident_kilobytes(), None
            for number in range(MUTATIONS):
                attack.send(number)
                # What the first tenth allocates is kept for use: caches, connections, prepared statements.
                if number == MUTATIONS // 10:
                    after_warming = service.resident_kilobytes()
            growth = service.resident_kilobytes() - after_warming
            attack.connection.close()
            print(f"{MUTATIONS} bodies: {dict(sorted(attack.statuses.items()))}, {attack.cut} cut short, "
                  f"{before} kB resident before them, {after_warming} kB after a tenth, {growth:+} kB at the end")
            self.assertEqual([status for status in attack.statuses if status >= 500], [])
            self.assertEqual(attack.strange, [])
            # Most are refused for what was done to them, or this test would try nothing.
            self.assertGreater(attack.statuses[400], MUTATIONS / 4)
            self.assertLess(growth, MOST_GROWTH)


class Attack:
    """One connection that takes every operation with a body in turn."""

    def __init__(self, service):
        self.statuses = collections.Counter()
        self.cut = 0
        self.strange = []
        self.keys = [service.key("--role", "admin"), service.key("--role", "salesperson", "--person", service.person)]
        self.connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
        self.person = service.person
        self.operations = self.described_operations()

    def described_operations(self):
        document = yaml.safe_load(self.ask("GET", "/openapi.yaml", None, {}).decode())
        found = []
        for path, methods in sorted(document["paths"].items()):
            for method, operation in sorted(methods.items()):
                content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
                if "example" in content and operation["operationId"] != "eraseSalesperson":
                    found.append((method.upper(), path, json.dumps(content["example"], default=str).encode()))
        return found

    def send(self, number):
        method, path, example = self.operations[number % len(self.operations)]
        for name, value in [("person", self.person), ("table", "rules")]:
            path = path.replace("{" + name + "}", value)
        while "{" in path:
            path = path[:path.index("{")] + "6f9619ff-8b86-d011-b42d-00c04fc964ff" + path[path.index("}") + 1:]
        body = mutated(example, random.Random(number))
        self.ask(method, path, body, {
            "Authorization": "Bearer " + self.keys[number // len(self.operations) % 2], "If-Match": "*",
            "Idempotency-Key": str(uuid.UUID(int=number)), "Content-Type": "application/json"})

    def ask(self, method, path, body, headers):
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            # A body that is far too large: the service answers, and closes, before all of it is sent.
            self.connection.close()
            self.cut += 1
            return b""
        self.statuses[answer.status] += 1
        is_problem = answer.getheader("Content-Type") == "application/problem+json"
        if is_problem != (answer.status >= 400):
            self.strange.append((method, path, answer.status))
        return text


def mutated(body, chance):
    for _ in range(chance.randint(1, 3)):
        body = mutated_once(body, chance)
    return body


def mutated_once(body, chance):
    place = chance.randint(0, len(body))
    way = chance.randrange(7)
    if way == 0:
        return body[:place]
    if way == 1:
        return body[:place] + bytes([chance.randrange(256)]) + body[place:]
    if way == 2:
        return body[:place] + bytes([chance.randrange(256)]) + body[place + 1:]
    if way == 3:
        return body[:place] + chance.choice(POISON) + body[place:]
    if way == 4:
        return body[:place] + b"[" * chance.randrange(2000) + body[place:]
    if way == 5:
        return body + body[place:]
    return with_another_value(body, chance)


def with_another_value(body, chance):
    """Puts something else where a value stands, so that the text often remains JSON."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return body
    if not isinstance(value, dict) or not value:
        return body
    value[chance.choice(sorted(value))] = "REPLACED"
    return json.dumps(value).encode().replace(b'"REPLACED"', chance.choice(POISON))


if __name__ == "__main__":
    unittest.main()
