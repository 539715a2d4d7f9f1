import torch
import torch.nn as nn


class CNN(nn.Module):
    def __init__(self, n_layers=2, width=4, batch_norm=True, dropout=0.2, pooling='max',
                 activation='relu', n_classes=10):
        super(CNN, self).__init__()
        if activation == 'relu':
            act = nn.ReLU
        elif activation == 'tanh':
            act = nn.Tanh
        else:
            raise ValueError('unknown activation: %s' % activation)

        layers = []
        n_in = 3
        for i in range(n_layers):
            n_out = width * 2 ** i
            layers.append(nn.Conv2d(n_in, n_out, 3, padding=1, bias=not batch_norm))
            if batch_norm:
                layers.append(nn.BatchNorm2d(n_out))
            layers.append(act())
            if pooling == 'max':
                layers.append(nn.MaxPool2d(2))
            elif pooling == 'avg':
                layers.append(nn.AvgPool2d(2))
            n_in = n_out
        self.body = nn.Sequential(*layers)
        self.drop = nn.Dropout(dropout) if dropout > 0 else None
        self.out = nn.Linear(n_in * 8 * 8, n_classes)

    def forward(self, x):
        x = self.body(x)
        x = x.view(x.size(0), -1)
        if self.drop is not None:
            x = self.drop(x)
        return self.out(x)


model = CNN(dropout=0, activation='tanh')
