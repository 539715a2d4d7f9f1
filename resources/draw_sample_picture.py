"""Draws the sample picture: a house at a lake, with edges, textures and smooth ground.

    python resources/draw_sample_picture.py

It is drawn from scratch, without any photo, so that it may ship: see
``resources/licences/sample-picture-CC0.txt``. The same numbers give the same picture again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

TARGET: Final = Path(__file__).parent / "examples" / "lake-house.png"
SIDE: Final = 256
_FINE: Final = 3
"""It is drawn so many times larger, and then shrunk: edges are as soft as a lens makes them."""

_SIZE: Final = SIDE * _FINE
_SHORE: Final = 0.60
"""Where the lake begins, as a share of the height."""

_CLEARING: Final = (0.30, 0.53)
"""Where no trees stand, from left to right: the house is there."""

_GRAIN: Final = 2.2
_COLOURS: Final = 160

Plane = NDArray[np.float64]
Picture = NDArray[np.float64]


def noise(rng: np.random.Generator, cells: int, octaves: int = 5, stretch: float = 1.0) -> Plane:
    """Return smooth noise from 0 to 1, each octave twice as fine and half as strong.

    Args:
        rng: Where it comes from.
        cells: Bumps across the picture in the coarsest octave.
        octaves: How many there are.
        stretch: How much wider than high bumps are.
    """
    total, strength = np.zeros((_SIZE, _SIZE)), 1.0
    for octave in range(octaves):
        across = max(2, round(cells * 2**octave / stretch))
        down = max(2, cells * 2**octave)
        small = Image.fromarray(rng.random((min(down, _SIZE), min(across, _SIZE))).astype("f4"))
        total += strength * np.asarray(small.resize((_SIZE, _SIZE), Image.Resampling.BICUBIC))
        strength /= 2
    total -= total.min()
    plane: Plane = total / total.max()
    return plane


def blend(first: Picture, second: Picture | Plane, share: Plane | float) -> Picture:
    """Return a picture that goes over into another as far as a share says."""
    weight = np.asarray(share)[..., None] if np.ndim(share) else share
    blended: Picture = first * (1 - weight) + second * weight
    return blended


def flat(colour: tuple[int, int, int]) -> Picture:
    """Return a picture of one colour."""
    picture: Picture = np.ones((_SIZE, _SIZE, 3)) * np.array(colour, dtype=float)
    return picture


def ridge(rng: np.random.Generator, base: float, height: float, bumps: int) -> NDArray[np.float64]:
    """Return the upper edge of hills for each column, as a share of the picture's height."""
    line = np.zeros(_SIZE)
    places = np.linspace(0, 1, _SIZE)
    strength = 1.0
    for octave in range(7):
        count = bumps * 2**octave + 1
        line += strength * np.interp(places, np.linspace(0, 1, count), rng.random(count) - 0.5)
        strength *= 0.52
    line -= line.min()
    edge: NDArray[np.float64] = base - height * line / line.max()
    return edge


def sky(rng: np.random.Generator, y: Plane) -> Picture:
    """Return an evening sky with clouds."""
    picture = blend(flat((70, 120, 185)), flat((244, 205, 160)), np.clip(y / _SHORE, 0, 1) ** 1.5)
    clouds = np.clip(noise(rng, 4, 6, stretch=2.2) * 2.3 - 1.15, 0, 1)
    return blend(picture, flat((252, 240, 228)), clouds * (0.85 - 0.5 * y))


def mountains(rng: np.random.Generator, picture: Picture, y: Plane) -> Picture:
    """Return a picture with two ranges, the higher one with snow."""
    for base, height, bumps, near in ((0.60, 0.34, 4, 0.0), (0.61, 0.17, 7, 1.0)):
        edge = ridge(rng, base, height, bumps)[None, :]
        rock = noise(rng, 12, 6) - 0.5
        # The sun is at the left: faces that fall to the right are in the shade. Deep below the
        # ridge the faces turn, as gullies do.
        depth = np.clip(y - edge, 0, 1)
        columns = np.arange(_SIZE)[None, :] + (rock * 90 + depth * 160) * (1 if near == 0 else 0.4)
        soft = np.convolve(np.pad(edge[0], 30, mode="edge"), np.ones(61) / 61, mode="valid")
        slope = np.gradient(soft)[columns.clip(0, _SIZE - 1).astype(int)] * _SIZE
        light = np.clip(0.72 - 0.22 * slope + 0.55 * rock, 0.25, 1.05)
        colour = flat((96, 104, 124) if near == 0 else (58, 84, 78)) * light[..., None]
        if near == 0:
            snow = (y - edge) < 0.07 + 0.09 * (rock + 0.2)
            colour = blend(
                colour,
                flat((238, 242, 250)) * np.clip(light + 0.25, 0, 1)[..., None],
                snow.astype(float),
            )
        picture = blend(picture, colour, ((y > edge) & (y < _SHORE + 0.01)).astype(float))
    return picture


def trees(rng: np.random.Generator, picture: Picture) -> Picture:
    """Return a picture with a row of pines along the shore."""
    image = Image.fromarray(picture.clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for x in np.sort(rng.uniform(-0.02, 1.02, 90)):
        if _CLEARING[0] < x < _CLEARING[1]:
            continue
        tall, foot = rng.uniform(0.05, 0.12), _SHORE + rng.uniform(-0.004, 0.006)
        shade = rng.uniform(0.7, 1.15)
        green = tuple(int(part * shade) for part in (30, 62, 44))
        for level in range(5):
            top = foot - tall * (1 - level * 0.17)
            half = tall * (0.05 + 0.055 * level)
            bottom = top + tall * 0.30
            corners = [(x, top), (x - half, min(foot, bottom)), (x + half, min(foot, bottom))]
            draw.polygon([(a * _SIZE, b * _SIZE) for a, b in corners], fill=green)
    bank = [(0.0, _SHORE - 0.006), (0.28, _SHORE - 0.008), (0.42, _SHORE - 0.012)]
    bank += [(0.56, _SHORE - 0.008), (1.0, _SHORE - 0.005), (1.0, 1.0), (0.0, 1.0)]
    draw.polygon([(a * _SIZE, b * _SIZE) for a, b in bank], fill=(74, 84, 46))
    return np.asarray(image).astype(float)


def house(picture: Picture) -> Picture:
    """Return a picture with a boarded house: straight edges, windows, a chimney."""
    image = Image.fromarray(picture.clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)

    def box(left: float, top: float, right: float, bottom: float, colour: str) -> None:
        draw.rectangle([part * _SIZE for part in (left, top, right, bottom)], fill=colour)

    left, right, eaves, foot = 0.335, 0.505, 0.475, _SHORE - 0.011
    box(0.455, 0.375, 0.478, 0.45, "#6f4a41")
    box(left, eaves, right, foot, "#a8392f")
    for number in range(12):
        y = eaves + (foot - eaves) * number / 12
        box(left, y, right, y + 0.0022, "#7f2a24")
    roof = [(left - 0.02, eaves), ((left + right) / 2, 0.385), (right + 0.02, eaves)]
    draw.polygon([(x * _SIZE, y * _SIZE) for x, y in roof], fill="#3b3f4a")
    for x in (0.352, 0.452):
        box(x - 0.004, 0.497, x + 0.040, 0.550, "#f4efe6")
        box(x, 0.501, x + 0.036, 0.546, "#f6d98a")
        box(x + 0.0165, 0.501, x + 0.0195, 0.546, "#f4efe6")
        box(x, 0.522, x + 0.036, 0.525, "#f4efe6")
    box(0.402, 0.515, 0.440, foot, "#f4efe6")
    box(0.406, 0.519, 0.436, foot, "#3f2f2b")
    return np.asarray(image).astype(float)


def lake(rng: np.random.Generator, picture: Picture, y: Plane) -> Picture:
    """Return a picture whose lower part mirrors the upper one, with ripples."""
    rows = np.arange(_SIZE)
    shore = int(_SHORE * _SIZE)
    ripples = (noise(rng, 44, 3, stretch=9.0) - 0.5) * np.clip((y - _SHORE) * 4 + 0.06, 0, 1)
    source_rows = np.clip(2 * shore - rows[:, None] + np.rint(ripples * 46), 0, shore - 1)
    source_columns = np.clip(rows[None, :] + np.rint(ripples * 14), 0, _SIZE - 1)
    mirrored = picture[source_rows.astype(int), source_columns.astype(int)]
    water = blend(mirrored * 0.80, flat((28, 56, 82)), np.clip((y - _SHORE) * 1.3, 0, 0.75))
    water += (np.clip(ripples - 0.16, 0, 1) * 260)[..., None]
    return blend(picture, water, (y >= _SHORE).astype(float))


def jetty(rng: np.random.Generator, picture: Picture) -> Picture:
    """Return a picture with a jetty of planks that leads into it."""
    image = Image.fromarray(picture.clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)

    def edge(side: float, t: float) -> tuple[float, float]:
        far, near = 0.615 + side * 0.022, 0.70 + side * 0.21
        return (far + (near - far) * t) * _SIZE, (0.655 + 0.365 * t) * _SIZE

    planks, start = 24, 0.0
    for number in range(planks):
        end = ((number + 1) / planks) ** 1.9
        shade = rng.uniform(0.78, 1.12)
        wood = tuple(int(part * shade) for part in (150, 116, 84))
        gap = start + (end - start) * 0.88
        draw.polygon([edge(-1, start), edge(1, start), edge(1, gap), edge(-1, gap)], fill=wood)
        draw.polygon([edge(-1, gap), edge(1, gap), edge(1, end), edge(-1, end)], fill="#2b211b")
        start = end
    for side in (-1.0, 1.0):
        for t in (0.02, 0.12, 0.34, 0.78):
            x, y = edge(side, t)
            wide, tall = (0.006 + 0.016 * t) * _SIZE, (0.03 + 0.09 * t) * _SIZE
            draw.rectangle([x - wide, y - tall, x + wide, y + tall * 0.4], fill="#4c392d")
            draw.rectangle([x - wide, y - tall, x - wide * 0.2, y + tall * 0.4], fill="#6d5340")
    return np.asarray(image).astype(float)


def grass(rng: np.random.Generator, picture: Picture) -> Picture:
    """Return a picture with reeds in its lower left corner."""
    image = Image.fromarray(picture.clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(700):
        x = abs(rng.normal(0, 0.16))
        foot = 1.02
        tall = rng.uniform(0.08, 0.30) * max(0.15, 1 - 1.8 * x)
        bend = rng.normal(0.02, 0.03)
        shade = rng.uniform(0.6, 1.25)
        green = tuple(int(part * shade) for part in (96, 112, 52))
        points = [(x, foot), (x + bend * 0.3, foot - tall * 0.6), (x + bend, foot - tall)]
        draw.line([(a * _SIZE, b * _SIZE) for a, b in points], fill=green, width=_FINE)
    return np.asarray(image).astype(float)


def draw_picture() -> Image.Image:
    """Return the picture."""
    rng = np.random.Generator(np.random.PCG64(2016))
    y = np.repeat(np.linspace(0, 1, _SIZE)[:, None], _SIZE, axis=1)
    picture = trees(rng, mountains(rng, sky(rng, y), y))
    picture = jetty(rng, lake(rng, house(picture), y))
    picture = grass(rng, picture)
    image = Image.fromarray(picture.clip(0, 255).astype(np.uint8))
    image = image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    image = image.filter(ImageFilter.UnsharpMask(1.2, 60))
    grain = rng.normal(0, _GRAIN, (SIDE, SIDE, 1))
    return Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))


def main() -> None:
    """Write the picture, of few enough colours to be a small file."""
    image = draw_picture().quantize(
        _COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    image.save(TARGET, "PNG", optimize=True)


if __name__ == "__main__":
    main()
