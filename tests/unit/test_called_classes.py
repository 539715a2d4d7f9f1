"""Functions and scripts, opened as the layers, losses and optimisers that they call."""

from __future__ import annotations

import pytest

from convviz.core.call_code import full_code
from convviz.core.code.opened import parse_opened
from convviz.core.errors import DocumentError, ErrorCode

_SCRIPT = """
learning_rate = 5e-2
criterion = nn.CrossEntropyLoss(label_smoothing=0.1).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
for epoch in range(2):
    for inputs, labels in trainloader:
        optimizer.zero_grad()
        loss = criterion(F.log_softmax(net(inputs), dim=1), labels)
        loss.backward()
        optimizer.step()
"""


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("F.relu(x)", "ReLU()"),
        ("x = F.relu(self.conv1(x), inplace=True)", "ReLU(inplace=True)"),
        ("torch.relu(x)", "ReLU()"),
        ("x.softmax(-1)", "Softmax(dim=-1)"),
        ("F.softmax(x, dim=1)", "Softmax(dim=1)"),
        ("torch.nn.functional.leaky_relu(x, 0.2)", "LeakyReLU(negative_slope=0.2)"),
        ("F.max_pool2d(F.relu(x), 2, 1)", "MaxPool2d(kernel_size=2, stride=1)"),
        ("F.dropout(x, 0.3, training=self.training)", "Dropout(p=0.3)"),
        ("torch.flatten(x, 1)", "Flatten()"),
        ("torch.flatten(x)", "Flatten(start_dim=0)"),
        ("F.cross_entropy(out, y, label_smoothing=0.1)", "CrossEntropyLoss(label_smoothing=0.1)"),
        ("F.triplet_margin_loss(anchor=a, positive=p, negative=n)", "TripletMarginLoss()"),
        ("F.margin_ranking_loss(input1=a, input2=b, target=y)", "MarginRankingLoss()"),
        ("loss = F.mse_loss(input=out, target=y, reduction='sum')", 'MSELoss(reduction="sum")'),
        ("F.nll_loss(F.log_softmax(x, dim=1), y)", "NLLLoss()"),
        ("nn.CrossEntropyLoss()(out, y)", "CrossEntropyLoss()"),
        ("nn.ReLU().cuda()", "ReLU()"),
        ("criterion = nn.MSELoss().to(device)", "MSELoss()"),
        ("rate = 0.5\ntorch.optim.SGD([w], lr=rate / 5)", "SGD(lr=0.1)"),
    ],
)
def test_a_function_opens_as_the_class_that_does_the_same(text: str, opened: str) -> None:
    assert parse_opened(text) == parse_opened(opened)


def test_a_script_opens_what_it_calls_in_its_order() -> None:
    names = [layer.type_name() for layer in parse_opened(_SCRIPT)]
    assert names == ["CrossEntropyLoss", "SGD"]
    assert "lr=0.05" in full_code(parse_opened(_SCRIPT)[1])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("loss.backward()", ErrorCode.CODE_CALLS_BACKWARD),
        ("loss.backward()\noptimizer.step()", ErrorCode.CODE_CALLS_BACKWARD),
        ("optimizer.zero_grad()", ErrorCode.CODE_CALLS_STEP),
        ("F.softmax(x, dim=foo)", ErrorCode.CODE_UNKNOWN_NAME),
        ("F.batch_norm(x, m, v)", ErrorCode.FUNCTION_OF_CLASS),
        ("nn.Conv2d(1, 1, kernal_size=3)", ErrorCode.CODE_MISSPELT_PARAMETER),
        ("print(1)", ErrorCode.CODE_EMPTY),
    ],
)
def test_what_opens_nothing_says_why(text: str, code: ErrorCode) -> None:
    with pytest.raises(DocumentError) as raised:
        parse_opened(text)
    assert raised.value.code is code
