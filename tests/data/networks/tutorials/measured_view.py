import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.autograd import Variable


class Net(nn.Module):
    """Finds out how large its linear layer has to be."""

    def __init__(self, input_shape=(3, 20, 24)):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(3, 4, kernel_size=5)
        self.conv2 = nn.Conv2d(4, 6, kernel_size=3)

        n_size = self._get_conv_output(input_shape)

        self.fc1 = nn.Linear(n_size, 12)
        with torch.no_grad():
            width = self.fc1(torch.zeros(2, n_size)).numel() // 2
        self.fc2 = nn.Linear(width, 4)

    def _get_conv_output(self, shape):
        bs = 1
        input = Variable(torch.rand(bs, *shape))
        output_feat = self._forward_features(input)
        n_size = output_feat.data.view(bs, -1).size(1)
        return n_size

    def _forward_features(self, x):
        x = F.relu(F.max_pool2d(self.conv1(x), 2, 2))
        x = F.relu(F.max_pool2d(self.conv2(x), 2, 2))
        return x

    def forward(self, x):
        x = self._forward_features(x)
        x = x.view(x.size(0), -1)
        x = F.relu(self.fc1(x))
        return self.fc2(x)
