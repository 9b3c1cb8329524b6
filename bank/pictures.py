"""Draws the pictures of a record: source text in, SVG out, with its text alternative, in the page's own colors.

The drawing libraries bring their layout and their fonts' widths along, so no browser, network or system font is used.
Colors that must follow the page's light or dark scheme become `currentColor` or a class; the site's style sheet does the
rest. What they return is parsed and rebuilt from an allowlist, because a record comes from a stranger.
"""

import functools
import hashlib
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from bank import cache
from bank.source import parse

MAX_SOURCE = 20_000
DIAGRAMS = ("flowchart", "graph", "sequenceDiagram")


class PictureError(ValueError):
    """A picture that cannot be drawn; `line` counts from 0 in the picture's source."""

    def __init__(self, message: str, help_: str, line: int = 0, *, about_alt: bool = False) -> None:
        super().__init__(message)
        self.help = help_
        self.line = line
        self.about_alt = about_alt


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture: `svg` is one element for use in an HTML page, `alt` its text alternative."""

    svg: str
    alt: str
    kind: str

    @property
    def width(self) -> float:
        """Its natural width in pixels."""
        found = re.search(r' width="([\d.]+)"', self.svg)
        return float(found[1]) if found else 0.0


def draw(kind: str, source: str) -> Picture:
    """Draw a `mermaid`, `vega-lite` or `math` fence, once for all that ask for it.

    Raises PictureError with the line and the fix.
    """
    return _draw(kind, source.strip("\n"))


@functools.lru_cache(maxsize=4096)
def _draw(kind: str, source: str) -> Picture:
    if len(source) > MAX_SOURCE:
        raise PictureError(f"the picture's source has more than {MAX_SOURCE:,} characters", "show fewer points")
    parts = cache.text("pictures", (kind, source), lambda: "\n".join(_made(kind, source)))
    alt, _, svg = parts.partition("\n")
    return Picture(svg, alt, kind)


def _made(kind: str, source: str) -> tuple[str, str]:
    """Return the text alternative, which is one line, and the element."""
    alt, svg = {"mermaid": _mermaid, "vega-lite": _vega_lite, "math": _math}[kind](source)
    return alt, _rebuilt(svg, kind, alt, source)


def _alternative(source: str, mark: str) -> str:
    first = source.strip().split("\n", 1)[0]
    match = re.match(rf"{re.escape(mark)}\s*alt:\s*(\S.*)$", first)
    if match is None:
        help_ = f"start it with '{mark} alt: ' and what a reader who does not see it must know"
        raise PictureError("the picture has no text alternative", help_, about_alt=True)
    return match[1].strip()


# `look: classic` because the default look draws shadows and gradients that a style sheet cannot recolor.
_DIAGRAM = (
    '%%{init: {"look": "classic", "theme": "neutral", "themeVariables": {"fontFamily": "arial", "fontSize": "15px"},'
    ' "htmlLabels": false, "flowchart": {"htmlLabels": false}}}%%\n'
)


def _mermaid(source: str) -> tuple[str, str]:
    import mmdr  # noqa: PLC0415 - a command that draws nothing need not load it

    alt = _alternative(source, "%%")
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if re.search(r"%%\s*\{|^\s*---\s*$|^\s*(?:click|style|classDef|linkStyle|link|links)\s", line):
            help_ = "remove it; the site gives all diagrams one look"
            raise PictureError("diagrams carry no directives, styles or click handlers", help_, number)
        said = "" if line.lstrip().startswith("%%") else re.sub(r"<?[-=.]+>?|<<|>>", "", line)
        if "<" in said or "&lt" in said:
            raise PictureError("labels are plain text without tags", "shorten the label, or split the node", number)
    drawn = [line for line in lines if line.strip() and not line.lstrip().startswith("%%")]
    if not drawn or drawn[0].split()[0].rstrip(";") not in DIAGRAMS:
        help_ = f"start with one of: {', '.join(DIAGRAMS)}"
        raise PictureError("this kind of diagram is not supported", help_, 1)
    try:
        return alt, str(mmdr.render(_DIAGRAM + "\n".join(drawn)).svg())
    except Exception as error:
        said = str(error).strip().split("\n")[0][:200]
        raise PictureError(f"the diagram does not draw: {said}", "correct its syntax", 1) from error


# Seen on white and on the dark scheme's background with a contrast of at least 3:1.
PALETTE = ["#3b7dd8", "#c8651b", "#2b8a5f", "#a05bc4", "#b8473d", "#5f7d8c"]
_CHART = {
    "background": None,
    "font": "arial",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "currentColor", "titleColor": "currentColor", "domainColor": "currentColor",
        "tickColor": "currentColor", "gridColor": "currentColor", "gridOpacity": 0.15, "labelFontSize": 12,
        "titleFontSize": 12,
    },
    "legend": {
        "labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 12, "titleFontSize": 12, "labelLimit": 0,
    },
    "title": {"color": "currentColor", "subtitleColor": "currentColor"},
    "header": {"labelColor": "currentColor", "titleColor": "currentColor"},
    "text": {"color": "currentColor"},
    "rule": {"color": "currentColor"},
    "mark": {"color": PALETTE[0]},
    "range": {"category": PALETTE},
}  # fmt: skip


def _forbidden(data: Any) -> Iterator[str]:  # noqa: ANN401
    """Names in a chart's specification that could make it fetch something or carry a link."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in {"url", "href", "config", "usermeta", "loader"} or (key in {"mark", "type"} and value == "image"):
                yield key
            yield from _forbidden(value)
    elif isinstance(data, tuple):
        for value in data:
            yield from _forbidden(value)


def _vega_lite(source: str) -> tuple[str, str]:
    import vl_convert  # noqa: PLC0415 - as above

    parsed, problems = parse(Path("picture"), source)
    if problems:
        raise PictureError(f"the chart is not YAML: {problems[0].message}", problems[0].help, problems[0].line - 1)
    if not isinstance(parsed.data, dict):
        raise PictureError("a chart is a Vega-Lite specification", "write mark, encoding and data as YAML fields")
    alt = parsed.data.get("description")
    if not isinstance(alt, str) or not alt.strip():
        help_ = "add 'description:' with what a reader who does not see it must know"
        raise PictureError("the chart has no text alternative", help_, about_alt=True)
    for name in _forbidden(parsed.data):
        raise PictureError(
            f"a chart may not have '{name}'", "use inline data under 'data: {values: […]}' and no config"
        )
    spec = json.dumps({**parsed.data, "config": _CHART}, default=str)
    try:
        return alt, vl_convert.vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[])
    except Exception as error:
        said = str(error).strip().split("\n")[0][:200]
        raise PictureError(f"the chart does not draw: {said}", "check it in the Vega-Lite documentation") from error


def _math(source: str) -> tuple[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it finds its font in a way that Python has deprecated
        import ziamath  # noqa: PLC0415 - as above

    alt = _alternative(source, "%")
    lines = [line for line in source.split("\n") if not line.lstrip().startswith("%")]
    try:
        return alt, ziamath.Latex(" ".join(lines), size=20).svg()
    except Exception as error:
        said = str(error).strip().split("\n")[0][:200] or type(error).__name__
        raise PictureError(f"the formula does not draw: {said}", "use plain LaTeX math without packages", 1) from error


_ELEMENTS = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs", "marker",
    "symbol", "use", "clipPath", "linearGradient", "stop",
}  # fmt: skip
_ATTRIBUTES = {
    "class", "clip-path", "cx", "cy", "d", "dominant-baseline", "dx", "dy", "fill", "fill-opacity", "fill-rule",
    "font-family", "font-size", "font-style", "font-weight", "height", "id", "marker-end", "marker-start", "markerHeight",
    "markerUnits", "markerWidth", "offset", "opacity", "orient", "points", "preserveAspectRatio", "r", "refX", "refY",
    "rx", "ry", "stop-color", "stroke", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-opacity", "stroke-width", "text-anchor", "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
_LOCAL = re.compile(r"^#[\w:.-]+$|^url\(#[\w:.-]+\)$")


_NUMBER = re.compile(r"-?\d+\.\d{2,}")


def _rebuilt(svg: str, kind: str, alt: str, source: str) -> str:
    """Return the SVG from known elements and attributes only, with ids that no other picture has."""
    prefix = f"p{hashlib.sha256(f'{kind}:{source}'.encode()).hexdigest()[:8]}-"
    root = ET.fromstring(svg)  # noqa: S314 - made by our own renderer a moment ago, not by the record
    clean = _element(root, prefix)
    if clean is None or not len(clean):
        raise PictureError("the picture is empty", "draw something")
    used = {value[5:-1] for node in clean.iter() for key, value in node.attrib.items() if key.startswith("marker-")}
    for parent in list(clean.iter()):
        for child in list(parent):
            if child.tag == "marker" and child.get("id") not in used:
                parent.remove(child)
    box = (root.get("viewBox") or "0 0 300 150").split()
    clean.attrib = {
        "class": f"picture-{kind}", "viewBox": " ".join(box), "width": f"{float(box[2]):.0f}",
        "height": f"{float(box[3]):.0f}", "role": "img", "aria-label": alt, "fill": "currentColor",
    }  # fmt: skip
    return ET.tostring(clean, encoding="unicode")


def _element(node: ET.Element, prefix: str) -> ET.Element | None:
    name = node.tag.rpartition("}")[2]
    if name not in _ELEMENTS:
        return None
    made = ET.Element(name)
    for key, value in node.attrib.items():
        plain = key.rpartition("}")[2]
        if plain == "href" and name == "use" and _LOCAL.match(value):
            made.set("href", f"#{prefix}{value[1:]}")
        elif plain == "id":
            made.set("id", prefix + value)
        elif plain in _ATTRIBUTES and "url(" not in value:
            made.set(plain, _NUMBER.sub(lambda m: f"{float(m[0]):.1f}", value))
        elif plain in _ATTRIBUTES and _LOCAL.match(value):
            made.set(plain, f"url(#{prefix}{value[5:-1]})")
    made.text, made.tail = node.text, node.tail
    children = [kept for child in node if (kept := _element(child, prefix)) is not None]
    if "outer-path" in node.get("class", "") and children:
        # A rounded shape comes as its area and, many times as long, its sketched outline; the style sheet strokes the area.
        children = children[:1]
        children[0].attrib.pop("stroke", None)
        children[0].attrib.pop("stroke-width", None)
    made.extend(children)
    return made
