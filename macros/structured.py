"""What a topic's page is, in the words of schema.org, for search engines: a collection of questions with short answers."""

import json
from typing import Any

from bank.edition import LICENSE_URL, TITLE
from bank.html import to_text
from bank.load import Bank, Record

# Inside a script element only these can end it, or break the line in an old parser. JSON reads the escapes as the characters.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def topic_page(bank: Bank, topic: str, site_url: str) -> str:
    """Return the script element that describes a topic's page; addresses are relative when the site has none."""
    entry = bank.topics[topic]
    page = f"{site_url}/topics/{topic}.html" if site_url else f"{topic}.html"
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": entry.title,
        "description": entry.summary,
        "url": page,
        "inLanguage": "en",
        "license": LICENSE_URL,
        "isPartOf": {"@type": "WebSite", "name": TITLE, "url": f"{site_url}/" if site_url else "../index.html"},
        "hasPart": [_question(bank, record, f"{page}#{record.id}") for record in bank.of_topic(topic)],
    }
    text = json.dumps(about, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return f'<script type="application/ld+json">{text}</script>'


def _question(bank: Bank, record: Record, url: str) -> dict[str, Any]:
    question = record.question
    return {
        "@type": "Question",
        "name": to_text(question.question),
        "url": url,
        "dateCreated": question.added.isoformat(),
        "dateModified": question.reviewed.isoformat(),
        "educationalLevel": bank.levels[question.level].title,
        "learningResourceType": "interview question",
        "inLanguage": "en",
        "license": LICENSE_URL,
        "acceptedAnswer": {"@type": "Answer", "text": to_text(question.summary), "url": url},
    }
