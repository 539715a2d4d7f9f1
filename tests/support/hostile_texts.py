"""What a person may type or paste where a number, a size or a matrix is wanted.

Numbers beyond float32 are left out: torch takes them for infinity, and the page says so.
"""

from __future__ import annotations

from typing import Final

FIELD_TEXTS: Final = (
    "0", "1", "2", "3", "4", "7", "-1", "-2", "16", "99", "2048", "99999", "9" * 12, "9" * 40, "",
    " ", "x", "None", "True", "'same'", "same", "(1, 2)", "(2, 1)", "(1,)", "()", "(1, 2, 3)",
    "1, 2", "1 2 1", "(3, 3, 3, 3, 3, 3)", "1.5", "0.5", "1e999", "nan", "inf", "-0", "\u0663",
    "\u00b2", "2,", "(((", "1, 4, 4", "2, 3, 5", "1, 3, 3, 3", "4, 6", "1, 64, 64", "3, 300, 300",
    "1 x 5 x 5", "0, 5, 5", "-2, 5, 5", "1, 999999999999, 5", "0, 0",
)  # fmt: skip
CELL_TEXTS: Final = (
    "0", "1", "-2.5", "1/3", "1/0", "nan", "inf", "-inf", "1e6", "1e999", "x", "",
    "\u0663", "-0",
)  # fmt: skip
PASTED: Final = (
    "1 2 3\n4 5 6\n7 8 9", "1", "1 2\n3", "nan inf -inf\n1 2 3", "1e999 1\n1 1",
    "1e6 1\n-1e6 2", "[[1, 2], [3, 4]]", "tensor([[1., 2.], [3., 4.]])", "[[[[1]]]]",
    "[" * 5000, "\u0661 \u0662\n\u0663 \u0664", "", "\0", "hello", "1\t2\r\n3\t4\r\n",
    "[[1, 2], [3]]", "array([])", "[nan, None]", "1,5;2,5", "1 " * 5000,
    "\n".join(["0 1 0 1 0 1 0 1"] * 8),
)  # fmt: skip
CALLS: Final = (
    "CrossEntropyLoss(label_smoothing=0.1)", "nn.BCEWithLogitsLoss()", "SGD(lr=0.1, momentum=0.9)",
    "torch.optim.Adam(model.parameters(), lr=1e-2)", "Dropout(0.5)", "BatchNorm2d(1)",
    "Linear(5, 3)", "MSELoss(reduction='none')", "Conv2d(1, 1, 3", "CrossEntropyLoss(",
    "SGD(lr=nan)", "Softmax(dim=9)", "KLDivLoss(log_target=True)", "Adam(betas=(1, 1))",
    "Flatten(1, -1)", "GroupNorm(3, 4)", "NLLLoss(weight=torch.tensor([1., 2.]))", "Foo(3)",
    "CrossEntropyLoss(weight=(nan, inf))",
)  # fmt: skip
