"""Which records lie beside a record: a link shows on both of its sides, on the page and in every export."""

from bank.html import linked_ids
from bank.load import Bank
from bank.markup import texts


def neighbors(bank: Bank) -> dict[str, tuple[str, ...]]:
    """Return, for each record, the ids that it names as related, then those of the records that name it in any way."""
    incoming: dict[str, list[str]] = {id_: [] for id_ in bank.records}
    for record in bank.records.values():
        question = record.question
        named = {*(question.related or ()), *(follow.see for follow in question.follow_ups if follow.see)}
        named |= {id_ for _, text in texts(question) for id_ in linked_ids(text)}
        for id_ in named & incoming.keys():
            incoming[id_].append(record.id)
    return {
        id_: tuple(other for other in dict.fromkeys([*(record.question.related or ()), *incoming[id_]]) if other in bank.records)
        for id_, record in bank.records.items()
    }  # fmt: skip
