import torch
import torch.nn as nn

# Hyper-parameters
num_epochs = 1
num_classes = 10
batch_size = 4
learning_rate = 0.001
IMG = 28
KERNEL, PAD = 5, 2

device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')


# Convolutional neural network (two convolutional layers)
class ConvNet(nn.Module):
    def __init__(self, num_classes=10):
        super(ConvNet, self).__init__()
        self.layer1 = nn.Sequential(
            nn.Conv2d(1, 4, kernel_size=KERNEL, stride=1, padding=PAD),
            nn.BatchNorm2d(4),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2))
        self.layer2 = nn.Sequential(
            nn.Conv2d(4, 8, kernel_size=KERNEL, stride=1, padding=PAD),
            nn.BatchNorm2d(8),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2))
        self.fc = nn.Linear((IMG // 4) ** 2 * 8, num_classes)

    def forward(self, x):
        out = self.layer1(x)
        out = self.layer2(out)
        out = out.reshape(out.size(0), -1)
        out = self.fc(out)
        return out


model = ConvNet(num_classes).to(device)

# Loss and optimizer
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)

# Train the model
data = [(torch.rand(batch_size, 1, IMG, IMG), torch.zeros(batch_size, dtype=torch.long))]
for epoch in range(num_epochs):
    for i, (images, labels) in enumerate(data):
        images = images.to(device)
        labels = labels.to(device)
        outputs = model(images)
        loss = criterion(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

model.eval()
with torch.no_grad():
    correct = 0
    for images, labels in data:
        _, predicted = torch.max(model(images).data, 1)
        correct += (predicted == labels).sum().item()
    print('Accuracy: {} %'.format(100 * correct / batch_size))
