"""What each training setting is called and means, for labels, tooltips and the undo menu."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def setting_name(name: str) -> str:
    """Return what a setting is called; torch's own parameters keep their names."""
    translate = QCoreApplication.translate
    names = {
        "network": translate("Settings", "Network"),
        "dataset": translate("Settings", "Data set"),
        "data_path": translate("Settings", "Place of CIFAR-10"),
        "loss": translate("Settings", "Loss"),
        "optimiser": translate("Settings", "Optimiser"),
        "batch_size": translate("Settings", "Batch size"),
        "epochs": translate("Settings", "Epochs"),
        "seed": translate("Settings", "Seed"),
        "device": translate("Settings", "Device"),
        "threads": translate("Settings", "CPU threads"),
        "checkpoint_epochs": translate("Settings", "Epochs per checkpoint"),
        "checkpoint_minutes": translate("Settings", "Minutes per checkpoint"),
    }
    return names.get(name, name)


def setting_text(name: str) -> str:
    """Return what a setting means, in one or two sentences."""
    return {**_run_texts(), **_torch_texts()}.get(name, "")


def _run_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "loss": translate("Settings", "What training minimises: how wrong the network is."),
        "optimiser": translate("Settings", "How the weights follow the gradient."),
        "batch_size": translate(
            "Settings", "How many pictures are averaged before the weights move once."
        ),
        "epochs": translate("Settings", "How many times training goes through all pictures."),
        "seed": translate(
            "Settings",
            "Sets the initial weights and the order of the pictures: the same seed gives the "
            "same run.",
        ),
        "device": translate(
            "Settings", "Where torch computes. Auto takes a graphics card if torch can use one."
        ),
        "checkpoint_epochs": translate(
            "Settings", "A checkpoint is written after every so many epochs."
        ),
        "checkpoint_minutes": translate(
            "Settings",
            "In long epochs one is also written when the last is so many minutes old: what a"
            " crash costs at most.",
        ),
        "threads": translate(
            "Settings",
            "Processor cores that torch uses; None lets torch choose. Fewer leave more for"
            " other programs.",
        ),
    }


def _torch_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "lr": translate(
            "Settings", "Learning rate: how far the weights move against the gradient in one step."
        ),
        "momentum": translate(
            "Settings",
            "The share of the previous step that is kept: 0 keeps nothing, 0.9 is usual.",
        ),
        "dampening": translate(
            "Settings", "The share of the new gradient that momentum leaves out: usually 0."
        ),
        "weight_decay": translate(
            "Settings", "How strongly large weights are pulled towards zero (an L2 penalty)."
        ),
        "nesterov": translate(
            "Settings",
            "Look ahead along the momentum. This needs a momentum above 0 and a dampening of 0.",
        ),
        "beta1": translate(
            "Settings", "How long the gradient's mean is remembered: longer near 1."
        ),
        "beta2": translate(
            "Settings", "How long the gradient's square is remembered: longer near 1."
        ),
        "eps": translate("Settings", "Added to the divisor, so that it is never zero."),
        "amsgrad": translate(
            "Settings", "Divide by the largest squares so far, not by the current ones."
        ),
        "label_smoothing": translate(
            "Settings",
            "The share of certainty that is spread over all classes: 0 spreads nothing, 0.1 is "
            "usual.",
        ),
    }
