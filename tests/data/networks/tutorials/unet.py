import torch
import torch.nn as nn


class DoubleConv(nn.Module):
    def __init__(self, in_ch, out_ch):
        super(DoubleConv, self).__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(in_ch, out_ch, 3, padding=1),
            nn.BatchNorm2d(out_ch),
            nn.ReLU(inplace=True),
            nn.Conv2d(out_ch, out_ch, 3, padding=1),
            nn.BatchNorm2d(out_ch),
            nn.ReLU(inplace=True)
        )

    def forward(self, x):
        return self.conv(x)


class UNet(nn.Module):
    def __init__(self, in_ch=3, out_ch=1, base=4):
        super(UNet, self).__init__()
        self.conv1 = DoubleConv(in_ch, base)
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = DoubleConv(base, base * 2)
        self.pool2 = nn.MaxPool2d(2)
        self.conv3 = DoubleConv(base * 2, base * 4)
        self.up4 = nn.ConvTranspose2d(base * 4, base * 2, 2, stride=2)
        self.conv4 = DoubleConv(base * 4, base * 2)
        self.up5 = nn.ConvTranspose2d(base * 2, base, 2, stride=2)
        self.conv5 = DoubleConv(base * 2, base)
        self.conv6 = nn.Conv2d(base, out_ch, 1)

    def forward(self, x):
        c1 = self.conv1(x)
        p1 = self.pool1(c1)
        c2 = self.conv2(p1)
        p2 = self.pool2(c2)
        c3 = self.conv3(p2)
        up_4 = self.up4(c3)
        merge4 = torch.cat([up_4, c2], dim=1)
        c4 = self.conv4(merge4)
        up_5 = self.up5(c4)
        merge5 = torch.cat([up_5, c1], dim=1)
        c5 = self.conv5(merge5)
        c6 = self.conv6(c5)
        return torch.sigmoid(c6)
