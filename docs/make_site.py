"""The documents as a site: README, CONTRIBUTING, SECURITY, CHANGELOG and docs/, a map of the names, a gallery of findings.

In come the Markdown files of the clone, the names that the package lists with the first line of each docstring, and, where one lies
there, the figures of a report. Out goes a folder of pages that ask for nothing, in the style of a report's pages.

    python docs/make_site.py [--to FOLDER] [--report FOLDER]        what `make site` runs
"""

import argparse
import inspect
import json
import re
import shutil
import sys
from html import escape
from pathlib import Path

import mistune

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import analysis as px  # noqa: E402 - the package beside this file, and no other that is installed

STYLE = ROOT / "analysis" / "report" / "publish" / "template" / "page.css"
FIRST = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
ROOMS = {"px": px, "px.measure": px.measure, "px.chart": px.chart, "px.text": px.text}
POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
FRAME = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} – Parallax</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header class="site"><a class="name" href="index.html">Parallax</a><nav aria-label="Pages"><ol>{way}</ol></nav></header>
<main id="content" class="prose">
{body}</main>
</body>
</html>
"""


class Prose(mistune.HTMLRenderer):
    """Markdown of a document: headings with anchors, links between documents as links between pages, HTML in it as text."""

    def __init__(self, document: Path, pages: dict[Path, str], files: dict[str, Path]):
        super().__init__(escape=True)
        self.folder, self.pages, self.files, self.ids = document.parent, pages, files, []

    def heading(self, text: str, level: int, **attrs: object) -> str:
        plain = re.sub(r"<[^>]+>", "", text).lower()
        name = re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", plain))  # as GitHub names it, so that links hold there and here
        self.ids.append(name)
        number = self.ids.count(name) - 1
        return f'<h{level} id="{name}{f"-{number}" if number else ""}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, self._led(url), title)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return super().image(text, self._led(url), title)

    def block_code(self, code: str, info: str | None = None) -> str:
        return f'<pre tabindex="0"><code>{escape(code)}</code></pre>\n'

    def _led(self, url: str) -> str:
        """Where a link leads on the site; a file that is no document is carried along."""
        if re.match(r"[a-z]+:|#", url):
            return url
        place, mark, anchor = url.partition("#")
        path = (self.folder / place).resolve()
        if path not in self.pages:
            self.files[path.name] = path
        return self.pages.get(path, path.name) + mark + anchor


def documents() -> dict[Path, str]:
    """The documents in the order in which the site lists them, each with the name of its page."""
    found = [ROOT / name for name in FIRST] + sorted((ROOT / "docs").glob("*.md"))
    return {path: "index.html" if path.name == "README.md" else f"{path.stem.lower()}.html" for path in found}


def api() -> str:
    """The names of each room with their settings and the first line of what they say of themselves."""
    parts = ["<h1>The names</h1>\n<p>What a notebook calls, by room; <code>help(px.keywords)</code> tells the rest.</p>\n"]
    for room, package in ROOMS.items():
        parts.append(f'<h2 id="{room}">{room}</h2>\n<dl>\n')
        for name in sorted(name for names in package.NAMES.values() for name in names):
            made = getattr(package, name)
            first = (inspect.getdoc(made) or "").partition("\n")[0]
            settings = ", ".join(inspect.signature(made).parameters) if callable(made) else ""
            parts.append(
                f'<dt id="{room}.{name}"><code>{room}.{name}({escape(settings)})</code></dt><dd>{escape(first)}</dd>\n'
            )
        parts.append("</dl>\n")
    return "".join(parts)


def gallery(report: Path, files: dict[str, Path]) -> str:
    """The figures of a report, each below the question it answers and the sentence that it bears out."""
    told = json.loads((report / "findings.json").read_text(encoding="utf-8"))
    parts = [f"<h1>Findings</h1>\n<p>From a report: {escape(told['title'])}.</p>\n"]
    for finding in told["findings"]:
        for figure in finding["figures"][:1]:
            drawn = report / figure["links"]["svg"]
            name = f"{finding['notebook']}-{drawn.name}"
            files[name] = drawn
            call = (finding["made_by"] or {}).get("call", "")
            parts.append(
                f'<h2 id="{finding["anchor"]}">{escape(finding["question"])}</h2>\n<p>{escape(finding["sentences"][0])}</p>\n'
                f'<figure class="px-figure"><img src="{name}" alt="{escape(figure["alt"])}" loading="lazy">'
                f"<figcaption>{escape(figure['caption'])} <code>{escape(call)}</code></figcaption></figure>\n"
            )
    return "".join(parts)


def write(folder: Path, report: Path) -> list[Path]:
    """Write the site into a folder, which is made anew, and return its pages; a folder that holds anything else is left alone."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "api.html").is_file():
        sys.exit(f"{folder}: this holds something else than a site. Name another folder by --to")
    pages, files = documents(), {}
    bodies = {}
    for path, name in pages.items():
        read = mistune.create_markdown(renderer=Prose(path, pages, files), plugins=["table", "strikethrough"])
        bodies[name] = read(path.read_text(encoding="utf-8"))
    bodies["api.html"] = api()
    if (report / "findings.json").is_file():
        bodies["gallery.html"] = gallery(report, files)
    titles = {name: re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", body)[1]) for name, body in bodies.items()}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, body in bodies.items():
        here = ' aria-current="page"'
        way = "".join(f'<li><a href="{to}"{here if to == name else ""}>{title}</a></li>' for to, title in titles.items())
        text = FRAME.format(policy=POLICY, title=titles[name], style=STYLE.read_text(encoding="utf-8"), way=way, body=body)
        (folder / name).write_text(text, encoding="utf-8")
    for name, path in files.items():
        shutil.copyfile(path, folder / name)
    return [folder / name for name in bodies]


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "site", help="folder of the site, made anew")
    parser.add_argument("--report", type=Path, default=ROOT / "reports" / "current", help="report whose figures are shown")
    options = parser.parse_args()
    print(write(options.to, options.report)[0])


if __name__ == "__main__":
    main()
