import torch.nn as nn
import torch.nn.functional as F


class SegNet(nn.Module):
    def __init__(self, classes=2):
        super().__init__()
        self.enc1 = nn.Conv2d(3, 4, 3, padding=1)
        self.enc2 = nn.Conv2d(4, 8, 3, padding=1)
        self.dec1 = nn.Conv2d(8, 4, 3, padding=1)
        self.up = nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True)
        self.out = nn.Conv2d(4, classes, 1)

    def forward(self, x):
        x = F.max_pool2d(F.leaky_relu(self.enc1(x), 0.1), 2)
        x = F.max_pool2d(F.leaky_relu(self.enc2(x), negative_slope=0.1), kernel_size=2, stride=2)
        x = self.up(x)
        x = F.elu(self.dec1(x))
        x = F.interpolate(x, scale_factor=2, mode='nearest')
        return self.out(x)
