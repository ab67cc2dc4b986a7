"""The flags of the international code of signals, read from the sprite the pages use, and the mark made of them."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from string import ascii_uppercase
from xml.etree import ElementTree

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw

SPRITE = "icons/flags.svg"
SVG = "{http://www.w3.org/2000/svg}"
FLAG_WIDTH, FLAG_HEIGHT = 30, 24
OVERSAMPLING = 4


@dataclass(frozen=True)
class Shape:
    """One figure of a flag: a closed outline of points, or the disc that fits the box of its two points."""

    colour: str
    points: tuple[tuple[float, float], ...]
    is_disc: bool = False


def letters(text: str) -> list[str]:
    """The flags that spell TEXT, in order; what has no flag (spaces, digits, marks) is left out."""
    unaccented = unicodedata.normalize("NFD", text).upper()
    return [letter for letter in unaccented if letter in ascii_uppercase]


@lru_cache(maxsize=1)
def drawings() -> dict[str, tuple[Shape, ...]]:
    """The shapes of each flag of the sprite, by name: "A" to "Z", and "cone"."""
    sprite = ElementTree.parse(str(finders.find(SPRITE)))  # noqa: S314 (our own file)
    symbols = sprite.getroot().iter(f"{SVG}symbol")
    return {symbol.attrib["id"].removeprefix("f-"): tuple(map(_shape, symbol)) for symbol in symbols}


def _shape(element: ElementTree.Element) -> Shape:
    kind = element.tag.removeprefix(SVG)
    numbers = {name: float(value) for name, value in element.attrib.items() if name not in ("fill", "points")}
    colour = element.attrib["fill"]
    if kind == "rect":
        left, top = numbers["x"], numbers["y"]
        right, bottom = left + numbers["width"], top + numbers["height"]
        return Shape(colour, ((left, top), (right, top), (right, bottom), (left, bottom)))
    if kind == "circle":
        x, y, radius = numbers["cx"], numbers["cy"], numbers["r"]
        return Shape(colour, ((x - radius, y - radius), (x + radius, y + radius)), is_disc=True)
    pairs = [pair.split(",") for pair in element.attrib["points"].split()]
    return Shape(colour, tuple((float(x), float(y)) for x, y in pairs))


@lru_cache(maxsize=4)
def mark_svg(initials: str) -> str:
    """The site's mark as a square SVG: the flags of INITIALS, one above the other."""
    names = letters(initials)
    height = 60 / len(names)
    flags = [
        f'<svg y="{index * height:g}" width="60" height="{height:g}" viewBox="0 0 30 24" preserveAspectRatio="none">'
        f"{''.join(map(_figure, drawings()[name]))}</svg>"
        for index, name in enumerate(names)
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60">{"".join(flags)}</svg>'


def _figure(shape: Shape) -> str:
    if shape.is_disc:
        (left, top), (right, bottom) = shape.points
        x, y, radius = (left + right) / 2, (top + bottom) / 2, (right - left) / 2
        return f'<circle fill="{shape.colour}" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'
    points = " ".join(f"{x:g},{y:g}" for x, y in shape.points)
    return f'<polygon fill="{shape.colour}" points="{points}"/>'


@lru_cache(maxsize=8)
def mark_picture(initials: str, size: int, file_format: str = "PNG") -> bytes:
    """The same mark as a picture of SIZE pixels a side, for what does not read SVG."""
    names = letters(initials)
    side = size * OVERSAMPLING
    picture = Image.new("RGB", (side, side), "white")
    pen = ImageDraw.Draw(picture)
    height = side / len(names)
    for index, name in enumerate(names):
        for shape in drawings()[name]:
            points = [(x * side / FLAG_WIDTH, index * height + y * height / FLAG_HEIGHT) for x, y in shape.points]
            (pen.ellipse if shape.is_disc else pen.polygon)(points, fill=shape.colour)
    data = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(data, file_format)
    return data.getvalue()
