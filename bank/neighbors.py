"""Which questions stand beside a question: those that it names, and those that name it."""

from bank import html
from bank.load import Bank, Record
from bank.markup import texts


def neighbors(bank: Bank) -> dict[str, list[Record]]:
    """Return the neighbors of every record: first those it names as related, then all that name it anywhere."""
    incoming: dict[str, list[str]] = {id_: [] for id_ in bank.records}
    for record in bank.records.values():
        question = record.question
        named = {*(question.related or ()), *(follow.see for follow in question.follow_ups if follow.see)}
        named |= {id_ for _, text in texts(question) for id_ in html.linked_ids(text)}
        for id_ in named & incoming.keys():
            incoming[id_].append(record.id)
    return {
        record.id: [
            bank.records[id_] for id_ in dict.fromkeys([*(record.question.related or ()), *incoming[record.id]])
        ]
        for record in bank.records.values()
    }
