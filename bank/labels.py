"""The names that readers see for what a record says in one word."""

KINDS = {
    "concept": "Concept", "comparison": "Comparison", "how-to": "How-to", "tooling": "Tooling", "design": "Design",
    "scenario": "Scenario", "debugging": "Debugging", "behavioral": "Behavioral",
}  # fmt: skip
KIND_NOTES = {
    "concept": "Say what it is, what it is not, and what breaks without it.",
    "comparison": "Name the difference that decides, then when each side wins.",
    "how-to": "Give the steps, and the check that proves each.",
    "tooling": "What the tool does today, what it costs to run, and when to leave it.",
    "design": "Turn requirements into numbers, draw the data flow, find the bottleneck, say what to cut.",
    "scenario": "Decide under constraints, and say what would change your mind.",
    "debugging": "Read the exhibit before guessing, order the suspects, name the one observation that decides.",
    "behavioral": "Tell one story with a decision in it, and what you changed afterwards.",
}
PRIORITIES = {"core": "Core: learn it tonight", "common": "Common", "deep": "Deep"}
