import torch
from torch import nn

# 定义训练的设备
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Model(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.module1 = nn.Sequential(
            nn.Conv2d(in_channels=3, out_channels=4, kernel_size=(5, 5), stride=(1, 1), padding=2),
            nn.BatchNorm2d(4),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2),
            nn.Conv2d(in_channels=4, out_channels=8, kernel_size=(5, 5), stride=(1, 1), padding=2),
            nn.BatchNorm2d(8),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2),
            nn.Flatten(),
            nn.Dropout(0.5),
            nn.Linear(in_features=8 * 8 * 8, out_features=10),
        )

    def forward(self, x):
        x = self.module1(x)
        return x


model = Model()
model.to(device)
model = model.to(device)
loss_fn = nn.CrossEntropyLoss().to(device)
