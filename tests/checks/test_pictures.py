"""A picture draws from its source alone and says in words what it shows."""

import pytest
from support import Folder

from bank.pictures import draw

CHART = "description: A line rises.\n{}mark: line\ndata: {{values: [{{a: 1, b: 2}}, {{a: 2, b: 3}}]}}\nencoding:\n  x: {{field: a, type: quantitative}}\n"
WRONG = [
    ("mermaid", "flowchart TD\nA --> B", "14:3 Q501 picture-alternative: the picture has no text alternative"),
    ("math", "x^2", "14:3 Q501 picture-alternative: the picture has no text alternative"),
    ("vega-lite", "mark: line", "14:3 Q501 picture-alternative: the chart has no text alternative"),
    ("mermaid", "%% alt: x\nflowchart TD\nA -->", "15:3 Q502 picture-does-not-draw: the diagram does not draw: "),
    ("mermaid", '%% alt: x\nflowchart TD\nA --> B\nclick A href "x"', "17:3 Q502 picture-does-not-draw: diagrams carry no directives"),
    ("mermaid", "%% alt: x\n%%{init: {}}%%\nflowchart TD\nA --> B", "15:3 Q502 picture-does-not-draw: diagrams carry no directives"),
    ("mermaid", "%% alt: x\nflowchart TD\nA[x<br/>y] --> B", "16:3 Q502 picture-does-not-draw: labels are plain text without tags"),
    ("mermaid", '%% alt: x\npie\n"a": 1', "15:3 Q502 picture-does-not-draw: this kind of diagram is not supported"),
    ("vega-lite", CHART.format("") + "x: [", "20:3 Q502 picture-does-not-draw: the chart is not YAML: "),
    ("vega-lite", CHART.format("").replace("values: [", "url: [https://a.org/d.json, "), "14:3 Q502 picture-does-not-draw: a chart may not have 'url'"),
    ("vega-lite", CHART.format("config: {background: red}\n"), "14:3 Q502 picture-does-not-draw: a chart may not have 'config'"),
    ("vega-lite", CHART.format("").replace("mark: line", "mark: image"), "14:3 Q502 picture-does-not-draw: a chart may not have 'mark'"),
    ("vega-lite", CHART.format("").replace("mark: line", "mark: no-such-mark"), "14:3 Q502 picture-does-not-draw: the chart does not draw: "),
    ("math", "% alt: x\n\\frac{1}{", "15:3 Q502 picture-does-not-draw: the formula does not draw: "),
]  # fmt: skip
RIGHT = [
    ("mermaid", "%% alt: A leads to B.\nflowchart TD\nA[Start] -->|yes| B([End])"),
    (
        "mermaid",
        "%% alt: Every shape.\nflowchart LR\nA[x] --> B(x) --> C([x]) --> D[[x]] --> E[(x)] --> F((x)) --> G{x} --> H{{x}} --> I>x]",
    ),
    ("mermaid", "%% alt: A asks B.\nsequenceDiagram\nA->>B: ask\nB-->>A: answer"),
    ("vega-lite", CHART.format("")),
    ("math", "% alt: PSI, summed over bins.\n\\sum_i (p_i - q_i) \\ln\\frac{p_i}{q_i}"),
]


def _record(folder: Folder, kind: str, source: str) -> None:
    body = "".join(f"  {line}\n" for line in f"```{kind}\n{source}\n```".split("\n"))
    folder.record(answer=f"answer: |\n{body.rstrip()}")


@pytest.mark.parametrize(("kind", "source", "fault"), WRONG)
def test_a_picture_that_does_not_draw_is_named_with_its_line(
    folder: Folder, kind: str, source: str, fault: str
) -> None:
    _record(folder, kind, source)
    (found,) = folder.faults()
    assert found.startswith(f"canary.yml:{fault}")


@pytest.mark.parametrize(("kind", "source"), RIGHT)
def test_a_picture_that_draws_passes(folder: Folder, kind: str, source: str) -> None:
    _record(folder, kind, source)
    assert folder.faults() == []


@pytest.mark.parametrize(("kind", "source"), RIGHT)
def test_a_drawn_picture_is_plain_svg_with_its_alternative(kind: str, source: str) -> None:
    picture = draw(kind, source)
    assert picture.svg.startswith("<svg ")
    assert 'role="img"' in picture.svg
    assert f'aria-label="{picture.alt}"' in picture.svg
    for part in ("<style", " style=", "<script", "foreign", "http", "<a ", "onclick", "<image"):
        assert part not in picture.svg


def test_two_pictures_share_no_id() -> None:
    ids = [set(_ids(draw("math", f"% alt: x\nx^{n}").svg)) for n in (2, 3)]
    assert ids[0]
    assert ids[0] & ids[1] == set()


def _ids(svg: str) -> list[str]:
    return [part.split('"')[0] for part in svg.split(' id="')[1:]]


def test_a_diagram_too_wide_for_a_phone_is_warned_of(folder: Folder) -> None:
    chain = " --> ".join(f"{letter}[A box with words]" for letter in "ABCDEFG")
    for direction, faults in (("LR", 1), ("TD", 0)):
        source = f"%% alt: x\n  flowchart {direction}\n  {chain}"
        folder.record(answer=f"answer: |\n  ```mermaid\n  {source}\n  ```\n")
        assert sum("Q503 wide-picture" in fault for fault in folder.faults("warning")) == faults
