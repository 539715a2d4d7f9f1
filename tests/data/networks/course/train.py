# 完整的模型训练套路
import time

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

# 准备数据集
train_data = TensorDataset(torch.rand(4, 3, 32, 32), torch.zeros(4, dtype=torch.long))
test_data = TensorDataset(torch.rand(2, 3, 32, 32), torch.zeros(2, dtype=torch.long))

train_data_size = len(train_data)
print("训练数据集的长度为：{}".format(train_data_size))

train_dataloader = DataLoader(train_data, batch_size=2)
test_dataloader = DataLoader(test_data, batch_size=2)


# 搭建神经网络
class Wang(nn.Module):
    def __init__(self):
        super(Wang, self).__init__()
        self.model = nn.Sequential(
            nn.Conv2d(3, 4, 5, 1, 2),
            nn.MaxPool2d(2),
            nn.Conv2d(4, 4, 5, 1, 2),
            nn.MaxPool2d(2),
            nn.Conv2d(4, 8, 5, 1, 2),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(8*4*4, 16),
            nn.Linear(16, 10)
        )

    def forward(self, x):
        x = self.model(x)
        return x


# 创建网络模型
wang = Wang()
if torch.cuda.is_available():
    wang = wang.cuda()

# 损失函数
loss_fn = nn.CrossEntropyLoss()
if torch.cuda.is_available():
    loss_fn = loss_fn.cuda()

# 优化器
learning_rate = 1e-2
optimizer = torch.optim.SGD(wang.parameters(), lr=learning_rate)

total_train_step = 0
total_test_step = 0
epoch = 1
start_time = time.time()

for i in range(epoch):
    print("-------第 {} 轮训练开始-------".format(i + 1))
    wang.train()
    for data in train_dataloader:
        imgs, targets = data
        outputs = wang(imgs)
        loss = loss_fn(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_train_step = total_train_step + 1
        if total_train_step % 100 == 0:
            print("训练次数：{}, Loss: {}".format(total_train_step, loss.item()))

    wang.eval()
    total_accuracy = 0
    with torch.no_grad():
        for data in test_dataloader:
            imgs, targets = data
            outputs = wang(imgs)
            accuracy = (outputs.argmax(1) == targets).sum()
            total_accuracy = total_accuracy + accuracy
    total_test_step += 1
