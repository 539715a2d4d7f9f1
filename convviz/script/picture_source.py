"""The part of a script that makes numbers of pictures: augmented, normalised, or as they are.

Everything is done in the order of a run, and as many random numbers are drawn, also those for what
a document does not ask for: so a script sees the very pictures of the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent
from typing import TYPE_CHECKING, Final

from convviz.core.augmentation import Flip

if TYPE_CHECKING:
    from convviz.core.augmentation import Augmentation
    from convviz.protocol.document import Training


@dataclass(frozen=True, slots=True)
class PictureSource:
    """Code that makes numbers of pictures.

    Attributes:
        functions: Each the text of a function, for the middle of the script.
        setup: Lines for the loop's beginning, where `images` are all training pictures; "" for
            none.
        more: What is given to functions beside the pictures, such as ", spread"; "" for nothing.
        batch: The expression for a batch of training pictures.
    """

    functions: tuple[str, ...]
    setup: str
    more: str
    batch: str


def picture_source(training: Training, *, is_coloured: bool) -> PictureSource:
    """Return the code that makes numbers of the pictures of a training.

    Args:
        training: The settings.
        is_coloured: Whether pictures have colours; grey ones have no saturation.
    """
    how, normalise = training.augmentation, training.normalise
    functions = [_UNIT_BY_CHANNEL if training.channels_last is False else _UNIT]
    if normalise:
        functions += [_SPREAD, _NORMALISED]
    if how.changes_anything:
        if how.flip == Flip.ALTERNATING:
            functions.append(_SIDES)
        if how.moves_pixels:
            functions.append(_ALONG)
        if how.contrast or (how.saturation and is_coloured):
            functions.append(_GREY if is_coloured else _GREY_OF_GREY)
        functions.append(
            _augmented(
                how, normalise=normalise, is_coloured=is_coloured, on_cpu=training.device == "cpu"
            )
        )
    spread = ", spread" if normalise else ""
    batch = f"normalised(as_numbers(images[places]){spread})" if normalise else _PLAIN
    if how.changes_anything:
        batch = f"augmented(images, places, epoch, step{spread})"
    setup = "spread = spread_of(images)" if normalise else ""
    return PictureSource(tuple(part.rstrip() for part in functions), setup, spread, batch)


def test_batch(training: Training) -> str:
    """Return the expression for a batch of test pictures, which are never changed."""
    numbers = "as_numbers(images[batch])"
    return f"normalised({numbers}, spread)" if training.normalise else numbers


def _augmented(how: Augmentation, *, normalise: bool, is_coloured: bool, on_cpu: bool) -> str:
    """Return the function that changes a batch."""
    spread = ", spread" if normalise else ""
    lines = [] if on_cpu else ["places = places.cpu()"]
    lines.append(_CHANCE.rstrip() + "\n")
    lines.append(_moving(how) if how.moves_pixels else "numbers = as_numbers(images[places])")
    if how.brightness or how.contrast or how.saturation:
        lines.append(_recolouring(how, is_coloured=is_coloured))
    elif how.cutout:
        lines.append(_SKIPPED)
    if normalise:
        lines.append("numbers = normalised(numbers, spread)")
    if how.cutout:
        lines.append(_CUTOUT.format(side=how.cutout).rstrip())
    lines.append("return numbers")
    title = f"def augmented(images, places, epoch, step{spread}):"
    return "\n".join([title, f"    {_AUGMENTED_DOC}", indent("\n".join(lines), "    ")])


def _moving(how: Augmentation) -> str:
    """Return the lines that say where each pixel comes from."""
    flips = {
        Flip.RANDOM: "flipped = torch.randint(2, places.shape, generator=chance).bool()\n",
        Flip.ALTERNATING: "flipped = (side_of(places) + epoch) % 2 == 1\n",
    }
    flip = flips.get(Flip(how.flip), "")
    mirror = "columns = torch.where(flipped[:, None], columns.flip(1), columns)\n" if flip else ""
    return (
        flip
        + _MOVING.format(
            crop=float(how.crop),
            words=_words(how),
            low=-how.shift,
            high=how.shift + 1,
            mirror=mirror,
        ).rstrip()
    )


def _words(how: Augmentation) -> str:
    """Return the comment on where pixels come from."""
    cut = f"A square, up to {how.crop:.0%} smaller, is cut out" if how.crop else ""
    move = f"the picture moves by up to {how.shift} pixels" if how.shift else ""
    said = ", then ".join(part for part in (cut, move) if part)
    if not said:
        return "# Only mirrored; the numbers are drawn as for cutting out and moving, too."
    return f"# {said[0].upper()}{said[1:]}."


def _recolouring(how: Augmentation, *, is_coloured: bool) -> str:
    """Return the lines that change brightness, contrast and saturation."""
    shares = f"({float(how.brightness)}, {float(how.contrast)}, {float(how.saturation)})"
    lines = [_FACTORS.format(shares=shares).rstrip()]
    if how.brightness:
        lines.append("numbers = (numbers * brightness).clamp(0, 1)")
    if how.contrast:
        lines.append("mean = grey(numbers).mean(dim=(1, 2, 3), keepdim=True)")
        lines.append("numbers = (mean + contrast * (numbers - mean)).clamp(0, 1)")
    if how.saturation and is_coloured:
        lines.append("shade = grey(numbers)")
        lines.append("numbers = (shade + saturation * (numbers - shade)).clamp(0, 1)")
    return "\n".join(lines)


_PLAIN: Final = "as_numbers(images[places])"

_UNIT: Final = '''\
def as_numbers(images):
    """Return pictures of bytes, (count, height, width, channels), as planes from 0 to 1."""
    return images.permute(0, 3, 1, 2).float() / 255
'''

_UNIT_BY_CHANNEL: Final = '''\
def as_numbers(images):
    """Return pictures of bytes, (count, height, width, channels), as planes from 0 to 1."""
    return images.permute(0, 3, 1, 2).contiguous().float() / 255
'''

_SPREAD: Final = '''\
def spread_of(images):
    """Return mean and standard deviation of each channel of all pictures, from 0 to 1."""
    values = np.arange(256) / 255
    means, deviations = [], []
    for channel in images.cpu().numpy().reshape(-1, images.shape[3]).T:
        counts = np.bincount(channel, minlength=256)
        mean = float(counts @ values) / len(channel)
        means.append(mean)
        deviations.append(float(np.sqrt(counts @ (values - mean) ** 2 / len(channel))) or 1.0)
    return means, deviations
'''

_NORMALISED: Final = '''\
def normalised(numbers, spread):
    """Return planes with mean 0 and deviation 1."""
    mean, deviation = (numbers.new_tensor(part)[:, None, None] for part in spread)
    return (numbers - mean) / deviation
'''

_SIDES: Final = '''\
def side_of(places):
    """Return 0 or 1 for each picture: on which side it begins. It is mixed as splitmix64 does."""
    mixed = places + seed_for("flip", SEED)
    for shift, factor in ((30, -0x40A7B892E31B1A47), (27, -0x6B2FB644ECCEEE15)):
        low = (mixed >> shift) & ((1 << (64 - shift)) - 1)
        mixed = (mixed ^ low) * factor
    return (mixed >> 40) & 1
'''

_ALONG: Final = '''\
def along(size, side, start, shift):
    """Return from where the pixels of one axis come: cut out, enlarged, and shifted.

    What comes in at the edge is the picture, mirrored there.
    """
    cut = (torch.arange(size, dtype=torch.float64)[None] + 0.5) * side[:, None]
    cut += (size * (1 - side) * start)[:, None]
    within = cut.floor().long().clamp(0, size - 1)
    moved = torch.arange(size)[None] - shift[:, None]
    return within.gather(1, (size - 1) - ((size - 1) - moved.abs()).abs())
'''

_GREY: Final = '''\
def grey(numbers):
    """Return how bright each pixel is."""
    return 0.299 * numbers[:, 0:1] + 0.587 * numbers[:, 1:2] + 0.114 * numbers[:, 2:3]
'''

_GREY_OF_GREY: Final = '''\
def grey(numbers):
    """Return how bright each pixel is: pictures are grey already."""
    return numbers
'''

_AUGMENTED_DOC: Final = (
    '"""Return a batch of training pictures, changed at random, anew in every epoch."""'
)

_CHANCE: Final = """\
chance = torch.Generator().manual_seed(seed_for("augment", SEED, epoch, step))

def uniform():
    return torch.rand(len(places), generator=chance, dtype=torch.float64)

"""

_MOVING: Final = """\
{words}
side = 1 - {crop} * uniform()
rows, columns = (
    along(size, side, uniform(), torch.randint({low}, {high}, places.shape, generator=chance))
    for size in images.shape[1:3]
)
{mirror}moved = images[places[:, None, None], rows[:, :, None], columns[:, None, :]]
numbers = as_numbers(moved.contiguous())
"""

_FACTORS: Final = """\
brightness, contrast, saturation = (
    (1 + share * (2 * uniform() - 1)).to(numbers)[:, None, None, None] for share in {shares}
)
"""

_SKIPPED: Final = """\
for _ in range(3):
    uniform()  # convviz draws brightness, contrast and saturation here, though they stay"""

_CUTOUT: Final = """\
hidden = []
for size in numbers.shape[2:]:
    first = torch.randint(size, (len(places), 1), generator=chance) - {side} // 2
    at = torch.arange(size)
    hidden.append((at >= first) & (at < first + {side}))
square = hidden[0][:, None, :, None] & hidden[1][:, None, None, :]
numbers = numbers.masked_fill(square.to(numbers.device), 0)
"""
