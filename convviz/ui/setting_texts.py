"""What each training setting is called and means, for labels, tooltips and the undo menu."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def setting_name(name: str) -> str:
    """Return what a setting is called; torch's own parameters keep their names.

    Args:
        name: As in the document; of a part of the training also "optimiser.lr".
    """
    name = name.rpartition(".")[2]
    translate = QCoreApplication.translate
    names = {
        "network": translate("Settings", "Network"),
        "dataset": translate("Settings", "Data set"),
        "normalise": translate("Settings", "Normalise"),
        "augmentation": translate("Settings", "Augmentation"),
        "flip": translate("Settings", "Mirror"),
        "crop": translate("Settings", "Cut out a part"),
        "shift": translate("Settings", "Shift, in pixels"),
        "brightness": translate("Settings", "Brightness"),
        "contrast": translate("Settings", "Contrast"),
        "saturation": translate("Settings", "Saturation"),
        "cutout": translate("Settings", "Blank square, in pixels"),
        "grey": translate("Settings", "Grey"),
        "size": translate("Settings", "Size in pixels"),
        "fit": translate("Settings", "Made to fit by"),
        "test_share": translate("Settings", "Share to test with"),
        "split_seed": translate("Settings", "Seed of the split"),
        "part": translate("Settings", "Part"),
        "names": translate("Settings", "Names of the classes"),
        "data_path": translate("Settings", "Place of the data"),
        "loss": translate("Settings", "Loss"),
        "optimiser": translate("Settings", "Optimiser"),
        "schedule": translate("Settings", "Schedule"),
        "batch_size": translate("Settings", "Batch size"),
        "epochs": translate("Settings", "Epochs"),
        "seed": translate("Settings", "Seed"),
        "clipping": translate("Settings", "Limit of gradients"),
        "averaging": translate("Settings", "Average of the weights"),
        "initialisation": translate("Settings", "Initial weights"),
        "whitening": translate("Settings", "Whitening"),
        "new_weights": translate("Settings", "Start from"),
        "start_from": translate("Settings", "Start from"),
        "zero_bias": translate("Settings", "Biases begin at 0"),
        "pictures": translate("Settings", "Pictures"),
        "frozen": translate("Settings", "Frozen"),
        "start": translate("Settings", "Batches left out first"),
        "warm_up": translate("Settings", "Warm-up"),
        "decay": translate("Settings", "Share that stays"),
        "use_buffers": translate("Settings", "Average statistics, too"),
        "device": translate("Settings", "Device"),
        "compiled": translate("Settings", "Compile on a GPU"),
        "threads": translate("Settings", "CPU threads"),
        "precision": translate("Settings", "Precision"),
        "channels_last": translate("Settings", "Channels last"),
        "checkpoint_epochs": translate("Settings", "Epochs per checkpoint"),
        "checkpoint_minutes": translate("Settings", "Minutes per checkpoint"),
        "keep_best": translate("Settings", "Keep the best epoch"),
        "schedule_epochs": translate("Settings", "Epochs of the schedule"),
    }
    return names.get(name, name)


def setting_text(name: str) -> str:
    """Return what a setting means; that of torch's parameters stands in their declarations."""
    return _run_texts().get(name, "")


def _run_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "loss": translate("Settings", "What training minimises: how wrong the network is."),
        "optimiser": translate("Settings", "How the weights follow the gradient."),
        "schedule": translate("Settings", "How the learning rate changes during the run."),
        "clipping": translate(
            "Settings",
            "What is done to gradients that are too large, so that one batch cannot spoil all.",
        ),
        "averaging": translate(
            "Settings",
            "What is measured and saved: the weights as they are, or their average of late, which "
            "is often better.",
        ),
        "initialisation": translate(
            "Settings", "Which numbers the kernels of convolutions and Linear begin with."
        ),
        "whitening": translate(
            "Settings",
            "Kernels of the first convolution that are computed from the pictures, as airbench "
            "does, so that the other layers learn faster.",
        ),
        "zero_bias": translate(
            "Settings",
            "The biases of convolutions and Linear begin at 0, not as torch's random numbers.",
        ),
        "normalise": translate(
            "Settings",
            "Each channel gets mean 0 and deviation 1, by those of all training pictures.",
        ),
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
        "precision": translate(
            "Settings",
            "The numbers in which the network is computed; weights stay in float32. Half precision "
            "is faster on many graphics cards, and slower on most processors. A trial in a process "
            "of its own shows whether it works here.",
        ),
        "channels_last": translate(
            "Settings",
            "Whether pictures and kernels lie in memory pixel by pixel, not channel by channel. "
            "None does what is usually faster: yes on a CPU.",
        ),
        "checkpoint_epochs": translate(
            "Settings", "A checkpoint is written after every so many epochs."
        ),
        "checkpoint_minutes": translate(
            "Settings",
            "In long epochs one is also written when the last is so many minutes old: what a"
            " crash costs at most.",
        ),
        "keep_best": translate(
            "Settings",
            "The weights of the epoch with the highest validation accuracy are kept beside those "
            "of the last one.",
        ),
        "schedule_epochs": translate(
            "Settings",
            "Over how many epochs a schedule is laid out that changes the rate after every batch; "
            "None: over all. Behind it the rate stays.",
        ),
        "compiled": translate(
            "Settings",
            "torch compiles the network on a graphics card: about a minute's wait at the start, "
            "then each batch is faster. Worth it for long runs. On a processor it never pays, "
            "and is left out.",
        ),
        "threads": translate(
            "Settings",
            "Processor cores that torch uses; None lets torch choose. Fewer leave more for"
            " other programs.",
        ),
    }
