"""The contributor pages say what is so: made from the code where they can be, and compared with it where not."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from support import EDITION, ROOT, Folder

from bank import checks
from bank.checks import length, sameness
from bank.cli import main
from bank.load import check_record, load
from bank.model import Code, Distinct, FollowUp, Practice, Question, Reference, Trap
from macros import guide
from macros.pages import Pages

GUIDE = ROOT / "docs/contribute"
PAGES = sorted(GUIDE.glob("*.md"))
GROUPS = {
    "": Question, "trap.": Trap, "code.": Code, "in_production.": Practice, "follow_ups.": FollowUp, "references.": Reference,
    "distinct_from.": Distinct,
}  # fmt: skip


def test_the_page_of_rules_has_every_rule_with_its_reason_and_examples() -> None:
    page = guide.rules()
    for code, rule in checks.rules().items():
        mark = " (warning)" if rule.severity == "warning" else ""
        assert f"\n- **{code} {rule.name}**{{: #{code.lower()} }}{mark}\n" in page
    families = len(checks.FAMILIES)
    assert (page.count("\n## "), page.count("Wrong:\n\n````yaml\n"), page.count("Right:\n\n````yaml\n")) == (
        families,
    ) * 3
    assert "Said by `bank run-code`, not by every" in page
    assert "    help" not in page


def test_an_example_of_a_rule_is_shown_as_it_stands_in_the_docstring() -> None:
    assert "````yaml\n```mermaid\n%% alt: Data flows from A to B.\nflowchart TD\n  A --> B\n```\n````" in guide.rules()


def test_the_table_of_fields_has_every_field_of_the_model() -> None:
    rows = dict(re.findall(r"^\| `([a-z_.]+)` \| (yes|no) \|", guide.record_format(), re.MULTILINE))
    wanted = {
        f"{prefix}{name}": "yes" if field.is_required() else "no"
        for prefix, model in GROUPS.items()
        for name, field in model.model_fields.items()
    }
    assert rows == wanted


@pytest.mark.parametrize(
    "row",
    [
        "| `level` | yes | `beginner`, `intermediate`, `senior` | Level at which it is asked. |",
        "| `minutes` | yes | a whole number, 1 to 60 | How long a good spoken answer takes. |",
        "| `roles` | yes | a list of 1 to 3, each an id | Ids of roles.yml for which the question is central. |",
        "| `added` | yes | a day, as in `2026-11-20` | Day the record was added. |",
        "| `trap` | yes | a group of fields | The trap to avoid. |",
        "| `trap.tempting` | yes | text, at most 160 characters | What a weaker candidate says, in their words. |",
        "| `code.runs` | no | `true` or `false` | False only for what cannot run on a laptop, with why_not_run. |",
        "| `follow_ups` | yes | a list of 2 or more, each a group of fields | What the interviewer asks next. |",
        "| `references.url` | yes | an address that begins with `https://` | Its address. |",
    ],
)
def test_the_table_of_fields_says_what_each_may_hold(row: str) -> None:
    assert f"\n{row}\n" in guide.record_format()


def test_the_button_opens_a_new_file_that_is_valid_but_for_its_parts_to_write(folder: Folder) -> None:
    page = guide.record_template(folder.bank(), "https://github.com/example/repo", EDITION)
    address = re.search(r"\((https://\S+)\)", page)
    assert address is not None
    assert len(address[1]) < 8000  # what servers take
    url = urlsplit(address[1])
    query = parse_qs(url.query, keep_blank_values=True)
    assert (url.path, query["filename"]) == ("/example/repo/new/main", ["data/questions/TOPIC/YOUR-ID.yml"])
    (text,) = query["value"]
    assert f"````yaml\n{text.rstrip()}\n````" in page
    assert check_record(Path("x.yml"), text) == []
    folder.write("questions/serving/mine.yml", text)
    assert {fault.split()[1] for fault in folder.faults() if fault.startswith("mine")} == {"Q215"}


def test_without_a_repository_there_is_no_button(folder: Folder) -> None:
    assert guide.record_template(folder.bank(), "", EDITION).startswith("````yaml\n# yaml-language-server")


def test_each_question_s_link_opens_its_own_file() -> None:
    bank, _ = load(ROOT / "data")
    pages = Pages(bank, ROOT, "https://example.org/repo/", "")
    start = "https://example.org/repo/edit/main/"
    for record in bank.records.values():
        url = pages.edit_url(record)
        assert url.startswith(start)
        assert (ROOT / url.removeprefix(start)).samefile(record.source.path)


def test_the_tree_shows_what_is_there() -> None:
    tree = re.search(r"```text\n(.*?)```", (GUIDE / "architecture.md").read_text(encoding="utf-8"), re.DOTALL)
    assert tree is not None
    found, folder = [], ""
    for line in tree[1].splitlines():
        name = line.split()[0]
        folder = folder if line.startswith(" ") else name if name.endswith("/") else ""
        found.append(f"{folder}{name}" if line.startswith(" ") else name)
    assert len(found) > 15
    assert [name for name in found if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_commands_and_targets_that_a_page_names_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for words in re.findall(r"(?:`|\$ \.venv/bin/)bank ([a-z][^`\n]*)", text):
        name, *rest = words.split()
        options = {option for param in main.commands[name].params for option in param.opts}
        assert [word for word in rest if word.startswith("--") and word not in options] == []
    targets = [name.replace(".venv", "$(VENV)") for name in re.findall(r"(?:`|\$ )make (\S+?)(?=[`\s])", text)]
    assert [target for target in targets if f"\n{target}:" not in makefile] == []


def test_the_writing_guide_names_the_limits_that_are_checked() -> None:
    text = " ".join((GUIDE / "writing.md").read_text(encoding="utf-8").split())
    bank, _ = load(ROOT / "data")
    limits = {length.limits(record.question) for record in bank.records.values()}
    assert limits <= {(60, 350), (60, 600), (120, 350), (120, 600)}
    assert "120 to 350 words, for design and debugging up to 600, for beginners from 60" in text
    assert sameness.WORDS == 7
    assert "seven words in a row" in text
