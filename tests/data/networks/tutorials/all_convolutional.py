import torch.nn as nn


def nin_block(in_channels, out_channels, kernel_size, stride, padding):
    blk = nn.Sequential(nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding),
                        nn.ReLU(),
                        nn.Conv2d(out_channels, out_channels, kernel_size=1),
                        nn.ReLU(),
                        nn.Conv2d(out_channels, out_channels, kernel_size=1),
                        nn.ReLU())
    return blk


net = nn.Sequential(
    nin_block(1, 6, kernel_size=5, stride=2, padding=0),
    nn.MaxPool2d(kernel_size=3, stride=2),
    nin_block(6, 8, kernel_size=3, stride=1, padding=1),
    nn.Dropout(0.5),
    nin_block(8, 10, kernel_size=3, stride=1, padding=1),
    nn.AdaptiveAvgPool2d((1, 1)),
    nn.Flatten())
