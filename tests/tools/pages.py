"""What a page of charts has to be, read without a browser."""
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

# All that a page consists of: anything else came from outside.
ELEMENTS = set(
    "html head meta title style body a header h1 h2 h3 p nav ul li main "
    "section dl div dt dd figure figcaption span svg rect line text table "
    "caption thead tbody tr th td footer".split())
ATTRIBUTES = set(
    "lang charset http-equiv content name class href id aria-labelledby "
    "aria-label aria-hidden focusable role width height x y x1 x2 y1 y2 "
    "text-anchor scope tabindex data-say".split())
EMPTY = {"meta", "rect", "line"}


class Reader(HTMLParser):
    """A page as a browser would read it, near enough; and as XML."""

    def __init__(self, page):
        super().__init__()
        self.elements = []  # (tag, attributes)
        self.open = []
        self.comments = []
        self.tables = []    # lists of rows of cells
        self.style = ""
        self.page = page
        self.root = ElementTree.fromstring(
            page.replace("<!DOCTYPE html>\n", "", 1))
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if "style" in self.open:
            self.style += data
        if "td" in self.open or "th" in self.open:
            self.tables[-1][-1][-1] += data

    def handle_comment(self, data):
        self.comments.append(data)

    def ids(self):
        return [a["id"] for _, a in self.elements if "id" in a]

    def text(self):
        return " ".join("".join(self.root.itertext()).split())

    def section(self, name):
        """{name of the row: its numbers} of the section with this id."""
        rows = {}
        for section in self.root.iter("section"):
            if section.get("id") != name:
                continue
            for row in section.iter("tr"):
                head = row.find("th[@scope='row']")
                if head is None:
                    continue
                numbers = [int(cell.text.replace(",", ""))
                           for cell in row.findall("td[@class='n']")]
                rows[(head.text or "").strip()] = numbers
        return rows

    def names(self, name):
        """The list items of a section."""
        return [item.text for section in self.root.iter("section")
                if section.get("id") == name for item in section.iter("li")]


def luminance(colour):
    if len(colour) == 4:
        colour = "#" + "".join(c * 2 for c in colour[1:])
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
             for c in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a, b):
    """As WCAG 2 reckons it."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def faults(page):
    """Everything that is wrong with a page, as sentences."""
    reader = Reader(page)
    wrong = []

    def check(good, what):
        if not good:
            wrong.append(what)

    ids = reader.ids()
    check(page.startswith("<!DOCTYPE html>\n"), "no doctype")
    check(not reader.open, f"left open: {reader.open}")
    check(not reader.comments, "a comment")
    check(len(ids) == len(set(ids)), "an id twice")
    check(not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e"
                        r"\u2066-\u2069]", page), "a control character")
    for tag, attributes in reader.elements:
        check(tag in ELEMENTS, f"an element <{tag}>")
        for name, value in attributes.items():
            check(name in ATTRIBUTES, f"an attribute {name} of <{tag}>")
            if name == "href":
                check(value[:1] == "#" and value[1:] in ids,
                      f"a link to {value}")
            if name == "aria-labelledby":
                check(value in ids, f"a label {value}")
        if tag == "th":
            check(attributes.get("scope") in ("row", "col"),
                  "a head without scope")
        if tag == "svg":
            check(attributes.get("aria-hidden") == "true" or
                  (attributes.get("role") == "img" and
                   "aria-labelledby" in attributes), "a chart without words")
    check(not re.search(r"url\(|@import|https?:|//", reader.style),
          "a style that loads something")
    wrong += headings(reader) + tables(reader) + colours(reader)
    check("default-src 'none'" in page, "no content security policy")
    check(reader.elements[0] == ("html", {"lang": "en-GB"}), "no language")
    return wrong


def headings(reader):
    levels = [int(tag[1]) for tag, _ in reader.elements
              if re.fullmatch(r"h[1-6]", tag)]
    wrong = [] if levels.count(1) == 1 else ["not one h1"]
    return wrong + [f"h{b} after h{a}" for a, b in zip(levels, levels[1:])
                    if b > a + 1]


def tables(reader):
    wrong = []
    for table in reader.root.iter("table"):
        widths = {len(list(row)) for row in table.iter("tr")}
        if len(widths) != 1:
            wrong.append(f"a crooked table: {widths}")
        if table.find("caption") is None or not table.find("caption").text:
            wrong.append("a table without a caption")
    return wrong


def colours(reader):
    named = dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})", reader.style))
    least = {"ink": 4.5, "soft": 4.5, "accent": 4.5, "edge": 3}
    return [f"the contrast of {name}" for name, ratio in least.items()
            if contrast(named[name], "#ffffff") < ratio]
