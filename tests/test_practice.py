"""What the practice tools get: every question whole, in scripts that no text can break."""

import gzip
import json
import re
from typing import Any

import pytest
from support import EDITION, ROOT, Folder

from bank.checked import checked
from bank.load import Bank
from bank.practice import PATH, scripts


def made(bank: Bank) -> tuple[dict[str, Any], dict[str, dict[str, Any]], dict[str, str]]:
    """The data that all tools need, the details by topic, and the scripts as they are."""
    files = dict(scripts(bank, EDITION))
    topics = {}
    for path, text in files.items():
        if path != PATH:
            topic = path.removeprefix("assets/practice/").removesuffix(".js")
            head = f'handbook.bank.loadTopic("{topic}", '
            assert text.startswith(head)
            topics[topic] = json.loads(text.removeprefix(head).removesuffix(");\n"))
    return json.loads(files[PATH].removeprefix("handbook.bank.load(").removesuffix(");\n")), topics, files


@pytest.fixture(scope="module")
def real() -> Bank:
    return checked(ROOT / "data")[0]


def test_every_question_is_there_in_order_with_its_details_in_its_topic(real: Bank) -> None:
    data, topics, _ = made(real)
    assert [(question["id"], question["topic"]) for question in data["questions"]] == [
        (record.id, record.topic) for record in real.records.values()
    ]
    assert {topic: list(parts) for topic, parts in topics.items()} == {
        topic: [record.id for record in real.of_topic(topic)] for topic in real.topics
    }


def test_whatever_a_question_names_has_a_title(real: Bank) -> None:
    data, topics, _ = made(real)
    ids = {question["id"] for question in data["questions"]}
    for question in data["questions"]:
        for field, table in (("topic", "topics"), ("level", "levels"), ("kind", "kinds"), ("priority", "priorities")):
            assert question[field] in data[table]
        for field in ("roles", "companies", "terms"):
            assert set(question[field]) <= data[field].keys()
        named = {*question["related"], *question["near"], *(f["see"] for f in question["follow"] if "see" in f)}
        assert named <= ids - {question["id"]}
        answers = topics[question["topic"]][question["id"]]["follow"]
        assert [bool(answer) for answer in answers] == ["see" not in follow for follow in question["follow"]]


def test_no_text_can_end_the_script_or_a_line_of_it(folder: Folder) -> None:
    text = "It ends </script><!-- here \u2028 and \u2029 there."
    folder.record(question=f"question: {json.dumps(text)}", answer=f"answer: {json.dumps(text)}", minutes="minutes: 3")
    data, topics, files = made(checked(folder.root)[0])
    assert [path for path, script in files.items() if set("<\u2028\u2029") & set(script)] == []
    assert [path for path, script in files.items() if script.count("\n") != 1] == []
    shown = "It ends &lt;/script&gt;&lt;!-- here \u2028 and \u2029 there."
    assert data["questions"][0]["question"] == shown
    assert topics["release"]["canary"]["answer"] == f"<p>{shown}</p>"


def test_what_is_put_on_a_page_has_no_style_and_no_script(real: Bank) -> None:
    _, _, files = made(real)
    shown = "".join(files.values()).replace("\\u003c", "<")
    assert re.findall(r"<[a-z]+\b[^<>]*\s(?:style|on[a-z]+)=|<script|<style|javascript:", shown) == []


def test_a_former_id_leads_to_its_record_and_a_moved_record_keeps_its_own(folder: Folder) -> None:
    folder.write(
        "redirects.yml",
        "- {from: release/old-canary, to: canary, why: renamed}\n- {from: serving/canary, to: canary, why: moved}\n",
    )
    data, _, _ = made(folder.bank())
    assert data["redirects"] == {"old-canary": "canary"}


def test_a_bank_of_two_hundred_loads_in_one_breath(real: Bank) -> None:
    _, topics, files = made(real)
    size = len(gzip.compress(files[PATH].encode())) / len(real.records)
    largest = max(len(gzip.compress(text.encode())) for path, text in files.items() if path != PATH)
    print(f"{PATH}: {len(files[PATH]) / len(real.records):.0f} bytes a question, {size:.0f} compressed")
    print(f"largest topic: {largest} bytes compressed for {max(len(parts) for parts in topics.values())} questions")
    assert size < 900
