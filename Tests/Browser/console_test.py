#!/usr/bin/python3
"""The console in a real browser: headless Chromium, driven as a manager would use it.

    RAPPORT=.build/debug/rapport Tests/Browser/console_test.py

Needs Debian's chromium-driver and python3-selenium. With SCREENSHOTS=FOLDER every page that was reached is kept there as a picture.
"""

import os
import re
import shutil
import unittest

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from demonstration import PATIENCE, Demonstration


class ConsoleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = Demonstration()
        cls.addClassCleanup(cls.demo.stop)
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        # Chromium's own sandbox does not start for root, and the pages are ours.
        for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1200,1400"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        cls.browser = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        cls.addClassCleanup(cls.browser.quit)

    def setUp(self):
        self.browser.delete_all_cookies()
        # What another test was refused on purpose is none of this one's complaints.
        self.complaints()

    def tearDown(self):
        self.keep(self.id().split(".")[-1])

    def keep(self, name):
        if folder := os.environ.get("SCREENSHOTS"):
            os.makedirs(folder, exist_ok=True)
            self.browser.save_screenshot(f"{folder}/{name}.png")

    def open(self, path):
        self.browser.get(self.demo.address + path)

    def follow(self, element, key=None):
        """Clicks a link or button, or presses `key` on it, and waits until the page it leads to has come whole.

        Whoever looks at a page while the next one comes may hold elements of either, even where both have one address.
        """
        self.browser.execute_script("window.isLeft = true")
        if key:
            element.send_keys(key)
        else:
            element.click()
        WebDriverWait(self.browser, PATIENCE, ignored_exceptions=[WebDriverException]).until(
            lambda browser: browser.execute_script("return !window.isLeft && document.readyState == 'complete'"))

    def path(self):
        return self.browser.current_url.removeprefix(self.demo.address)

    def assert_path(self, pattern):
        self.assertRegex(self.path(), f"^(?:{pattern})$")

    def text(self):
        return self.browser.find_element(By.TAG_NAME, "main").text

    def sign_in(self, key=None):
        self.open("/console/sign-in")
        self.browser.find_element(By.TAG_NAME, "summary").click()
        self.browser.find_element(By.ID, "key").send_keys(key or self.demo.key)
        self.follow(self.browser.find_element(By.ID, "with-key"))

    def sign_in_by_name(self, alliance, name, password):
        self.open("/console/sign-in")
        for field, text in [("alliance", alliance), ("name", name), ("password", password)]:
            self.browser.find_element(By.ID, field).send_keys(text)
        self.follow(self.browser.find_element(By.ID, "with-password"))

    def complaints(self):
        return [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]

    def test_whoever_is_not_signed_in_is_asked_to(self):
        self.open("/console/people")
        self.assert_path("/console/sign-in")
        self.assertIn("Sign in", self.text())

    def test_a_wrong_key_is_told_so(self):
        self.sign_in("rapport_wrong")
        self.assertTrue(self.browser.find_elements(By.CLASS_NAME, "alert-danger"))
        self.assertIn("not known", self.text())
        self.open("/console/people")
        self.assert_path("/console/sign-in")

    def test_a_manager_finds_a_person_and_reads_the_recommendations(self):
        self.sign_in()
        self.assert_path("/console/people")
        everybody = len(self.browser.find_elements(By.CSS_SELECTOR, "tbody tr"))
        self.assertGreater(everybody, 10)
        field = self.browser.find_element(By.NAME, "find")
        field.send_keys(self.demo.person.split(".")[1])
        self.follow(field, Keys.ENTER)
        self.assert_path(r"/console/people\?find=.*")
        found = self.browser.find_elements(By.CSS_SELECTOR, "tbody tr")
        self.assertTrue(0 < len(found) < everybody)
        self.follow(self.browser.find_element(By.CSS_SELECTOR, f'a.btn[href$="/{self.demo.person}"]'))
        self.assert_path("/console/people/" + re.escape(self.demo.person))
        candidates = self.browser.find_elements(By.CLASS_NAME, "list-group-item")
        self.assertEqual(len(candidates), 15)
        ranks = [int(candidate.find_element(By.CLASS_NAME, "rank").text) for candidate in candidates]
        self.assertEqual(ranks, list(range(1, 16)))
        for bar in self.browser.find_elements(By.CSS_SELECTOR, "svg[role=img]"):
            low, high = map(int, re.search(r"between (\d+) and (\d+)", bar.get_attribute("aria-label")).groups())
            self.assertLess(low, high)
        self.assertIn("chance to last", self.text())
        self.follow(self.browser.find_element(By.LINK_TEXT, "Show only those with room"))
        self.assert_path("/console/people/" + re.escape(self.demo.person) + r"\?free=1")
        self.assertTrue(self.browser.find_elements(By.CLASS_NAME, "list-group-item"))
        self.assertNotIn("no room", self.text())
        self.assertEqual(self.complaints(), [])

    def test_a_user_signs_in_by_name_and_changes_the_password(self):
        self.demo.run("export", "halden-merivale", self.demo.folder + "/export")
        with open(self.demo.folder + "/export/companies.csv") as file:
            company = file.readlines()[1].split(",")[0]
        self.demo.run(
            "users", "create", "halden-merivale", "anna@example.com", "--role", "manager", "--company", company,
            typed="four green boats sail\n")
        self.sign_in_by_name("halden-merivale", "anna@example.com", "four green boats sank")
        self.assertTrue(self.browser.find_elements(By.CLASS_NAME, "alert-danger"))
        self.assertEqual(self.browser.find_element(By.ID, "name").get_attribute("value"), "anna@example.com")
        self.sign_in_by_name("halden-merivale", "anna@example.com", "four green boats sail")
        self.assert_path("/console/people")
        self.open("/console/account")
        for field, text in [("present", "four green boats sail"), ("new", "six red boats rest"), ("again", "six red boats rest")]:
            self.browser.find_element(By.ID, field).send_keys(text)
        self.follow(self.browser.find_element(By.CSS_SELECTOR, "main button.btn-primary"))
        self.assert_path("/console/sign-in")
        self.sign_in_by_name("halden-merivale", "anna@example.com", "six red boats rest")
        self.assert_path("/console/people")

    def test_the_page_is_styled(self):
        self.sign_in()
        self.assert_path("/console/people")
        bar = self.browser.find_element(By.CLASS_NAME, "navbar")
        self.assertEqual(bar.value_of_css_property("display"), "flex")

    def test_a_person_of_the_other_side_is_not_there(self):
        self.sign_in()
        self.assert_path("/console/people")
        self.open("/console/people/nobody-of-ours")
        self.assertIn("no salesperson", self.text())

    def test_a_manager_decides_about_the_last_round(self):
        self.sign_in()
        self.assert_path("/console/people")
        self.follow(self.browser.find_element(By.LINK_TEXT, "Rounds"))
        self.assert_path("/console/rounds")
        waiting = len(self.browser.find_elements(By.CLASS_NAME, "waiting"))
        self.assertGreater(waiting, 2)
        first = self.browser.find_element(By.CLASS_NAME, "waiting")
        pair = first.find_element(By.TAG_NAME, "strong").text
        self.follow(first.find_element(By.CSS_SELECTOR, "button.btn-success"))
        self.assert_path(r"/console/rounds/[0-9a-f-]+")
        self.assertEqual(len(self.browser.find_elements(By.CLASS_NAME, "waiting")), waiting - 1)
        second = self.browser.find_element(By.CLASS_NAME, "waiting")
        second.find_element(By.TAG_NAME, "summary").click()
        second.find_element(By.NAME, "reason").send_keys("Not this quarter.")
        self.follow(second.find_element(By.CSS_SELECTOR, "button.btn-danger"))
        self.assertEqual(len(self.browser.find_elements(By.CLASS_NAME, "waiting")), waiting - 2)
        self.assertIn("Your side has declined.", self.text())
        self.assertEqual(self.complaints(), [])
        self.keep("rounds")
        self.follow(self.browser.find_element(By.LINK_TEXT, "Pairings"))
        self.assert_path("/console/pairings")
        self.keep("pairings")
        self.follow(self.browser.find_element(By.LINK_TEXT, pair))
        self.assert_path(r"/console/pairings/[0-9a-f-]+")
        self.assertIn("proposed", self.text())
        self.assertIn("halden; merivale to answer", self.text())
        self.keep("pairing")
        for details in self.browser.find_elements(By.TAG_NAME, "summary"):
            if details.text == "Decline":
                details.click()
        self.browser.find_element(By.ID, "neverA").click()
        self.follow(self.browser.find_element(By.CSS_SELECTOR, "button[value=decline]"))
        self.assertIn("nothing for you to decide", self.text())
        self.follow(self.browser.find_element(By.LINK_TEXT, "Due"))
        self.assert_path("/console/due")
        self.keep("due")
        self.assertEqual(self.complaints(), [])

    def test_several_changes_are_decided_at_once(self):
        self.sign_in()
        self.assert_path("/console/people")
        self.open("/console/rounds")
        waiting = self.browser.find_elements(By.CLASS_NAME, "waiting")
        self.assertGreater(len(waiting), 2)
        pairs = []
        for change in waiting[:2]:
            pairs.append(change.find_element(By.TAG_NAME, "strong").text)
            change.find_element(By.CSS_SELECTOR, "input[form=ticked]").click()
        self.follow(self.browser.find_element(By.CSS_SELECTOR, "#ticked button[value=decline]"))
        self.assertEqual(len(self.browser.find_elements(By.CLASS_NAME, "waiting")), len(waiting) - 2)
        left = [change.find_element(By.TAG_NAME, "strong").text for change in self.browser.find_elements(By.CLASS_NAME, "waiting")]
        self.assertFalse(set(pairs) & set(left))
        # Without a tick nothing is decided, least of all about everything.
        self.follow(self.browser.find_element(By.CSS_SELECTOR, "#ticked button[value=accept]"))
        self.assertIn("No change was ticked", self.text())
        self.open("/console/rounds")
        self.assertEqual(len(self.browser.find_elements(By.CLASS_NAME, "waiting")), len(left))

    def test_whoever_decides_on_a_page_from_before_is_told(self):
        self.sign_in()
        self.open("/console/rounds")
        before = self.browser.current_window_handle
        waiting = len(self.browser.find_elements(By.CLASS_NAME, "waiting"))
        self.assertGreater(waiting, 1)
        self.browser.switch_to.new_window("tab")
        self.open("/console/rounds")
        change = self.browser.find_element(By.CLASS_NAME, "waiting")
        change.find_element(By.TAG_NAME, "summary").click()
        self.follow(change.find_element(By.CSS_SELECTOR, "button.btn-danger"))
        self.browser.close()
        self.browser.switch_to.window(before)
        self.follow(self.browser.find_element(By.XPATH, "//button[starts-with(., 'Accept all')]"))
        self.assertIn("It has changed since this page was shown", self.text())
        self.keep("rounds-from-before")
        self.open("/console/rounds")
        self.assertEqual(len(self.browser.find_elements(By.CLASS_NAME, "waiting")), waiting - 1)

    def test_a_manager_asks_why_not_and_proposes_by_hand(self):
        self.sign_in()
        self.assert_path("/console/people")
        self.open("/console/people/" + self.demo.person)
        candidates = self.browser.find_elements(By.CLASS_NAME, "list-group-item")
        name = candidates[3].find_element(By.TAG_NAME, "strong").text
        self.follow(candidates[3].find_element(By.LINK_TEXT, "Why not?"))
        self.assert_path("/console/people/" + re.escape(self.demo.person) + "/counterparts/.*")
        self.assertIn(name, self.text())
        self.assertRegex(self.text(), "points at most|paired already|worth a trial|candidates|not")
        self.keep("why-not")
        self.browser.back()
        # Who has no room cannot be proposed.
        free = [
            candidate for candidate in self.browser.find_elements(By.CLASS_NAME, "list-group-item")
            if candidate.find_elements(By.CSS_SELECTOR, "form button")]
        self.assertTrue(free)
        self.assertFalse(any("no room" in candidate.text for candidate in free))
        name = free[0].find_element(By.TAG_NAME, "strong").text
        self.follow(free[0].find_element(By.CSS_SELECTOR, "form button"), Keys.ENTER)
        self.assert_path(r"/console/pairings/[0-9a-f-]+")
        self.assertIn(name, self.text())
        self.assertIn("proposed", self.text())
        self.assertEqual(self.complaints(), [])

    def test_a_salesperson_rates_a_counterpart_and_nobody_else_can(self):
        key = self.demo.run("keys", "create", "halden-merivale", "--role", "salesperson", "--person", self.demo.person).strip()
        counterpart = self.demo.counterpart
        self.sign_in(key)
        self.assert_path("/console/people")
        self.open("/console/sheets/" + counterpart)
        self.assertEqual(len(self.browser.find_elements(By.TAG_NAME, "fieldset")), 8)
        for field in ["factor0-7", "success-6", "continue-yes"]:
            self.browser.find_element(By.ID, field).send_keys(Keys.SPACE)
        self.keep("sheet")
        self.follow(self.browser.find_element(By.CSS_SELECTOR, "main button"), Keys.ENTER)
        self.assert_path("/console/sheets/" + re.escape(counterpart) + r"\?recorded=1")
        self.assertIn("Your answers are recorded", self.text())
        self.keep("sheet-recorded")
        self.assertTrue(self.browser.find_element(By.ID, "factor0-7").is_selected())
        self.assertFalse(self.browser.find_element(By.ID, "factor1-7").is_selected())
        # No trial asks for a pulse of the two, and nobody rates a colleague.
        self.open("/console/pulses/" + counterpart)
        self.browser.find_element(By.ID, "meetings").send_keys("2")
        self.keep("pulse")
        self.follow(self.browser.find_element(By.CSS_SELECTOR, "main button"), Keys.ENTER)
        self.assertTrue(self.browser.find_elements(By.CLASS_NAME, "alert-warning"))
        self.open("/console/sheets/" + self.demo.person)
        self.assertIn("no salesperson", self.text())
        self.browser.delete_all_cookies()
        self.sign_in()
        self.assert_path("/console/people")
        self.open("/console/sheets/" + counterpart)
        self.assertIn("manager", self.text())

    def company_key(self, row, role):
        """A key for the company in a row of the exported companies.csv, from 0."""
        folder = f"{self.demo.folder}/export-{role}-{row}"
        self.demo.run("export", "halden-merivale", folder)
        with open(folder + "/companies.csv") as file:
            company = file.readlines()[1 + row].split(",")[0]
        return self.demo.run("keys", "create", "halden-merivale", "--role", role, "--company", company).strip()

    def test_both_sides_agree_who_leads_at_a_customer(self):
        self.sign_in(self.company_key(0, "company-admin"))
        self.follow(self.browser.find_element(By.LINK_TEXT, "Customers"))
        self.assert_path("/console/customers")
        row = next(
            row for row in self.browser.find_elements(By.CLASS_NAME, "customer") if row.find_elements(By.TAG_NAME, "summary"))
        name = row.find_element(By.TAG_NAME, "strong").text
        row.find_element(By.TAG_NAME, "summary").click()
        row.find_element(By.XPATH, ".//option[. = 'the other side']").click()
        row.find_element(By.NAME, "support").send_keys("Joins every second call.")
        self.keep("customers-proposing")
        self.follow(row.find_element(By.CSS_SELECTOR, "button.btn-primary"))
        row = self.customer(name)
        self.assertIn("Proposed: the other side leads.", row.text)
        self.assertFalse(row.find_elements(By.CSS_SELECTOR, "button[value=sign]"))
        self.browser.delete_all_cookies()
        self.sign_in(self.company_key(1, "company-admin"))
        self.open("/console/due")
        self.assertIn("Sign the control agreement", self.text())
        self.open("/console/customers")
        self.assertIn("waits for you", self.customer(name).text)
        self.assertNotRegex(self.text(), r"Covered by \w+\.\w+")
        self.keep("customers")
        self.follow(self.customer(name).find_element(By.CSS_SELECTOR, "button[value=sign]"))
        self.assertIn("Agreed: your side leads.", self.customer(name).text)
        self.follow(self.customer(name).find_element(By.CSS_SELECTOR, "button[value=withdraw]"))
        self.assertIn("Nothing is agreed.", self.customer(name).text)
        self.assertEqual(self.complaints(), [])

    def customer(self, name):
        return next(
            row for row in self.browser.find_elements(By.CLASS_NAME, "customer")
            if row.find_element(By.TAG_NAME, "strong").text == name)

    def test_two_companies_say_what_they_think_and_read_what_to_agree_on(self):
        for row, answer in [(1, 6), (0, 2)]:
            self.browser.delete_all_cookies()
            self.sign_in(self.company_key(row, "company-admin"))
            self.follow(self.browser.find_element(By.LINK_TEXT, "Companies"))
            self.assert_path("/console/companies")
            report = self.browser.find_element(By.CLASS_NAME, "report")
            report.find_element(By.TAG_NAME, "summary").click()
            report.find_element(By.CSS_SELECTOR, f"select[name=information] option:nth-child({answer + 1})").click()
            report.find_element(By.NAME, "approvals").send_keys(str(answer))
            self.keep("companies-answering")
            self.follow(report.find_element(By.CSS_SELECTOR, "button.btn-primary"))
        self.keep("companies")
        report = self.browser.find_element(By.CLASS_NAME, "report")
        self.assertIn("not convinced of the handling of sensitive information", report.text)
        self.assertIn("To agree on:", report.text)
        report.find_element(By.TAG_NAME, "summary").click()
        self.assertEqual(report.find_element(By.NAME, "information").get_attribute("value"), "2")
        self.assertEqual(report.find_element(By.NAME, "approvals").get_attribute("value"), "2")
        self.assertEqual(self.complaints(), [])

    def test_a_salesperson_says_with_whom_and_takes_it_back(self):
        key = self.demo.run("keys", "create", "halden-merivale", "--role", "salesperson", "--person", self.demo.person).strip()
        self.sign_in(key)
        self.open("/console/account")
        self.assertTrue(self.browser.find_elements(By.LINK_TEXT, "All that is stored about you"))
        self.keep("account-salesperson")
        self.follow(self.browser.find_element(By.LINK_TEXT, "With whom you would like to work"))
        self.assert_path("/console/wishes")
        choice = self.browser.find_element(By.CSS_SELECTOR, f'option[value="{self.demo.counterpart}"]')
        name = choice.text
        choice.click()
        self.follow(self.browser.find_element(By.CSS_SELECTOR, "button[value=with]"))
        self.assertIn(f"You would like to work with {name}.", self.text())
        self.keep("wishes")
        self.follow(self.browser.find_element(By.CSS_SELECTOR, "button[value=none]"))
        self.assertNotIn(f"You would like to work with {name}.", self.text())
        self.assertEqual(self.complaints(), [])

    def test_a_manager_reads_whether_the_model_is_any_good(self):
        self.sign_in()
        self.open("/console/rounds")
        self.follow(self.browser.find_element(By.LINK_TEXT, "Is the model any good here?"))
        self.assert_path("/console/scorecard")
        self.assertTrue(self.browser.find_elements(By.CSS_SELECTOR, "#calibration tbody tr"))
        self.keep("scorecard")
        self.assertEqual(self.complaints(), [])

    def test_a_page_that_is_not_there_is_a_page(self):
        self.sign_in()
        self.assert_path("/console/people")
        self.open("/console/nothing/here")
        self.assertIn("no page", self.text())
        self.follow(self.browser.find_element(By.LINK_TEXT, "Back to your people"))
        self.assert_path("/console/people")

    def test_every_page_fits_a_phone(self):
        self.sign_in()
        self.assert_path("/console/people")
        narrow = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", narrow)
        self.addCleanup(self.browser.execute_cdp_cmd, "Emulation.clearDeviceMetricsOverride", {})
        for path in ["people", "people/" + self.demo.person, "rounds", "pairings", "pairings?past=1", "due", "account", "customers", "companies", "scorecard", "nothing"]:
            self.open("/console/" + path)
            self.keep("phone-" + re.sub("[^a-z]", "-", path))
            width = self.browser.execute_script("return document.documentElement.scrollWidth")
            self.assertLessEqual(width, 390, path)

    def test_signing_out_ends_the_session(self):
        self.sign_in()
        self.assert_path("/console/people")
        cookie = self.browser.get_cookie("rapport_session")
        self.assertTrue(cookie["httpOnly"])
        self.assertEqual(cookie["sameSite"], "Strict")
        self.follow(self.browser.find_element(By.CSS_SELECTOR, "nav button"))
        self.assert_path("/console/sign-in")
        self.open("/console/people")
        self.assert_path("/console/sign-in")


if __name__ == "__main__":
    unittest.main(verbosity=2)
