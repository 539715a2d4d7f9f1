"""Training pictures are changed at random, the same way whenever the same batch comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from convviz.core.augmentation import Augmentation
from convviz.engine.datasets.spread import spread_of
from convviz.engine.training import setup
from convviz.engine.training.augmenting import BatchAugmenter, Moment
from convviz.engine.training.batches import PictureSet
from convviz.engine.training.run_identity import identity_of
from tests.support import small_training as small
from tests.support.small_training import CPU

if TYPE_CHECKING:
    from pathlib import Path

PLACES = torch.arange(small.TRAIN)
ALL = Augmentation(
    flip="random", crop=0.2, shift=3, brightness=0.2, contrast=0.3, saturation=0.4, cutout=9
)


def changed(how: Augmentation, *, epoch: int = 1, step: int = 1, seed: int = 3) -> torch.Tensor:
    """Return the small data set's pictures as a batch shows them, float32 in [0, 1]."""
    moment = Moment(seed, epoch, step)
    return (
        pictures_of(small.small_dataset().train_images)
        .take(PLACES, BatchAugmenter(how, moment))
        .pictures
    )


def pictures_of(images: np.ndarray) -> PictureSet:
    return PictureSet(images, np.zeros(len(images), np.int64), CPU)


def plain() -> torch.Tensor:
    return torch.from_numpy(small.small_dataset().train_images).float() / 255


def test_without_augmentation_pictures_are_as_they_are() -> None:
    assert torch.equal(changed(Augmentation()), plain())


@pytest.mark.parametrize("how", [ALL, Augmentation(flip="alternate", cutout=4)])
def test_the_same_batch_shows_the_same_and_another_one_others(how: Augmentation) -> None:
    first = changed(how)
    assert torch.equal(first, changed(how))
    for other in ({"epoch": 2}, {"step": 2}, {"seed": 4}):
        assert not torch.equal(first, changed(how, **other))


def is_flipped(batch: torch.Tensor) -> torch.Tensor:
    same, mirrored = ((batch == p).all(dim=(1, 2, 3)) for p in (plain(), plain().flip(3)))
    assert torch.equal(same, ~mirrored)
    return mirrored


def test_a_random_flip_mirrors_about_half_left_for_right() -> None:
    shares = [is_flipped(changed(Augmentation(flip="random"), step=s)) for s in range(1, 21)]
    assert torch.cat(shares).double().mean().item() == pytest.approx(0.5, abs=0.05)


def test_an_alternating_flip_shows_both_sides_in_two_epochs() -> None:
    sides = [
        is_flipped(changed(Augmentation(flip="alternate"), epoch=epoch, step=7 * epoch))
        for epoch in (1, 2, 3)
    ]
    assert torch.equal(sides[0], ~sides[1])
    assert torch.equal(sides[0], sides[2])
    assert 0.3 < sides[0].double().mean() < 0.7


def test_a_shift_moves_pictures_and_mirrors_them_at_the_edge() -> None:
    """As numpy's pad with "reflect", and a cut of the picture's size out of it."""
    seen = set()
    padded = np.pad(plain().numpy(), ((0, 0), (0, 0), (2, 2), (2, 2)), mode="reflect")
    for picture, around in zip(changed(Augmentation(shift=2)).numpy(), padded, strict=True):
        found = [
            (down, across)
            for down in range(5)
            for across in range(5)
            if np.array_equal(picture, around[:, down : down + 32, across : across + 32])
        ]
        assert len(found) == 1
        seen.update(found)
    assert len(seen) > 15


def test_a_crop_enlarges_a_part_of_the_picture() -> None:
    batch = changed(Augmentation(crop=0.5))
    assert batch.shape == plain().shape
    for picture, whole in zip(batch, plain(), strict=True):
        values = set(picture.flatten().tolist())
        assert values <= set(whole.flatten().tolist())
        assert len(values) <= len(set(whole.flatten().tolist()))
    assert not torch.equal(batch, plain())


def test_a_cutout_blanks_one_square() -> None:
    for picture, whole in zip(changed(Augmentation(cutout=6)), plain() + 1, strict=True):
        hidden = (picture == 0).all(dim=0) & (whole > 0).all(dim=0)
        rows, columns = (hidden.any(dim=axis).sum().item() for axis in (1, 0))
        assert 3 <= rows <= 6
        assert 3 <= columns <= 6


def test_colours_change_as_colour_jitter_says() -> None:
    """Each in turn, against the arithmetic of torchvision's ColorJitter in numpy."""
    grey = np.einsum("c,nchw->nhw", [0.299, 0.587, 0.114], plain().double().numpy())[:, None]
    anchors = {
        "brightness": np.zeros_like(grey),
        "contrast": grey.mean(axis=(1, 2, 3), keepdims=True),
        "saturation": grey,
    }
    for name, anchor in anchors.items():
        batch = changed(Augmentation().replace(**{name: 0.3})).double().numpy()
        whole = plain().double().numpy()
        away = whole - anchor
        is_inside = (batch > 0) & (batch < 1) & (np.abs(away) > 0.05)
        factors = np.where(is_inside, (batch - anchor) / np.where(is_inside, away, 1), np.nan)
        lowest, highest = np.nanmin(factors, axis=(1, 2, 3)), np.nanmax(factors, axis=(1, 2, 3))
        assert np.allclose(lowest, highest, atol=1e-4), name
        assert lowest.min() >= 0.7 - 1e-4
        assert highest.max() <= 1.3 + 1e-4
        assert np.ptp(lowest) > 0.3


def test_grey_pictures_have_no_colours_to_change() -> None:
    images = small.small_dataset().train_images[:, :1]
    how = BatchAugmenter(Augmentation(saturation=0.9), Moment(0, 1, 1))
    assert torch.equal(
        pictures_of(images).take(PLACES, how).pictures, pictures_of(images).take(PLACES).pictures
    )


def test_normalised_pictures_have_mean_0_and_deviation_1() -> None:
    dataset = small.small_dataset()
    spread = spread_of(dataset.train_images)
    whole = plain().double()
    assert spread.mean == pytest.approx(whole.mean(dim=(0, 2, 3)).tolist())
    assert spread.deviation == pytest.approx(whole.std(dim=(0, 2, 3), correction=0).tolist())
    train = PictureSet(dataset.train_images, dataset.train_labels, CPU, spread)
    batch = train.take(PLACES).pictures.double()
    assert batch.mean(dim=(0, 2, 3)).abs().max() < 1e-5
    assert batch.std(dim=(0, 2, 3), correction=0) == pytest.approx([1, 1, 1], abs=1e-5)


def test_a_channel_that_never_changes_is_only_moved() -> None:
    assert spread_of(np.full((2, 1, 4, 4), 51, np.uint8)).deviation == (1.0,)


@pytest.mark.parametrize("batches", [1, 3, 5, 7])
def test_a_run_that_goes_on_sees_what_it_would_have_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    """Stopped after some batches and resumed, it ends with the same weights, bit by bit."""
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())
    document = small.document(small.varied_network(), augmentation=ALL, normalise=True)
    whole = setup.prepare_run(document, tmp_path / "whole", resume=False)
    for _event in whole.loop.events():
        pass
    first = setup.prepare_run(document, tmp_path / "part", resume=False)
    for _event in first.loop.events():
        if first.loop.progress.step == batches:
            break
    first.loop.settle()
    first.checkpoints.save(first.identity, first.loop.progress, first.tensors())
    rest = setup.prepare_run(document, tmp_path / "part", resume=True)
    for _event in rest.loop.events():
        pass
    expected = whole.loop.model.state_dict()
    for name, weight in rest.loop.model.state_dict().items():
        assert torch.equal(weight, expected[name]), name


@pytest.mark.parametrize("change", [{"augmentation": Augmentation(shift=1)}, {"normalise": True}])
def test_a_run_does_not_go_on_with_other_pictures(change: dict[str, Any]) -> None:
    before, after = small.document(), small.document(**change)
    dataset = small.small_dataset()
    identity = identity_of(before, dataset)
    assert identity.differences(identity_of(after, dataset))
