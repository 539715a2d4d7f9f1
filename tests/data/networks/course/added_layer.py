from torch import nn

base = nn.Sequential(
    nn.Conv2d(3, 8, 3, padding=1),
    nn.ReLU(inplace=True),
    nn.MaxPool2d(4),
    nn.Flatten(),
    nn.Linear(8 * 8 * 8, 100),
)
# 在后面加一层
base.add_module('add_linear', nn.Linear(100, 10))
# 修改其中一层
base[1] = nn.LeakyReLU(0.1)
print(base)
