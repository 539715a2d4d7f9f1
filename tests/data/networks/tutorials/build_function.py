import torch.nn as nn


def build_model(in_channels=3, filters=(4, 8), dense=16, num_classes=10, dropout=0.0):
    layers = []
    c = in_channels
    for f in filters:
        layers.append(nn.Conv2d(c, f, 3, padding='same'))
        layers.append(nn.ReLU())
        layers.append(nn.MaxPool2d(2))
        if dropout > 0:
            layers.append(nn.Dropout(dropout))
        c = f
    layers += [nn.Flatten(), nn.LazyLinear(dense), nn.ReLU()]
    layers.append(nn.Linear(dense, num_classes))
    return nn.Sequential(*layers)


if __name__ == "__main__":
    print(build_model())
