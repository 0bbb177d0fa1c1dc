#!/usr/bin/env python3
"""The pages of charts in a real browser: make check-pages.

Chromium reads the pages of `comity report` and `comity replay` at several
widths, on paper, by keyboard, and as a screen reader is told of them. With
COMITY_PICTURES=FOLDER what it shows is left there to be looked at.
"""
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.tool.test_page import line  # noqa: E402
from tests.tools.browser import Browser  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMITY = ROOT / "build" / os.environ.get("CONFIG", "release") / "comity"
PICTURES = os.environ.get("COMITY_PICTURES")

HOSTILE = "<script>document.title='broken'</script><img src=//x.example/i>"

browser = None
folder = None
made = {}


def comity(*words):
    subprocess.run([str(COMITY), *map(str, words)], check=True,
                   env={**os.environ, "TZ": "Europe/London"})


def quarter():
    """An invented quarter of a council's mail, the same at each run."""
    chance = random.Random(7)
    kinds = [("response-due", "asks-a-question", ["3.1(d)"], "member-to"),
             ("copy-notice", "hidden-copy", ["4.4"], "officer-to"),
             ("political-wording", "partisan-words", ["3.1(a)", "3.1(e)"],
              "officer-to"),
             ("direct-instruction", "order-work", ["2.2"], "member-to"),
             ("confidential-unmarked", "exempt-matter-unmarked", ["3.1(j)"],
              "officer-to")]
    for day in range(92):
        if day % 7 in (3, 4):  # 1 July 2026 is a Wednesday
            continue
        month, date = divmod(day, 31) if day < 62 else (2, day - 62)
        for _ in range(chance.randrange(4, 17)):
            raised = chance.choices(kinds, [9, 2, 1, 1, 1])[0] \
                if chance.random() < .2 else None
            to = raised[3] if raised else chance.choice(
                ["member-to", "officer-to"])
            yield line(
                time=f"2026-{7 + month:02}-{date + 1:02}T"
                     f"{chance.randrange(7, 19):02}:30:00Z",
                council="thornbeck", protocol="broxtowe-borough",
                directions=[to + ("-officer" if to[0] == "m" else "-member")],
                flags=[raised[0]] if raised else [],
                rules=[raised[1]] if raised else [],
                clauses=raised[2] if raised else [],
                unread=["encrypted"] if chance.random() < .01 else [])


def setUpModule():
    global browser, folder
    folder = pathlib.Path(tempfile.mkdtemp(prefix="comity-pages."))
    log = folder / "audit.log"
    log.write_text("\n".join(quarter()) + "\n")
    made["report"] = folder / "report.html"
    comity("report", "--from", "2026-07-01", "--until", "2026-09-30",
           "--html", made["report"], log)
    made["replay"] = folder / "replay.html"
    comity("replay", "--roster", ROOT / "tests/corpus/rosters", "--html",
           made["replay"], ROOT / "tests/corpus/messages")
    log.write_text("\n".join(
        line(time=f"{year}-03-0{day}T10:00:00Z", flags=[HOSTILE * 3],
             rules=[HOSTILE], clauses=[HOSTILE], directions=[HOSTILE],
             council=HOSTILE, author=HOSTILE + "x" * 200)
        for year in range(2024, 2027) for day in range(1, 9)) + "\n")
    made["hostile"] = folder / "hostile.html"
    comity("report", "--names", "--html", made["hostile"], log)
    log.write_text(line(flags=["copy-notice"]) + "\n")
    made["short"] = folder / "short.html"
    comity("report", "--html", made["short"], log)
    log.write_text("")
    made["empty"] = folder / "empty.html"
    comity("report", "--html", made["empty"], log)
    browser = Browser()


def tearDownModule():
    if browser:
        browser.close()
    shutil.rmtree(folder)


def keep(name, write):
    path = folder / name
    write(path)
    if PICTURES:
        shutil.copy(path, PICTURES)
    return path


class Screen(unittest.TestCase):
    def test_nothing_is_loaded_and_nothing_complains(self):
        for name, page in made.items():
            browser.visit(page)
            self.assertEqual(browser.requests, [page.as_uri()])
            self.assertEqual(browser.complaints, [])
            self.assertEqual(browser.ask("document.title"),
                             "Mail between members and officers", name)
            self.assertEqual(browser.ask(
                "document.querySelectorAll('script,img,b').length"), 0)

    def test_widths(self):
        """No page scrolls sideways; what is cut off is in a scroll box."""
        for name, page in made.items():
            for width in (320, 360, 600, 768, 1100, 1920):
                browser.size(width)
                browser.visit(page)
                self.assertLessEqual(browser.ask(
                    "document.documentElement.scrollWidth"), width,
                    f"{name} at {width}")
                if width in (360, 1100):
                    keep(f"{name}-{width}.png", browser.picture)

    def test_names_keep_their_words(self):
        """A column of names is not squeezed to a letter a line."""
        for width in (320, 360, 600, 1100):
            browser.size(width)
            browser.visit(made["report"])
            lines = browser.ask("""
                [...document.querySelectorAll('tbody th')].map(t => {
                  const name = document.createRange();
                  name.selectNode(t.firstChild);
                  return [t.firstChild.data, name.getClientRects().length];
                })""")
            for name, count in lines:
                self.assertLessEqual(count, 2, f"{name} at {width}")

    def test_charts_are_drawn(self):
        browser.size(1100)
        browser.visit(made["report"])
        tall = browser.ask("""
            [...document.querySelectorAll('svg.columns .part')].map(
                r => r.getBoundingClientRect().height)""")
        self.assertEqual(len(tall), 14)  # weeks
        rows = browser.ask("""
            [...document.querySelectorAll('table.periods tbody tr')].map(
                r => +r.cells[2].textContent)""")
        for height, number in zip(tall, rows):
            self.assertAlmostEqual(height / tall[0], number / rows[0], 2)
        bars = browser.ask("""
            [...document.querySelectorAll('#flags tbody tr')].map(r => [
                +r.cells[1].textContent,
                r.cells[2].querySelector('rect').getBoundingClientRect()
                    .width])""")
        for number, width in bars:
            self.assertAlmostEqual(width / bars[0][1], number / bars[0][0], 2)

    def test_a_single_week_is_no_wall(self):
        browser.size(1100)
        browser.visit(made["short"])
        self.assertLess(browser.ask("""
            document.querySelector('svg.columns .part')
            .getBoundingClientRect().width"""), 150)

    def test_contrast(self):
        """Of every text that is seen, as WCAG 2.1 AA asks."""
        worst = """
        (() => {
          const parts = c => c.match(/[\\d.]+/g).map(Number);
          const light = c => {
            const [r, g, b] = parts(c).map(v => v / 255).map(
              v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b; };
          let low = 99;
          const walk = document.createTreeWalker(document.body, 4);
          while (walk.nextNode()) {
            const text = walk.currentNode, at = text.parentElement;
            if (!text.data.trim()) continue;
            const style = getComputedStyle(at);
            const ink = at.closest('svg') ? style.fill : style.color;
            low = Math.min(low, 1.05 / (light(ink) + .05));
          }
          return low; })()"""
        for page in made.values():
            browser.visit(page)
            self.assertGreaterEqual(browser.ask(worst), 4.5)
        self.assertEqual(browser.ask(
            "getComputedStyle(document.body).backgroundColor"),
            "rgb(255, 255, 255)")

    def test_text_does_not_collide(self):
        """The labels below the columns keep clear of each other."""
        for name in ("report", "replay", "hostile"):
            for width in (320, 360, 1100):
                browser.size(width)
                browser.visit(made[name])
                boxes = browser.ask("""
                    [...document.querySelectorAll('svg.columns .label')]
                    .slice(1).map(t => t.getBoundingClientRect())
                    .map(r => [r.left, r.right])""")
                for (_, right), (left, _) in zip(boxes, boxes[1:]):
                    self.assertLess(right + 2, left, f"{name} at {width}")


class Reading(unittest.TestCase):
    def test_screen_reader(self):
        for width in (360, 1100):
            browser.size(width)
            browser.visit(made["report"])
            with self.subTest(width=width):
                self.check_tree(browser.tree())

    def check_tree(self, tree):
        roles = [role for role, _ in tree]
        for role in ("banner", "navigation", "main", "contentinfo", "heading",
                     "table", "columnheader", "rowheader", "region"):
            self.assertIn(role, roles)
        # One picture with words; bars in cells are not read.
        pictures = [name for role, name in tree
                    if role in ("image", "img", "graphics-document")]
        self.assertEqual(len(pictures), 1, pictures)
        self.assertIn("Columns by week", pictures[0])
        self.assertIn("table", pictures[0])
        # Each section and each table says what it is.
        for role, name in tree:
            if role in ("region", "table", "navigation", "heading",
                        "rowheader"):
                self.assertTrue(name.strip(), role)
        self.assertIn(("columnheader", "With a flag"), tree)
        self.assertIn(("table", "By clause of the protocol"), tree)

    def test_keyboard(self):
        browser.size(1100)
        browser.visit(made["report"])
        browser.press("Tab", "Tab", 9)
        focused = "document.activeElement.textContent"
        self.assertEqual(browser.ask(focused), "Skip to the figures")
        shown = browser.ask(
            "document.activeElement.getBoundingClientRect().left")
        self.assertGreaterEqual(shown, 0)
        browser.press("Enter", "Enter", 13)
        seen = []
        browser.visit(made["report"])
        for _ in range(40):
            browser.press("Tab", "Tab", 9)
            at = browser.ask(
                "document.activeElement.getAttribute('href') || "
                "document.activeElement.getAttribute('aria-label') || ''")
            if not at or at in seen:
                break
            seen.append(at)
            self.assertEqual(browser.ask(
                "getComputedStyle(document.activeElement).outlineStyle"),
                "solid", at)
        self.assertEqual(seen[0], "#main")
        self.assertIn("#silent", seen)
        self.assertEqual(seen[-1], "Flags over time")


class Paper(unittest.TestCase):
    def print(self, name):
        pdf = keep(f"{name}.pdf", browser.paper)
        text = subprocess.run(
            ["pdftotext", "-layout", pdf, "-"], capture_output=True,
            text=True, check=True).stdout
        if PICTURES:
            subprocess.run(["pdftoppm", "-r", "70", "-png", pdf,
                            pathlib.Path(PICTURES) / f"{name}-paper"],
                           check=True)
        return text.split("\f")[:-1]

    def test_report(self):
        browser.visit(made["report"])
        sheets = self.print("report")
        self.assertLessEqual(len(sheets), 8)
        text = "\n".join(sheets)
        for words in ("In short", "Over time", "By flag", "copy-notice",
                      "By clause of the protocol", "By direction", "By rule",
                      "Rules that never spoke", "How to read this"):
            self.assertIn(words, text)
        self.assertNotIn("Skip to", text)
        # The contents are of no use on paper.
        self.assertEqual(text.count("Figures over time"), 1)
        size = subprocess.run(
            ["pdfinfo", folder / "report.pdf"], capture_output=True,
            text=True, check=True).stdout
        self.assertRegex(size, r"Page size: +59[45].*A4")

    def test_nothing_runs_off_the_sheet(self):
        for name in made:
            browser.visit(made[name])
            self.print(name)
            boxes = subprocess.run(
                ["pdftotext", "-bbox", folder / f"{name}.pdf", "-"],
                capture_output=True, text=True, check=True).stdout
            right = [float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes)]
            self.assertLessEqual(max(right), 595 - 15, name)

    def test_tables_name_their_columns_on_each_sheet(self):
        browser.visit(made["replay"])
        sheets = self.print("replay")
        for number, sheet in enumerate(sheets):
            rows = re.findall(r"^ *\S.* +\d+ *$", sheet, re.M)
            if rows and "Read from" not in sheet:
                self.assertRegex(sheet, "Messages|Flag|Week", number)


if __name__ == "__main__":
    unittest.main()
