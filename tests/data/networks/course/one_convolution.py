import torch
from torch import nn
from torch.nn import Conv2d
from torch.utils.data import DataLoader, TensorDataset

dataset = TensorDataset(torch.rand(4, 3, 32, 32), torch.zeros(4))
dataloader = DataLoader(dataset, batch_size=2)


class Conv(nn.Module):
    def __init__(self):
        super(Conv, self).__init__()
        self.conv1 = Conv2d(in_channels=3, out_channels=6, kernel_size=3, stride=1, padding=0)

    def forward(self, x):
        x = self.conv1(x)
        return x


conv = Conv()

step = 0
for data in dataloader:
    imgs, targets = data
    output = conv(imgs)
    # torch.Size([2, 6, 30, 30])
    output = torch.reshape(output, (-1, 3, 30, 30))
    step = step + 1
