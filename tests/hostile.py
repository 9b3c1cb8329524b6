"""Texts that would run, fetch or break something somewhere, and a bank that holds each of them wherever it is allowed."""

import json
import shutil
from pathlib import Path

from support import Folder

RUN = "pwned=1"
"""What every text tries to do. No page may have this name."""

REFUSED = {
    # HTML, SVG, MathML, and what ends the place it stands in.
    f"<script>{RUN}</script>": "Q301",
    f"<img src=x onerror={RUN}>": "Q301",
    f"<svg><script>{RUN}</script></svg>": "Q301",
    f"<svg onload={RUN}>": "Q301",
    f"<math><mtext><style><img src=x onerror={RUN}>": "Q301",
    f"<details open ontoggle={RUN}>": "Q301",
    f'<iframe srcdoc="<script>parent.{RUN}</script>">': "Q301",
    f"</p></div></article><script>{RUN}</script>": "Q301",
    f'"><script>{RUN}</script>': "Q301",
    f"</script><script>{RUN}</script>": "Q301",
    f"<!-- --><script>{RUN}</script> -->": "Q301",
    f"<!--/html--><script>{RUN}</script>": "Q301",
    "<!-- never closed": "Q308",
    f"<![CDATA[<script>{RUN}</script>]]>": "Q301",
    f"]]><script>{RUN}</script>": "Q301",
    '<?xml version="1.0"?><x>': "Q301",
    "</summary></entry></feed><plaintext>": "Q301",
    '<base href="https://evil.example/">': "Q301",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">': "Q301",
    "<link rel=stylesheet href=https://evil.example/x.css>": "Q301",
    # Addresses.
    f"[x](javascript:{RUN})": "Q305",
    f"[x](JaVaScRiPt:{RUN})": "Q305",
    f"[x](&#106;avascript:{RUN})": "Q305",
    f"[x](<javascript:{RUN}>)": "Q305",
    f"<javascript:{RUN}>": "Q305",
    "[x](data:text/html;base64,PHNjcmlwdD5wd25lZD0xPC9zY3JpcHQ+)": "Q305",
    "[x](blob:https://evil.example/1)": "Q305",
    f"[x](vbscript:{RUN})": "Q305",
    "[x](//evil.example/x)": "Q305",
    "[x](file:///etc/passwd)": "Q305",
    f'[x](https://evil.example/" onclick="{RUN})': "Q305",
    f'[x](https://example.org "a" onclick={RUN})': "Q312",
    "[x](https://[evil)": "Q305",
    "![x](https://evil.example/x.png)": "Q304",
    f"![x](data:image/svg+xml,<svg onload={RUN}>)": "Q304",
    # What Markdown extensions would make of a text.
    f"word{{: onclick={RUN} }}": "Q302",
    f"*x*{{: #id .class onclick='{RUN}' }}": "Q302",
    '--8<-- "/etc/passwd"': "Q303",
    f"!!! danger onclick={RUN}": "Q310",
    f'*[HTML]: "><script>{RUN}</script>': "Q301",
    f"[^1]: <script>{RUN}</script>": "Q301",
    # What nobody sees.
    "x\u202eevil\u202c y": "Q107",
    "admin\u2066 x\u2069": "Q107",
    "x\u200by\u200dz": "Q107",
    "x\U000e0041y": "Q107",
    "\uff1cscript\uff1e": "Q703",
}  # fmt: skip
"""Text that stands as prose in an answer, and the rule that must refuse it there."""

ALLOWED = {
    f"' onmouseover='{RUN}": f"' onmouseover='{RUN}",
    "]]> and ]]&gt;": "]]> and ]]>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;": f"<script>{RUN}</script>",
    f"&#60;img src=x onerror={RUN}&#62;": f"<img src=x onerror={RUN}>",
    f"&amp;lt;script&amp;gt;{RUN}": f"&lt;script&gt;{RUN}",
    f"\\u003cscript\\u003e{RUN}": f"\\u003cscript\\u003e{RUN}",
    f"javascript:{RUN}": f"javascript:{RUN}",
    f"\\<script>{RUN}\\</script>": f"<script>{RUN}</script>",
    "{{ config }} {% raw %} {# c #}": "{{ config }} {% raw %} {# c #}",
    "{{ 7 + 7 }} ${7+7} #{7+7}": "{{ 7 + 7 }} ${7+7} #{7+7}",
    '{% include "/etc/passwd" %}': '{% include "/etc/passwd" %}',
    f"${{{RUN}}} and `${{{RUN}}}`": f"${{{RUN}}} and ${{{RUN}}}",
    'Say #read("/etc/passwd") #import "x.typ": a': 'Say #read("/etc/passwd") #import "x.typ": a',
    "$sum_(i=0)^n$ @ref #panic(1)": "$sum_(i=0)^n$ @ref #panic(1)",
    "\\\\input{/etc/passwd} \\\\href{x}{y}": "\\input{/etc/passwd} \\href{x}{y}",
    "[sound:x.mp3] [latex]\\\\input{x}[/latex] {{c1::x}}": "[sound:x.mp3] [latex]\\input{x}[/latex] {{c1::x}}",
    '=HYPERLINK("https://evil.example","x") @SUM(1+1)': '=HYPERLINK("https://evil.example","x") @SUM(1+1)',
    "p\u0430yp\u0430l": "p\u0430yp\u0430l",  # Cyrillic letters that look like Latin ones
}
"""Text that is content like any other, and how a reader sees it as prose."""


def literal(text: str) -> bool:
    """Whether a text may stand in code: all but what nobody sees or what print cannot show."""
    return REFUSED.get(text) not in {"Q107", "Q703"}


LITERAL = [text for text in (*REFUSED, *ALLOWED) if literal(text)]


def _record(number: int, text: str) -> dict[str, object]:
    """Return a record that holds a text in every field that takes it."""
    prose = text if text in ALLOWED else f"`{text}`"
    said = f"Part{number} says {prose} here."
    return {
        "title": text if len(text) <= 50 else f"Subject {number}",
        "question": f"Why is subject{number} {prose} literal?",
        "level": ("beginner", "intermediate", "senior")[number % 3], "kind": "concept",
        "priority": "core", "minutes": 4, "roles": ["mlops-engineer"], "added": "2026-01-05", "reviewed": "2026-01-06",
        "given": said, "summary": said, "really_asking": said,
        "answer": f'{said}\n\n| a | b |\n| --- | --- |\n| `{_cell(text)}` | x |\n\n!!! note "A note"\n\n    {said}\n\n```html\n{text}\n```\n',
        "strong_answer": [f"First{number} {prose}", f"Second{number} {prose}", f"Third{number} {prose}"],
        "trap": {"tempting": prose, "why_it_fails": said, "say_instead": said},
        "mistakes": [said],
        "code": [{"title": text, "language": "html", "code": f"{text}\n"},
                 {"title": "Printed", "language": "python", "code": f"# {text}\nprint(1)\n", "output": f"{text}\n"},
                 {"title": "Not run", "language": "python", "code": f"# {text}\n", "runs": False, "why_not_run": text}],
        "in_production": [{"who": "google", "what": said, "source": "https://example.org/?a=1&b=%3Cscript%3E"}],
        "follow_ups": [{"question": f"And {prose}?", "answer": f"{said}[^1]\n\n[^1]: {said}"}, {"question": text, "answer": said}]
        if text in ALLOWED else [{"question": f"And {prose}?", "answer": said}] * 2,
        "references": [{"title": text, "url": "https://example.org/?a=1&b=%3Cscript%3E#x"}],
        "aliases": [text],
        "distinct_from": [{"id": f"h{other}", "why": text} for other in range(len(LITERAL)) if other != number],
    }  # fmt: skip


def _cell(text: str) -> str:
    return text.replace("|", "/")


def fill(folder: Folder) -> None:
    """Fill a data folder with a record for each text, and texts in its other files."""
    (folder.root / "questions/release/canary.yml").unlink(missing_ok=True)
    for number, text in enumerate(LITERAL):
        # JSON is YAML, and no string of ours needs to know how YAML quotes.
        record = {key: value for key, value in _record(number, text).items() if key not in {"added", "reviewed"}}
        dates = "added: 2026-01-05\nreviewed: 2026-01-06\n"
        lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in record.items())
        folder.write(f"questions/release/h{number}.yml", lines + dates)
    bad = json.dumps(f"<img src=x onerror={RUN}> </script>]]> {{{{ x }}}} #panic(1)")
    folder.write("companies.yml", f"google: {{title: {bad}}}\n")
    names = ", ".join(bad.replace("pwned=1>", f"pwned=1> {word}") for word in ("one", "two"))
    folder.write("glossary.yml", f"canary: {{term: {bad}, definition: {bad}, synonyms: [{names}], see: [h0]}}\n")


def project(root: Path) -> None:
    """Put these texts into a copy of the project, in place of its questions."""
    kept = {name: (root / "data" / name).read_bytes() for name in ("topics.yml", "levels.yml", "roles.yml")}
    shutil.rmtree(root / "data")
    folder = Folder(root / "data")
    fill(folder)
    for name, text in kept.items():
        folder.write(name, text)
