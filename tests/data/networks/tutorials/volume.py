import torch
import torch.nn as nn


class Volume(nn.Module):
    def __init__(self, channels=1, classes=2):
        super().__init__()
        self.group1 = self._group(channels, 4)
        self.group2 = self._group(4, 8)
        self.fc = nn.Sequential(nn.Linear(8 * 2 * 4 * 4, 16), nn.ReLU(), nn.Linear(16, classes))

    def _group(self, c_in, c_out):
        return nn.Sequential(
            nn.Conv3d(c_in, c_out, kernel_size=(3, 3, 3), padding=1),
            nn.BatchNorm3d(c_out),
            nn.LeakyReLU(),
            nn.MaxPool3d((2, 2, 2)),
        )

    def forward(self, x):
        out = self.group1(x)
        out = self.group2(out)
        out = torch.flatten(out, start_dim=1)
        return self.fc(out)
