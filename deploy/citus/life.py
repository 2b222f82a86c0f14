#!/usr/bin/env python3
"""The life of an alliance over HTTP, on whatever database a service runs: each step has to be answered as it should be.

    RAPPORT=.build/debug/rapport RAPPORT_DATABASE_URL=… deploy/citus/life.py http://127.0.0.1:8099 ALLIANCE FOLDER

FOLDER is the folder that the alliance was imported from; keys are made at the command line, as an operator would.
"""

import csv
import http.client
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.parse
import uuid

PROGRAM = os.environ.get("RAPPORT", ".build/debug/rapport")


class Viewer:
    """Somebody who asks with a key."""

    def __init__(self, url, key):
        self.url = urllib.parse.urlparse(url)
        self.key = key

    def ask(self, method, path, body=None, version=None, wants=(200, 201, 202, 204), **headers):
        """What is answered, as headers and a value."""
        headers = {"Authorization": "Bearer " + self.key, **headers} if self.key else headers
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if isinstance(body, dict):
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=60)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status in wants, f"{method} {path}: {answer.status} {text[:400]}"
        is_json = "json" in (answer.getheader("Content-Type") or "")
        return answer.headers, json.loads(text) if is_json and text else text

    def get(self, path, **others):
        return self.ask("GET", path, **others)[1]

    def change(self, method, path, body):
        """Changes something in the version that it has."""
        version = self.ask("GET", path)[0]["ETag"].strip('"')
        return self.ask(method, path, body, version=version)[1]


class Life:
    def __init__(self, url, alliance, folder):
        self.url, self.alliance = url, alliance
        table = lambda name: list(csv.DictReader(pathlib.Path(folder, name).open()))
        self.sides = {row["company"]: row["side"] for row in table("companies.csv")}
        self.company = {row["person"]: row["company"] for row in table("salespeople.csv")}
        self.company_a, self.company_b = (next(c for c in self.sides if self.sides[c] == side) for side in "ab")
        self.admin = self.viewer("--role", "admin")
        self.heads = {c: self.viewer("--role", "company-admin", "--company", c) for c in self.sides}
        self.a, self.b = self.strangers()
        self.own = {p: self.viewer("--role", "salesperson", "--person", p) for p in (self.a, self.b)}

    def viewer(self, *role):
        made = subprocess.run(
            [PROGRAM, "keys", "create", self.alliance, *role], check=True, stdout=subprocess.PIPE, text=True)
        return Viewer(self.url, made.stdout.split()[-1])

    def strangers(self):
        """Two people with room between whom nothing stands."""
        for a in (p for p, company in self.company.items() if self.sides[company] == "a"):
            ranked = self.admin.get(f"/v1/salespeople/{a}/recommendations?available=true&limit=100", wants=(200, 404, 503))
            for other in ranked["recommendations"] if "recommendations" in ranked else []:
                room = self.admin.get(f"/v1/salespeople/{other['person']}/recommendations?available=true&limit=100")
                mutual = any(r["person"] == a for r in room["recommendations"])
                if mutual and not other["hindrances"] and not other["sharedAccounts"] and "pairing" not in other:
                    return a, other["person"]
        raise AssertionError("the sample has nobody to pair")

    def pair(self):
        """A pairing from proposal to trial, and sheets that are sealed until both are in."""
        a, b = self.heads[self.company[self.a]], self.heads[self.company[self.b]]
        made = a.ask("POST", "/v1/pairings", {"person": self.a, "counterpart": self.b, "terms": {"days": 42}})[1]
        path = f"/v1/pairings/{made['pairing']}"
        for viewer, step in ((b, "accept"), (a, "start")):
            made = viewer.ask("POST", path + "/steps", {"step": step}, version=made["version"])[1]
        assert made["status"] == "trial", made
        first = self.own[self.a].ask("POST", "/v1/sheets", {"target": self.b, "success": 6, "continue": True})[1]
        assert first["sealedUntil"], first
        second = self.own[self.b].ask("POST", "/v1/sheets", {"target": self.a, "success": 5, "continue": True})[1]
        assert "sealedUntil" not in second, second
        self.own[self.a].ask("POST", "/v1/pulses", {"target": self.b, "meetings": 2, "signs": []}, wants=(200, 201, 409))
        self.await_fit(second["revision"])
        b.ask("POST", path + "/steps", {"step": "end", "reason": "A test."}, version=b.get(path)["version"])

    def await_fit(self, revision):
        path = f"/v1/salespeople/{self.a}/recommendations?limit=1"
        began = time.monotonic()
        while self.own[self.a].get(path)["fittedRevision"] < revision:
            assert time.monotonic() < began + 60, "no refit came"

    def administer(self):
        """Profiles, terms, gate, teams, users, keys, webhooks, rounds: one change of each."""
        admin, head = self.admin, self.heads[self.company_a]
        admin.change("PATCH", f"/v1/salespeople/{self.a}", {"capacity": 3})
        version = admin.ask("GET", "/v1/alliance")[0]["ETag"].strip('"')
        admin.ask("PUT", "/v1/alliance/terms", {"paymentDays": 30}, version=version)
        gate = f"/v1/companies/{self.company_a}/gate/{self.company_b}"
        head.change("PUT", gate, {"choice": 6, "timing": 5})
        head.ask("PUT", f"/v1/companies/{self.company_a}/teams/north", {"members": [self.a]}, version=0)
        self.own[self.a].change("PUT", "/v1/preferences", {"preferences": [{"counterpart": self.b, "wish": "with"}]})
        key = admin.ask("POST", "/v1/keys", {"role": "auditor", "label": "life"})[1]
        assert Viewer(self.url, key["token"]).get("/v1/audit")["entries"]
        admin.change("PATCH", f"/v1/keys/{key['key']}", {"revoked": True})
        Viewer(self.url, key["token"]).get("/v1/me", wants=(401,))
        hook = admin.ask("POST", "/v1/webhooks", {"url": "https://example.com/hook", "kinds": ["key.made"]})[1]
        admin.ask("DELETE", f"/v1/webhooks/{hook['id']}", version=hook["version"])
        newest = admin.get("/v1/rounds")["rounds"][0]["round"]
        version = head.ask("GET", f"/v1/rounds/{newest}")[0]["ETag"].strip('"')
        head.ask("POST", f"/v1/rounds/{newest}/decisions", {"all": "decline"}, version=version)

    def invite(self):
        """A salesperson is invited, chooses a password, makes a key of their own, and nobody else can."""
        email = self.admin.get(f"/v1/salespeople/{self.a}").get("email", "first@example.com")
        body = {"email": email, "role": "salesperson", "person": self.a}
        made = self.admin.ask("POST", "/v1/users", body)[1]
        user, version = made["user"], made["version"]
        self.admin.ask("POST", "/v1/users", body, wants=(409,))
        self.admin.ask("POST", "/v1/keys", {"role": "salesperson", "person": self.a}, wants=(422,))
        invited = self.admin.ask("POST", f"/v1/users/{user}/invitations", version=version)[1]
        browser = Viewer(self.url, None)
        origin = {"Origin": self.url, "Content-Type": "application/x-www-form-urlencoded"}
        form = urllib.parse.urlencode(
            {"invitation": invited["invitation"], "new": "four green boats", "again": "four green boats"})
        used, _ = browser.ask("POST", "/console/invitation", form, wants=(303,), **origin)
        cookie = {"Cookie": used["Set-Cookie"].split(";")[0]}
        page = browser.ask("POST", "/console/account/keys", "label=mine", **origin, **cookie)[1]
        token = page.split('<code id="token">')[1].split("<")[0]
        assert Viewer(self.url, token).get("/v1/me")["person"] == self.a
        browser.ask("POST", "/console/invitation", form, wants=(410,), **origin)
        version = self.admin.get(f"/v1/users/{user}")["version"]
        self.admin.ask("POST", f"/v1/users/{user}/invitations", version=version, wants=(409,))

    def read(self):
        """Everything that everybody takes home, and being forgotten."""
        viewers = [self.admin, *self.heads.values(), *self.own.values(), self.viewer("--role", "auditor")]
        for viewer in viewers:
            assert viewer.get("/v1/export")["alliance"] == self.alliance
            viewer.get("/v1/due")
        assert self.admin.get(f"/v1/salespeople/{self.a}/personal-record")["tables"]["app_user"]
        version = self.admin.ask("GET", f"/v1/salespeople/{self.b}")[0]["ETag"].strip('"')
        self.admin.ask("POST", f"/v1/salespeople/{self.b}/erasure", {"confirm": self.b}, version=version)
        began = time.monotonic()
        while self.own[self.b].get("/v1/me", wants=(200, 401)).get("person"):
            assert time.monotonic() < began + 60, "nobody was erased"


if __name__ == "__main__":
    life = Life(*sys.argv[1:])
    for part in (life.pair, life.administer, life.invite, life.read):
        part()
        print(part.__name__, "went as it should", flush=True)
