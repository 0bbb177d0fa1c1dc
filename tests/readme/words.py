"""What the README says: its sections, and what is set apart in them."""
import pathlib
import re
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def section(title):
    """The part of the README under a heading."""
    return re.search(rf"(?ms)^## {title}[^\n]*\n(.*?)(?=^## |\Z)", README)[1]


def blocks(text):
    """What is set apart by eight spaces, each with the paragraph before it."""
    found, paragraph, block = [], "", ""
    begins = True
    for line in text.splitlines(True) + ["end\n"]:
        if line.startswith(" " * 8) or (block and not line.strip()):
            block += line
        elif line.strip():
            if block:
                found.append((paragraph,
                              textwrap.dedent(block).rstrip("\n") + "\n"))
            paragraph = line if begins or block else paragraph + line
            block = ""
        begins = not line.strip()
    return found


def block_with(text, words):
    fitting = [block for _, block in blocks(text) if words in block]
    if len(fitting) != 1:
        raise AssertionError(f"{len(fitting)} blocks have {words!r}")
    return fitting[0]


def manual_example(page):
    """The first literal text under EXAMPLES."""
    text = (ROOT / "contrib/man" / page).read_text()
    examples = text.split(".Sh EXAMPLES", 1)[1]
    return re.search(r"(?s)\.Bd -literal[^\n]*\n(.*?)\.Ed", examples)[1]
