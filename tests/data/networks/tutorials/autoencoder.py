import torch
from torch import nn

num_epochs = 1
batch_size = 128
latent = 4


class Autoencoder(nn.Module):
    def __init__(self):
        super(Autoencoder, self).__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 8, 3, stride=3, padding=1),  # 8, 10, 10
            nn.ReLU(True),
            nn.MaxPool2d(2, stride=2),  # 8, 5, 5
            nn.Conv2d(8, latent, 3, stride=2, padding=1),  # 4, 3, 3
            nn.ReLU(True),
            nn.MaxPool2d(2, stride=1)  # 4, 2, 2
        )
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(latent, 8, 3, stride=2),  # 8, 5, 5
            nn.ReLU(True),
            nn.ConvTranspose2d(8, 4, 5, stride=3, padding=1),  # 4, 15, 15
            nn.ReLU(True),
            nn.ConvTranspose2d(4, 1, 2, stride=2, padding=1),  # 1, 28, 28
            nn.Tanh()
        )

    def forward(self, x):
        x = self.encoder(x)
        x = self.decoder(x)
        return x


model = Autoencoder()
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-5)
for epoch in range(num_epochs):
    img = torch.rand(2, 1, 28, 28)
    loss = criterion(model(img), img)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f'epoch [{epoch + 1}/{num_epochs}], loss:{loss.item():.4f}')
