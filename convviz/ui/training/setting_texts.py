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
    }
    return names.get(name, name)


def setting_text(name: str) -> str:
    """Return what a setting means, in one or two sentences."""
    return {**_run_texts(), **_torch_texts()}.get(name, "")


def _run_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "loss": translate("Settings", "What is made small: how wrong the network is."),
        "optimiser": translate("Settings", "How the weights follow the gradient."),
        "batch_size": translate(
            "Settings", "Pictures whose gradients are averaged before the weights move once."
        ),
        "epochs": translate("Settings", "How often every training picture is seen."),
        "seed": translate(
            "Settings",
            "Sets the first weights and the order of the pictures: the same seed, the same run.",
        ),
        "device": translate(
            "Settings", "Where torch computes. Auto takes a graphics card if torch can use one."
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
            "Settings", "Share of the step before that is kept: 0 is none, 0.9 is usual."
        ),
        "dampening": translate(
            "Settings", "Share of the new gradient that momentum leaves out: usually 0."
        ),
        "weight_decay": translate(
            "Settings", "How strongly large weights are pulled towards zero (an L2 penalty)."
        ),
        "nesterov": translate(
            "Settings",
            "Look ahead along the momentum. It needs momentum above 0 and no dampening.",
        ),
        "beta1": translate("Settings", "Memory of the gradient's mean: near 1 is long."),
        "beta2": translate("Settings", "Memory of the gradient's square: near 1 is long."),
        "eps": translate("Settings", "Added to the divisor, so that it is never zero."),
        "amsgrad": translate(
            "Settings", "Divide by the largest squares so far, not by the present ones."
        ),
        "label_smoothing": translate(
            "Settings",
            "Share of certainty that is spread over all classes: 0 is none, 0.1 is usual.",
        ),
    }
