"""A day that has not come yet was not the day of a review."""

import datetime

from support import Folder


def test_a_future_day_is_named(folder: Folder) -> None:
    future = datetime.date.today() + datetime.timedelta(days=3)  # noqa: DTZ011 - three days ahead anywhere on Earth
    folder.record(reviewed=f"reviewed: {future}")
    assert folder.faults() == [f"canary.yml:9:11 Q230 future-date: reviewed is {future}, which has not come yet"]


def test_today_is_no_future_day(folder: Folder) -> None:
    folder.record(reviewed=f"reviewed: {datetime.datetime.now(datetime.UTC).date()}")
    assert folder.faults() == []


def test_a_review_comes_after_the_record(folder: Folder) -> None:
    folder.record(reviewed="reviewed: 2026-01-04")
    assert folder.faults() == [
        "canary.yml:9:11 Q231 reviewed-before-added: reviewed 2026-01-04, before it was added on 2026-01-05"
    ]
    folder.record(reviewed="reviewed: 2026-01-05")
    assert folder.faults() == []
