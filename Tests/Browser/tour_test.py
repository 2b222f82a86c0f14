#!/usr/bin/python3
"""The lines that `rapport demo` prints, pasted as a newcomer would.

    RAPPORT=.build/debug/rapport Tests/Browser/tour_test.py
"""

import json
import re
import subprocess
import time
import unittest

from demonstration import PATIENCE, Demonstration


class TourTest(unittest.TestCase):
    def setUp(self):
        self.demo = Demonstration()
        self.addCleanup(self.demo.stop)
        self.lines = re.findall(r"^  (curl .*)$", self.demo.said, re.MULTILINE)

    def paste(self, line):
        said = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True, timeout=PATIENCE).stdout
        answer = json.loads(said)
        self.assertNotIn("code", answer, said)
        return answer

    def ranking(self, line):
        return [entry["person"] for entry in self.paste(line)["recommendations"]]

    def test_a_sheet_changes_the_ranking_within_seconds(self):
        look, rate, look_again = self.lines
        before = self.ranking(look)
        self.assertEqual(len(before), 3)
        rated = json.loads(re.search(r"-d '(.*?)'", rate).group(1))["target"]
        self.assertEqual(rated, before[-1])
        self.paste(rate)
        # What the product promises: ten seconds, without a night.
        deadline = time.monotonic() + 10
        while rated not in self.ranking(look_again)[:2]:
            self.assertLess(time.monotonic(), deadline, "the ranking has not changed")


if __name__ == "__main__":
    unittest.main(verbosity=2)
