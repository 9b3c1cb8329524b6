"""Every old address leads, in one step, to a record that exists."""

import pytest
from support import Folder


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("- {from: release/old, to: canay, why: w}", "1:27 Q220 redirect-target: 'release/old' leads to 'canay', which no record has"),
        (
            "- {from: release/old, to: older, why: w}\n- {from: release/older, to: canary, why: w}",
            "1:27 Q220 redirect-target: 'release/old' leads to 'older', which is itself redirected",
        ),
        (
            "- {from: serving/canary, to: other, why: w}",
            "1:30 Q220 redirect-target: 'serving/canary' leads to 'other', but 'canary' has only moved to topic 'release'",
        ),
        (
            "- {from: release/canary, to: other, why: w}",
            "1:10 Q221 redirect-of-live-record: 'release/canary' is redirected, but the record is still there",
        ),
        (
            "- {from: release/old, to: canary, why: w}\n- {from: release/old, to: other, why: w}",
            "2:10 Q222 repeated-redirect: 'release/old' is redirected a second time",
        ),
        ("- {from: old, to: canary, why: w}", "1:10 Q203 wrong-value: from: 'old' is not an id"),
    ],
)  # fmt: skip
def test_a_wrong_redirect_is_named_with_its_place(folder: Folder, lines: str, fault: str) -> None:
    folder.record("other")
    folder.write("redirects.yml", lines + "\n")
    assert folder.faults() == [f"redirects.yml:{fault}"]


def test_renamed_and_moved_records_pass(folder: Folder) -> None:
    folder.write(
        "redirects.yml",
        "- {from: release/old, to: canary, why: renamed}\n- {from: serving/canary, to: canary, why: moved}\n",
    )
    assert folder.faults() == []
