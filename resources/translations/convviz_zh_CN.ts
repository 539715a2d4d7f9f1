<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AccuracyCard</name>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Accuracy by epoch</source>
        <translation>各轮准确率</translation>
    </message>
    <message>
        <source>Accuracy, %</source>
        <translation>准确率（%）</translation>
    </message>
    <message>
        <source>best: epoch {number}</source>
        <translation>最佳：第 {number} 轮</translation>
    </message>
</context>
<context>
    <name>AccuracyHead</name>
    <message>
        <source>Share of the test pictures that are classified correctly</source>
        <translation>分类正确的测试图像所占的比例</translation>
    </message>
    <message>
        <source>Classifying the test pictures: {done} of {total}</source>
        <translation>正在对测试图像分类：{done}/{total}</translation>
    </message>
    <message>
        <source>{right} of {total} test pictures right after epoch {epoch}</source>
        <translation>第 {epoch} 轮之后：{total} 张测试图像中有 {right} 张分类正确</translation>
    </message>
    <message>
        <source>{right} of {total} test pictures right</source>
        <translation>{total} 张测试图像中有 {right} 张分类正确</translation>
    </message>
</context>
<context>
    <name>AddLayerPopup</name>
    <message>
        <source>Name, conv2d 32 5 p2, or code such as Conv2d(3, 32, 5)</source>
        <translation>名称、conv2d 32 5 p2，或 Conv2d(3, 32, 5) 这样的代码</translation>
    </message>
    <message>
        <source>Layer to add</source>
        <translation>要添加的层</translation>
    </message>
    <message>
        <source>{layer} and {count} more</source>
        <translation>{layer} 及另外 {count} 层</translation>
    </message>
</context>
<context>
    <name>AdviceBar</name>
    <message>
        <source>{count} more</source>
        <translation>还有 {count} 条</translation>
    </message>
    <message>
        <source>Show the first alone</source>
        <translation>只显示第一条</translation>
    </message>
    <message>
        <source>Show all advice</source>
        <translation>显示全部建议</translation>
    </message>
</context>
<context>
    <name>AdviceRow</name>
    <message>
        <source>Click to choose the layer</source>
        <translation>点击以选中该层</translation>
    </message>
    <message>
        <source>Do not say this again in this document</source>
        <translation>在此文档中不再提示</translation>
    </message>
    <message>
        <source>Read more: {source}</source>
        <translation>出处：{source}</translation>
    </message>
</context>
<context>
    <name>AgreementMark</name>
    <message>
        <source>Comparison with torch</source>
        <translation>与 torch 的比较</translation>
    </message>
    <message>
        <source>torch is computing …</source>
        <translation>torch 正在计算……</translation>
    </message>
    <message>
        <source>torch is starting …</source>
        <translation>torch 正在启动……</translation>
    </message>
    <message>
        <source>torch differs: its output is {shape}, not {own}.</source>
        <translation>与 torch 不一致：其输出为 {shape}，而非 {own}。</translation>
    </message>
    <message>
        <source>not a number</source>
        <translation>非数值 (NaN)</translation>
    </message>
    <message>
        <source>torch&apos;s process has ended. A new one is started and computes this again.</source>
        <translation>torch 的进程已结束。新进程启动后将立即重新计算。</translation>
    </message>
    <message>
        <source>Computed by torch on {device}. It is too large for convviz to check with its own arithmetic.</source>
        <translation>由 torch 在 {device} 上计算。规模过大，convviz 不再用自己的算术核对。</translation>
    </message>
    <message>
        <source>one number</source>
        <translation>一个数</translation>
    </message>
    <message>
        <source>torch differs: {shape}, different indices: {count}.</source>
        <translation>与 torch 不一致：{shape}，有 {count} 个索引不同。</translation>
    </message>
    <message>
        <source>torch agrees: {shape}, largest difference {number}, the same indices.</source>
        <translation>与 torch 一致：{shape}，最大差值 {number}，索引相同。</translation>
    </message>
    <message>
        <source>torch differs: {shape}, largest difference {number}.</source>
        <translation>与 torch 不一致：{shape}，最大差值 {number}。</translation>
    </message>
    <message>
        <source>torch agrees: {shape}, largest difference {number}.</source>
        <translation>与 torch 一致：{shape}，最大差值 {number}。</translation>
    </message>
    <message>
        <source>torch agrees in float64: {shape}, largest difference {number}. In float32, its usual type, numbers here become infinite or not a number.</source>
        <translation>与 torch 的 float64 结果一致：{shape}，最大差值 {number}。在它通常使用的 float32 中，这里的数会变为无穷大或非数。</translation>
    </message>
    <message>
        <source>torch agrees in float64: {shape}, largest difference {number}. In float32, its usual type, rounding adds up to {off} here.</source>
        <translation>与 torch 的 float64 结果一致：{shape}，最大差值 {number}。在它通常使用的 float32 中，这里的舍入误差累积到 {off}。</translation>
    </message>
    <message>
        <source>autograd: {gradients}</source>
        <translation>自动求导：{gradients}</translation>
    </message>
    <message>
        <source>torch refuses this layer.</source>
        <translation>torch 拒绝了这一层。</translation>
    </message>
    <message>
        <source>torch gave no values. {reason}</source>
        <translation>torch 没有给出数值。{reason}</translation>
    </message>
</context>
<context>
    <name>ArgumentHints</name>
    <message>
        <source>torch&apos;s default: {value}.</source>
        <translation>torch 的默认值：{value}。</translation>
    </message>
    <message>
        <source>Any integer; a negative one crops.</source>
        <translation>任意整数；负数表示裁剪。</translation>
    </message>
    <message>
        <source>Integers from {minimum} to {maximum}.</source>
        <translation>{minimum} 到 {maximum} 的整数。</translation>
    </message>
    <message>
        <source>Integers of at least {minimum}.</source>
        <translation>不小于 {minimum} 的整数。</translation>
    </message>
    <message>
        <source>Also: {words}.</source>
        <translation>也可以是：{words}。</translation>
    </message>
    <message>
        <source>Default: {value}.</source>
        <translation>默认值：{value}。</translation>
    </message>
</context>
<context>
    <name>AutogradGraph</name>
    <message>
        <source>the picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>An autograd graph of {count} nodes</source>
        <translation>有 {count} 个节点的自动求导图</translation>
    </message>
    <message>
        <source>No operation wants a gradient</source>
        <translation>没有运算需要梯度</translation>
    </message>
    <message>
        <source>|grad| {norm}</source>
        <translation>|grad| {norm}</translation>
    </message>
    <message>
        <source>1 number</source>
        <translation>1 个数</translation>
    </message>
    <message>
        <source>first numbers {numbers}</source>
        <translation>前几个数 {numbers}</translation>
    </message>
    <message>
        <source>mean {mean}, from {low} to {high}, norm {norm}</source>
        <translation>均值 {mean}，从 {low} 到 {high}，范数 {norm}</translation>
    </message>
    <message>
        <source>{count} of them 0</source>
        <translation>其中 {count} 个为 0</translation>
    </message>
    <message>
        <source>{count} infinite or no number</source>
        <translation>{count} 个为无穷或非数</translation>
    </message>
    <message>
        <source>{shape}: {numbers}</source>
        <translation>{shape}：{numbers}</translation>
    </message>
    <message>
        <source>Forward, operation {number} of {count}</source>
        <translation>前向，第 {number} 个运算，共 {count} 个</translation>
    </message>
    <message>
        <source>The loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>torch refuses</source>
        <translation>torch 拒绝</translation>
    </message>
    <message>
        <source>Backward, node {number} of {count}</source>
        <translation>反向，第 {number} 个节点，共 {count} 个</translation>
    </message>
    <message>
        <source>{operator} of {place} runs, and leaves the node {name} behind it.</source>
        <translation>{place} 的 {operator} 运行，并留下节点 {name}。</translation>
    </message>
    <message>
        <source>An operation of {place} leaves the node {name}.</source>
        <translation>{place} 的一个运算留下节点 {name}。</translation>
    </message>
    <message>
        <source>It gives {tensor}.</source>
        <translation>它给出 {tensor}。</translation>
    </message>
    <message>
        <source>So far {size} are saved for backward.</source>
        <translation>到此为反向传播保存了 {size}。</translation>
    </message>
    <message>
        <source>It saves no tensor for backward.</source>
        <translation>它没有为反向传播保存张量。</translation>
    </message>
    <message>
        <source>For backward it saves {parts}.</source>
        <translation>它为反向传播保存 {parts}。</translation>
    </message>
    <message>
        <source>It also keeps {parts}.</source>
        <translation>它还记住 {parts}。</translation>
    </message>
    <message>
        <source>{call} has {shape} numbers.</source>
        <translation>{call} 有 {shape} 个数。</translation>
    </message>
    <message>
        <source>The right class is {label}{name}.</source>
        <translation>正确的类别是 {label}{name}。</translation>
    </message>
    <message>
        <source>{loss} is {name}: from it backward() walks the graph, and begins with the gradient 1.</source>
        <translation>{loss} 是 {name}：backward() 从它开始遍历计算图，起始梯度为 1。</translation>
    </message>
    <message>
        <source>Frozen (requires_grad=False): {names}. No AccumulateGrad stands for their parameters; gradients still go through them to layers before.</source>
        <translation>已冻结 (requires_grad=False)：{names}。它们的参数没有 AccumulateGrad；梯度仍会穿过它们传到前面的层。</translation>
    </message>
    <message>
        <source>Detached behind: {names}. The graph ends there, and what stands before learns nothing of this loss.</source>
        <translation>在其后 detach：{names}。计算图在那里结束，之前的部分从这个损失中学不到任何东西。</translation>
    </message>
    <message>
        <source>retain_grad() was called on the output of: {names}.</source>
        <translation>对以下各层的输出调用了 retain_grad()：{names}。</translation>
    </message>
    <message>
        <source>Each .grad still holds the gradient of a backward before, for nobody called zero_grad(): this one is added to it. zero_grad() may stand anywhere but between backward() and step().</source>
        <translation>每个 .grad 仍保存着上一次反向传播的梯度，因为没有调用 zero_grad()：这次的梯度会加到上面。zero_grad() 可以放在任何位置，只是不能放在 backward() 与 step() 之间。</translation>
    </message>
    <message>
        <source>backward(retain_graph=True) has run on this graph already: what was saved is still there, and the same gradients are added to .grad a second time.</source>
        <translation>backward(retain_graph=True) 已在这个图上运行过：保存的内容还在，相同的梯度会第二次加到 .grad 上。</translation>
    </message>
    <message>
        <source>backward() has run on this graph already, and freed what its nodes had saved.</source>
        <translation>backward() 已在这个图上运行过，并释放了节点保存的内容。</translation>
    </message>
    <message>
        <source>After zero_grad() every .grad is None until its AccumulateGrad runs.</source>
        <translation>在 zero_grad() 之后，每个 .grad 都是 None，直到它的 AccumulateGrad 运行。</translation>
    </message>
    <message>
        <source>{name} of {place} runs.</source>
        <translation>{place} 的 {name} 运行。</translation>
    </message>
    <message>
        <source>The gradient of its output comes in: {tensor}.</source>
        <translation>其输出的梯度传入：{tensor}。</translation>
    </message>
    <message>
        <source>The gradient comes in: {tensor}.</source>
        <translation>梯度传入：{tensor}。</translation>
    </message>
    <message>
        <source>It is the sum of {count} gradients, one from each operation that read this output: {names}.</source>
        <translation>它是 {count} 个梯度之和，每个读取该输出的运算给出一个：{names}。</translation>
    </message>
    <message>
        <source>One input gets none: nothing behind it wants a gradient (the picture, a frozen weight, a detached tensor, a plain number).</source>
        <translation>有一个输入得不到梯度：其后没有任何部分需要梯度（图片、冻结的权重、detach 的张量或普通的数）。</translation>
    </message>
    <message>
        <source>To {name} ({place}) goes {tensor}.</source>
        <translation>传给 {name}（{place}）：{tensor}。</translation>
    </message>
    <message>
        <source>{grad} was None, and is this gradient now.</source>
        <translation>{grad} 原为 None，现在就是这个梯度。</translation>
    </message>
    <message>
        <source>{grad} was of norm {before}; with this one added it has {after}.</source>
        <translation>{grad} 的范数原为 {before}；加上这个梯度后为 {after}。</translation>
    </message>
    <message>
        <source>norm {norm}</source>
        <translation>范数 {norm}</translation>
    </message>
    <message>
        <source>None: out of the loss&apos;s reach</source>
        <translation>None：损失到达不了</translation>
    </message>
    <message>
        <source>A leaf with requires_grad=True: its AccumulateGrad fills .grad.</source>
        <translation>requires_grad=True 的叶子：由它的 AccumulateGrad 填入 .grad。</translation>
    </message>
    <message>
        <source>A leaf with requires_grad=False: its .grad stays None, and step() leaves it as it is.</source>
        <translation>requires_grad=False 的叶子：它的 .grad 一直是 None，step() 也不改变它。</translation>
    </message>
    <message>
        <source>No leaf: an operation made it. Its gradient flows through, and .grad keeps it only after retain_grad().</source>
        <translation>不是叶子：由运算产生。它的梯度只是流过，只有在 retain_grad() 之后才保存在 .grad 中。</translation>
    </message>
</context>
<context>
    <name>Axes</name>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>depth</source>
        <translation>深度方向</translation>
    </message>
    <message>
        <source>height</source>
        <translation>高度方向</translation>
    </message>
    <message>
        <source>width</source>
        <translation>宽度方向</translation>
    </message>
    <message>
        <source>axis {number}</source>
        <translation>轴 {number} </translation>
    </message>
    <message>
        <source>length</source>
        <translation>长度方向</translation>
    </message>
</context>
<context>
    <name>AxisBlock</name>
    <message>
        <source>This is impossible:</source>
        <translation>此式不成立：</translation>
    </message>
    <message>
        <source>The last window would start in the right padding, so it is dropped:</source>
        <translation>最后一个窗口会从右侧填充开始，因此被舍弃：</translation>
    </message>
    <message>
        <source>The last window starts inside the input or the left padding:</source>
        <translation>最后一个窗口从输入或左侧填充内开始：</translation>
    </message>
</context>
<context>
    <name>Backward</name>
    <message>
        <source>{count} of the {all} products fall on padding, which throws their gradient away.</source>
        <translation>{all} 个乘积中有 {count} 个落在填充上，填充会丢弃它们的梯度。</translation>
    </message>
    <message>
        <source>The gradients are left to torch: there are too many numbers.</source>
        <translation>数字太多，梯度交给 torch 计算。</translation>
    </message>
    <message>
        <source>It begins at the loss, {loss} = {value}: its slope along each output is {upstream}. Begin at {ones} instead.</source>
        <translation>从损失 {loss} = {value} 开始：它对每个输出的斜率就是 {upstream}。也可以改为从{ones}开始。</translation>
    </message>
    <message>
        <source>ones</source>
        <translation>全 1</translation>
    </message>
    <message>
        <source>Each window gives its gradient to its largest cell alone; of equal ones to the first. All other cells get 0.</source>
        <translation>每个窗口只把梯度交给其中最大的单元；并列时交给第一个。其余单元得到 0。</translation>
    </message>
    <message>
        <source>{upstream} says how fast the loss grows with each output; here it is given. Begin at a loss instead: {losses}.</source>
        <translation>{upstream} 表示损失随每个输出增长得有多快，这里直接给出。也可以改为从损失开始：{losses}。</translation>
    </message>
    <message>
        <source>Each input cell gets weight × grad_output of every window that reads it; each weight gets input × grad_output of every place where it lies.</source>
        <translation>每个输入单元得到读取它的每个窗口的“权重 × grad_output”之和；每个权重得到它所在各处的“输入 × grad_output”之和。</translation>
    </message>
    <message>
        <source>Each feature gets weight × grad_output of every output; each weight gets feature × grad_output of every row.</source>
        <translation>每个特征得到所有输出的“权重 × grad_output”之和；每个权重得到所有行的“特征 × grad_output”之和。</translation>
    </message>
    <message>
        <source>Each window gives every cell that it averages the same share.</source>
        <translation>每个窗口把梯度平均分给它所平均的每个单元。</translation>
    </message>
    <message>
        <source>Each window gives its gradient to its cells by how much each of them changes the root of the sum of powers.</source>
        <translation>每个窗口按照各单元对“幂之和的根”的影响大小，把梯度分给它们。</translation>
    </message>
    <message>
        <source>Each cell gets the gradients of all its copies, added up.</source>
        <translation>每个单元得到它所有副本的梯度之和。</translation>
    </message>
    <message>
        <source>Each cell gets the gradient of every output cell that read it, by the share that it had there.</source>
        <translation>每个单元按照它在各输出单元中所占的份额，得到读取它的所有输出单元的梯度。</translation>
    </message>
    <message>
        <source>Each number gets the slope of the function there × its grad_output.</source>
        <translation>每个数得到函数在该处的斜率 × 它的 grad_output。</translation>
    </message>
    <message>
        <source>Each number changes the shares of all, so it gets something of every number of grad_output. What all get adds up to 0.</source>
        <translation>每个数都会改变所有数的份额，因此它从 grad_output 的每个数都得到一部分。所有数得到的梯度之和为 0。</translation>
    </message>
    <message>
        <source>Each cell gets its grad_output / its divisor, less what its square adds to the divisors of all windows in which it counts.</source>
        <translation>每个格子得到：grad_output / 自己的除数，再减去它的平方对所有含有它的窗口的除数的影响。</translation>
    </message>
    <message>
        <source>Each number gets the slope of its own loss × grad_output; a mean divides it by as much as it divides the loss.</source>
        <translation>每个数得到“它自己的损失的斜率 × grad_output”；取均值时，梯度和损失除以同一个数。</translation>
    </message>
    <message>
        <source>Only the right class gets something: minus its weight × grad_output. A mean divides it by as much as it divides the loss.</source>
        <translation>只有正确类别得到梯度：负的类别权重 × grad_output。取均值时，它与损失除以同一个数。</translation>
    </message>
    <message>
        <source>Mean and deviation were kept, and do not change with the cells: each gets its grad_output × weight / deviation.</source>
        <translation>均值和标准差是保存下来的，不随单元变化：每个单元得到“grad_output × 权重 / 标准差”。</translation>
    </message>
    <message>
        <source>What passed gets the gradient as far as its gate is open; the gate gets it times what passed and the slope of its sigmoid.</source>
        <translation>通过的数按门的开启程度得到梯度；门得到梯度 × 通过的数 × sigmoid 的斜率。</translation>
    </message>
    <message>
        <source>Each number gets the gradient of the cell that it was added to.</source>
        <translation>每个数得到它被加到的那个单元的梯度。</translation>
    </message>
    <message>
        <source>Each maximum gets the gradient of the cell that its index names.</source>
        <translation>每个最大值得到其索引所指单元的梯度。</translation>
    </message>
    <message>
        <source>Each cell gets the gradient of every cell that it was moved to.</source>
        <translation>每个单元得到它被移到的所有单元的梯度。</translation>
    </message>
    <message>
        <source>Each logit gets its share p less what the target asks for: p − 1 where it is the right class, p where not. A mean divides it by as much as it divides the loss.</source>
        <translation>每个 logit 得到其份额 p 减去目标要求的量：正确类别为 p − 1，其他类别为 p。取均值时，它与损失除以同一个数。</translation>
    </message>
    <message>
        <source>Each cell also changes what all of them are divided by: so what would only scale them is taken away.</source>
        <translation>每个单元还会改变所有单元的除数：因此要减去只会改变缩放的那一部分。</translation>
    </message>
    <message>
        <source>Each cell also moves the mean and the deviation of all that share them: so the mean of their gradients is taken away, and what would only scale them.</source>
        <translation>每个单元还会改变同组单元的均值和标准差：因此要减去它们梯度的均值，以及只会改变缩放的那一部分。</translation>
    </message>
    <message>
        <source>{count} of the {all} shares fall on padding, which throws them away.</source>
        <translation>{all} 份中有 {count} 份落在填充上，被填充丢弃。</translation>
    </message>
    <message>
        <source>{count} of the {all} output cells are filled with 0: their gradient goes nowhere.</source>
        <translation>{all} 个输出单元中有 {count} 个填的是 0：它们的梯度无处可去。</translation>
    </message>
    <message>
        <source>{count} of the {all} output cells are padding: their gradient goes nowhere.</source>
        <translation>{all} 个输出单元中有 {count} 个是填充：它们的梯度无处可去。</translation>
    </message>
    <message>
        <source>{gradient} is this layer of {upstream}: {call}.</source>
        <translation>{gradient} 就是对 {upstream} 应用这一层：{call}。</translation>
    </message>
</context>
<context>
    <name>BatchPictures</name>
    <message>
        <source>The data has fewer pictures than when the run was trained.</source>
        <translation>数据中的图像比训练时少。</translation>
    </message>
</context>
<context>
    <name>BatchTitles</name>
    <message>
        <source>sample {sample} (0–{last})</source>
        <translation>样本 {sample}（0–{last}）</translation>
    </message>
    <message>
        <source>sample {sample} (0–{last}), channel {channel}</source>
        <translation>样本 {sample}（0–{last}），通道 {channel}</translation>
    </message>
    <message>
        <source>sample {sample}</source>
        <translation>样本 {sample}</translation>
    </message>
    <message>
        <source>sample {sample}, channel {channel}</source>
        <translation>样本 {sample}，通道 {channel}</translation>
    </message>
    <message>
        <source>sample {sample}, channel {channel}, slice {slice}</source>
        <translation>样本 {sample}，通道 {channel}，切片 {slice}</translation>
    </message>
</context>
<context>
    <name>BatchView</name>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Work out the newest batch</source>
        <translation>推算最新批次</translation>
    </message>
    <message>
        <source>Open the loss in the calculator</source>
        <translation>在计算器中打开损失</translation>
    </message>
    <message>
        <source>The loss on this batch: the network&apos;s outputs, and the classes as its target</source>
        <translation>这一批上的损失：网络的输出，以及作为目标的类别</translation>
    </message>
    <message>
        <source>There is no batch yet.</source>
        <translation>还没有批次。</translation>
    </message>
    <message>
        <source>This run kept no batch. Of a run that goes on or waits, any is worked out.</source>
        <translation>这次训练没有保存批次。训练进行或暂停时，可以推算任何一个批次。</translation>
    </message>
    <message>
        <source>Batch {number}: the loss is {loss}</source>
        <translation>第 {number} 个批次：损失为 {loss}</translation>
    </message>
    <message>
        <source>torch says {loss}</source>
        <translation>torch 的结果是 {loss}</translation>
    </message>
    <message>
        <source>torch says {loss} of all {count} pictures; the first are shown</source>
        <translation>torch 对全部 {count} 张图片的结果是 {loss}；这里显示前面的一部分</translation>
    </message>
    <message>
        <source>✓ torch says {loss}, too</source>
        <translation>✓ torch 的结果也是 {loss}</translation>
    </message>
    <message>
        <source>; the plot shows its share of a picture, {loss}</source>
        <translation>；曲线显示的是平均到每张图片的 {loss}</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>taken for</source>
        <translation>被认作</translation>
    </message>
    <message>
        <source>The class of the largest output</source>
        <translation>输出最大的类别</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>ignored</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Its place in the training data. A double click or Enter opens the picture in the calculator, as it is in the data: without augmentation.</source>
        <translation>它在训练数据中的位置。双击或按回车，会在计算器中打开数据里的原图：不含数据增强。</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>The network&apos;s</source>
        <translation>网络的输出</translation>
    </message>
    <message>
        <source>cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>What is asked for</source>
        <translation>要求的值</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>How much the class counts</source>
        <translation>该类别所占的权重</translation>
    </message>
    <message>
        <source>adds</source>
        <translation>贡献</translation>
    </message>
    <message>
        <source>What is added to the picture&apos;s loss</source>
        <translation>对这张图片损失的贡献</translation>
    </message>
    <message>
        <source>This picture&apos;s class is ignored: it does not count.</source>
        <translation>这张图片的类别被忽略，不计入损失。</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>in numbers</source>
        <translation>代入数值</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>What torch has behind the step</source>
        <translation>更新之后 torch 中的值</translation>
    </message>
    <message>
        <source>w = {name}[{where}] was {before}, its gradient g is {gradient}</source>
        <translation>w = {name}[{where}] 原为 {before}，其梯度 g 为 {gradient}</translation>
    </message>
    <message>
        <source>; it became {after}. The rule needs more than one weight.</source>
        <translation>；更新后为 {after}。这一规则需要不止一个权重。</translation>
    </message>
    <message>
        <source>Pictures of the batch</source>
        <translation>该批次的图片</translation>
    </message>
    <message>
        <source>One weight&apos;s step</source>
        <translation>一个权重的更新</translation>
    </message>
    <message>
        <source>Which of these weights</source>
        <translation>其中哪一个权重</translation>
    </message>
    <message>
        <source>number</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Classes of the picture</source>
        <translation>该图片的各个类别</translation>
    </message>
</context>
<context>
    <name>BlockPanel</name>
    <message>
        <source>Enabled</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>A disabled block passes its input on unchanged</source>
        <translation>停用的块会原样传递其输入</translation>
    </message>
    <message>
        <source>{count} parts chosen</source>
        <translation>已选择 {count} 个部分</translation>
    </message>
    <message>
        <source>Blocks are among them, which share no parameter.</source>
        <translation>其中有块，块没有共同的参数。</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>multiply-adds</source>
        <translation>乘加运算</translation>
    </message>
    <message>
        <source>The chosen block</source>
        <translation>所选的块</translation>
    </message>
</context>
<context>
    <name>Blocks</name>
    <message>
        <source>Branch {number}</source>
        <translation>分支 {number}</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>捷径</translation>
    </message>
    <message>
        <source>each of {layers} layers</source>
        <translation>每个 {layers} 层</translation>
    </message>
    <message>
        <source>empty: passes its input on</source>
        <translation>空：原样传递其输入</translation>
    </message>
    <message>
        <source>branches: {branches}, layers: {layers}</source>
        <translation>分支：{branches}，层：{layers}</translation>
    </message>
    <message>
        <source>one layer</source>
        <translation>1 层</translation>
    </message>
    <message>
        <source>{layers} layers</source>
        <translation>{layers} 层</translation>
    </message>
    <message>
        <source>Its parts run one after the other.</source>
        <translation>其各部分依次运行。</translation>
    </message>
    <message>
        <source>Body and shortcut read the same input, and their outputs are added. An empty shortcut is the input itself.</source>
        <translation>主体和捷径读取同一输入，其输出相加。空的捷径就是输入本身。</translation>
    </message>
    <message>
        <source>All branches read the same input, and their outputs are joined along the channels. An empty branch is the input itself.</source>
        <translation>所有分支读取同一输入，其输出沿通道拼接。空的分支就是输入本身。</translation>
    </message>
    <message>
        <source>Equal groups, one after the other, shown as one. What is done here is done to all of them. Unfold them to choose one.</source>
        <translation>相同的几组，依次排列，合并显示为一个。在这里做的操作会作用于所有组。展开后可单独选择一组。</translation>
    </message>
    <message>
        <source>Equal blocks, one after the other, shown as one. What is done here is done to all of them. Unfold them to choose one.</source>
        <translation>这些相同的块依次相连，合并显示为一个。此处的操作对所有这些块生效。展开后可单独选择其中一个。</translation>
    </message>
</context>
<context>
    <name>BuildUpButton</name>
    <message>
        <source>Build up</source>
        <translation>逐步呈现</translation>
    </message>
    <message>
        <source>Let the output fill step by step, hide it, or dim what is not in the step</source>
        <translation>让输出逐格填充、隐藏输出，或淡化与这一步无关的格子</translation>
    </message>
</context>
<context>
    <name>CalculatorActions</name>
    <message>
        <source>Hide or show the explanation</source>
        <translation>隐藏或显示解释</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤范围</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>Choose a layer</source>
        <translation>选择层</translation>
    </message>
    <message>
        <source>Edit the layer</source>
        <translation>编辑层</translation>
    </message>
    <message>
        <source>Edit the input&apos;s shape</source>
        <translation>编辑输入形状</translation>
    </message>
    <message>
        <source>Edit the loss</source>
        <translation>编辑损失函数</translation>
    </message>
    <message>
        <source>Have Backward begin at a loss first</source>
        <translation>请先让反向传播从一个损失开始</translation>
    </message>
    <message>
        <source>Solve for a size</source>
        <translation>按大小求解</translation>
    </message>
    <message>
        <source>Choose a preset</source>
        <translation>选择预设</translation>
    </message>
    <message>
        <source>As in training</source>
        <translation>按训练时计算</translation>
    </message>
    <message>
        <source>The layer&apos;s numbers as in training, or evaluation</source>
        <translation>按训练时还是评估时计算该层的数值</translation>
    </message>
    <message>
        <source>This layer computes the same in both</source>
        <translation>该层在两种模式下结果相同</translation>
    </message>
    <message>
        <source>Draw anew</source>
        <translation>重新抽取</translation>
    </message>
    <message>
        <source>Draw by the next chance, as a dropout&apos;s mask</source>
        <translation>换下一个种子重新抽取，例如 Dropout 的掩码</translation>
    </message>
    <message>
        <source>This layer draws nothing by chance here</source>
        <translation>该层此时不随机抽取任何数</translation>
    </message>
    <message>
        <source>Choose the view Learn first</source>
        <translation>请先选择“学习”视图</translation>
    </message>
    <message>
        <source>One gradient step</source>
        <translation>走一步梯度下降</translation>
    </message>
    <message>
        <source>Many gradient steps</source>
        <translation>走多步梯度下降</translation>
    </message>
    <message>
        <source>Keep the curve of the loss</source>
        <translation>保留损失曲线</translation>
    </message>
    <message>
        <source>Draw it beside that of the next optimiser or learning rate</source>
        <translation>把它与下一个优化器或学习率的曲线画在一起</translation>
    </message>
    <message>
        <source>No curve is shown, it is kept already, or no more can be kept</source>
        <translation>没有显示曲线、曲线已经保留，或不能再保留更多</translation>
    </message>
    <message>
        <source>Begin learning again</source>
        <translation>重新开始学习</translation>
    </message>
    <message>
        <source>No gradient step was taken</source>
        <translation>还没有走过梯度下降步</translation>
    </message>
    <message>
        <source>Paste numbers or a layer&apos;s call</source>
        <translation>粘贴数值或层的调用代码</translation>
    </message>
    <message>
        <source>Copy numbers</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <source>Open a picture…</source>
        <translation>打开图像…</translation>
    </message>
    <message>
        <source>Another seed</source>
        <translation>更换随机种子</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Copy the formula as LaTeX</source>
        <translation>将公式复制为 LaTeX</translation>
    </message>
    <message>
        <source>Copy code with the numbers</source>
        <translation>复制带数值的代码</translation>
    </message>
</context>
<context>
    <name>CalculatorEdits</name>
    <message>
        <source>Change {name}</source>
        <translation>修改 {name}</translation>
    </message>
    <message>
        <source>Change the layer to {name}</source>
        <translation>将层改为 {name}</translation>
    </message>
    <message>
        <source>Open {call}</source>
        <translation>打开 {call}</translation>
    </message>
    <message>
        <source>Begin backward at {loss}</source>
        <translation>反向传播从 {loss} 开始</translation>
    </message>
    <message>
        <source>Change output_size</source>
        <translation>修改 output_size</translation>
    </message>
    <message>
        <source>Change the form of {part}</source>
        <translation>更改{part}的形式</translation>
    </message>
    <message>
        <source>Switch to training</source>
        <translation>切换到训练模式</translation>
    </message>
    <message>
        <source>Switch to evaluation</source>
        <translation>切换到评估模式</translation>
    </message>
    <message>
        <source>Call zero_grad</source>
        <translation>调用 zero_grad</translation>
    </message>
    <message>
        <source>Leave out zero_grad</source>
        <translation>不调用 zero_grad</translation>
    </message>
    <message>
        <source>Change the function</source>
        <translation>更改函数</translation>
    </message>
    <message>
        <source>Change what is drawn by chance</source>
        <translation>更改随机抽取的数</translation>
    </message>
    <message>
        <source>Change the input&apos;s shape</source>
        <translation>修改输入的形状</translation>
    </message>
    <message>
        <source>Preset: {name}</source>
        <translation>预设：{name}</translation>
    </message>
    <message>
        <source>Fill the input</source>
        <translation>填充输入数值</translation>
    </message>
    <message>
        <source>Fill the kernel</source>
        <translation>填充卷积核数值</translation>
    </message>
    <message>
        <source>Fill the bias</source>
        <translation>填充偏置数值</translation>
    </message>
    <message>
        <source>Fill the weight</source>
        <translation>填充权重</translation>
    </message>
    <message>
        <source>Fill {part}</source>
        <translation>填充{part}</translation>
    </message>
    <message>
        <source>Edit a cell of the input</source>
        <translation>编辑输入的一格</translation>
    </message>
    <message>
        <source>Edit a cell of the kernel</source>
        <translation>编辑卷积核的一格</translation>
    </message>
    <message>
        <source>Edit the weight</source>
        <translation>编辑权重</translation>
    </message>
    <message>
        <source>Edit the bias</source>
        <translation>编辑偏置</translation>
    </message>
    <message>
        <source>Edit a number of {part}</source>
        <translation>修改{part}的一个数</translation>
    </message>
</context>
<context>
    <name>CalculatorGestures</name>
    <message>
        <source>Up / Down, wheel</source>
        <translation>上 / 下、滚轮</translation>
    </message>
    <message>
        <source>Ctrl+Up / Ctrl+Down</source>
        <translation>Ctrl+上 / Ctrl+下</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>指向</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>单击</translation>
    </message>
    <message>
        <source>In a field: add or subtract 1</source>
        <translation>在输入框中：加一或减一</translation>
    </message>
    <message>
        <source>In a field: add or subtract 10</source>
        <translation>在输入框中：加十或减十</translation>
    </message>
    <message>
        <source>On a cell: highlight what belongs to it</source>
        <translation>在一格上：点亮与它有关的一切</translation>
    </message>
    <message>
        <source>On an output cell: pin its step, or release it</source>
        <translation>在输出格上：固定或放开这一步</translation>
    </message>
    <message>
        <source>Double-click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>On a number of the input, kernel or bias: change it</source>
        <translation>在输入、卷积核或偏置的数上：修改它</translation>
    </message>
    <message>
        <source>On the grids: larger or smaller cells</source>
        <translation>在网格上：放大或缩小格子</translation>
    </message>
    <message>
        <source>Drag, Shift+wheel</source>
        <translation>拖动、Shift+滚轮</translation>
    </message>
    <message>
        <source>On the grids: pan</source>
        <translation>在网格上：平移</translation>
    </message>
    <message>
        <source>To the next part, then into the grids</source>
        <translation>从一处到下一处，直到进入网格</translation>
    </message>
    <message>
        <source>In the grids: the previous and the next plane</source>
        <translation>在网格中：上一个或下一个平面</translation>
    </message>
    <message>
        <source>Drop a file</source>
        <translation>拖入文件</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>In a field: done; Space and the arrows play again</source>
        <translation>在字段中：完成；空格与方向键重新用于播放</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>In a field: back to what it was</source>
        <translation>在字段中：恢复原来的值</translation>
    </message>
    <message>
        <source>Wheel, two fingers</source>
        <translation>滚轮、双指</translation>
    </message>
    <message>
        <source>A picture becomes the input, a document is opened</source>
        <translation>图片成为输入，文档则被打开</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>In the grids: from cell to cell, from grid to grid</source>
        <translation>在网格中：逐格移动，并跨越网格</translation>
    </message>
    <message>
        <source>Home / End</source>
        <translation>Home / End</translation>
    </message>
    <message>
        <source>In the grids: first and last cell of the row</source>
        <translation>在网格中：本行的第一格和最后一格</translation>
    </message>
    <message>
        <source>PgUp / PgDown</source>
        <translation>PgUp / PgDown</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Enter, F2 or a digit</source>
        <translation>Enter、F2 或数字键</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>On a number of the input, kernel or bias: make it 0</source>
        <translation>在输入、卷积核或偏置的数上：改为 0</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Leave the grids</source>
        <translation>离开网格</translation>
    </message>
    <message>
        <source>Space, PgDown</source>
        <translation>空格、PgDown</translation>
    </message>
    <message>
        <source>In a presentation: the next step, also by a clicker</source>
        <translation>演示中：下一步，也可用翻页笔</translation>
    </message>
    <message>
        <source>Shift+Space, PgUp</source>
        <translation>Shift+空格、PgUp</translation>
    </message>
    <message>
        <source>In a presentation: the previous step</source>
        <translation>演示中：上一步</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>In a presentation: play or pause</source>
        <translation>演示中：播放或暂停</translation>
    </message>
</context>
<context>
    <name>CalculatorPlanes</name>
    <message>
        <source>Input {shape}</source>
        <translation>输入 {shape}</translation>
    </message>
    <message>
        <source>Kernel {shape}</source>
        <translation>卷积核 {shape}</translation>
    </message>
    <message>
        <source>Kernel {shape} of filter {number}</source>
        <translation>滤波器 {number} 的卷积核 {shape}</translation>
    </message>
    <message>
        <source>Maximum of the window</source>
        <translation>窗口内最大值</translation>
    </message>
    <message>
        <source>Power average of the window</source>
        <translation>窗口内幂平均</translation>
    </message>
    <message>
        <source>The cell that is copied</source>
        <translation>被复制的格</translation>
    </message>
    <message>
        <source>Mask: 1 stays, 0 is dropped</source>
        <translation>掩码：1 保留，0 丢弃</translation>
    </message>
    <message>
        <source>Slopes that were drawn</source>
        <translation>抽取到的斜率</translation>
    </message>
    <message>
        <source>{caption}, in rows of {columns}</source>
        <translation>{caption}，每行 {columns} 个</translation>
    </message>
    <message>
        <source>Sum of the window, divided</source>
        <translation>窗口内总和除以除数</translation>
    </message>
    <message>
        <source>Mean of the window</source>
        <translation>窗口内平均值</translation>
    </message>
    <message>
        <source>The number x</source>
        <translation>数 x</translation>
    </message>
    <message>
        <source>Minimum of the window</source>
        <translation>窗口内最小值</translation>
    </message>
    <message>
        <source>Largest |x| of the window</source>
        <translation>窗口中最大的 |x|</translation>
    </message>
    <message>
        <source>Smallest |x| of the window</source>
        <translation>窗口中最小的 |x|</translation>
    </message>
    <message>
        <source>The nearest cell, which is copied</source>
        <translation>被复制的最近格</translation>
    </message>
    <message>
        <source>The nearby cells, each with its weight</source>
        <translation>周围各格及其权重</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Output {shape}</source>
        <translation>输出 {shape}</translation>
    </message>
    <message>
        <source>channel {channel}</source>
        <translation>通道 {channel}</translation>
    </message>
    <message>
        <source>slice {slice}</source>
        <translation>切片 {slice}</translation>
    </message>
    <message>
        <source>channel {channel}, slice {slice}</source>
        <translation>通道 {channel}，切片 {slice}</translation>
    </message>
    <message>
        <source>Weight {shape}</source>
        <translation>权重 {shape}</translation>
    </message>
    <message>
        <source>The numbers that share</source>
        <translation>一起分享 1 的各个数</translation>
    </message>
    <message>
        <source>The numbers that stay beside each other</source>
        <translation>保持相邻的数</translation>
    </message>
    <message>
        <source>Slope below 0</source>
        <translation>0 以下的斜率</translation>
    </message>
    <message>
        <source>Weight {shape}: the row of this output</source>
        <translation>权重 {shape}：此输出对应的行</translation>
    </message>
    <message>
        <source>The same place in every channel</source>
        <translation>各通道的同一位置</translation>
    </message>
    <message>
        <source>The window, which becomes a column</source>
        <translation>变为一列的窗口</translation>
    </message>
    <message>
        <source>What each tap contributes to the sum</source>
        <translation>各核元素带来的值，相加</translation>
    </message>
    <message>
        <source>The block: one cell per channel</source>
        <translation>方块，每格成为一个通道</translation>
    </message>
    <message>
        <source>The same place in the channels around</source>
        <translation>周围通道中的同一位置</translation>
    </message>
    <message>
        <source>A number and its gate</source>
        <translation>一个数和它的门</translation>
    </message>
    <message>
        <source>Indices</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Maxima</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Output {shape} with its padding</source>
        <translation>输出 {shape}（含填充）</translation>
    </message>
    <message>
        <source>x̂ (block)</source>
        <translation>x̂（块）</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行值</translation>
    </message>
</context>
<context>
    <name>CalculatorPresentation</name>
    <message>
        <source>step {number} of {count}</source>
        <translation>第 {number} 步，共 {count} 步</translation>
    </message>
    <message>
        <source>step</source>
        <translation>逐步</translation>
    </message>
    <message>
        <source>play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>leave</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>CalculatorViews</name>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Input, kernel and output as grids of cells</source>
        <translation>以网格显示输入、卷积核和输出</translation>
    </message>
    <message>
        <source>im2col</source>
        <translation>im2col</translation>
    </message>
    <message>
        <source>A matrix product: filters in rows, windows in columns</source>
        <translation>矩阵乘积：滤波器为行，窗口为列</translation>
    </message>
    <message>
        <source>Sparse matrix</source>
        <translation>稀疏矩阵</translation>
    </message>
    <message>
        <source>One matrix times the whole input as a vector, mostly zeros</source>
        <translation>一个大部分为零的矩阵乘以展成向量的整个输入</translation>
    </message>
    <message>
        <source>Scatter</source>
        <translation>散布</translation>
    </message>
    <message>
        <source>Each input cell stamps the kernel onto the output</source>
        <translation>每个输入格把卷积核盖印到输出上</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>What becomes of a number, as a curve with its slope</source>
        <translation>一个数变成什么：曲线及其斜率</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>曲面</translation>
    </message>
    <message>
        <source>The way of two weights over a function, from above</source>
        <translation>从上方看两个权重在函数曲面上走过的路</translation>
    </message>
    <message>
        <source>Backward</source>
        <translation>反向</translation>
    </message>
    <message>
        <source>The gradients, cell by cell, from the gradient of the output</source>
        <translation>从输出的梯度出发，逐个单元计算各梯度</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Learn the kernel from a target output, step by step</source>
        <translation>从目标输出出发，一步步学习卷积核</translation>
    </message>
    <message>
        <source>Only an optimiser moves weights over a surface</source>
        <translation>只有优化器会在曲面上移动权重</translation>
    </message>
    <message>
        <source>Only a transposed convolution stamps its kernel</source>
        <translation>只有转置卷积才会盖印卷积核</translation>
    </message>
    <message>
        <source>An optimiser is given gradients and has none itself</source>
        <translation>优化器接收梯度，自身没有梯度</translation>
    </message>
    <message>
        <source>The gradients of {layer} are not worked out here</source>
        <translation>{layer} 的梯度不在此推算</translation>
    </message>
    <message>
        <source>The kernel has too many numbers to learn it here</source>
        <translation>卷积核的数字太多，无法在此学习</translation>
    </message>
    <message>
        <source>{layer} makes each number of more than one</source>
        <translation>{layer} 的每个数都由不止一个数算出</translation>
    </message>
    <message>
        <source>{layer} does not multiply by a kernel</source>
        <translation>{layer} 不是与卷积核的乘积</translation>
    </message>
    <message>
        <source>{caption}: rows {first}–{last}</source>
        <translation>{caption}：第 {first}–{last} 行</translation>
    </message>
    <message>
        <source>{caption}: row {first}</source>
        <translation>{caption}：第 {first} 行</translation>
    </message>
    <message>
        <source>The whole {name}</source>
        <translation>整个 {name}</translation>
    </message>
    <message>
        <source>{formula}: {entries} of {places} entries hold a weight ({share} %); the others are 0.</source>
        <translation>{formula}：{places} 个元素中有 {entries} 个为权重（{share} %）；其余为 0。</translation>
    </message>
    <message>
        <source>A matrix of {shape} is too large to draw.</source>
        <translation>{shape} 的矩阵太大，无法绘制。</translation>
    </message>
    <message>
        <source>Only input channels {first}–{last} are drawn.</source>
        <translation>只绘制输入通道 {first}–{last}。</translation>
    </message>
    <message>
        <source>Rows drawn: {count} of {rows}, with only the columns that they read; the others are left out.</source>
        <translation>绘制 {rows} 行中的 {count} 行，且只含这些行读取的列；其余省略。</translation>
    </message>
    <message>
        <source>The transpose of the convolution from {output} to {input}.</source>
        <translation>即从 {output} 到 {input} 的卷积矩阵的转置。</translation>
    </message>
    <message>
        <source>Entries that are sums of weights, because the padding repeats input cells: {count}.</source>
        <translation>其中 {count} 个是和：填充重复了输入格。</translation>
    </message>
    <message>
        <source>0: {output} does not read {input}</source>
        <translation>0：{output} 不读取 {input}</translation>
    </message>
    <message>
        <source>{output} reads {input} with {weights} = {value}</source>
        <translation>{output} 以 {weights} = {value} 读取 {input}</translation>
    </message>
    <message>
        <source>{caption}: columns {first}–{last}</source>
        <translation>{caption}：第 {first}–{last} 列</translation>
    </message>
    <message>
        <source>X_col would have {rows} rows and {columns} columns: too many to draw.</source>
        <translation>X_col 将有 {rows} 行、{columns} 列：太多，无法绘制。</translation>
    </message>
    <message>
        <source>Filters times windows of the stretched input: {cells} input cells become {numbers} numbers.</source>
        <translation>滤波器乘以拉伸后输入的窗口：{cells} 个输入格变为 {numbers} 个数。</translation>
    </message>
    <message>
        <source>Filters times windows, as libraries compute it: {cells} input cells become {numbers} numbers.</source>
        <translation>滤波器乘以窗口，库就是这样计算的：{cells} 个输入格变为 {numbers} 个数。</translation>
    </message>
    <message>
        <source>Each group is a product of its own; this one has channels {first}–{last}.</source>
        <translation>每组各是一个乘积；此处为通道 {first}–{last}。</translation>
    </message>
    <message>
        <source>Only filters {first}–{last} are drawn.</source>
        <translation>只绘制滤波器 {first}–{last}。</translation>
    </message>
    <message>
        <source>tap {tap} of window {window} reads a 0</source>
        <translation>窗口 {window} 的核元素 {tap} 读到 0</translation>
    </message>
    <message>
        <source>tap {tap} of window {window} reads {cell} = {value}</source>
        <translation>窗口 {window} 的核元素 {tap} 读取 {cell} = {value}</translation>
    </message>
    <message>
        <source>{layer} needs indices, so the input goes through {pooling} first. Each maximum then goes back to the place that its index names; every other cell is 0.</source>
        <translation>{layer} 需要索引，因此输入先经过 {pooling}。随后每个最大值回到其索引所指的位置；其余各格为 0。</translation>
    </message>
</context>
<context>
    <name>CalculatorWalks</name>
    <message>
        <source>Each input cell stamps the kernel, times its value, onto the output; stamps add up.</source>
        <translation>每个输入格把卷积核乘以自身的值后盖印到输出上；重叠处相加。</translation>
    </message>
    <message>
        <source>Every cell starts with the bias.</source>
        <translation>各格从偏置开始累加。</translation>
    </message>
    <message>
        <source>Hatched: cropped by padding={padding}.</source>
        <translation>斜线：被 padding={padding} 裁去。</translation>
    </message>
    <message>
        <source>Dashed: added by output_padding={output_padding}.</source>
        <translation>虚线：由 output_padding={output_padding} 增加。</translation>
    </message>
    <message>
        <source>No stamp reaches the cells that stay pale.</source>
        <translation>一直浅色的格没有任何盖印到达。</translation>
    </message>
    <message>
        <source>There are too many stamps to add up here.</source>
        <translation>盖印太多，此处不再累加。</translation>
    </message>
</context>
<context>
    <name>CallBar</name>
    <message>
        <source>The layer as its PyTorch call</source>
        <translation>以 PyTorch 调用表示的层</translation>
    </message>
    <message>
        <source>Input shape</source>
        <translation>输入形状</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>The channels, then the size along each axis</source>
        <translation>先写输入通道数，再写各空间轴的大小</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>The gradients: how many steps, then the sizes of the weights</source>
        <translation>梯度：先是步数，再是权重的各个大小</translation>
    </message>
    <message>
        <source>The samples, the channels, then the size along each axis</source>
        <translation>样本数、通道数，然后是各轴的大小</translation>
    </message>
    <message>
        <source>{least} to {most} sizes, such as {example}</source>
        <translation>{least} 到 {most} 个大小，例如 {example}</translation>
    </message>
    <message>
        <source>Examples to start from</source>
        <translation>入门示例</translation>
    </message>
    <message>
        <source>Change the numbers of the input, the kernel or the bias</source>
        <translation>为输入、卷积核或偏置换用其他数值</translation>
    </message>
    <message>
        <source>Copy the layer as PyTorch code</source>
        <translation>将该层复制为 PyTorch 代码</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
</context>
<context>
    <name>CallLine</name>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Choose another layer</source>
        <translation>选择其他层</translation>
    </message>
    <message>
        <source>Kind of layer</source>
        <translation>层的类型</translation>
    </message>
</context>
<context>
    <name>CallTexts</name>
    <message>
        <source>Training pictures are changed at random in every epoch; test pictures never are.</source>
        <translation>每轮都随机改变训练图像；测试图像从不改变。</translation>
    </message>
    <message>
        <source>&quot;random&quot; mirrors each picture, left for right, in half of the epochs; &quot;alternate&quot; in every other one, so that two epochs show both sides of every picture.</source>
        <translation>“random”随机地在一半的轮次中左右翻转每张图像；“alternate”隔一轮翻转一次，因此相邻两轮会看到每张图像的两面。</translation>
    </message>
    <message>
        <source>How much smaller than the picture a square may be that is cut out at random and enlarged again, as a share of its side: 0 cuts nothing out.</source>
        <translation>随机裁出再放大的区域最多比图像小多少（占边长的比例）：0 表示不裁剪。</translation>
    </message>
    <message>
        <source>Pixels by which a picture is moved at most, across and down each; what comes in at the edge is the picture mirrored there.</source>
        <translation>图像在水平和垂直方向上最多移动的像素数；边缘处用图像的镜像补上。</translation>
    </message>
    <message>
        <source>How much darker or brighter a picture becomes at most, as a share.</source>
        <translation>图像最多变暗或变亮的比例。</translation>
    </message>
    <message>
        <source>How far its numbers move to or from their mean grey at most, as a share.</source>
        <translation>各像素值最多向平均灰度靠近或远离的比例。</translation>
    </message>
    <message>
        <source>How far its colours move to or from grey at most, as a share.</source>
        <translation>颜色最多向灰度靠近或远离的比例。</translation>
    </message>
    <message>
        <source>The side of a square, in pixels, that is blanked at a random place: with the mean where pictures are normalised, else with black.</source>
        <translation>在随机位置遮住的正方形的边长（像素）：图像已归一化时填均值，否则填黑色。</translation>
    </message>
    <message>
        <source>Minus the logarithm of the share that softmax gives to the right class.</source>
        <translation>softmax 给正确类别的份额，取对数后再取负。</translation>
    </message>
    <message>
        <source>How much each class counts: one number a class. None: all count the same.</source>
        <translation>每个类别的权重：每类一个数。None 表示各类相同。</translation>
    </message>
    <message>
        <source>Pictures of this class do not count.</source>
        <translation>属于该类别的图片不计入。</translation>
    </message>
    <message>
        <source>How the losses of a batch become one: their mean or their sum. Training cannot use &quot;none&quot;, which leaves them apart.</source>
        <translation>一批图片的损失如何合成一个数：取平均或求和。&quot;none&quot; 不合并，训练时不能用。</translation>
    </message>
    <message>
        <source>The share of certainty that is spread over all classes: 0 spreads nothing, 0.1 is usual.</source>
        <translation>从确定性中分给所有类别的份额：0 表示不分，常用 0.1。</translation>
    </message>
    <message>
        <source>Minus the output of the right class, which must be a logarithm, as LogSoftmax makes it.</source>
        <translation>正确类别的输出取负；输出必须是对数，如 LogSoftmax 的结果。</translation>
    </message>
    <message>
        <source>The mean square of the differences from the targets.</source>
        <translation>输出与目标之差的平方的平均值。</translation>
    </message>
    <message>
        <source>The mean size of the differences from the targets.</source>
        <translation>输出与目标之差的绝对值的平均值。</translation>
    </message>
    <message>
        <source>Squares of small differences, sizes of large ones: L1Loss without its corner at 0.</source>
        <translation>小的差取平方，大的差取绝对值：没有尖角的 L1Loss。</translation>
    </message>
    <message>
        <source>The difference up to which it is a square; 0 leaves none.</source>
        <translation>差不超过它时取平方；0 表示从不取平方。</translation>
    </message>
    <message>
        <source>Squares of small differences, sizes of large ones times delta.</source>
        <translation>小的差取平方，大的差取绝对值再乘以 delta。</translation>
    </message>
    <message>
        <source>The difference up to which it is a square.</source>
        <translation>差不超过它时取平方。</translation>
    </message>
    <message>
        <source>The binary cross entropy of each number by itself, after a sigmoid.</source>
        <translation>每个数经过 sigmoid 之后，各自的二元交叉熵。</translation>
    </message>
    <message>
        <source>How much each output counts: one number an output. None: all count the same.</source>
        <translation>每个输出的权重：每个输出一个数。None 表示各输出相同。</translation>
    </message>
    <message>
        <source>How much more a yes costs than a no, likewise.</source>
        <translation>“是”比“否”贵多少，同样每个输出一个数。</translation>
    </message>
    <message>
        <source>The binary cross entropy of each number by itself, which is a share already.</source>
        <translation>每个数各自的二元交叉熵，这些数本身已是份额（0 到 1）。</translation>
    </message>
    <message>
        <source>Each weight moves against its gradient, with momentum if you like.</source>
        <translation>每个权重逆着自己的梯度移动，可以带动量。</translation>
    </message>
    <message>
        <source>Learning rate: how far the weights move against the gradient in one step.</source>
        <translation>学习率：每一步中权重逆着梯度移动多远。</translation>
    </message>
    <message>
        <source>The share of the previous step that is kept: 0 keeps nothing, 0.9 is usual.</source>
        <translation>保留上一步的比例：0 表示不保留，常用 0.9。</translation>
    </message>
    <message>
        <source>The share of the new gradient that momentum leaves out: usually 0.</source>
        <translation>动量不采用的新梯度的比例：通常为 0。</translation>
    </message>
    <message>
        <source>How strongly large weights are pulled towards zero (an L2 penalty).</source>
        <translation>把大的权重拉向零的力度（L2 惩罚）。</translation>
    </message>
    <message>
        <source>Look ahead along the momentum. This needs a momentum above 0 and a dampening of 0.</source>
        <translation>沿动量方向先看一步。需要 momentum 大于 0 且 dampening 为 0。</translation>
    </message>
    <message>
        <source>Climb the loss instead of descending it.</source>
        <translation>让损失上升，而不是下降。</translation>
    </message>
    <message>
        <source>Compute several weights in one call. None leaves that to torch; the result is the same but for rounding.</source>
        <translation>一次调用计算多个权重。None 由 torch 决定；除舍入外结果相同。</translation>
    </message>
    <message>
        <source>Compute a whole step in one kernel. None leaves that to torch; the result is the same but for rounding.</source>
        <translation>用一个内核算完整个一步。None 由 torch 决定；除舍入外结果相同。</translation>
    </message>
    <message>
        <source>Gradient descent with a falling rate, which also keeps an average of the weights.</source>
        <translation>学习率逐渐下降的梯度下降，同时保存权重的平均值。</translation>
    </message>
    <message>
        <source>How fast the learning rate falls.</source>
        <translation>学习率下降得多快。</translation>
    </message>
    <message>
        <source>The power with which the learning rate falls.</source>
        <translation>学习率按几次幂下降。</translation>
    </message>
    <message>
        <source>The step from which on the weights are averaged.</source>
        <translation>从第几步开始对权重取平均。</translation>
    </message>
    <message>
        <source>Each weight moves by its mean gradient, divided by the size that its gradients have.</source>
        <translation>每个权重按平均梯度移动，再除以其梯度的大小。</translation>
    </message>
    <message>
        <source>How long the gradient&apos;s mean and its square are remembered: longer near 1.</source>
        <translation>梯度的均值和平方各记多久：越接近 1 越久。</translation>
    </message>
    <message>
        <source>Added to the divisor, so that it is never zero.</source>
        <translation>加到除数上，使它不为零。</translation>
    </message>
    <message>
        <source>Divide by the largest squares so far, not by the current ones.</source>
        <translation>除以至今最大的平方，而不是当前的平方。</translation>
    </message>
    <message>
        <source>Shrink the weights themselves, as AdamW does, instead of adding them to the gradient.</source>
        <translation>像 AdamW 那样直接缩小权重，而不是把权重加进梯度。</translation>
    </message>
    <message>
        <source>Adam whose weight decay shrinks the weights themselves, whatever their gradients.</source>
        <translation>权重衰减直接缩小权重、与梯度无关的 Adam。</translation>
    </message>
    <message>
        <source>The share of its value that each weight loses in a step, times lr.</source>
        <translation>每一步中权重失去的份额，再乘以 lr。</translation>
    </message>
    <message>
        <source>Adam that divides by the largest gradient of late instead of by a mean of squares.</source>
        <translation>除以近期最大梯度、而不是平方均值的 Adam。</translation>
    </message>
    <message>
        <source>How long the gradient&apos;s mean and its largest size are remembered: longer near 1.</source>
        <translation>梯度的均值和最大值各记多久：越接近 1 越久。</translation>
    </message>
    <message>
        <source>Adam that looks ahead along its momentum, as Nesterov does.</source>
        <translation>像 Nesterov 那样沿动量先看一步的 Adam。</translation>
    </message>
    <message>
        <source>How fast the momentum rises to the first of the betas.</source>
        <translation>动量升到第一个 beta 的快慢。</translation>
    </message>
    <message>
        <source>Adam that divides by the gradients&apos; size only once it knows that size well enough.</source>
        <translation>对梯度大小了解得足够准之后才除以它的 Adam。</translation>
    </message>
    <message>
        <source>Each gradient is divided by the root of its mean square of late.</source>
        <translation>每个梯度除以其近期平方均值的平方根。</translation>
    </message>
    <message>
        <source>How long the gradient&apos;s square is remembered: longer near 1.</source>
        <translation>梯度的平方记多久：越接近 1 越久。</translation>
    </message>
    <message>
        <source>Divide by the spread around the mean gradient instead.</source>
        <translation>改为除以梯度围绕均值的离散程度。</translation>
    </message>
    <message>
        <source>Each gradient is scaled by how far its weight moved of late, so that lr can stay at 1.</source>
        <translation>每个梯度按权重近期移动的距离缩放，因此 lr 可以一直为 1。</translation>
    </message>
    <message>
        <source>What each step is multiplied by at the end.</source>
        <translation>每一步最后再乘以它。</translation>
    </message>
    <message>
        <source>How long squares are remembered: longer near 1.</source>
        <translation>平方记多久：越接近 1 越久。</translation>
    </message>
    <message>
        <source>Each gradient is divided by the root of all its squares so far: steps only get smaller.</source>
        <translation>每个梯度除以至今所有平方之和的平方根：步子只会越来越小。</translation>
    </message>
    <message>
        <source>How fast the learning rate falls besides.</source>
        <translation>学习率另外下降的快慢。</translation>
    </message>
    <message>
        <source>What the sum of squares begins with.</source>
        <translation>平方和的初始值。</translation>
    </message>
    <message>
        <source>Each weight has a step of its own, which grows while its gradient keeps its sign.</source>
        <translation>每个权重都有自己的步长；梯度符号不变时，步长增大。</translation>
    </message>
    <message>
        <source>The first step of each weight.</source>
        <translation>每个权重的第一步。</translation>
    </message>
    <message>
        <source>What a step is multiplied by where the sign changed, and where it stayed.</source>
        <translation>符号改变时和保持不变时，步长分别乘以的倍数。</translation>
    </message>
    <message>
        <source>The smallest and the largest step.</source>
        <translation>最小和最大的步长。</translation>
    </message>
    <message>
        <source>Kernels and matrices move alike in all directions; biases and norms are moved by AdamW.</source>
        <translation>卷积核与矩阵在各个方向上均等地移动；偏置与归一化参数由 AdamW 移动。</translation>
    </message>
    <message>
        <source>Learning rate: how far the weights move in one step; also that of AdamW for the rest.</source>
        <translation>学习率：权重一步移动多远；也是其余参数所用 AdamW 的学习率。</translation>
    </message>
    <message>
        <source>Look ahead along the momentum.</source>
        <translation>沿动量方向向前看一步。</translation>
    </message>
    <message>
        <source>Of the polynomial that makes a matrix orthogonal (Newton-Schulz).</source>
        <translation>使矩阵正交的多项式（Newton-Schulz）的系数。</translation>
    </message>
    <message>
        <source>The least size that a matrix is divided by before.</source>
        <translation>矩阵事先除以的最小值。</translation>
    </message>
    <message>
        <source>How often the polynomial is applied; not at all below 1.</source>
        <translation>多项式应用多少次；小于 1 时一次也不应用。</translation>
    </message>
    <message>
        <source>How lr follows the size of a matrix: &quot;original&quot; suits a large lr such as 0.02, &quot;match_rms_adamw&quot; the lr that suits AdamW. None means &quot;original&quot;.</source>
        <translation>lr 如何随矩阵大小变化：“original”适合较大的 lr（如 0.02），“match_rms_adamw”适合 AdamW 所用的 lr。None 即“original”。</translation>
    </message>
    <message>
        <source>The rate falls by a factor again and again, after so many epochs each time.</source>
        <translation>每隔若干轮，学习率就乘以同一个系数。</translation>
    </message>
    <message>
        <source>Epochs from one fall to the next.</source>
        <translation>两次下降之间的轮数。</translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by each time.</source>
        <translation>每次学习率乘以的系数。</translation>
    </message>
    <message>
        <source>The rate falls by a factor at epochs that you name.</source>
        <translation>在指定的轮数之后，学习率乘以一个系数。</translation>
    </message>
    <message>
        <source>The epochs after which it falls.</source>
        <translation>在哪些轮之后下降。</translation>
    </message>
    <message>
        <source>The rate falls by the same factor after every epoch.</source>
        <translation>每一轮之后，学习率都乘以同一个系数。</translation>
    </message>
    <message>
        <source>The rate falls along half a cosine, slowly at both ends.</source>
        <translation>学习率沿半个余弦下降，两端较慢。</translation>
    </message>
    <message>
        <source>The epochs of the fall; after them the rate rises again.</source>
        <translation>下降所用的轮数；之后学习率重新上升。</translation>
    </message>
    <message>
        <source>The learning rate at the lowest point.</source>
        <translation>最低点的学习率。</translation>
    </message>
    <message>
        <source>The rate goes from one share of itself to another in a straight line: a warm-up.</source>
        <translation>学习率从自身的一个比例沿直线变到另一个比例：即预热。</translation>
    </message>
    <message>
        <source>The share of the learning rate at the beginning.</source>
        <translation>开始时占学习率的比例。</translation>
    </message>
    <message>
        <source>Its share at the end.</source>
        <translation>结束时占学习率的比例。</translation>
    </message>
    <message>
        <source>The epochs that this takes.</source>
        <translation>所用的轮数。</translation>
    </message>
    <message>
        <source>The rate stays at a share of itself for some epochs, then it is the whole.</source>
        <translation>前若干轮学习率保持为自身的一个比例，之后恢复。</translation>
    </message>
    <message>
        <source>The share.</source>
        <translation>这个比例。</translation>
    </message>
    <message>
        <source>The rate rises to a peak and falls to almost nothing, over the whole run, batch by batch.</source>
        <translation>在整个运行中，学习率逐批升到峰值，再降到几乎为零。</translation>
    </message>
    <message>
        <source>The learning rate at the peak. The optimiser&apos;s own does not count.</source>
        <translation>峰值处的学习率。优化器自己的学习率不起作用。</translation>
    </message>
    <message>
        <source>The share of the run in which it rises.</source>
        <translation>上升阶段占整个运行的比例。</translation>
    </message>
    <message>
        <source>Whether it goes along a cosine or in a straight line.</source>
        <translation>沿余弦还是沿直线变化。</translation>
    </message>
    <message>
        <source>Let the momentum, or the first of the betas, fall and rise the other way.</source>
        <translation>让动量（或第一个 beta）反向地先降后升。</translation>
    </message>
    <message>
        <source>The momentum at the peak.</source>
        <translation>峰值处的动量。</translation>
    </message>
    <message>
        <source>The momentum at both ends.</source>
        <translation>两端的动量。</translation>
    </message>
    <message>
        <source>How many times lower than the peak it begins.</source>
        <translation>起点比峰值低多少倍。</translation>
    </message>
    <message>
        <source>How many times lower than its beginning it ends.</source>
        <translation>终点比起点低多少倍。</translation>
    </message>
    <message>
        <source>Fall back to the beginning first, and then to the end.</source>
        <translation>先降回起点，再降到终点。</translation>
    </message>
    <message>
        <source>The rate falls by a factor once the validation has not got better for some epochs.</source>
        <translation>验证结果连续若干轮没有变好时，学习率乘以一个系数。</translation>
    </message>
    <message>
        <source>&quot;min&quot; follows the validation loss, &quot;max&quot; the validation accuracy.</source>
        <translation>&quot;min&quot; 看验证损失，&quot;max&quot; 看验证准确率。</translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by. It must be below 1.</source>
        <translation>学习率乘以的系数，必须小于 1。</translation>
    </message>
    <message>
        <source>Epochs without progress that are put up with.</source>
        <translation>容许没有进步的轮数。</translation>
    </message>
    <message>
        <source>How much better counts as better.</source>
        <translation>好多少才算变好。</translation>
    </message>
    <message>
        <source>Whether the threshold is a share of the best so far or a difference from it.</source>
        <translation>阈值是至今最好值的比例，还是与它的差。</translation>
    </message>
    <message>
        <source>Epochs after a fall in which nothing is counted.</source>
        <translation>每次下降之后不计数的轮数。</translation>
    </message>
    <message>
        <source>The learning rate does not fall below this.</source>
        <translation>学习率不会低于它。</translation>
    </message>
    <message>
        <source>A smaller fall is left out.</source>
        <translation>比它小的下降不做。</translation>
    </message>
    <message>
        <source>All gradients together are scaled down where their common norm is larger than a limit.</source>
        <translation>所有梯度合在一起的范数超过限制时，将它们一同缩小。</translation>
    </message>
    <message>
        <source>The largest norm of all gradients, seen as one vector.</source>
        <translation>把所有梯度看作一个向量时，其范数的最大值。</translation>
    </message>
    <message>
        <source>Which norm: 2 is the length, 1 the sum of sizes, inf the largest size.</source>
        <translation>哪种范数：2 是长度，1 是绝对值之和，inf 是最大的绝对值。</translation>
    </message>
    <message>
        <source>Compute all gradients in few calls. None leaves that to torch; the result is the same but for rounding.</source>
        <translation>用少数几次调用处理所有梯度。None 交给 torch 决定；除舍入外结果相同。</translation>
    </message>
    <message>
        <source>Each number of a gradient is cut off at a limit, on both sides of 0.</source>
        <translation>梯度中的每个数在 0 两侧都截断到限制以内。</translation>
    </message>
    <message>
        <source>The largest size of a number.</source>
        <translation>一个数的最大绝对值。</translation>
    </message>
    <message>
        <source>An exponential average of the weights is measured and saved; training goes on without it.</source>
        <translation>测量并保存权重的指数平均；训练本身不受其影响。</translation>
    </message>
    <message>
        <source>The share of the average that stays at each batch: 0.999 remembers about 1,000 batches.</source>
        <translation>每个批次后平均值保留的比例：0.999 大约记住 1,000 个批次。</translation>
    </message>
    <message>
        <source>Batches that are left out of the average at the beginning.</source>
        <translation>开头不计入平均值的批次数。</translation>
    </message>
    <message>
        <source>Remember less at first: after n batches at most the share (1 + n) / (10 + n) stays.</source>
        <translation>开始时记得少一些：n 个批次之后最多保留 (1 + n) / (10 + n)。</translation>
    </message>
    <message>
        <source>Average also what is counted, not trained, such as the means of BatchNorm. If not, it is copied from the network.</source>
        <translation>对统计而非训练得到的数（如 BatchNorm 的均值）也求平均。否则直接取自网络。</translation>
    </message>
    <message>
        <source>Numbers of equal chance within limits, so that the spread stays the same through ReLU.</source>
        <translation>在界限内均匀分布的数，使经过 ReLU 后离散程度不变。</translation>
    </message>
    <message>
        <source>The slope of leaky_relu below 0; with 0 it is relu.</source>
        <translation>leaky_relu 在 0 以下的斜率；为 0 时即 relu。</translation>
    </message>
    <message>
        <source>&quot;fan_in&quot; keeps the spread of what goes forward, &quot;fan_out&quot; that of gradients on their way back.</source>
        <translation>“fan_in”保持前向数值的离散程度，“fan_out”保持反向梯度的离散程度。</translation>
    </message>
    <message>
        <source>The activation behind the layers.</source>
        <translation>各层之后的激活函数。</translation>
    </message>
    <message>
        <source>Normally distributed numbers, so that the spread stays the same through ReLU.</source>
        <translation>正态分布的数，使经过 ReLU 后离散程度不变。</translation>
    </message>
    <message>
        <source>Numbers of equal chance within limits, between what suits forward and backward.</source>
        <translation>在界限内均匀分布的数，兼顾前向与反向。</translation>
    </message>
    <message>
        <source>What the spread of the weights is multiplied by, for the activation that follows.</source>
        <translation>权重离散程度所乘的倍数，视其后的激活函数而定。</translation>
    </message>
    <message>
        <source>Normally distributed numbers, between what suits forward and backward.</source>
        <translation>正态分布的数，兼顾前向与反向。</translation>
    </message>
    <message>
        <source>Random directions at right angles: lengths stay as they are through each layer.</source>
        <translation>互相垂直的随机方向：经过每层后长度不变。</translation>
    </message>
    <message>
        <source>Convolutions hand their input on at first, channel by channel; all else stays as in torch.</source>
        <translation>卷积起初逐通道地原样传递输入；其余与 torch 相同。</translation>
    </message>
    <message>
        <source>The first convolution makes independent numbers of equal spread of each piece of a picture.</source>
        <translation>第一个卷积把图片的每个小块变成互不相关、离散程度相等的数。</translation>
    </message>
    <message>
        <source>How many training pictures are looked at: the first in the order of the seed.</source>
        <translation>查看多少张训练图片：按种子所定的顺序取最前面的。</translation>
    </message>
    <message>
        <source>Added to the spread along each direction, so that what hardly differs is not blown up.</source>
        <translation>加在每个方向的离散程度上，使几乎没有差别的方向不被过分放大。</translation>
    </message>
    <message>
        <source>Keep these kernels as they are; the bias learns.</source>
        <translation>这些卷积核保持不变；偏置仍然学习。</translation>
    </message>
    <message>
        <source>How far the target&apos;s shares are from those whose logarithms the input holds.</source>
        <translation>目标的份额离输入（份额的对数）有多远。</translation>
    </message>
    <message>
        <source>&quot;batchmean&quot; divides the sum by the batch, as the divergence is defined; &quot;mean&quot; divides by all numbers.</source>
        <translation>&quot;batchmean&quot; 把总和除以批大小，散度就是这样定义的；&quot;mean&quot; 则除以所有数的个数。</translation>
    </message>
    <message>
        <source>Whether the target holds logarithms, too.</source>
        <translation>目标里是否也是对数。</translation>
    </message>
    <message>
        <source>The logarithm of 1 plus e to the power of minus target times output.</source>
        <translation>1 加上 e 的（负的目标乘输出）次方，再取对数。</translation>
    </message>
    <message>
        <source>Of a yes the output itself, of a no how much it falls short of the margin.</source>
        <translation>“是”取输出本身，“否”取它比间隔小多少。</translation>
    </message>
    <message>
        <source>From which on an output costs nothing for a no.</source>
        <translation>“否”的输出从这个值起不再有代价。</translation>
    </message>
    <message>
        <source>Minus the logarithm of how likely a count is, whose mean the output says.</source>
        <translation>计数可能性的负对数，输出给出该计数的均值。</translation>
    </message>
    <message>
        <source>Whether the output is the logarithm of the mean.</source>
        <translation>输出是否为均值的对数。</translation>
    </message>
    <message>
        <source>Whether what the target alone adds is added, too: Stirling&apos;s formula.</source>
        <translation>是否也加上只由目标决定的那一项：斯特林公式。</translation>
    </message>
    <message>
        <source>Is added to the mean, so that its logarithm is none of 0.</source>
        <translation>加在均值上，以免取 0 的对数。</translation>
    </message>
    <message>
        <source>How much the one input falls short of ranking above the other, and by the margin.</source>
        <translation>一个输入离排在另一个之上（并且高出间隔）还差多少。</translation>
    </message>
    <message>
        <source>By how much the higher one must lie above the lower one to cost nothing.</source>
        <translation>较高者要比较低者高出多少，才没有损失。</translation>
    </message>
    <message>
        <source>How much farther the anchor must be from the negative than from the positive.</source>
        <translation>锚点离负样本必须比离正样本远多少。</translation>
    </message>
    <message>
        <source>By how much the negative must be farther away to cost nothing.</source>
        <translation>负样本要远多少，才没有损失。</translation>
    </message>
    <message>
        <source>Which distance: 2 as the crow flies, 1 along the axes, infinity the longest of these.</source>
        <translation>哪种距离：2 是直线距离，1 是沿各坐标轴相加，无穷大是其中最长的一段。</translation>
    </message>
    <message>
        <source>Is added to each difference, so that no distance is 0.</source>
        <translation>加到每个差上，使距离不为 0。</translation>
    </message>
    <message>
        <source>Whether the positive&apos;s distance from the negative counts where it is the shorter one.</source>
        <translation>正样本到负样本的距离更短时，是否用它来算。</translation>
    </message>
    <message>
        <source>How far two rows point from the same direction, or how near, where they should not.</source>
        <translation>两行的方向相差多远；不应相同的两行，则是相差多近。</translation>
    </message>
    <message>
        <source>Up to which cosine two rows that should differ cost nothing.</source>
        <translation>应当不同的两行，余弦不超过它就没有损失。</translation>
    </message>
    <message>
        <source>Minus the logarithm of how likely the target is around the input, with its variance.</source>
        <translation>以输入为中心、带方差的正态分布中，目标有多大可能的负对数。</translation>
    </message>
    <message>
        <source>Whether half the logarithm of 2π is added, which changes no gradient.</source>
        <translation>是否加上 2π 的对数的一半；梯度不变。</translation>
    </message>
    <message>
        <source>The least variance: a smaller one counts as this.</source>
        <translation>最小的方差：更小的按它算。</translation>
    </message>
    <message>
        <source>By how much the right class fails to lead each other one by the margin.</source>
        <translation>正确类别领先其他各类别离间隔还差多少。</translation>
    </message>
    <message>
        <source>1 adds what is missing, 2 its square.</source>
        <translation>1 加上所差的数，2 加上它的平方。</translation>
    </message>
    <message>
        <source>By how much the right class must lead to cost nothing.</source>
        <translation>正确类别要领先多少，才没有损失。</translation>
    </message>
    <message>
        <source>How much each class counts where it is the right one: one number a class. None: all count the same.</source>
        <translation>各类别作为正确类别时的权重：每个类别一个数。None：都一样。</translation>
    </message>
    <message>
        <source>By how much the right classes, listed up to the first -1, fail to lead each other by 1.</source>
        <translation>列在第一个 -1 之前的正确类别，领先其他各类别离 1 还差多少。</translation>
    </message>
    <message>
        <source>The binary cross entropy of each class by itself, after a sigmoid, and the mean of a row.</source>
        <translation>对每个类别单独取 sigmoid 后的二元交叉熵，再对一行取平均。</translation>
    </message>
    <message>
        <source>60,000 photographs of animals and vehicles in ten classes, 32x32 in colour.</source>
        <translation>十个类别的 60,000 张动物和交通工具照片，32×32，彩色。</translation>
    </message>
    <message>
        <source>Your own pictures: in the folder, one folder a class; any size, in colour or grey.</source>
        <translation>您自己的图片：文件夹中每个子文件夹为一个类别；大小不限，彩色或灰度均可。</translation>
    </message>
    <message>
        <source>Height and width that every picture gets, in pixels.</source>
        <translation>每张图片处理后的高和宽，以像素计。</translation>
    </message>
    <message>
        <source>&quot;crop&quot; scales the shorter side and cuts out the middle; &quot;squash&quot; scales both sides; &quot;pad&quot; scales the longer side and fills up with black.</source>
        <translation>“crop”缩放短边并截取中间部分；“squash”同时缩放两边；“pad”缩放长边，其余用黑色填充。</translation>
    </message>
    <message>
        <source>One channel of brightness in place of red, green and blue.</source>
        <translation>用一个亮度通道代替红、绿、蓝。</translation>
    </message>
    <message>
        <source>Share of each class that is measured and not trained on, where there are no folders for it.</source>
        <translation>没有单独的测试文件夹时，每个类别中只用于测试、不用于训练的比例。</translation>
    </message>
    <message>
        <source>Which pictures these are: the same seed takes the same ones.</source>
        <translation>决定选哪些图片：相同的种子选出相同的图片。</translation>
    </message>
    <message>
        <source>Grey pictures in the files of MNIST: Fashion-MNIST, KMNIST and EMNIST have them, too.</source>
        <translation>MNIST 格式文件中的灰度图片：Fashion-MNIST、KMNIST 和 EMNIST 也是这种格式。</translation>
    </message>
    <message>
        <source>Which of several sets in one folder is meant, as EMNIST names them; &quot;any&quot; takes the only one.</source>
        <translation>一个文件夹中有多个数据集时选哪一个（按 EMNIST 的命名）；“any”表示唯一的那一个。</translation>
    </message>
    <message>
        <source>What the classes are called: &quot;auto&quot; knows Fashion-MNIST by its labels, and others by the names of their folder and files; else classes are called by their numbers.</source>
        <translation>类别的名称：“auto”根据标签识别 Fashion-MNIST，根据文件夹和文件名识别其他数据集；否则用编号作为类别名。</translation>
    </message>
    <message>
        <source>Ten drawn shapes of any place, size, turn and colour: circles, stars, arrows.</source>
        <translation>十种绘制的形状，位置、大小、角度和颜色各不相同：圆、星形、箭头等。</translation>
    </message>
    <message>
        <source>Height and width of a picture, in pixels: 28 as in MNIST, 32 as in CIFAR-10.</source>
        <translation>图像的高和宽（像素）：28 与 MNIST 相同，32 与 CIFAR-10 相同。</translation>
    </message>
    <message>
        <source>One channel of brightness in place of red, green and blue, as LeNet-5 takes it.</source>
        <translation>用一个亮度通道代替红、绿、蓝三个通道，LeNet-5 的输入就是这样。</translation>
    </message>
</context>
<context>
    <name>CardList</name>
    <message>
        <source>Layers of the network</source>
        <translation>网络的各层</translation>
    </message>
    <message>
        <source>Enable or disable the layer</source>
        <translation>启用或停用该层</translation>
    </message>
    <message>
        <source>{count} layers</source>
        <translation>{count} 个层</translation>
    </message>
</context>
<context>
    <name>CardModel</name>
    <message>
        <source>{count} params</source>
        <translation>{count} 参数</translation>
    </message>
    <message>
        <source>{count} mult-adds</source>
        <translation>{count} 乘加</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>不匹配</translation>
    </message>
    <message>
        <source>output {shape}</source>
        <translation>输出 {shape}</translation>
    </message>
</context>
<context>
    <name>CellEditor</name>
    <message>
        <source>Value of the cell</source>
        <translation>该格的数值</translation>
    </message>
</context>
<context>
    <name>ChannelBar</name>
    <message>
        <source>output channel {channel} (0–{last})</source>
        <translation>输出通道 {channel}（0–{last}）</translation>
    </message>
    <message>
        <source>reads {count} input channels; shown: {first}–{last}</source>
        <translation>读取 {count} 个输入通道；显示第 {first}–{last} 个</translation>
    </message>
    <message>
        <source>reads {count} samples; shown: {first}–{last}</source>
        <translation>读取 {count} 个样本；显示：{first}–{last}</translation>
    </message>
    <message>
        <source>{part} ({number} of {count})</source>
        <translation>{part}（{count} 项中的第 {number} 项）</translation>
    </message>
    <message>
        <source>plane {plane} of {count}</source>
        <translation>平面 {plane}，共 {count} 个</translation>
    </message>
    <message>
        <source>reads {count} planes; shown: {first}–{last}</source>
        <translation>读取 {count} 个平面；显示第 {first}–{last} 个</translation>
    </message>
    <message>
        <source>reads {count} planes; shown: {first}</source>
        <translation>读取 {count} 个平面；显示第 {first} 个</translation>
    </message>
    <message>
        <source>group {group} (0–{last})</source>
        <translation>第 {group} 组（0–{last}）</translation>
    </message>
    <message>
        <source>Output channel {channel} reads only the input channels of its group: {channels}</source>
        <translation>输出通道 {channel} 的滤波器只读取本组的输入通道：{channels}</translation>
    </message>
</context>
<context>
    <name>ChannelSlider</name>
    <message>
        <source>Step {number}</source>
        <translation>第 {number} 步</translation>
    </message>
    <message>
        <source>Step {number}, sample {sample}</source>
        <translation>第 {number} 步，样本 {sample}</translation>
    </message>
    <message>
        <source>Step {number}, channel {channel}</source>
        <translation>第 {number} 步，通道 {channel}</translation>
    </message>
    <message>
        <source>{place}. {tip}</source>
        <translation>{place}。{tip}</translation>
    </message>
</context>
<context>
    <name>ClassField</name>
    <message>
        <source>Its own class</source>
        <translation>图片自己的类别</translation>
    </message>
    <message>
        <source>Class </source>
        <translation>类别 </translation>
    </message>
    <message>
        <source>Right class</source>
        <translation>正确的类别</translation>
    </message>
</context>
<context>
    <name>CloseQuestion</name>
    <message>
        <source>{name} has changes that will be lost unless you save them.</source>
        <translation>{name} 有尚未保存的更改，不保存就会丢失。</translation>
    </message>
    <message>
        <source>A run is going on. It will end after the current batch and write a checkpoint, from which it can be resumed later.</source>
        <translation>训练正在进行。完成当前批次后它会结束并保存检查点，以后可以从检查点继续。</translation>
    </message>
    <message>
        <source>Stop training and close</source>
        <translation>停止训练并关闭</translation>
    </message>
    <message>
        <source>Save and close</source>
        <translation>保存并关闭</translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation>不保存直接关闭</translation>
    </message>
    <message>
        <source>Close convviz?</source>
        <translation>关闭 convviz？</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>CodeDialog</name>
    <message>
        <source>Open network from {name}</source>
        <translation>从 {name} 打开网络</translation>
    </message>
    <message>
        <source>Network from code</source>
        <translation>代码中的网络</translation>
    </message>
    <message>
        <source>Insert the layers</source>
        <translation>插入这些层</translation>
    </message>
    <message>
        <source>Open the network</source>
        <translation>打开网络</translation>
    </message>
    <message>
        <source>The code has one network, and parts of it that can be taken alone.</source>
        <translation>代码中有一个网络，其中的部分也可以单独使用。</translation>
    </message>
    <message>
        <source>needed: the code does not say it</source>
        <translation>必填：代码中没有说明</translation>
    </message>
    <message>
        <source>a guess</source>
        <translation>猜测值</translation>
    </message>
    <message>
        <source>as in the code</source>
        <translation>与代码一致</translation>
    </message>
    <message>
        <source>The code has {count} networks. Which one is meant?</source>
        <translation>代码中有 {count} 个网络。要用哪一个？</translation>
    </message>
    <message>
        <source>&amp;Input shape</source>
        <translation>输入形状(&amp;I)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>CodeForm</name>
    <message>
        <source>line {line}</source>
        <translation>第 {line} 行</translation>
    </message>
    <message>
        <source>cell {cell}</source>
        <translation>第 {cell} 个单元格</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类</translation>
    </message>
    <message>
        <source>function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>variable</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>{kind}, needs {names}</source>
        <translation>{kind}，需要 {names}</translation>
    </message>
    <message>
        <source>Give a value for: {names}.</source>
        <translation>请给出这些参数的值：{names}。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>This network has no layers.</source>
        <translation>这个网络没有层。</translation>
    </message>
    <message>
        <source>Give the shape of the input.</source>
        <translation>请给出输入的形状。</translation>
    </message>
    <message>
        <source>{parameters} parameters, {input} → {output}</source>
        <translation>{parameters} 个参数，{input} → {output}</translation>
    </message>
    <message>
        <source>On {input}, {layer} gets {shape}: {reason}</source>
        <translation>输入为 {input} 时，{layer} 得到 {shape}：{reason}</translation>
    </message>
    <message>
        <source>and {count} more notices</source>
        <translation>另有 {count} 条提示</translation>
    </message>
    <message>
        <source>as in the code</source>
        <translation>与代码一致</translation>
    </message>
    <message>
        <source>a guess: the code gives no value</source>
        <translation>猜测值：代码没有给出</translation>
    </message>
    <message>
        <source>needed: the code gives no value</source>
        <translation>必填：代码没有给出值</translation>
    </message>
    <message>
        <source>{name}, line {line} of the code. A number, True, False, None, a word, or several of them in brackets, such as (64, 128).</source>
        <translation>{name}，代码第 {line} 行。可以是数字、True、False、None、一个单词，或用括号括起来的若干个这样的值，例如 (64, 128)。</translation>
    </message>
</context>
<context>
    <name>CodeOpening</name>
    <message>
        <source>Reading the code…</source>
        <translation>正在读取代码…</translation>
    </message>
    <message>
        <source>{name} was not opened. {reason}</source>
        <translation>未打开 {name}。{reason}</translation>
    </message>
</context>
<context>
    <name>CodePanel</name>
    <message>
        <source>The network as PyTorch code</source>
        <translation>以 PyTorch 代码表示的网络</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Sequential</source>
        <translation>Sequential</translation>
    </message>
    <message>
        <source>As an nn.Sequential</source>
        <translation>写成 nn.Sequential</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>Module</translation>
    </message>
    <message>
        <source>As an nn.Module with a forward</source>
        <translation>写成带 forward 的 nn.Module</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>CodeReader</name>
    <message>
        <source>The reader of code</source>
        <translation>代码读取程序</translation>
    </message>
</context>
<context>
    <name>CollapsibleSection</name>
    <message>
        <source>Fold or open this part</source>
        <translation>折叠或展开此部分</translation>
    </message>
</context>
<context>
    <name>CommandsDialog</name>
    <message>
        <source>Keys and commands</source>
        <translation>按键与命令</translation>
    </message>
    <message>
        <source>Search for a command</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>No command and no layer has this name or these keys.</source>
        <translation>没有名称或按键与之相符的命令或层。</translation>
    </message>
    <message>
        <source>Mouse and keyboard on this page</source>
        <translation>此页的鼠标与键盘操作</translation>
    </message>
    <message>
        <source>Open in the calculator</source>
        <translation>在计算器中打开</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>ComparisonPanel</name>
    <message>
        <source>Also what is the &amp;same</source>
        <translation>也显示相同项(&amp;S)</translation>
    </message>
    <message>
        <source>Differences of the chosen runs</source>
        <translation>所选训练的差异</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings and network</source>
        <translation>设置与网络</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Settings and networks are the same</source>
        <translation>设置和网络都相同</translation>
    </message>
    <message>
        <source>new weights</source>
        <translation>新权重</translation>
    </message>
    <message>
        <source>Network input</source>
        <translation>网络输入</translation>
    </message>
    <message>
        <source>Layer {number}</source>
        <translation>第 {number} 层</translation>
    </message>
</context>
<context>
    <name>ConfusionMatrix</name>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>{count} of the {size} pictures of &quot;{label}&quot; are taken for &quot;{taken}&quot; ({share})</source>
        <translation>“{label}”的 {size} 张图像中有 {count} 张被认作“{taken}”（{share}）</translation>
    </message>
</context>
<context>
    <name>CountScale</name>
    <message>
        <source>Legend of the counts</source>
        <translation>次数图例</translation>
    </message>
</context>
<context>
    <name>CourseRow</name>
    <message>
        <source>Have this optimiser take the steps</source>
        <translation>改用这个优化器来走步</translation>
    </message>
    <message>
        <source>Compare no more with it</source>
        <translation>不再与它比较</translation>
    </message>
    <message>
        <source>Loss behind the last step: {loss}</source>
        <translation>最后一步之后的损失：{loss}</translation>
    </message>
</context>
<context>
    <name>CurveView</name>
    <message>
        <source>Solid: the function. Dashed: its slope; there is none at {number}.</source>
        <translation>实线：函数。虚线：其斜率，在 {number} 处没有斜率。</translation>
    </message>
    <message>
        <source>Solid: the function. Dashed: its slope, {slope} at {number}.</source>
        <translation>实线：函数。虚线：其斜率，在 {number} 处为 {slope}。</translation>
    </message>
    <message>
        <source>Solid: the function. Dashed: its slope; it jumps from {left} to {right} at {number}.</source>
        <translation>实线：函数。虚线：其斜率，在 {number} 处从 {left} 跳到 {right}。</translation>
    </message>
</context>
<context>
    <name>CutRuns</name>
    <message>
        <source>Show this run</source>
        <translation>查看这次训练</translation>
    </message>
</context>
<context>
    <name>Data</name>
    <message>
        <source>CIFAR-10 is not on this computer yet. Download it, or choose where it is.</source>
        <translation>本机尚无 CIFAR-10。请下载，或指定它的位置。</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接……</translation>
    </message>
    <message>
        <source>Reading the pictures was stopped. Read them again.</source>
        <translation>读取图片已停止。请重新读取。</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消……</translation>
    </message>
    <message>
        <source>Choose a folder of pictures, or drop it here. In it, one folder for each class holds the pictures of that class.</source>
        <translation>请选择一个图片文件夹，或将其拖放到这里。其中每个类别有一个子文件夹，存放该类别的图片。</translation>
    </message>
    <message>
        <source>Choose the folder that holds train-images-idx3-ubyte and the files that belong to it, or drop it here.</source>
        <translation>请选择包含 train-images-idx3-ubyte 及其配套文件的文件夹，或将其拖放到这里。</translation>
    </message>
    <message>
        <source>Reading the pictures: {done} of {total}</source>
        <translation>正在读取图片：{done} / {total}</translation>
    </message>
    <message>
        <source>Reading the pictures…</source>
        <translation>正在读取图片……</translation>
    </message>
    <message>
        <source>Looking for CIFAR-10…</source>
        <translation>正在查找 CIFAR-10……</translation>
    </message>
    <message>
        <source>Downloaded; checking and unpacking…</source>
        <translation>下载完成，正在校验并解压……</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{rate}/s</source>
        <translation>{rate}/s</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>{train} training and {test} test pictures in {path}</source>
        <translation>{path} 中有 {train} 张训练图像和 {test} 张测试图像</translation>
    </message>
    <message>
        <source>The download was stopped. What has arrived is kept, and the download can be continued at any time.</source>
        <translation>下载已停止。已收到的部分会保留，可随时续传。</translation>
    </message>
</context>
<context>
    <name>DataFetch</name>
    <message>
        <source>The download</source>
        <translation>下载进程</translation>
    </message>
    <message>
        <source>The check of the data</source>
        <translation>数据校验进程</translation>
    </message>
</context>
<context>
    <name>DataPanel</name>
    <message>
        <source>Shapes-10</source>
        <translation>Shapes-10</translation>
    </message>
    <message>
        <source>Drawn by convviz: circles, stars, arrows… in colour or grey. Nothing to download.</source>
        <translation>由 convviz 绘制：圆、星形、箭头……彩色或灰度，无需下载。</translation>
    </message>
    <message>
        <source>CIFAR-10</source>
        <translation>CIFAR-10</translation>
    </message>
    <message>
        <source>60,000 photographs of animals and vehicles, 32×32 in colour.</source>
        <translation>60,000 张动物与交通工具的照片，32×32 彩色。</translation>
    </message>
    <message>
        <source>MNIST files</source>
        <translation>MNIST 文件</translation>
    </message>
    <message>
        <source>Image folder</source>
        <translation>图片文件夹</translation>
    </message>
    <message>
        <source>Download (170 MB)</source>
        <translation>下载 (170 MB)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>The folder that holds the files of MNIST&apos;s format</source>
        <translation>包含 MNIST 格式文件的文件夹</translation>
    </message>
    <message>
        <source>The folder that holds a folder of pictures for each class</source>
        <translation>每个类别各有一个图片子文件夹的文件夹</translation>
    </message>
    <message>
        <source>A folder with files of MNIST&apos;s format, packed (.gz) or not</source>
        <translation>包含 MNIST 格式文件的文件夹，压缩（.gz）与否均可</translation>
    </message>
    <message>
        <source>A folder with one folder for each class</source>
        <translation>每个类别各有一个子文件夹的文件夹</translation>
    </message>
    <message>
        <source>A folder or an archive that holds CIFAR-10</source>
        <translation>包含 CIFAR-10 的文件夹或压缩包</translation>
    </message>
    <message>
        <source>Take over what changed in the folder</source>
        <translation>读取文件夹中的最新内容</translation>
    </message>
    <message>
        <source>How much is read</source>
        <translation>读取进度</translation>
    </message>
    <message>
        <source>Drawn by convviz: nothing to download.</source>
        <translation>由 convviz 绘制，无需下载。</translation>
    </message>
    <message>
        <source>Continue the download</source>
        <translation>继续下载</translation>
    </message>
    <message>
        <source>The folder that holds CIFAR-10</source>
        <translation>包含 CIFAR-10 的文件夹</translation>
    </message>
    <message>
        <source>The archive of CIFAR-10</source>
        <translation>CIFAR-10 的压缩包</translation>
    </message>
    <message>
        <source>Archives (*.tar.gz *.tgz *.tar);;All files (*)</source>
        <translation>压缩包 (*.tar.gz *.tgz *.tar);;所有文件 (*)</translation>
    </message>
    <message>
        <source>A folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>An archive (.tar.gz)…</source>
        <translation>压缩包 (.tar.gz)…</translation>
    </message>
</context>
<context>
    <name>DataView</name>
    <message>
        <source>As training changes them</source>
        <translation>按训练时的改变显示</translation>
    </message>
    <message>
        <source>Training changes no picture: set an augmentation first.</source>
        <translation>训练不改变任何图像：请先设置数据增强。</translation>
    </message>
    <message>
        <source>Looking at the pictures…</source>
        <translation>正在查看图像……</translation>
    </message>
    <message>
        <source>{classes} classes of {shape}: {train} training pictures, {least} of each class, and {test} test pictures.</source>
        <translation>{classes} 个类别，{shape}：{train} 张训练图像，每类 {least} 张；{test} 张测试图像。</translation>
    </message>
    <message>
        <source>{classes} classes of {shape}: {train} training pictures, {least} to {most} of a class, and {test} test pictures.</source>
        <translation>{classes} 个类别，{shape}：{train} 张训练图像，每类 {least} 到 {most} 张；{test} 张测试图像。</translation>
    </message>
    <message>
        <source>Here you see pictures of {shown} classes.</source>
        <translation>这里显示其中 {shown} 个类别的图片。</translation>
    </message>
    <message>
        <source>Mean {mean} and deviation {deviation} become 0 and 1: they are normalised.</source>
        <translation>均值 {mean} 和标准差 {deviation} 变为 0 和 1：已归一化。</translation>
    </message>
    <message>
        <source>Pixels from 0 to 1: mean {mean}, deviation {deviation}.</source>
        <translation>像素值 0 到 1：均值 {mean}，标准差 {deviation}。</translation>
    </message>
</context>
<context>
    <name>DecimalField</name>
    <message>
        <source>Write a number, such as 0.1 or 1e-3.</source>
        <translation>请输入一个数，如 0.1 或 1e-3。</translation>
    </message>
</context>
<context>
    <name>DeviceField</name>
    <message>
        <source>torch finds no {device} on this computer. Choose another device</source>
        <translation>torch 在本机上找不到 {device}：请选择其他设备</translation>
    </message>
    <message>
        <source>On this computer auto means {device}.</source>
        <translation>在本机上，auto 使用 {device}。</translation>
    </message>
</context>
<context>
    <name>DocumentActions</name>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Save the changes to {name}?</source>
        <translation>是否保存对“{name}”的更改？</translation>
    </message>
    <message>
        <source>If you do not save, the changes are lost.</source>
        <translation>如不保存，更改将会丢失。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Do not save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Documents and networks ({suffixes})</source>
        <translation>文档和网络 ({suffixes})</translation>
    </message>
    <message>
        <source>Networks in code ({suffixes})</source>
        <translation>代码中的网络 ({suffixes})</translation>
    </message>
    <message>
        <source>Networks of torch.export (*{suffix})</source>
        <translation>torch.export 的网络 (*{suffix})</translation>
    </message>
    <message>
        <source>Save the document</source>
        <translation>保存文档</translation>
    </message>
    <message>
        <source>convviz documents (*{suffix});;All files (*)</source>
        <translation>convviz 文档 (*{suffix});;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>EmptyRuns</name>
    <message>
        <source>There are no runs yet</source>
        <translation>还没有训练记录</translation>
    </message>
    <message>
        <source>Every training is kept here, from this window and from the shell: to be compared, opened again and resumed.</source>
        <translation>每次训练都保存在这里，无论来自本窗口还是命令行：可以比较、重新打开和继续。</translation>
    </message>
    <message>
        <source>Go to the training page</source>
        <translation>前往训练页</translation>
    </message>
    <message>
        <source>Open run folder…</source>
        <translation>打开运行文件夹…</translation>
    </message>
    <message>
        <source>Show a run that another computer writes (Ctrl+Alt+F)</source>
        <translation>显示另一台计算机正在写入的运行（Ctrl+Alt+F）</translation>
    </message>
</context>
<context>
    <name>EngineKeeper</name>
    <message>
        <source>The engine is not running.</source>
        <translation>计算引擎未在运行。</translation>
    </message>
    <message>
        <source>The engine is starting.</source>
        <translation>计算引擎正在启动。</translation>
    </message>
    <message>
        <source>The engine is ready: torch {version}, {device}.</source>
        <translation>计算引擎已就绪：torch {version}，{device}。</translation>
    </message>
    <message>
        <source>{outcome} A new one is starting and computes what is still missing.</source>
        <translation>{outcome}正在启动新的引擎，它会补算还缺少的值。</translation>
    </message>
    <message>
        <source>{outcome} The values of torch are missing until it is started again.</source>
        <translation>{outcome}在重新启动之前，没有 torch 的计算结果。</translation>
    </message>
    <message>
        <source>The engine</source>
        <translation>计算引擎</translation>
    </message>
</context>
<context>
    <name>EnlargedPicture</name>
    <message>
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Double-click to step through it in the calculator</source>
        <translation>双击即可在计算器中逐步查看</translation>
    </message>
    <message>
        <source>Open in the calculator</source>
        <translation>在计算器中打开</translation>
    </message>
</context>
<context>
    <name>EpochCards</name>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
</context>
<context>
    <name>EpochLossCard</name>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>epoch&apos;s mean</source>
        <translation>整轮平均</translation>
    </message>
    <message>
        <source>Loss by epoch</source>
        <translation>各轮损失</translation>
    </message>
    <message>
        <source>Loss, nats</source>
        <translation>损失（nat）</translation>
    </message>
    <message>
        <source>Training and validation are measured in the same way: at the end of the epoch, with its weights, without dropout and augmentation; training on up to {count} of its pictures. The epoch&apos;s mean is that of its batches, each with the weights of its moment: while the network improves, it lies above.</source>
        <translation>训练与验证以相同方式测量：在每轮结束时，用当时的权重，不使用 dropout 和数据增强；训练部分最多取 {count} 张图片。“整轮平均”是各批次损失的平均，每个批次用的是当时的权重：只要网络还在进步，它就会偏高。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
</context>
<context>
    <name>EvaluationPanel</name>
    <message>
        <source>Likeliest classes</source>
        <translation>最可能的类别</translation>
    </message>
    <message>
        <source>Accuracy of each class</source>
        <translation>各类别的准确率</translation>
    </message>
    <message>
        <source>Most confident mistakes</source>
        <translation>最有把握的错误</translation>
    </message>
    <message>
        <source>All test pictures</source>
        <translation>全部测试图像</translation>
    </message>
    <message>
        <source>Of a class, or of a cell</source>
        <translation>某一类别或某一格</translation>
    </message>
    <message>
        <source>Which pictures are shown</source>
        <translation>显示哪些图像</translation>
    </message>
    <message>
        <source>{share} of the {size} pictures of &quot;{name}&quot; are right</source>
        <translation>“{name}”的 {size} 张图像中有 {share} 分类正确</translation>
    </message>
    <message>
        <source>✓ It is &quot;{label}&quot;</source>
        <translation>✓ 它是“{label}”</translation>
    </message>
    <message>
        <source>✗ It is &quot;{label}&quot;</source>
        <translation>✗ 它是“{label}”</translation>
    </message>
    <message>
        <source>{count} pictures of &quot;{label}&quot; that are taken for &quot;{taken}&quot;</source>
        <translation>“{label}”的图像中有 {count} 张被认作“{taken}”</translation>
    </message>
    <message>
        <source>{count} pictures of &quot;{label}&quot;</source>
        <translation>“{label}”的图像共 {count} 张</translation>
    </message>
    <message>
        <source>{count} mistakes</source>
        <translation>{count} 个错误</translation>
    </message>
    <message>
        <source>{count} test pictures</source>
        <translation>{count} 张测试图像</translation>
    </message>
    <message>
        <source>the first {shown} are shown</source>
        <translation>显示前 {shown} 张</translation>
    </message>
    <message>
        <source>the {shown} of which it is surest are shown</source>
        <translation>显示网络最有把握的 {shown} 张</translation>
    </message>
    <message>
        <source>{text}; {first}</source>
        <translation>{text}；{first}</translation>
    </message>
    <message>
        <source>Rows: what a picture is. Columns: what it is taken for.</source>
        <translation>行：图像实际的类别。列：网络认作的类别。</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>Test pictures</source>
        <translation>测试图像</translation>
    </message>
</context>
<context>
    <name>ExplanationItem</name>
    <message>
        <source>{axes}: {sentence}</source>
        <translation>{axes}：{sentence}</translation>
    </message>
    <message>
        <source>To read these cells as well:</source>
        <translation>若要这些格也被读取：</translation>
    </message>
</context>
<context>
    <name>ExplanationList</name>
    <message>
        <source>Worth knowing</source>
        <translation>值得了解</translation>
    </message>
    <message>
        <source>Show or hide the less important notes</source>
        <translation>显示或隐藏较次要的说明</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>More ({count})</source>
        <translation>更多（{count}）</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Step {number} of {count}</source>
        <translation>第 {number} 步，共 {count} 步</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist yet. It will be made.</source>
        <translation>还没有文件夹 {folder}：将会新建。</translation>
    </message>
    <message>
        <source>{path} was written: {count} frames, {size}.</source>
        <translation>已写入 {path}：{count} 帧，{size}。</translation>
    </message>
    <message>
        <source>{path} was written: {size}.</source>
        <translation>已写入 {path}：{size}。</translation>
    </message>
    <message>
        <source>Cancelled. No file was written.</source>
        <translation>已取消，未写入任何文件。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>This file exists and will be replaced.</source>
        <translation>此文件已存在，将被替换。</translation>
    </message>
    <message>
        <source>The step in numbers is left out, because it would be too small to read. Choose a larger drawing or a smaller kernel to see it.</source>
        <translation>省略了这一步的算式：在这个尺寸下无法看清。请选择更大的画面或更小的卷积核。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
</context>
<context>
    <name>ExportJob</name>
    <message>
        <source>The encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>{what} No file was written.</source>
        <translation>{what} 未写入任何文件。</translation>
    </message>
</context>
<context>
    <name>ExportRuns</name>
    <message>
        <source>Every number (*.csv)</source>
        <translation>全部数值 (*.csv)</translation>
    </message>
    <message>
        <source>Everything (*.json)</source>
        <translation>全部内容 (*.json)</translation>
    </message>
    <message>
        <source>The plot (*.png)</source>
        <translation>曲线图 (*.png)</translation>
    </message>
    <message>
        <source>The plot (*.svg)</source>
        <translation>曲线图 (*.svg)</translation>
    </message>
    <message>
        <source>Export the chosen runs</source>
        <translation>导出所选训练</translation>
    </message>
</context>
<context>
    <name>ExtendDialog</name>
    <message>
        <source>Extend the run</source>
        <translation>延长训练</translation>
    </message>
    <message>
        <source>Epochs to add</source>
        <translation>增加的轮数</translation>
    </message>
    <message>
        <source>Train on</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>{epochs} in all</source>
        <translation>共 {epochs} 轮</translation>
    </message>
</context>
<context>
    <name>Extending</name>
    <message>
        <source>The learning rate stays: the run is exactly the one that it would have been with so many epochs from the start.</source>
        <translation>学习率保持不变：与一开始就训练这么多轮完全相同。</translation>
    </message>
    <message>
        <source>{schedule} was laid out over {epochs} epochs and keeps that length. Behind it the rate stays at {rate}; it can be changed while the run goes on.</source>
        <translation>{schedule} 按 {epochs} 轮安排，长度不变。此后学习率保持为 {rate}，训练进行中可以更改。</translation>
    </message>
    <message>
        <source>{schedule} goes on following the validation.</source>
        <translation>{schedule} 继续跟随验证结果。</translation>
    </message>
    <message>
        <source>{schedule} goes on by its rule, exactly as if the run had been so long from the start: in the last epoch the rate is {rate}.</source>
        <translation>{schedule} 按其规则继续，与一开始就训练这么多轮完全相同：最后一轮的学习率为 {rate}。</translation>
    </message>
    <message>
        <source>Behind epoch {epoch} its cosine rises again.</source>
        <translation>第 {epoch} 轮之后，余弦重新上升。</translation>
    </message>
</context>
<context>
    <name>FailureNotice</name>
    <message>
        <source>Input {shape}</source>
        <translation>输入 {shape}</translation>
    </message>
    <message>
        <source>Insert {layer}</source>
        <translation>插入 {layer}</translation>
    </message>
    <message>
        <source>Use {layer}</source>
        <translation>改用 {layer}</translation>
    </message>
    <message>
        <source>{layer} in the shortcut</source>
        <translation>在捷径中加 {layer}</translation>
    </message>
    <message>
        <source>{layer} in branch {number}</source>
        <translation>在分支 {number} 中加 {layer}</translation>
    </message>
    <message>
        <source>Remove {layer}</source>
        <translation>移除 {layer}</translation>
    </message>
</context>
<context>
    <name>FeatureMaps</name>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>{share} of the numbers are 0</source>
        <translation>{share} 的数为 0</translation>
    </message>
    <message>
        <source>{count} of {all} maps all 0</source>
        <translation>{all} 个特征图中 {count} 个全为 0</translation>
    </message>
    <message>
        <source>{count} infinite or no number</source>
        <translation>{count} 个数为无穷或非数</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>it fails: nothing comes out</source>
        <translation>此处出错：没有输出</translation>
    </message>
    <message>
        <source>behind what fails</source>
        <translation>在出错处之后</translation>
    </message>
    <message>
        <source>Map {map}, cell {column}</source>
        <translation>特征图 {map}，第 {column} 格</translation>
    </message>
    <message>
        <source>Map {map}, depth {depth}, row {row}, column {column}</source>
        <translation>特征图 {map}，深度 {depth}，第 {row} 行，第 {column} 列</translation>
    </message>
    <message>
        <source>Map {map}, row {row}, column {column}</source>
        <translation>特征图 {map}，第 {row} 行，第 {column} 列</translation>
    </message>
    <message>
        <source>{where}: {value}</source>
        <translation>{where}：{value}</translation>
    </message>
    <message>
        <source>Map {number}: {low} to {high}</source>
        <translation>特征图 {number}：{low} 至 {high}</translation>
    </message>
    <message>
        <source>Random numbers from 0 to 1</source>
        <translation>0 到 1 的随机数</translation>
    </message>
    <message>
        <source>Normalised as in training</source>
        <translation>与训练时一样归一化</translation>
    </message>
    <message>
        <source>Raw pixels from 0 to 1</source>
        <translation>原始像素，0 到 1</translation>
    </message>
    <message>
        <source>random weights</source>
        <translation>随机权重</translation>
    </message>
    <message>
        <source>evaluation mode</source>
        <translation>评估模式</translation>
    </message>
</context>
<context>
    <name>FieldChain</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>sees nothing</source>
        <translation>什么也看不到</translation>
    </message>
    <message>
        <source>too large to draw</source>
        <translation>太大，无法绘制</translation>
    </message>
    <message>
        <source>{count} of {size}</source>
        <translation>{size} 中的 {count} 个</translation>
    </message>
    <message>
        <source>The cell depends on rows {rows}, columns {columns}</source>
        <translation>该单元格依赖于第 {rows} 行、第 {columns} 列</translation>
    </message>
    <message>
        <source>The cell depends on {count} of {all} numbers</source>
        <translation>该单元格依赖于 {all} 个数中的 {count} 个</translation>
    </message>
    <message>
        <source>On the input, each of its cells sees r cells, j cells from the next one&apos;s, the first one&apos;s middle at x: {numbers}</source>
        <translation>在输入上，它的每个单元格看到 r 个单元格，与相邻的相距 j 个单元格，第一个的中心在 x：{numbers}</translation>
    </message>
    <message>
        <source>r all</source>
        <translation>r 全部</translation>
    </message>
</context>
<context>
    <name>FieldChainView</name>
    <message>
        <source>The field at every layer before</source>
        <translation>之前每一层上的感受野</translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>1 layer</source>
        <translation>1 层</translation>
    </message>
    <message>
        <source>{count} layers</source>
        <translation>{count} 层</translation>
    </message>
    <message>
        <source>cannot run</source>
        <translation>无法运行</translation>
    </message>
    <message>
        <source>{count} more behind it</source>
        <translation>其后还有 {count} 层</translation>
    </message>
    <message>
        <source>No layers yet</source>
        <translation>还没有层</translation>
    </message>
    <message>
        <source>Concat</source>
        <translation>Concat</translation>
    </message>
    <message>
        <source>A network of {layers}</source>
        <translation>{layers}的网络</translation>
    </message>
    <message>
        <source>Bodies</source>
        <translation>立体</translation>
    </message>
    <message>
        <source>Stacks of maps</source>
        <translation>叠放的特征图</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>卡片</translation>
    </message>
</context>
<context>
    <name>FigureActions</name>
    <message>
        <source>Export the dra&amp;wing…</source>
        <translation>导出网络图(&amp;W)…</translation>
    </message>
    <message>
        <source>Write the drawing of the network, or the graph where it is shown, as SVG, PNG or PDF</source>
        <translation>将网络的图，或正在显示的计算图，写成 SVG、PNG 或 PDF</translation>
    </message>
    <message>
        <source>Copy the drawing as a p&amp;icture</source>
        <translation>把网络图复制为图片(&amp;I)</translation>
    </message>
    <message>
        <source>Larger drawing</source>
        <translation>放大网络图</translation>
    </message>
    <message>
        <source>Smaller drawing</source>
        <translation>缩小网络图</translation>
    </message>
    <message>
        <source>Fit the drawing to the window</source>
        <translation>让网络图适合窗口</translation>
    </message>
</context>
<context>
    <name>FigureCanvas</name>
    <message>
        <source>Drawing of the network</source>
        <translation>网络图</translation>
    </message>
</context>
<context>
    <name>FigureDialog</name>
    <message>
        <source>Export the drawing</source>
        <translation>导出网络图</translation>
    </message>
    <message>
        <source>as it suits</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>its own</source>
        <translation>原有宽度</translation>
    </message>
    <message>
        <source>Fill the ground</source>
        <translation>填充背景</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已写入：{path}</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>This file exists and will be replaced.</source>
        <translation>此文件已存在，将被替换。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Greys, for a printer</source>
        <translation>灰度，供打印</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>宽度（像素）</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>FigureView</name>
    <message>
        <source>Names and kernels</source>
        <translation>名称和卷积核</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Equal blocks once, with their number</source>
        <translation>相同的块只画一次，并标出次数</translation>
    </message>
    <message>
        <source>Blocks without their layers</source>
        <translation>块不展开其中的层</translation>
    </message>
    <message>
        <source>Cards from the top down</source>
        <translation>卡片自上而下排列</translation>
    </message>
    <message>
        <source>How the network is drawn</source>
        <translation>网络的画法</translation>
    </message>
</context>
<context>
    <name>Fills</name>
    <message>
        <source>Zeros</source>
        <translation>全 0</translation>
    </message>
    <message>
        <source>Ones</source>
        <translation>全 1</translation>
    </message>
    <message>
        <source>Ramp: 0, 1, 2, …</source>
        <translation>递增：0, 1, 2, …</translation>
    </message>
    <message>
        <source>One-hot: a single 1 in the middle</source>
        <translation>独热：仅中央为 1</translation>
    </message>
    <message>
        <source>Checkerboard</source>
        <translation>棋盘格</translation>
    </message>
    <message>
        <source>Random integers</source>
        <translation>随机整数</translation>
    </message>
    <message>
        <source>Random normal numbers</source>
        <translation>正态分布随机数</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find a layer: name, type or number</source>
        <translation>查找层：名称、类型或编号</translation>
    </message>
    <message>
        <source>The one before (Shift+Enter)</source>
        <translation>上一个（Shift+Enter）</translation>
    </message>
    <message>
        <source>The next one (Enter)</source>
        <translation>下一个（Enter）</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>第 {place} 个，共 {count} 个</translation>
    </message>
</context>
<context>
    <name>FirstHints</name>
    <message>
        <source>What to try first</source>
        <translation>先试这些</translation>
    </message>
    <message>
        <source>Hide these hints</source>
        <translation>隐藏这些提示</translation>
    </message>
    <message>
        <source>go on by one step</source>
        <translation>前进一步</translation>
    </message>
    <message>
        <source>Point at a cell</source>
        <translation>指向一格</translation>
    </message>
    <message>
        <source>what belongs to it lights up</source>
        <translation>与它相关的格会亮起</translation>
    </message>
    <message>
        <source>play the steps</source>
        <translation>播放各步</translation>
    </message>
    <message>
        <source>Click an output cell</source>
        <translation>单击输出格</translation>
    </message>
    <message>
        <source>pin its step</source>
        <translation>固定这一步</translation>
    </message>
    <message>
        <source>Double-click a number</source>
        <translation>双击一个数</translation>
    </message>
    <message>
        <source>change it</source>
        <translation>修改它</translation>
    </message>
    <message>
        <source>Click the layer&apos;s name</source>
        <translation>单击层名</translation>
    </message>
    <message>
        <source>choose another</source>
        <translation>换一个层</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>{size} kB</source>
        <translation>{size} kB</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size} MB</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} 天 {hours} 小时</translation>
    </message>
    <message>
        <source>d MMMM yyyy, HH:mm</source>
        <translation>yyyy年M月d日 HH:mm</translation>
    </message>
</context>
<context>
    <name>Forms</name>
    <message>
        <source>Cells of a spreadsheet</source>
        <translation>电子表格单元格</translation>
    </message>
    <message>
        <source>Python list</source>
        <translation>Python 列表</translation>
    </message>
    <message>
        <source>NumPy array</source>
        <translation>NumPy 数组</translation>
    </message>
    <message>
        <source>torch tensor</source>
        <translation>torch 张量</translation>
    </message>
</context>
<context>
    <name>FormulaSection</name>
    <message>
        <source>ceil_mode drops a last window that would start in the right padding:</source>
        <translation>若最后一个窗口将从右侧填充开始，ceil_mode 会舍弃它：</translation>
    </message>
    <message>
        <source>Window j reads the cells from a up to, but not including, b:</source>
        <translation>窗口 j 读取从 a 起、到 b 之前（不含 b）的格：</translation>
    </message>
    <message>
        <source>+ 1: the first window, which needs no step</source>
        <translation>+ 1：第一个窗口，它不需要移动</translation>
    </message>
    <message>
        <source>d(k − 1) + 1: the cells that the kernel spans</source>
        <translation>d(k − 1) + 1：核跨越的格数</translation>
    </message>
    <message>
        <source>o output</source>
        <translation>o 输出</translation>
    </message>
    <message>
        <source>i input</source>
        <translation>i 输入</translation>
    </message>
    <message>
        <source>k kernel</source>
        <translation>k 卷积核</translation>
    </message>
    <message>
        <source>s stride</source>
        <translation>s 步幅</translation>
    </message>
    <message>
        <source>p padding</source>
        <translation>p 填充</translation>
    </message>
    <message>
        <source>d dilation</source>
        <translation>d 扩张率</translation>
    </message>
    <message>
        <source>a output padding</source>
        <translation>a 输出填充</translation>
    </message>
    <message>
        <source>r factor</source>
        <translation>r 倍数</translation>
    </message>
    <message>
        <source>c channels</source>
        <translation>c 通道数</translation>
    </message>
    <message>
        <source>l windows</source>
        <translation>l 窗口数</translation>
    </message>
</context>
<context>
    <name>FormulaSource</name>
    <message>
        <source>The drawing of formulas</source>
        <translation>公式绘制进程</translation>
    </message>
</context>
<context>
    <name>FormulaStepsView</name>
    <message>
        <source>Working</source>
        <translation>推算过程</translation>
    </message>
</context>
<context>
    <name>FormulaView</name>
    <message>
        <source>Copy as LaTeX</source>
        <translation>复制为 LaTeX</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
</context>
<context>
    <name>GraphActions</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>First step</source>
        <translation>第一步</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation>前进一步</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>最后一步</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>加快</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>减慢</translation>
    </message>
    <message>
        <source>Go to a step</source>
        <translation>转到某一步</translation>
    </message>
    <message>
        <source>To the loss, where backward begins</source>
        <translation>转到损失，反向传播从这里开始</translation>
    </message>
    <message>
        <source>Show the autograd graph, and choose a layer</source>
        <translation>请显示自动求导图，并选择一个层</translation>
    </message>
    <message>
        <source>Free&amp;ze what is chosen (requires_grad=False)</source>
        <translation>冻结所选 (requires_grad=False)(&amp;Z)</translation>
    </message>
    <message>
        <source>Its parameters want no gradient: their .grad stays None</source>
        <translation>其参数不需要梯度：它们的 .grad 一直是 None</translation>
    </message>
    <message>
        <source>Detac&amp;h the output of what is chosen</source>
        <translation>detach 所选的输出(&amp;H)</translation>
    </message>
    <message>
        <source>The graph ends there: nothing before it learns</source>
        <translation>计算图在那里结束：之前的部分都不学习</translation>
    </message>
    <message>
        <source>&amp;Keep the gradient of its output (retain_grad)</source>
        <translation>保留其输出的梯度 (retain_grad)(&amp;K)</translation>
    </message>
    <message>
        <source>The output is no leaf: else its .grad stays None</source>
        <translation>输出不是叶子：否则它的 .grad 一直是 None</translation>
    </message>
</context>
<context>
    <name>GraphBar</name>
    <message>
        <source>sum of the outputs</source>
        <translation>输出之和</translation>
    </message>
    <message>
        <source>mean of the outputs</source>
        <translation>输出的均值</translation>
    </message>
    <message>
        <source>output of the class</source>
        <translation>该类别的输出</translation>
    </message>
    <message>
        <source>outputs as they are</source>
        <translation>输出本身</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>The number at which backward begins</source>
        <translation>反向传播开始的那个数</translation>
    </message>
    <message>
        <source>Right class</source>
        <translation>正确的类别</translation>
    </message>
    <message>
        <source>The class with which the loss compares the outputs</source>
        <translation>损失与输出比较的类别</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>train(): dropout drops and BatchNorm takes the batch&apos;s mean; eval(): not</source>
        <translation>train()：dropout 会丢弃，BatchNorm 用批次的均值；eval()：不会</translation>
    </message>
    <message>
        <source>Forward under torch.no_grad()</source>
        <translation>前向在 torch.no_grad() 下运行</translation>
    </message>
    <message>
        <source>The picture has requires_grad=True</source>
        <translation>图片的 requires_grad=True</translation>
    </message>
    <message>
        <source>Test pictures in the batch</source>
        <translation>批次中的测试图片</translation>
    </message>
    <message>
        <source>Before this backward</source>
        <translation>在这次反向传播之前</translation>
    </message>
    <message>
        <source>zero_grad()</source>
        <translation>zero_grad()</translation>
    </message>
    <message>
        <source>a backward, and no zero_grad()</source>
        <translation>一次反向传播，没有 zero_grad()</translation>
    </message>
    <message>
        <source>backward(retain_graph=True) on the same graph</source>
        <translation>同一个图上的 backward(retain_graph=True)</translation>
    </message>
    <message>
        <source>backward() on the same graph</source>
        <translation>同一个图上的 backward()</translation>
    </message>
    <message>
        <source>Gradients ▾</source>
        <translation>梯度 ▾</translation>
    </message>
    <message>
        <source>Which tensors want a gradient</source>
        <translation>哪些张量需要梯度</translation>
    </message>
</context>
<context>
    <name>GraphCanvas</name>
    <message>
        <source>Autograd graph of the loss</source>
        <translation>损失的自动求导图</translation>
    </message>
</context>
<context>
    <name>GraphPanel</name>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Gradient in</source>
        <translation>传入的梯度</translation>
    </message>
    <message>
        <source>the picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>To {name}</source>
        <translation>传给 {name}</translation>
    </message>
    <message>
        <source>output of {name}</source>
        <translation>{name} 的输出</translation>
    </message>
    <message>
        <source>This step in words</source>
        <translation>用文字说明这一步</translation>
    </message>
    <message>
        <source>Gradients of this step</source>
        <translation>这一步的梯度</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Gradients of all parameters</source>
        <translation>所有参数的梯度</translation>
    </message>
</context>
<context>
    <name>GraphView</name>
    <message>
        <source>No layers yet</source>
        <translation>还没有层</translation>
    </message>
    <message>
        <source>Add a layer to see its graph.</source>
        <translation>添加一个层即可看到它的计算图。</translation>
    </message>
    <message>
        <source>No graph</source>
        <translation>没有计算图</translation>
    </message>
    <message>
        <source>Sending the picture through the network and back…</source>
        <translation>正在让图片通过网络并返回…</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Undone: {edit}.</source>
        <translation>已撤销：{edit}。</translation>
    </message>
    <message>
        <source>Made again: {edit}.</source>
        <translation>已重做：{edit}。</translation>
    </message>
</context>
<context>
    <name>InputPresets</name>
    <message>
        <source>Shapes of the pictures of well-known data sets, and of the training&apos;s own</source>
        <translation>常见数据集图片的形状，以及训练所用图片的形状</translation>
    </message>
    <message>
        <source>Input shapes to choose from</source>
        <translation>可选的输入形状</translation>
    </message>
    <message>
        <source>The training&apos;s pictures ({data})</source>
        <translation>训练用图片（{data}）</translation>
    </message>
</context>
<context>
    <name>InputShapeField</name>
    <message>
        <source>Shape of one picture: channels × height × width, without the batch</source>
        <translation>单张图像的形状：通道 × 高度 × 宽度，不含批次</translation>
    </message>
    <message>
        <source>Input shape</source>
        <translation>输入形状</translation>
    </message>
    <message>
        <source>Write 1 to {most} sizes up to {limit}, such as {example}.</source>
        <translation>请输入 1 到 {most} 个大小，每个不超过 {limit}，例如 {example}。</translation>
    </message>
</context>
<context>
    <name>InsideView</name>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Feature maps</source>
        <translation>特征图</translation>
    </message>
    <message>
        <source>Looking into the layer…</source>
        <translation>正在查看该层…</translation>
    </message>
    <message>
        <source>This run left no weights to look at.</source>
        <translation>这次训练没有留下可供查看的权重。</translation>
    </message>
    <message>
        <source>With the weights of the result.</source>
        <translation>使用训练结果的权重。</translation>
    </message>
    <message>
        <source>After batch {number}; shown anew about twice a second.</source>
        <translation>第 {number} 个批次之后；约每秒刷新两次。</translation>
    </message>
    <message>
        <source>Map {number}: from {low} to {high}</source>
        <translation>特征图 {number}：从 {low} 到 {high}</translation>
    </message>
    <message>
        <source>What it makes of the picture</source>
        <translation>它对该图片的输出</translation>
    </message>
    <message>
        <source>What it makes of the picture: the first {shown} of {all}</source>
        <translation>它对该图片的输出：{all} 个中的前 {shown} 个</translation>
    </message>
    <message>
        <source>Kernel {number}: from {low} to {high}</source>
        <translation>卷积核 {number}：从 {low} 到 {high}</translation>
    </message>
    <message>
        <source>Kernels: red, green and blue planes as one colour around grey</source>
        <translation>卷积核：红、绿、蓝三个平面合为一种颜色，灰色为零</translation>
    </message>
    <message>
        <source>Kernels: the first {shown} of {all}</source>
        <translation>卷积核：{all} 个中的前 {shown} 个</translation>
    </message>
    <message>
        <source>Test picture</source>
        <translation>测试图片</translation>
    </message>
    <message>
        <source>Which test picture goes through the network</source>
        <translation>让哪一张测试图片通过网络</translation>
    </message>
    <message>
        <source>Plane</source>
        <translation>平面</translation>
    </message>
    <message>
        <source>Which input channel&apos;s plane of each kernel is shown</source>
        <translation>显示每个卷积核中哪个输入通道的平面</translation>
    </message>
    <message>
        <source>Inside a layer</source>
        <translation>层的内部</translation>
    </message>
</context>
<context>
    <name>Kernels</name>
    <message>
        <source>Identity</source>
        <translation>恒等</translation>
    </message>
    <message>
        <source>Box blur</source>
        <translation>均值模糊</translation>
    </message>
    <message>
        <source>Gaussian blur</source>
        <translation>高斯模糊</translation>
    </message>
    <message>
        <source>Sharpen</source>
        <translation>锐化</translation>
    </message>
    <message>
        <source>Sobel, left to right</source>
        <translation>Sobel（从左到右）</translation>
    </message>
    <message>
        <source>Sobel, top to bottom</source>
        <translation>Sobel（从上到下）</translation>
    </message>
    <message>
        <source>Laplacian</source>
        <translation>拉普拉斯</translation>
    </message>
    <message>
        <source>Emboss</source>
        <translation>浮雕</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>{text} ({keys})</source>
        <translation>{text}（{keys}）</translation>
    </message>
</context>
<context>
    <name>LayerApplier</name>
    <message>
        <source>Apply {name} to the network</source>
        <translation>将 {name} 应用到网络</translation>
    </message>
    <message>
        <source>The weights stay here: there is no place to write them to.</source>
        <translation>权重留在此处：没有可写入的位置。</translation>
    </message>
    <message>
        <source>The network changed meanwhile: its weights are as they were.</source>
        <translation>网络在此期间已改变：其权重保持原样。</translation>
    </message>
</context>
<context>
    <name>LayerCard</name>
    <message>
        <source>at batch {number}</source>
        <translation>在第 {number} 个批次</translation>
    </message>
</context>
<context>
    <name>LayerExplanation</name>
    <message>
        <source>Why this size</source>
        <translation>为何是这个大小</translation>
    </message>
</context>
<context>
    <name>LayerFacts</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation>乘加次数</translation>
    </message>
    <message>
        <source>For one picture, forward, without biases</source>
        <translation>单张图像的前向计算；不计偏置</translation>
    </message>
    <message>
        <source>Trained tensors</source>
        <translation>可训练张量</translation>
    </message>
    <message>
        <source>Kept tensors</source>
        <translation>缓冲区张量</translation>
    </message>
    <message>
        <source>Output memory</source>
        <translation>输出内存</translation>
    </message>
    <message>
        <source>For one picture, in float32</source>
        <translation>单张图像（float32）</translation>
    </message>
    <message>
        <source>Kept with the network, but not trained</source>
        <translation>随网络保存，但不参与训练</translation>
    </message>
</context>
<context>
    <name>LayerFamily</name>
    <message>
        <source>Convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
</context>
<context>
    <name>LayerForm</name>
    <message>
        <source>Enabled</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>A disabled layer passes its input on unchanged</source>
        <translation>停用的层原样传递其输入</translation>
    </message>
    <message>
        <source>Open in calculator</source>
        <translation>在计算器中打开</translation>
    </message>
    <message>
        <source>Step through this layer with the shape that it has here</source>
        <translation>以该层在此处的形状逐步演示</translation>
    </message>
    <message>
        <source>{count} layers</source>
        <translation>{count} 个层</translation>
    </message>
    <message>
        <source>{types}. What is changed here is changed in all of them.</source>
        <translation>{types}。这里的改动会应用到所有这些层。</translation>
    </message>
    <message>
        <source>{types}. They have no parameter in common.</source>
        <translation>{types}。它们没有共同的参数。</translation>
    </message>
    <message>
        <source>What follows from this</source>
        <translation>由此得出</translation>
    </message>
    <message>
        <source>The chosen layer</source>
        <translation>所选的层</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>LayerMenu</name>
    <message>
        <source>Change the layer to</source>
        <translation>将层换为</translation>
    </message>
</context>
<context>
    <name>LayerOpener</name>
    <message>
        <source>Leave the network&apos;s layer</source>
        <translation>离开网络中的层</translation>
    </message>
    <message>
        <source>Open {layer} in the calculator</source>
        <translation>在计算器中打开 {layer}</translation>
    </message>
    <message>
        <source>The layer has {count} numbers in one part, and a document keeps {limit} at most: made-up ones are shown.</source>
        <translation>该层的一个部分有 {count} 个数，而文档最多保存 {limit} 个：显示的是虚构的数值。</translation>
    </message>
</context>
<context>
    <name>LayerPicker</name>
    <message>
        <source>Name, family, conv2d 64 7 s2, or code such as nn.Conv2d(3, 64, 7, 2)</source>
        <translation>名称、类别、conv2d 64 7 s2，或 nn.Conv2d(3, 64, 7, 2) 这样的代码</translation>
    </message>
    <message>
        <source>Layer to show</source>
        <translation>要显示的层</translation>
    </message>
    <message>
        <source>Not in the calculator</source>
        <translation>不在计算器中</translation>
    </message>
    <message>
        <source>Has no windows to step through. Add it on the Network page.</source>
        <translation>没有可逐步查看的窗口。请在“网络”页面添加它。</translation>
    </message>
    <message>
        <source>Becomes {name} at its first input. Choose that, or type its call.</source>
        <translation>遇到第一个输入时变为 {name}。请选择后者，或输入它的调用代码。</translation>
    </message>
</context>
<context>
    <name>LayerPlots</name>
    <message>
        <source>Gradient of each layer</source>
        <translation>各层的梯度</translation>
    </message>
    <message>
        <source>Length of the gradient</source>
        <translation>梯度的长度</translation>
    </message>
    <message>
        <source>Update ratio of each layer</source>
        <translation>各层的更新比</translation>
    </message>
    <message>
        <source>Step / weights</source>
        <translation>更新量 / 权重</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>epoch {number}</source>
        <translation>第 {number} 轮</translation>
    </message>
</context>
<context>
    <name>LayerPopup</name>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Not in convviz</source>
        <translation>不在 convviz 中</translation>
    </message>
    <message>
        <source>As it is written</source>
        <translation>按所写代码</translation>
    </message>
    <message>
        <source>No layer has this name.</source>
        <translation>没有这个名称的层。</translation>
    </message>
    <message>
        <source>The class of this function</source>
        <translation>该函数对应的类</translation>
    </message>
    <message>
        <source>Near to it</source>
        <translation>与之相近的</translation>
    </message>
    <message>
        <source>As it is typed</source>
        <translation>按输入的内容</translation>
    </message>
</context>
<context>
    <name>LayerRows</name>
    <message>
        <source>Weights, gradients and activations of each layer</source>
        <translation>各层的权重、梯度和激活值</translation>
    </message>
    <message>
        <source>Weights of {layer}: from {low} to {high}</source>
        <translation>{layer} 的权重：从 {low} 到 {high}</translation>
    </message>
    <message>
        <source>Gradients of {layer}: from {low} to {high}</source>
        <translation>{layer} 的梯度：从 {low} 到 {high}</translation>
    </message>
    <message>
        <source>What {layer} makes of a batch: from {low} to {high}</source>
        <translation>{layer} 对一个批次的输出：从 {low} 到 {high}</translation>
    </message>
    <message>
        <source>{count} are infinite or no number</source>
        <translation>{count} 个是无穷大或非数</translation>
    </message>
    <message>
        <source>Dead units: {share} made 0 of every picture of the batch</source>
        <translation>死亡单元：{share} 的单元对该批次的每张图片都输出 0</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>激活值</translation>
    </message>
    <message>
        <source>dead units: {share}</source>
        <translation>死亡单元：{share}</translation>
    </message>
</context>
<context>
    <name>LayerSummary</name>
    <message>
        <source>max(0, x).</source>
        <translation>max(0, x)。</translation>
    </message>
    <message>
        <source>x, or negative_slope times x below zero.</source>
        <translation>x；小于零时为 negative_slope · x。</translation>
    </message>
    <message>
        <source>x, or a learned slope times x below zero; one slope for all or one per channel.</source>
        <translation>x；小于零时为学得的斜率乘以 x，斜率可共用一个，也可每个通道一个。</translation>
    </message>
    <message>
        <source>x, or alpha (exp(x) - 1) below zero.</source>
        <translation>x；小于零时为 alpha (exp(x) - 1)。</translation>
    </message>
    <message>
        <source>A scaled ELU that keeps mean 0 and variance 1.</source>
        <translation>经缩放的 ELU，使均值保持为 0、方差保持为 1。</translation>
    </message>
    <message>
        <source>x times the normal distribution&apos;s share below x.</source>
        <translation>x 乘以标准正态分布在 x 处的累积概率。</translation>
    </message>
    <message>
        <source>x sigmoid(x).</source>
        <translation>x sigmoid(x)。</translation>
    </message>
    <message>
        <source>x tanh(softplus(x)).</source>
        <translation>x tanh(softplus(x))。</translation>
    </message>
    <message>
        <source>1 / (1 + exp(-x)).</source>
        <translation>1 / (1 + exp(-x))。</translation>
    </message>
    <message>
        <source>The hyperbolic tangent.</source>
        <translation>双曲正切。</translation>
    </message>
    <message>
        <source>log(1 + exp(beta x)) / beta; x itself where beta x is over the threshold.</source>
        <translation>log(1 + exp(beta x)) / beta；当 beta x 超过 threshold 时为 x 本身。</translation>
    </message>
    <message>
        <source>x / (1 + |x|).</source>
        <translation>x / (1 + |x|)。</translation>
    </message>
    <message>
        <source>x, or alpha (exp(x / alpha) - 1) below zero: an ELU whose slope has no jump.</source>
        <translation>x，小于零时为 alpha (exp(x / alpha) - 1)：斜率没有跳变的 ELU。</translation>
    </message>
    <message>
        <source>The logarithm of the sigmoid.</source>
        <translation>sigmoid 的对数。</translation>
    </message>
    <message>
        <source>x, or 0 where |x| is at most lambd.</source>
        <translation>x，|x| 不超过 lambd 时为 0。</translation>
    </message>
    <message>
        <source>x moved towards 0 by lambd, or 0 where |x| is at most lambd.</source>
        <translation>x 向 0 移动 lambd，|x| 不超过 lambd 时为 0。</translation>
    </message>
    <message>
        <source>x - tanh(x).</source>
        <translation>x - tanh(x)。</translation>
    </message>
    <message>
        <source>ReLU, clipped at 6.</source>
        <translation>上限截断为 6 的 ReLU。</translation>
    </message>
    <message>
        <source>x, clipped to [min_val, max_val].</source>
        <translation>将 x 截断到 [min_val, max_val]。</translation>
    </message>
    <message>
        <source>x ReLU6(x + 3) / 6.</source>
        <translation>x ReLU6(x + 3) / 6。</translation>
    </message>
    <message>
        <source>ReLU6(x + 3) / 6.</source>
        <translation>ReLU6(x + 3) / 6。</translation>
    </message>
    <message>
        <source>exp(x) / sum of exp(x).</source>
        <translation>exp(x) / exp(x) 之和。</translation>
    </message>
    <message>
        <source>The logarithm of Softmax.</source>
        <translation>Softmax 的对数。</translation>
    </message>
    <message>
        <source>exp(-x) / sum of exp(-x).</source>
        <translation>exp(-x) / exp(-x) 之和。</translation>
    </message>
    <message>
        <source>Softmax over the channels, at each place of a picture.</source>
        <translation>在图片的每个位置上对各通道做 Softmax。</translation>
    </message>
    <message>
        <source>The first half of a dimension times the sigmoid of the second: a gate.</source>
        <translation>一个维度的前一半乘以后一半的 sigmoid：一道门。</translation>
    </message>
    <message>
        <source>Average pooling to a given output size, over one axis.</source>
        <translation>平均池化到指定的输出大小，沿一个轴。</translation>
    </message>
    <message>
        <source>Average pooling to a given output size, over height and width.</source>
        <translation>平均池化到指定的输出大小，沿高和宽。</translation>
    </message>
    <message>
        <source>Average pooling to a given output size, over depth, height and width.</source>
        <translation>平均池化到指定的输出大小，沿深、高和宽。</translation>
    </message>
    <message>
        <source>Max pooling to a given output size, over one axis.</source>
        <translation>最大池化到指定的输出大小，沿一个轴。</translation>
    </message>
    <message>
        <source>Max pooling to a given output size, over height and width.</source>
        <translation>最大池化到指定的输出大小，沿高和宽。</translation>
    </message>
    <message>
        <source>Max pooling to a given output size, over depth, height and width.</source>
        <translation>最大池化到指定的输出大小，沿深、高和宽。</translation>
    </message>
    <message>
        <source>Zero each channel along one axis with probability p; scale the rest by 1/(1-p).</source>
        <translation>沿一个轴以概率 p 将每个通道置零；其余乘以 1/(1-p)。</translation>
    </message>
    <message>
        <source>Zero each channel of a volume with probability p; scale the rest by 1/(1-p).</source>
        <translation>以概率 p 将体数据的每个通道置零；其余乘以 1/(1-p)。</translation>
    </message>
    <message>
        <source>Dropout that keeps mean 0 and variance 1, as SELU needs it.</source>
        <translation>保持均值 0 和方差 1 的 Dropout，与 SELU 配合使用。</translation>
    </message>
    <message>
        <source>AlphaDropout of whole channels.</source>
        <translation>对整个通道的 AlphaDropout。</translation>
    </message>
    <message>
        <source>Largest values of windows at random places, over height and width.</source>
        <translation>在高度和宽度上，取随机位置的窗口中的最大值。</translation>
    </message>
    <message>
        <source>Largest values of windows at random places, over depth, height and width.</source>
        <translation>在深度、高度和宽度上，取随机位置的窗口中的最大值。</translation>
    </message>
    <message>
        <source>Instance normalisation of channels along one axis.</source>
        <translation>对一个轴上的各通道做实例归一化。</translation>
    </message>
    <message>
        <source>Instance normalisation of planes.</source>
        <translation>对平面做实例归一化。</translation>
    </message>
    <message>
        <source>Instance normalisation of volumes.</source>
        <translation>对体数据做实例归一化。</translation>
    </message>
    <message>
        <source>Conv1d that learns in_channels from its first input.</source>
        <translation>从第一个输入得知 in_channels 的 Conv1d。</translation>
    </message>
    <message>
        <source>Conv2d that learns in_channels from its first input.</source>
        <translation>从第一个输入得知 in_channels 的 Conv2d。</translation>
    </message>
    <message>
        <source>Conv3d that learns in_channels from its first input.</source>
        <translation>从第一个输入得知 in_channels 的 Conv3d。</translation>
    </message>
    <message>
        <source>ConvTranspose1d that learns in_channels from its first input.</source>
        <translation>从第一个输入得知 in_channels 的 ConvTranspose1d。</translation>
    </message>
    <message>
        <source>ConvTranspose2d that learns in_channels from its first input.</source>
        <translation>从第一个输入得知 in_channels 的 ConvTranspose2d。</translation>
    </message>
    <message>
        <source>ConvTranspose3d that learns in_channels from its first input.</source>
        <translation>从第一个输入得知 in_channels 的 ConvTranspose3d。</translation>
    </message>
    <message>
        <source>Linear that learns in_features from its first input.</source>
        <translation>从第一个输入得知 in_features 的 Linear。</translation>
    </message>
    <message>
        <source>BatchNorm1d that learns num_features from its first input.</source>
        <translation>从第一个输入得知 num_features 的 BatchNorm1d。</translation>
    </message>
    <message>
        <source>BatchNorm2d that learns num_features from its first input.</source>
        <translation>从第一个输入得知 num_features 的 BatchNorm2d。</translation>
    </message>
    <message>
        <source>BatchNorm3d that learns num_features from its first input.</source>
        <translation>从第一个输入得知 num_features 的 BatchNorm3d。</translation>
    </message>
    <message>
        <source>InstanceNorm1d that learns num_features from its first input.</source>
        <translation>从第一个输入得知 num_features 的 InstanceNorm1d。</translation>
    </message>
    <message>
        <source>InstanceNorm2d that learns num_features from its first input.</source>
        <translation>从第一个输入得知 num_features 的 InstanceNorm2d。</translation>
    </message>
    <message>
        <source>InstanceNorm3d that learns num_features from its first input.</source>
        <translation>从第一个输入得知 num_features 的 InstanceNorm3d。</translation>
    </message>
    <message>
        <source>Padding with zeros, along one axis.</source>
        <translation>沿一个轴填充零。</translation>
    </message>
    <message>
        <source>Padding with zeros, along height and width.</source>
        <translation>沿高和宽填充零。</translation>
    </message>
    <message>
        <source>Padding with zeros, along depth, height and width.</source>
        <translation>沿深、高和宽填充零。</translation>
    </message>
    <message>
        <source>Padding with a number of your own, along one axis.</source>
        <translation>沿一个轴填充自选的数。</translation>
    </message>
    <message>
        <source>Padding with a number of your own, along height and width.</source>
        <translation>沿高和宽填充自选的数。</translation>
    </message>
    <message>
        <source>Padding with a number of your own, along depth, height and width.</source>
        <translation>沿深、高和宽填充自选的数。</translation>
    </message>
    <message>
        <source>Padding that mirrors the input, along one axis.</source>
        <translation>沿一个轴镜像填充输入。</translation>
    </message>
    <message>
        <source>Padding that mirrors the input, along height and width.</source>
        <translation>沿高和宽镜像填充输入。</translation>
    </message>
    <message>
        <source>Padding that mirrors the input, along depth, height and width.</source>
        <translation>沿深、高和宽镜像填充输入。</translation>
    </message>
    <message>
        <source>Padding that repeats the edge, along one axis.</source>
        <translation>沿一个轴重复边缘来填充。</translation>
    </message>
    <message>
        <source>Padding that repeats the edge, along height and width.</source>
        <translation>沿高和宽重复边缘来填充。</translation>
    </message>
    <message>
        <source>Padding that repeats the edge, along depth, height and width.</source>
        <translation>沿深、高和宽重复边缘来填充。</translation>
    </message>
    <message>
        <source>Padding that goes on with the opposite end, along one axis.</source>
        <translation>沿一个轴以另一端的格来填充。</translation>
    </message>
    <message>
        <source>Padding that goes on with the opposite end, along height and width.</source>
        <translation>沿高和宽以另一端的格来填充。</translation>
    </message>
    <message>
        <source>Padding that goes on with the opposite end, along depth, height and width.</source>
        <translation>沿深、高和宽以另一端的格来填充。</translation>
    </message>
    <message>
        <source>The input, unchanged.</source>
        <translation>输入，保持不变。</translation>
    </message>
    <message>
        <source>Minus the logarithm of the share that softmax gives to the right class.</source>
        <translation>softmax 给正确类别的份额，取对数后再取负。</translation>
    </message>
    <message>
        <source>Minus the output of the right class, which must be a logarithm, as LogSoftmax makes it.</source>
        <translation>正确类别的输出取负；输出必须是对数，如 LogSoftmax 的结果。</translation>
    </message>
    <message>
        <source>The mean square of the differences from the targets.</source>
        <translation>输出与目标之差的平方的平均值。</translation>
    </message>
    <message>
        <source>The mean size of the differences from the targets.</source>
        <translation>输出与目标之差的绝对值的平均值。</translation>
    </message>
    <message>
        <source>Squares of small differences, sizes of large ones: L1Loss without its corner at 0.</source>
        <translation>小的差取平方，大的差取绝对值：没有尖角的 L1Loss。</translation>
    </message>
    <message>
        <source>Squares of small differences, sizes of large ones times delta.</source>
        <translation>小的差取平方，大的差取绝对值再乘以 delta。</translation>
    </message>
    <message>
        <source>The binary cross entropy of each number by itself, after a sigmoid.</source>
        <translation>每个数经过 sigmoid 之后，各自的二元交叉熵。</translation>
    </message>
    <message>
        <source>The binary cross entropy of each number by itself, which is a share already.</source>
        <translation>每个数各自的二元交叉熵，这些数本身已是份额（0 到 1）。</translation>
    </message>
    <message>
        <source>How far the target&apos;s shares are from those whose logarithms the input holds.</source>
        <translation>目标的份额离输入（份额的对数）有多远。</translation>
    </message>
    <message>
        <source>The logarithm of 1 plus e to the power of minus target times output.</source>
        <translation>1 加上 e 的（负的目标乘输出）次方，再取对数。</translation>
    </message>
    <message>
        <source>Of a yes the output itself, of a no how much it falls short of the margin.</source>
        <translation>“是”取输出本身，“否”取它比间隔小多少。</translation>
    </message>
    <message>
        <source>Minus the logarithm of how likely a count is, whose mean the output says.</source>
        <translation>计数可能性的负对数，输出给出该计数的均值。</translation>
    </message>
    <message>
        <source>How much the one input falls short of ranking above the other, and by the margin.</source>
        <translation>一个输入离排在另一个之上（并且高出间隔）还差多少。</translation>
    </message>
    <message>
        <source>How much farther the anchor must be from the negative than from the positive.</source>
        <translation>锚点离负样本必须比离正样本远多少。</translation>
    </message>
    <message>
        <source>How far two rows point from the same direction, or how near, where they should not.</source>
        <translation>两行的方向相差多远；不应相同的两行，则是相差多近。</translation>
    </message>
    <message>
        <source>Minus the logarithm of how likely the target is around the input, with its variance.</source>
        <translation>以输入为中心、带方差的正态分布中，目标有多大可能的负对数。</translation>
    </message>
    <message>
        <source>By how much the right class fails to lead each other one by the margin.</source>
        <translation>正确类别领先其他各类别离间隔还差多少。</translation>
    </message>
    <message>
        <source>By how much the right classes, listed up to the first -1, fail to lead each other by 1.</source>
        <translation>列在第一个 -1 之前的正确类别，领先其他各类别离 1 还差多少。</translation>
    </message>
    <message>
        <source>The binary cross entropy of each class by itself, after a sigmoid, and the mean of a row.</source>
        <translation>对每个类别单独取 sigmoid 后的二元交叉熵，再对一行取平均。</translation>
    </message>
    <message>
        <source>Each weight moves against its gradient, with momentum if you like.</source>
        <translation>每个权重逆着自己的梯度移动，可以带动量。</translation>
    </message>
    <message>
        <source>Gradient descent with a falling rate, which also keeps an average of the weights.</source>
        <translation>学习率逐渐下降的梯度下降，同时保存权重的平均值。</translation>
    </message>
    <message>
        <source>Each weight moves by its mean gradient, divided by the size that its gradients have.</source>
        <translation>每个权重按平均梯度移动，再除以其梯度的大小。</translation>
    </message>
    <message>
        <source>Adam whose weight decay shrinks the weights themselves, whatever their gradients.</source>
        <translation>权重衰减直接缩小权重、与梯度无关的 Adam。</translation>
    </message>
    <message>
        <source>Adam that divides by the largest gradient of late instead of by a mean of squares.</source>
        <translation>除以近期最大梯度、而不是平方均值的 Adam。</translation>
    </message>
    <message>
        <source>Adam that looks ahead along its momentum, as Nesterov does.</source>
        <translation>像 Nesterov 那样沿动量先看一步的 Adam。</translation>
    </message>
    <message>
        <source>Adam that divides by the gradients&apos; size only once it knows that size well enough.</source>
        <translation>对梯度大小了解得足够准之后才除以它的 Adam。</translation>
    </message>
    <message>
        <source>Each gradient is divided by the root of its mean square of late.</source>
        <translation>每个梯度除以其近期平方均值的平方根。</translation>
    </message>
    <message>
        <source>Each gradient is scaled by how far its weight moved of late, so that lr can stay at 1.</source>
        <translation>每个梯度按权重近期移动的距离缩放，因此 lr 可以一直为 1。</translation>
    </message>
    <message>
        <source>Each gradient is divided by the root of all its squares so far: steps only get smaller.</source>
        <translation>每个梯度除以至今所有平方之和的平方根：步子只会越来越小。</translation>
    </message>
    <message>
        <source>Each weight has a step of its own, which grows while its gradient keeps its sign.</source>
        <translation>每个权重都有自己的步长；梯度符号不变时，步长增大。</translation>
    </message>
    <message>
        <source>Kernels and matrices move alike in all directions; biases and norms are moved by AdamW.</source>
        <translation>卷积核与矩阵在各个方向上均等地移动；偏置与归一化参数由 AdamW 移动。</translation>
    </message>
    <message>
        <source>Another size along each spatial axis, by repeating, averaging or interpolating cells.</source>
        <translation>通过重复、平均或插值各格，改变每个空间轴上的大小。</translation>
    </message>
    <message>
        <source>Convolution over one axis.</source>
        <translation>沿一个轴的卷积。</translation>
    </message>
    <message>
        <source>Convolution over height and width.</source>
        <translation>沿高度和宽度的卷积。</translation>
    </message>
    <message>
        <source>Convolution over depth, height and width.</source>
        <translation>沿深度、高度和宽度的卷积。</translation>
    </message>
    <message>
        <source>Transposed convolution over one axis.</source>
        <translation>沿一个轴的转置卷积。</translation>
    </message>
    <message>
        <source>Transposed convolution over height and width.</source>
        <translation>沿高度和宽度的转置卷积。</translation>
    </message>
    <message>
        <source>Transposed convolution over depth, height and width.</source>
        <translation>沿深度、高度和宽度的转置卷积。</translation>
    </message>
    <message>
        <source>Zero each value with probability p; scale the rest by 1/(1-p).</source>
        <translation>以概率 p 将各值置零，其余乘以 1/(1-p)。</translation>
    </message>
    <message>
        <source>Zero each channel with probability p; scale the rest by 1/(1-p).</source>
        <translation>以概率 p 将各通道置零，其余乘以 1/(1-p)。</translation>
    </message>
    <message>
        <source>Each window becomes a column: channel after channel, tap after tap.</source>
        <translation>每个窗口变为一列：逐通道、逐核元素排列。</translation>
    </message>
    <message>
        <source>Each column is added to the cells of its window: where windows overlap, they add up.</source>
        <translation>把每一列加到其窗口的各格上；窗口重叠处的值相加。</translation>
    </message>
    <message>
        <source>Every output is a weighted sum of all features in the last dimension, plus a bias.</source>
        <translation>每个输出都是最后一维所有特征的加权和，再加上偏置。</translation>
    </message>
    <message>
        <source>Batch normalisation of features, or of channels along one axis.</source>
        <translation>对特征，或沿一个轴对各通道做批归一化。</translation>
    </message>
    <message>
        <source>x where it is above the threshold, elsewhere a value of your own.</source>
        <translation>x 大于阈值时为 x，否则为一个自选的值。</translation>
    </message>
    <message>
        <source>x, or x times a random slope below zero; in evaluation, the middle slope.</source>
        <translation>x，小于零时乘以随机斜率；不训练时取中间的斜率。</translation>
    </message>
    <message>
        <source>The older name of Upsample(mode=&apos;nearest&apos;).</source>
        <translation>Upsample(mode=&apos;nearest&apos;) 的旧名称。</translation>
    </message>
    <message>
        <source>The older name of Upsample(mode=&apos;bilinear&apos;, align_corners=True).</source>
        <translation>Upsample(mode=&apos;bilinear&apos;, align_corners=True) 的旧名称。</translation>
    </message>
    <message>
        <source>Batch normalisation of planes.</source>
        <translation>对二维平面的各通道做批归一化。</translation>
    </message>
    <message>
        <source>Batch normalisation of volumes.</source>
        <translation>对三维体的各通道做批归一化。</translation>
    </message>
    <message>
        <source>Bring the last dimensions to mean 0 and variance 1, then scale and shift them.</source>
        <translation>把最后几个维度一起归一化到均值 0、方差 1，再做可学习的缩放和平移。</translation>
    </message>
    <message>
        <source>Divide the last dimensions by the root of their mean square, then scale them.</source>
        <translation>最后几个维度除以其均方根，再做可学习的缩放。</translation>
    </message>
    <message>
        <source>Bring each group of channels to mean 0 and variance 1, then scale and shift it.</source>
        <translation>把每张图片的每组通道归一化到均值 0、方差 1，再缩放和平移。</translation>
    </message>
    <message>
        <source>Divide each value by what the neighbouring channels hold at its place, as in AlexNet.</source>
        <translation>每个值除以相邻通道在同一位置的值；用于 AlexNet。</translation>
    </message>
    <message>
        <source>Every r x r channels become one channel with r times as many rows and columns.</source>
        <translation>每 r x r 个通道合为一个通道，其行数和列数均为原来的 r 倍。</translation>
    </message>
    <message>
        <source>Every r x r pixels of a channel become r x r channels of one pixel.</source>
        <translation>通道中每 r x r 个像素拆为 r x r 个通道，每个通道各得一个像素。</translation>
    </message>
    <message>
        <source>Max pooling over one axis.</source>
        <translation>沿一个轴的最大池化。</translation>
    </message>
    <message>
        <source>Max pooling over height and width.</source>
        <translation>沿高度和宽度的最大池化。</translation>
    </message>
    <message>
        <source>Max pooling over depth, height and width.</source>
        <translation>沿深度、高度和宽度的最大池化。</translation>
    </message>
    <message>
        <source>Average pooling over one axis.</source>
        <translation>沿一个轴的平均池化。</translation>
    </message>
    <message>
        <source>Average pooling over height and width.</source>
        <translation>沿高度和宽度的平均池化。</translation>
    </message>
    <message>
        <source>Average pooling over depth, height and width.</source>
        <translation>沿深度、高度和宽度的平均池化。</translation>
    </message>
    <message>
        <source>Power-average pooling over one axis.</source>
        <translation>沿一个轴的幂平均池化。</translation>
    </message>
    <message>
        <source>Power-average pooling over height and width.</source>
        <translation>沿高度和宽度的幂平均池化。</translation>
    </message>
    <message>
        <source>Power-average pooling over depth, height and width.</source>
        <translation>沿深度、高度和宽度的幂平均池化。</translation>
    </message>
    <message>
        <source>Join the dimensions from start_dim to end_dim, which may be negative, into one.</source>
        <translation>将 start_dim 至 end_dim 的各维（可为负数）合并为一维。</translation>
    </message>
    <message>
        <source>Split a dimension into several; one size may be -1, for what is left.</source>
        <translation>把一个维度拆成几个；其中一个大小可以是 -1，表示剩余的部分。</translation>
    </message>
    <message>
        <source>Interleave the channels of the groups, so that later groups see all of them.</source>
        <translation>轮流分发各组的通道，使后面的分组能看到所有组的通道。</translation>
    </message>
    <message>
        <source>Max unpooling over one axis.</source>
        <translation>沿一个轴的最大反池化。</translation>
    </message>
    <message>
        <source>Max unpooling over height and width.</source>
        <translation>沿高度和宽度的最大反池化。</translation>
    </message>
    <message>
        <source>Max unpooling over depth, height and width.</source>
        <translation>沿深度、高度和宽度的最大反池化。</translation>
    </message>
</context>
<context>
    <name>LayerWatchPanel</name>
    <message>
        <source>About twice a second while this is shown. All layers share the scale of a column.</source>
        <translation>显示时约每秒更新两次。同一列中各层使用相同的刻度。</translation>
    </message>
    <message>
        <source>Nothing was kept of this run&apos;s layers.</source>
        <translation>这次训练没有保存各层的数据。</translation>
    </message>
    <message>
        <source>As the run kept it. All layers share the scale of a column.</source>
        <translation>训练时保存的数据。同一列中各层使用相同的刻度。</translation>
    </message>
    <message>
        <source>Layers while they learn</source>
        <translation>学习中的各层</translation>
    </message>
</context>
<context>
    <name>LayersPanel</name>
    <message>
        <source>No layer yet</source>
        <translation>还没有层</translation>
    </message>
    <message>
        <source>Add the first one, or paste an nn.Sequential with Ctrl+V.</source>
        <translation>请添加第一层，或按 Ctrl+V 粘贴 nn.Sequential。</translation>
    </message>
    <message>
        <source>Add layer…</source>
        <translation>添加层…</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>网络层</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
</context>
<context>
    <name>LearnSection</name>
    <message>
        <source>One gradient step</source>
        <translation>走一步梯度下降</translation>
    </message>
    <message>
        <source>The kernel becomes the one behind this step</source>
        <translation>卷积核变为这一步之后的卷积核</translation>
    </message>
    <message>
        <source>Take as many steps as are looked ahead</source>
        <translation>走完预先查看的全部步数</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Back to the kernel before the first step</source>
        <translation>回到第一步之前的卷积核</translation>
    </message>
    <message>
        <source>Keep this curve</source>
        <translation>保留这条曲线</translation>
    </message>
    <message>
        <source>Draw it beside that of the next optimiser or learning rate</source>
        <translation>把它与下一个优化器或学习率的曲线画在一起</translation>
    </message>
    <message>
        <source>Reveal it</source>
        <translation>揭晓</translation>
    </message>
    <message>
        <source>Show the hidden kernel among the grids</source>
        <translation>在网格中显示隐藏的卷积核</translation>
    </message>
    <message>
        <source>Paint the target by clicks</source>
        <translation>点击绘制目标</translation>
    </message>
    <message>
        <source>A click on a cell of the target makes it 1; one on a 1 makes it 0</source>
        <translation>点击目标的单元使它变为 1；点击 1 使它变为 0</translation>
    </message>
    <message>
        <source>Make it by the hidden kernel</source>
        <translation>由隐藏的卷积核生成</translation>
    </message>
    <message>
        <source>The target is what the hidden kernel makes of the input</source>
        <translation>目标是隐藏的卷积核作用于输入的结果</translation>
    </message>
    <message>
        <source>There are too many numbers to learn here. Make the input smaller.</source>
        <translation>数字太多，无法在此学习。请缩小输入。</translation>
    </message>
    <message>
        <source>{count} steps</source>
        <translation>{count} 步</translation>
    </message>
    <message>
        <source>Steps taken: {count}</source>
        <translation>已走步数：{count}</translation>
    </message>
    <message>
        <source>The target was typed, cell by cell.</source>
        <translation>目标是逐个单元输入的。</translation>
    </message>
    <message>
        <source>The target is what a hidden kernel makes of the input.</source>
        <translation>目标是一个隐藏的卷积核作用于输入的结果。</translation>
    </message>
    <message>
        <source>The target is what this kernel makes of the input: {name}.</source>
        <translation>目标是这个卷积核作用于输入的结果：{name}。</translation>
    </message>
    <message>
        <source>Steps ahead</source>
        <translation>预看步数</translation>
    </message>
    <message>
        <source>How many steps are looked ahead, up to {most}; fewer where one is much work</source>
        <translation>预先查看多少步，最多 {most}；一步工作量大时更少</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>How far the output is from the target, as the mean of all</source>
        <translation>输出与目标相距多远，取全部的平均</translation>
    </message>
    <message>
        <source>{outputs} outputs cannot tell {weights} weights: other kernels make the same output, and the one that is learned may be another.</source>
        <translation>{outputs} 个输出无法确定 {weights} 个权重：别的卷积核也能得到同样的输出，学到的可能是另一个。</translation>
    </message>
</context>
<context>
    <name>Learning</name>
    <message>
        <source>This step takes the loss from {before} to {after}.</source>
        <translation>这一步使损失从 {before} 变为 {after}。</translation>
    </message>
    <message>
        <source>The output is the target: there is nothing left to learn.</source>
        <translation>输出就是目标：没有什么可学的了。</translation>
    </message>
    <message>
        <source>The loss is no finite number: in the input, the kernel or the target stands one that is too large, or none.</source>
        <translation>损失不是有限的数：输入、卷积核或目标中有过大的数，或不是数的值。</translation>
    </message>
    <message>
        <source>It breaks: with lr = {lr} the numbers grow beyond all bounds. Above {most} each step jumps farther over the bottom than it came.</source>
        <translation>学习崩溃：lr = {lr} 时数值无限增长。超过 {most} 后，每一步越过谷底的距离都比来时更远。</translation>
    </message>
    <message>
        <source>It breaks: the numbers grow beyond all bounds.</source>
        <translation>学习崩溃：数值无限增长。</translation>
    </message>
    <message>
        <source>It diverges: lr = {lr} is above {most}, so each step jumps farther over the bottom than it came.</source>
        <translation>学习发散：lr = {lr} 超过 {most}，因此每一步越过谷底的距离都比来时更远。</translation>
    </message>
    <message>
        <source>It falls at first, but lr = {lr} is above {most}: along the steepest direction each step jumps farther over the bottom than it came, and in the end the loss rises.</source>
        <translation>起初下降，但 lr = {lr} 超过 {most}：在最陡的方向上，每一步越过谷底的距离都比来时更远，损失最终会上升。</translation>
    </message>
    <message>
        <source>With lr = 0 nothing moves.</source>
        <translation>lr = 0 时什么都不动。</translation>
    </message>
    <message>
        <source>The output is compared with the target. Each weight gets input × slope of the loss of every place where it lies, added up: its gradient. {optimiser} makes a step of it.</source>
        <translation>输出与目标作比较。每个权重把它所在各处的“输入 × 损失的斜率”加起来，就是它的梯度。{optimiser} 由梯度走出一步。</translation>
    </message>
    <message>
        <source>With maximize the steps climb: the loss is to rise.</source>
        <translation>设置了 maximize，走的是上坡：损失本来就该上升。</translation>
    </message>
    <message>
        <source>Above lr = {most} it would diverge.</source>
        <translation>lr 高于 {most} 就会发散。</translation>
    </message>
    <message>
        <source>The loss rises: the step is too long.</source>
        <translation>损失上升：步子太大。</translation>
    </message>
    <message>
        <source>It falls in swings: some steps carry the weights past the bottom, and they come back.</source>
        <translation>损失摆动着下降：有些步把权重带过了谷底，随后又回来。</translation>
    </message>
    <message>
        <source>It falls in zigzags: lr = {lr} is more than half of {most}, above which it diverges.</source>
        <translation>它之字形下降：lr = {lr} 超过发散界限 {most} 的一半。</translation>
    </message>
    <message>
        <source>It falls. Above lr = {most} it would diverge.</source>
        <translation>损失下降。lr 超过 {most} 就会发散。</translation>
    </message>
    <message>
        <source>It falls.</source>
        <translation>损失下降。</translation>
    </message>
</context>
<context>
    <name>LearningRateCard</name>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>epoch {number}</source>
        <translation>第 {number} 轮</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Logarithmic axis: equal distances mean equal ratios</source>
        <translation>对数坐标轴：相等的距离表示相等的比例</translation>
    </message>
    <message>
        <source>Plot of the learning rate</source>
        <translation>学习率曲线图</translation>
    </message>
    <message>
        <source>Hide the plot</source>
        <translation>隐藏曲线图</translation>
    </message>
    <message>
        <source>Show the plot</source>
        <translation>显示曲线图</translation>
    </message>
    <message>
        <source>This run did not record its learning rate</source>
        <translation>这次训练没有记录学习率</translation>
    </message>
    <message>
        <source>at batch {number}</source>
        <translation>在第 {number} 个批次</translation>
    </message>
</context>
<context>
    <name>LessonEdits</name>
    <message>
        <source>Change {name}</source>
        <translation>修改 {name}</translation>
    </message>
    <message>
        <source>Learn with {optimiser}</source>
        <translation>用 {optimiser} 学习</translation>
    </message>
    <message>
        <source>Compare with {optimiser}</source>
        <translation>与 {optimiser} 比较</translation>
    </message>
    <message>
        <source>Compare no more with {optimiser}</source>
        <translation>不再与 {optimiser} 比较</translation>
    </message>
    <message>
        <source>Learn with {loss}</source>
        <translation>用 {loss} 学习</translation>
    </message>
    <message>
        <source>Change how many steps are looked ahead</source>
        <translation>更改预先查看的步数</translation>
    </message>
    <message>
        <source>One gradient step</source>
        <translation>走一步梯度下降</translation>
    </message>
    <message>
        <source>{count} gradient steps</source>
        <translation>走 {count} 步梯度下降</translation>
    </message>
    <message>
        <source>Begin learning again</source>
        <translation>重新开始学习</translation>
    </message>
    <message>
        <source>Hide the hidden kernel</source>
        <translation>藏起隐藏的卷积核</translation>
    </message>
    <message>
        <source>Reveal the hidden kernel</source>
        <translation>揭晓隐藏的卷积核</translation>
    </message>
    <message>
        <source>Target by a hidden kernel</source>
        <translation>由隐藏的卷积核生成目标</translation>
    </message>
</context>
<context>
    <name>LiveRow</name>
    <message>
        <source>Change now</source>
        <translation>立即更改</translation>
    </message>
    <message>
        <source>scheduled</source>
        <translation>由调度决定</translation>
    </message>
    <message>
        <source>Type another {name} and press Enter: the schedule goes on from it</source>
        <translation>输入另一个 {name} 并按 Enter：调度从它继续</translation>
    </message>
    <message>
        <source>Type another {name} and press Enter: the next batches are trained with it</source>
        <translation>输入另一个 {name} 并按 Enter：之后的批次用它训练</translation>
    </message>
    <message>
        <source>{name} of the run</source>
        <translation>本次训练的 {name}</translation>
    </message>
</context>
<context>
    <name>LossBar</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>The loss as its PyTorch call</source>
        <translation>以 PyTorch 调用写出的损失函数</translation>
    </message>
    <message>
        <source>Kind of loss</source>
        <translation>损失函数的种类</translation>
    </message>
    <message>
        <source>Choose another loss</source>
        <translation>选择其他损失函数</translation>
    </message>
</context>
<context>
    <name>LossCard</name>
    <message>
        <source>Loss of each batch</source>
        <translation>各批次损失</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>平滑后</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>How much the smoothed line depends on the past: 0 shows the raw line</source>
        <translation>平滑曲线中历史值的权重：0 即原始曲线</translation>
    </message>
    <message>
        <source>Logarithmic axis: equal distances mean equal ratios</source>
        <translation>对数坐标轴：相等的距离表示相等的比例</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Loss, nats</source>
        <translation>损失（nat）</translation>
    </message>
    <message>
        <source>epoch {number}</source>
        <translation>第 {number} 轮</translation>
    </message>
    <message>
        <source>smoothing {weight}</source>
        <translation>平滑 {weight}</translation>
    </message>
    <message>
        <source>at batch {number}</source>
        <translation>第 {number} 批次</translation>
    </message>
</context>
<context>
    <name>LossCurve</name>
    <message>
        <source>The loss over the next steps</source>
        <translation>接下来各步的损失</translation>
    </message>
    <message>
        <source>From {first} to {last} in {count} steps</source>
        <translation>{count} 步内从 {first} 到 {last}</translation>
    </message>
    <message>
        <source>Behind step {step}: loss {loss}</source>
        <translation>第 {step} 步之后：损失 {loss}</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>steps (loss as logarithm)</source>
        <translation>步（损失取对数）</translation>
    </message>
</context>
<context>
    <name>LossMenu</name>
    <message>
        <source>From a loss of the output</source>
        <translation>来自输出的损失</translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>The window close up</source>
        <translation>窗口放大</translation>
    </message>
    <message>
        <source>Under the window</source>
        <translation>窗口所覆盖的数</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>乘积</translation>
    </message>
    <message>
        <source>Sum of all {count} channels</source>
        <translation>全部 {count} 个通道之和</translation>
    </message>
    <message>
        <source>Sum, bias {bias}</source>
        <translation>和，偏置 {bias}</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>和</translation>
    </message>
</context>
<context>
    <name>MapGallery</name>
    <message>
        <source>Open at row {row}, column {column}</source>
        <translation>在第 {row} 行、第 {column} 列打开</translation>
    </message>
</context>
<context>
    <name>MapRows</name>
    <message>
        <source>Feature maps of all layers</source>
        <translation>所有层的特征图</translation>
    </message>
    <message>
        <source>Open in the calculator</source>
        <translation>在计算器中打开</translation>
    </message>
    <message>
        <source>Number {number}</source>
        <translation>第 {number} 个数</translation>
    </message>
</context>
<context>
    <name>MapsBar</name>
    <message>
        <source>Middle cut out</source>
        <translation>截取中间</translation>
    </message>
    <message>
        <source>Squashed</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>Black beside it</source>
        <translation>四周补黑</translation>
    </message>
    <message>
        <source>Trained weights</source>
        <translation>训练好的权重</translation>
    </message>
    <message>
        <source>Random weights</source>
        <translation>随机权重</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Send a picture&apos;s file through</source>
        <translation>让一个图片文件通过网络</translation>
    </message>
    <message>
        <source>Paste</source>
        <comment>a picture</comment>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Send the copied picture through</source>
        <translation>让复制的图片通过网络</translation>
    </message>
    <message>
        <source>Test picture</source>
        <translation>测试图片</translation>
    </message>
    <message>
        <source>Send a test picture of the data set through again</source>
        <translation>重新让数据集的测试图片通过网络</translation>
    </message>
    <message>
        <source>New</source>
        <translation>换一组</translation>
    </message>
    <message>
        <source>Other random weights</source>
        <translation>换一组随机权重</translation>
    </message>
    <message>
        <source>The network&apos;s input is no picture: it needs 1 or 3 channels</source>
        <translation>网络的输入不是图片：需要 1 个或 3 个通道</translation>
    </message>
    <message>
        <source>Your picture, {size}</source>
        <translation>您的图片，{size}</translation>
    </message>
    <message>
        <source>Random numbers</source>
        <translation>随机数</translation>
    </message>
    <message>
        <source>of {total}: &quot;{label}&quot;</source>
        <translation>共 {total} 张：“{label}”</translation>
    </message>
    <message>
        <source>Sending the picture through the network…</source>
        <translation>正在让图片通过网络…</translation>
    </message>
    <message>
        <source>A seed is a whole number from 0 to {most}</source>
        <translation>种子是 0 到 {most} 的整数</translation>
    </message>
    <message>
        <source>Test picture </source>
        <translation>测试图片 </translation>
    </message>
    <message>
        <source>Which test picture goes through the network</source>
        <translation>让哪一张测试图片通过网络</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Seed of the random weights</source>
        <translation>随机权重的种子</translation>
    </message>
    <message>
        <source>Equal seeds give equal weights: those with which a training would begin</source>
        <translation>相同的种子得到相同的权重：即训练开始时的权重</translation>
    </message>
    <message>
        <source>How the picture is fitted</source>
        <translation>图片的适配方式</translation>
    </message>
    <message>
        <source>How a picture of another size is brought to the network&apos;s</source>
        <translation>如何把其他尺寸的图片变成网络所需的尺寸</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>MapsDetail</name>
    <message>
        <source>Maps of the chosen layer</source>
        <translation>所选层的特征图</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>− largest of each map</source>
        <translation>− 各图最大值</translation>
    </message>
    <message>
        <source>+ largest</source>
        <translation>+ 最大值</translation>
    </message>
    <message>
        <source>{shown} of {all} maps; scroll for more</source>
        <translation>{all} 个特征图中的 {shown} 个；滚动可看更多</translation>
    </message>
    <message>
        <source>Kernel {number}: from {low} to {high}</source>
        <translation>卷积核 {number}：从 {low} 到 {high}</translation>
    </message>
    <message>
        <source>Plane</source>
        <translation>平面</translation>
    </message>
    <message>
        <source>Which input channel&apos;s plane of each kernel is shown</source>
        <translation>显示每个卷积核中哪个输入通道的平面</translation>
    </message>
</context>
<context>
    <name>MapsView</name>
    <message>
        <source>One scale a layer</source>
        <translation>每层一个标度</translation>
    </message>
    <message>
        <source>One scale a map</source>
        <translation>每图一个标度</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Point at a cell to read it; a double click opens it in the calculator.</source>
        <translation>指向单元格可读出数值；双击可在计算器中打开。</translation>
    </message>
    <message>
        <source>Scale of the colours</source>
        <translation>颜色的标度</translation>
    </message>
    <message>
        <source>Equal colours are equal numbers: in all maps of a layer, or in each map alone</source>
        <translation>颜色相同则数值相同：在一层的所有特征图中，或只在每个特征图内</translation>
    </message>
    <message>
        <source>Feature maps of all layers</source>
        <translation>所有层的特征图</translation>
    </message>
</context>
<context>
    <name>MatrixGrids</name>
    <message>
        <source>Matrices of the step</source>
        <translation>此步的矩阵</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Text size</source>
        <translation>文字大小(&amp;T)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys and commands…</source>
        <translation>按键与命令(&amp;K)…</translation>
    </message>
    <message>
        <source>Show the &amp;log</source>
        <translation>查看日志(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;About convviz</source>
        <translation>关于 convviz(&amp;A)</translation>
    </message>
    <message>
        <source>No documents yet</source>
        <translation>暂无文档</translation>
    </message>
</context>
<context>
    <name>ModeSwitch</name>
    <message>
        <source>Training or evaluation</source>
        <translation>训练或评估</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>The numbers as in training, after layer.train()</source>
        <translation>训练时的数值，即调用 layer.train() 之后</translation>
    </message>
    <message>
        <source>Eval</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>The numbers as in evaluation, after layer.eval()</source>
        <translation>评估时的数值，即调用 layer.eval() 之后</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Seed of what is drawn by chance</source>
        <translation>随机抽取所用的种子</translation>
    </message>
    <message>
        <source>What torch.manual_seed is given before the layer draws</source>
        <translation>该层抽取之前传给 torch.manual_seed 的数</translation>
    </message>
    <message>
        <source>Draw anew</source>
        <translation>重新抽取</translation>
    </message>
    <message>
        <source>Draw anew, with the next seed</source>
        <translation>用下一个种子重新抽取</translation>
    </message>
    <message>
        <source>optimizer.zero_grad() before each step. Without it gradients add up from step to step</source>
        <translation>每一步之前调用 optimizer.zero_grad()。不调用时，梯度会一步步累加</translation>
    </message>
</context>
<context>
    <name>MoreSettings</name>
    <message>
        <source>As torch does</source>
        <translation>与 torch 相同</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Initial weights, limits of gradients, an average of the weights</source>
        <translation>初始权重、梯度的限制、权重的平均</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>更多设置</translation>
    </message>
    <message>
        <source>Fold or open what most runs leave as it is</source>
        <translation>收起或展开多数训练不改动的设置</translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>First convolution from the pictures</source>
        <translation>由图片得到第一个卷积</translation>
    </message>
    <message>
        <source>Limit of gradients</source>
        <translation>梯度的限制</translation>
    </message>
    <message>
        <source>Average of the weights</source>
        <translation>权重的平均</translation>
    </message>
</context>
<context>
    <name>NameField</name>
    <message>
        <source>none: its number</source>
        <translation>无：用其编号</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>NetworkActions</name>
    <message>
        <source>&amp;Add layer…</source>
        <translation>添加层(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation>创建副本(&amp;D)</translation>
    </message>
    <message>
        <source>D&amp;elete</source>
        <translation>删除(&amp;E)</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Move d&amp;own</source>
        <translation>下移(&amp;O)</translation>
    </message>
    <message>
        <source>E&amp;nable or disable</source>
        <translation>启用或停用(&amp;N)</translation>
    </message>
    <message>
        <source>Wrap in &amp;Sequential</source>
        <translation>包进 &amp;Sequential</translation>
    </message>
    <message>
        <source>Wrap in &amp;Residual</source>
        <translation>包进 &amp;Residual</translation>
    </message>
    <message>
        <source>&amp;Wrap in Concat</source>
        <translation>包进 Concat(&amp;W)</translation>
    </message>
    <message>
        <source>Add a &amp;branch</source>
        <translation>添加分支(&amp;B)</translation>
    </message>
    <message>
        <source>D&amp;issolve the block</source>
        <translation>拆开块(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Fold or unfold the block</source>
        <translation>折叠或展开块(&amp;F)</translation>
    </message>
    <message>
        <source>Fold or unfold a&amp;ll blocks</source>
        <translation>折叠或展开所有块(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Copy layers</source>
        <translation>复制层(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste layers from code</source>
        <translation>由代码粘贴层(&amp;P)</translation>
    </message>
    <message>
        <source>Edit pa&amp;rameters</source>
        <translation>编辑参数(&amp;R)</translation>
    </message>
    <message>
        <source>Open in ca&amp;lculator</source>
        <translation>在计算器中打开(&amp;L)</translation>
    </message>
    <message>
        <source>F&amp;ind a layer…</source>
        <translation>查找层(&amp;I)…</translation>
    </message>
    <message>
        <source>Find layers by name, type or number</source>
        <translation>按名称、类型或编号查找层</translation>
    </message>
    <message>
        <source>One li&amp;ne a layer</source>
        <translation>每层一行(&amp;N)</translation>
    </message>
    <message>
        <source>One line for each layer, or a card; long networks begin with lines</source>
        <translation>每层一行，或一张卡片；长网络默认用行</translation>
    </message>
    <message>
        <source>&amp;Show the chosen layer&apos;s parameters</source>
        <translation>显示所选层的参数(&amp;S)</translation>
    </message>
    <message>
        <source>Copy the co&amp;de</source>
        <translation>复制代码(&amp;D)</translation>
    </message>
    <message>
        <source>Copy the &amp;table</source>
        <translation>复制表格(&amp;T)</translation>
    </message>
    <message>
        <source>Copy every figure of the network, in the format that was copied last</source>
        <translation>复制网络的全部数字，格式为上次使用的格式</translation>
    </message>
    <message>
        <source>View: {name}</source>
        <translation>视图：{name}</translation>
    </message>
    <message>
        <source>&amp;Begin with a template…</source>
        <translation>从模板开始(&amp;B)…</translation>
    </message>
    <message>
        <source>Whole networks that are known to learn, each with the training settings that suit it</source>
        <translation>已知能学好的完整网络，每个都带有适合它的训练设置</translation>
    </message>
</context>
<context>
    <name>NetworkChoice</name>
    <message>
        <source>Name of the network</source>
        <translation>网络的名称</translation>
    </message>
    <message>
        <source>Networks in the code</source>
        <translation>代码中的网络</translation>
    </message>
    <message>
        <source>The code has {count} networks. Which one is meant?</source>
        <translation>这段代码里有 {count} 个网络。要用哪一个？</translation>
    </message>
    <message>
        <source>Parts of them</source>
        <translation>它们的组成部分</translation>
    </message>
    <message>
        <source>line {line}</source>
        <translation>第 {line} 行</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>{count} layers: {names}</source>
        <translation>{count} 个层：{names}</translation>
    </message>
</context>
<context>
    <name>NetworkEditor</name>
    <message>
        <source>Add {layer}</source>
        <translation>添加 {layer}</translation>
    </message>
    <message>
        <source>Add {count} layers</source>
        <translation>添加 {count} 层</translation>
    </message>
    <message>
        <source>Delete {layer}</source>
        <translation>删除 {layer}</translation>
    </message>
    <message>
        <source>Delete {count} layers</source>
        <translation>删除 {count} 层</translation>
    </message>
    <message>
        <source>Set {parameter}</source>
        <translation>设置 {parameter}</translation>
    </message>
    <message>
        <source>Duplicate {layer}</source>
        <translation>创建 {layer} 的副本</translation>
    </message>
    <message>
        <source>Duplicate {count} layers</source>
        <translation>创建 {count} 层的副本</translation>
    </message>
    <message>
        <source>Enable {layer}</source>
        <translation>启用 {layer}</translation>
    </message>
    <message>
        <source>Enable {count} layers</source>
        <translation>启用 {count} 层</translation>
    </message>
    <message>
        <source>Disable {layer}</source>
        <translation>停用 {layer}</translation>
    </message>
    <message>
        <source>Disable {count} layers</source>
        <translation>停用 {count} 层</translation>
    </message>
    <message>
        <source>Wrap in {block}</source>
        <translation>包进 {block}</translation>
    </message>
    <message>
        <source>Dissolve {block}</source>
        <translation>拆开 {block}</translation>
    </message>
    <message>
        <source>Add a branch</source>
        <translation>添加分支</translation>
    </message>
    <message>
        <source>Rename {layer}</source>
        <translation>重命名 {layer}</translation>
    </message>
    <message>
        <source>Change {parameter} of {layer}</source>
        <translation>更改 {layer} 的 {parameter}</translation>
    </message>
    <message>
        <source>Change {parameter} of {count} layers</source>
        <translation>更改 {count} 个层的 {parameter}</translation>
    </message>
    <message>
        <source>Let {parameter} of {layer} follow the layer before</source>
        <translation>让 {layer} 的 {parameter} 跟随上一层</translation>
    </message>
    <message>
        <source>Let {parameter} of {count} layers follow the layer before</source>
        <translation>让 {count} 个层的 {parameter} 跟随前一层</translation>
    </message>
    <message>
        <source>Set {parameter} of {layer} by hand</source>
        <translation>手动设置 {layer} 的 {parameter}</translation>
    </message>
    <message>
        <source>Set {parameter} of {count} layers by hand</source>
        <translation>手动设置 {count} 个层的 {parameter}</translation>
    </message>
    <message>
        <source>Change the network&apos;s input</source>
        <translation>更改网络的输入</translation>
    </message>
    <message>
        <source>Remove {layer}</source>
        <translation>移除 {layer}</translation>
    </message>
    <message>
        <source>Use {layer}</source>
        <translation>改用 {layer}</translation>
    </message>
    <message>
        <source>Insert {layer}</source>
        <translation>插入 {layer}</translation>
    </message>
    <message>
        <source>Hide advice</source>
        <translation>收起提示</translation>
    </message>
    <message>
        <source>Correct {layer}</source>
        <translation>修正 {layer}</translation>
    </message>
    <message>
        <source>Edit the code</source>
        <translation>编辑代码</translation>
    </message>
    <message>
        <source>Move {layer}</source>
        <translation>移动 {layer}</translation>
    </message>
    <message>
        <source>Move {count} layers</source>
        <translation>移动 {count} 层</translation>
    </message>
</context>
<context>
    <name>NetworkGestures</name>
    <message>
        <source>Drag</source>
        <translation>拖动</translation>
    </message>
    <message>
        <source>Layers: to another place</source>
        <translation>层：移到别处</translation>
    </message>
    <message>
        <source>Ctrl+click, Shift+click</source>
        <translation>Ctrl+单击、Shift+单击</translation>
    </message>
    <message>
        <source>Layers: select several</source>
        <translation>层：选择多个</translation>
    </message>
    <message>
        <source>Up / Down, wheel</source>
        <translation>上 / 下、滚轮</translation>
    </message>
    <message>
        <source>In a field: add or subtract 1</source>
        <translation>在输入框中：加一或减一</translation>
    </message>
    <message>
        <source>In a field: add or subtract 10</source>
        <translation>在输入框中：加十或减十</translation>
    </message>
    <message>
        <source>Click, arrows</source>
        <translation>单击、方向键</translation>
    </message>
    <message>
        <source>In the drawing: choose a layer</source>
        <translation>网络图中：选择层</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>In the drawing: open the layer in the calculator</source>
        <translation>网络图中：在计算器中打开该层</translation>
    </message>
    <message>
        <source>Wheel, two fingers, drag</source>
        <translation>滚轮、双指、拖动</translation>
    </message>
    <message>
        <source>In the drawing: larger, smaller, to another part</source>
        <translation>网络图中：放大、缩小、移动</translation>
    </message>
    <message>
        <source>Ctrl+Up / Ctrl+Down</source>
        <translation>Ctrl+上 / Ctrl+下</translation>
    </message>
</context>
<context>
    <name>NetworkMaps</name>
    <message>
        <source>Show the maps or the gradients, and a network that takes pictures</source>
        <translation>请显示特征图或梯度，并使用接受图片的网络</translation>
    </message>
    <message>
        <source>Open a picture…</source>
        <translation>打开图像…</translation>
    </message>
    <message>
        <source>Send a picture&apos;s file through the network</source>
        <translation>让一个图片文件通过网络</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>Send the copied picture through the network</source>
        <translation>让复制的图片通过网络</translation>
    </message>
    <message>
        <source>Next test picture</source>
        <translation>下一张测试图片</translation>
    </message>
    <message>
        <source>Previous test picture</source>
        <translation>上一张测试图片</translation>
    </message>
    <message>
        <source>New random weights</source>
        <translation>新的随机权重</translation>
    </message>
    <message>
        <source>Other random weights, by the next seed</source>
        <translation>用下一个种子得到另一组随机权重</translation>
    </message>
    <message>
        <source>Show the maps or the gradients</source>
        <translation>请显示特征图或梯度</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Take them by their order</source>
        <translation>按顺序取用</translation>
    </message>
    <message>
        <source>{template} is here. Undo brings back what was here.</source>
        <translation>已放入 {template}。撤销可恢复原来的内容。</translation>
    </message>
    <message>
        <source>&quot;{template}&quot; is here with its training settings. Start it on the page Training; Undo brings back what was here.</source>
        <translation>“{template}”及其训练设置已放入。请在“训练”页开始训练；撤销可恢复原来的内容。</translation>
    </message>
</context>
<context>
    <name>NetworkPanels</name>
    <message>
        <source>No layer chosen</source>
        <translation>未选择层</translation>
    </message>
</context>
<context>
    <name>NetworkPresenter</name>
    <message>
        <source>Open network from {name}</source>
        <translation>从 {name} 打开网络</translation>
    </message>
    <message>
        <source>The trained weights were of the network as it was: they are not used any more. Undo brings them back.</source>
        <translation>训练好的权重属于修改前的网络，现在不再使用。撤销可以恢复它们。</translation>
    </message>
</context>
<context>
    <name>NetworkTable</name>
    <message>
        <source>Networks in the code</source>
        <translation>代码中的网络</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>What torch&apos;s state_dict calls it</source>
        <translation>它在 torch 的 state_dict 中的名称</translation>
    </message>
    <message>
        <source>Numbers that training changes</source>
        <translation>训练会改变的数</translation>
    </message>
    <message>
        <source>For one picture, forward, without biases; one of each counts as one</source>
        <translation>一张图片前向一次，不计偏置；一乘一加算一次</translation>
    </message>
    <message>
        <source>Of one picture&apos;s output, in float32</source>
        <translation>一张图片的输出所占，float32</translation>
    </message>
    <message>
        <source>Of the parameters, in float32</source>
        <translation>参数所占，float32</translation>
    </message>
    <message>
        <source>Cells of the input that one cell sees, borders not regarded</source>
        <translation>一格所看到的输入格数，不考虑边界</translation>
    </message>
    <message>
        <source>Cells of the input between what neighbouring cells see</source>
        <translation>相邻两格所看区域之间相隔的输入格数</translation>
    </message>
    <message>
        <source>Training takes at least {total}</source>
        <translation>训练至少占用 {total}</translation>
    </message>
    <message>
        <source>weights {size}</source>
        <translation>权重 {size}</translation>
    </message>
    <message>
        <source>gradients {size}</source>
        <translation>梯度 {size}</translation>
    </message>
    <message>
        <source>optimiser {size}</source>
        <translation>优化器 {size}</translation>
    </message>
    <message>
        <source>average {size}</source>
        <translation>权重平均 {size}</translation>
    </message>
    <message>
        <source>batch {size}</source>
        <translation>批次 {size}</translation>
    </message>
    <message>
        <source>kept for backward {size}</source>
        <translation>为反向保留 {size}</translation>
    </message>
</context>
<context>
    <name>NetworkViews</name>
    <message>
        <source>Drawing</source>
        <translation>网络图</translation>
    </message>
    <message>
        <source>The network as a figure: blocks sized by their shapes</source>
        <translation>把网络画成图：各块的大小由形状决定</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>The network as PyTorch code</source>
        <translation>以 PyTorch 代码表示的网络</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Shapes, parameters, memory and fields of all layers</source>
        <translation>所有层的形状、参数、内存和感受野</translation>
    </message>
    <message>
        <source>Receptive field</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>What a cell of the chosen layer sees of the input</source>
        <translation>所选层的一个单元看到输入的哪些部分</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>特征图</translation>
    </message>
    <message>
        <source>What every layer makes of a picture</source>
        <translation>每一层从图片得到什么</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>The autograd graph of the loss, stepped forwards and backwards</source>
        <translation>损失的自动求导图，可向前和向后逐步查看</translation>
    </message>
</context>
<context>
    <name>NetworkWeights</name>
    <message>
        <source>Export the network as ONNX</source>
        <translation>将网络导出为 ONNX</translation>
    </message>
    <message>
        <source>ONNX (*.onnx)</source>
        <translation>ONNX (*.onnx)</translation>
    </message>
    <message>
        <source>Load weights</source>
        <translation>加载权重</translation>
    </message>
    <message>
        <source>Save the trained weights</source>
        <translation>保存训练所得的权重</translation>
    </message>
    <message>
        <source>Load weights…</source>
        <translation>加载权重…</translation>
    </message>
    <message>
        <source>Give the network the weights of a file: safetensors, or a state_dict of torch, by the names of the code or numbered</source>
        <translation>让网络使用文件中的权重：safetensors 或 torch 的 state_dict，按代码中的名称或按编号</translation>
    </message>
    <message>
        <source>Save the weights…</source>
        <translation>保存权重…</translation>
    </message>
    <message>
        <source>Write the trained weights by the names of the code, as safetensors or for torch (.pt)</source>
        <translation>按代码中的名称写出训练所得的权重，格式为 safetensors 或 torch（.pt）</translation>
    </message>
    <message>
        <source>Export as ONNX…</source>
        <translation>导出为 ONNX…</translation>
    </message>
    <message>
        <source>Write the network for other programs, such as Netron and onnxruntime: with its trained weights, or with those that training would begin with</source>
        <translation>为 Netron、onnxruntime 等其他程序写出网络：带训练好的权重，或带训练开始时的权重</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pt *.pth *.pt2)</source>
        <translation>权重 (*.safetensors *.pt *.pth *.pt2)</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pt *.pth)</source>
        <translation>权重 (*.safetensors *.pt *.pth)</translation>
    </message>
</context>
<context>
    <name>NextStep</name>
    <message>
        <source>It has hardly learned anything: guessing is right in {chance}. Try more epochs, momentum or another learning rate.</source>
        <translation>几乎什么也没学到：随便猜也有 {chance} 正确。试试更多轮数、动量或别的学习率。</translation>
    </message>
    <message>
        <source>Since epoch {epoch} it gets worse on the test pictures while it gets better on the training pictures: it learns these by heart. Try augmentation or weight decay.</source>
        <translation>从第 {epoch} 轮起，它在测试图片上变差，在训练图片上却变好：它在死记训练图片。试试数据增强或权重衰减。</translation>
    </message>
    <message>
        <source>Every epoch still made it better. Raise the epochs and resume to go on.</source>
        <translation>每一轮仍在变好。增加轮数并继续，即可接着训练。</translation>
    </message>
    <message>
        <source>Now try photographs: Train a template… has networks for CIFAR-10.</source>
        <translation>接下来试试照片：“训练模板…”里有用于 CIFAR-10 的网络。</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>关闭此提示</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>NumberBars</name>
    <message>
        <source>Numbers of the layer</source>
        <translation>该层的数</translation>
    </message>
</context>
<context>
    <name>NumberField</name>
    <message>
        <source>One of them may be None: the input&apos;s size is kept.</source>
        <translation>其中可以有 None：保持输入的大小。</translation>
    </message>
    <message>
        <source>Write one number such as 1.5, or one per axis such as (2, 1.5).</source>
        <translation>请写一个数，如 1.5，或每轴一个，如 (2, 1.5)。</translation>
    </message>
    <message>
        <source>Write one whole number, or one per axis such as (3, 5).</source>
        <translation>请写一个整数，或每轴一个，如 (3, 5)。</translation>
    </message>
    <message>
        <source>Write whole numbers, such as (16, 8, 8).</source>
        <translation>请写整数，如 (16, 8, 8)。</translation>
    </message>
    <message>
        <source>Write one whole number, or several such as (16, 8, 8).</source>
        <translation>请写一个整数，或写几个，如 (16, 8, 8)。</translation>
    </message>
    <message>
        <source>Write one whole number, or {count} such as {example}.</source>
        <translation>请输入一个整数，或如 {example} 的 {count} 个整数。</translation>
    </message>
    <message>
        <source>Write a whole number, such as 3.</source>
        <translation>请输入一个整数，如 3。</translation>
    </message>
    <message>
        <source>Write a number, such as 1.5.</source>
        <translation>请写一个数，如 1.5。</translation>
    </message>
    <message>
        <source>Also: {words}.</source>
        <translation>也可以是：{words}。</translation>
    </message>
</context>
<context>
    <name>NumbersMenu</name>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Copy the output as</source>
        <translation>将输出复制为</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>OpeningTable</name>
    <message>
        <source>Open in the calculator</source>
        <translation>在计算器中打开</translation>
    </message>
</context>
<context>
    <name>OptimiserField</name>
    <message>
        <source>The optimiser as its PyTorch call</source>
        <translation>优化器的 PyTorch 调用</translation>
    </message>
    <message>
        <source>Choose another optimiser</source>
        <translation>选择别的优化器</translation>
    </message>
    <message>
        <source>Kind of optimiser</source>
        <translation>优化器的种类</translation>
    </message>
</context>
<context>
    <name>OptionsForm</name>
    <message>
        <source>Start again after the end</source>
        <translation>循环播放</translation>
    </message>
    <message>
        <source>Call and formula</source>
        <translation>调用和公式</translation>
    </message>
    <message>
        <source>Step in numbers</source>
        <translation>该步的数值计算</translation>
    </message>
    <message>
        <source>Uses of each cell</source>
        <translation>各格使用次数</translation>
    </message>
    <message>
        <source>Fill the output as it plays</source>
        <translation>随播放逐格填充输出</translation>
    </message>
    <message>
        <source>Dim what is not in the step</source>
        <translation>淡化与这一步无关的格子</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>GIF animation</source>
        <translation>GIF 动画</translation>
    </message>
    <message>
        <source>PNG animation</source>
        <translation>PNG 动画</translation>
    </message>
    <message>
        <source>WebP animation</source>
        <translation>WebP 动画</translation>
    </message>
    <message>
        <source>MP4 video</source>
        <translation>MP4 视频</translation>
    </message>
    <message>
        <source>PNG of a step</source>
        <translation>单步的 PNG 图</translation>
    </message>
    <message>
        <source>SVG of a step</source>
        <translation>单步的 SVG 图</translation>
    </message>
    <message>
        <source>PDF of a step</source>
        <translation>单步的 PDF</translation>
    </message>
    <message>
        <source>Formula as LaTeX</source>
        <translation>公式的 LaTeX</translation>
    </message>
    <message>
        <source>PyTorch code</source>
        <translation>PyTorch 代码</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤范围</translation>
    </message>
    <message>
        <source>One frame in</source>
        <translation>取帧间隔</translation>
    </message>
    <message>
        <source>Each step</source>
        <translation>每步时长</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放倍数</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>First step</source>
        <translation>起始步</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>结束步</translation>
    </message>
    <message>
        <source>Steps from one frame to the next</source>
        <translation>相邻两帧相隔的步数</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>steps: {frames} of {steps}</source>
        <translation>步：共 {steps} 步取 {frames} 帧</translation>
    </message>
</context>
<context>
    <name>OriginBar</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to the layer in the network</source>
        <translation>回到网络中的这一层</translation>
    </message>
    <message>
        <source>Apply to network</source>
        <translation>应用到网络</translation>
    </message>
    <message>
        <source>Detach the calculator from the network; its numbers stay</source>
        <translation>让计算器独立；数值保留</translation>
    </message>
    <message>
        <source>Its weights and its input are made up: their files are missing.</source>
        <translation>权重和输入都是虚构的：文件缺失。</translation>
    </message>
    <message>
        <source>Its weights are made up: their file is missing or changed.</source>
        <translation>权重是虚构的：其文件缺失或已被改动。</translation>
    </message>
    <message>
        <source>Its input is made up: the file is missing or changed.</source>
        <translation>输入是虚构的：其文件缺失或已被改动。</translation>
    </message>
    <message>
        <source>Fetching its weights and its input…</source>
        <translation>正在获取它自己的权重和输入…</translation>
    </message>
    <message>
        <source>The layers before it are trained.</source>
        <translation>前面各层已训练。</translation>
    </message>
    <message>
        <source>The layers before it are untrained: initial weights, seed {seed}.</source>
        <translation>前面各层未训练：初始权重，种子 {seed}。</translation>
    </message>
    <message>
        <source>Input: a test picture, as it arrives at this layer.</source>
        <translation>输入：一张测试图片经过前面各层后的结果。</translation>
    </message>
    <message>
        <source>Input: a test picture, fitted to the network, as it arrives at this layer.</source>
        <translation>输入：一张测试图片（已调整尺寸）经过前面各层后的结果。</translation>
    </message>
    <message>
        <source>Input: random numbers with seed {seed}, as they arrive at this layer.</source>
        <translation>输入：种子为 {seed} 的随机数经过前面各层后的结果。</translation>
    </message>
    <message>
        <source>Not the layer of the network</source>
        <translation>与网络中的层不同</translation>
    </message>
    <message>
        <source>Leave the network&apos;s layer</source>
        <translation>离开网络中的层</translation>
    </message>
    <message>
        <source>{name} of the network ({shape})</source>
        <translation>网络中的 {name}（{shape}）</translation>
    </message>
    <message>
        <source>Trained weights.</source>
        <translation>训练好的权重。</translation>
    </message>
    <message>
        <source>Untrained: torch&apos;s initial weights, seed {seed}.</source>
        <translation>未训练：torch 的初始权重，种子 {seed}。</translation>
    </message>
    <message>
        <source>Input: the picture that you opened, as it arrives at this layer.</source>
        <translation>输入：您打开的图片经过前面各层后的结果。</translation>
    </message>
    <message>
        <source>The network no longer has this layer.</source>
        <translation>网络中已没有这一层。</translation>
    </message>
    <message>
        <source>As in the network</source>
        <translation>与网络一致</translation>
    </message>
    <message>
        <source>numbers edited</source>
        <translation>数值已编辑</translation>
    </message>
    <message>
        <source>edited numbers stay here</source>
        <translation>编辑的数值留在此处</translation>
    </message>
    <message>
        <source>weights and bias edited</source>
        <translation>权重和偏置已改动</translation>
    </message>
    <message>
        <source>edited weights and bias stay here</source>
        <translation>改动的权重和偏置留在此处</translation>
    </message>
    <message>
        <source>bias edited</source>
        <translation>偏置已改动</translation>
    </message>
    <message>
        <source>edited bias stays here</source>
        <translation>改动的偏置留在此处</translation>
    </message>
    <message>
        <source>weights edited</source>
        <translation>权重已改动</translation>
    </message>
    <message>
        <source>edited weights stay here</source>
        <translation>改动的权重留在此处</translation>
    </message>
    <message>
        <source>It was removed or replaced since it was opened, so nothing can be applied.</source>
        <translation>打开之后它已被删除或替换，因此无法应用。</translation>
    </message>
    <message>
        <source>Changed in the network as well since then: {names}.</source>
        <translation>此后在网络中也被改动：{names}。</translation>
    </message>
    <message>
        <source>Edited weights stay in the calculator: the network has no trained weights in which they could be. Train it, then open the layer again.</source>
        <translation>改动的权重留在计算器中：网络没有可写入的已训练权重。请先训练网络，再重新打开该层。</translation>
    </message>
    <message>
        <source>Edited weights stay in the calculator: the network has other weights than when the layer was opened. Open it again to edit those.</source>
        <translation>改动的权重留在计算器中：网络的权重与打开该层时已不同。请重新打开该层来改动新的权重。</translation>
    </message>
    <message>
        <source>Edited weights stay in the calculator: with the changed parameters the network needs weights of other shapes, and has to be trained anew.</source>
        <translation>改动的权重留在计算器中：参数改变后，网络需要其他形状的权重，必须重新训练。</translation>
    </message>
    <message>
        <source>Edited weights stay in the calculator: the layer is disabled in the network. Enable it, then open it again.</source>
        <translation>改动的权重留在计算器中：该层在网络中已停用。请启用它，再重新打开。</translation>
    </message>
    <message>
        <source>Edited weights stay in the calculator: the file with the others is not there.</source>
        <translation>改动的权重留在计算器中：存放其余权重的文件不在。</translation>
    </message>
    <message>
        <source>Write the changed parameters and the edited weights back to the layer, and show the network. The input stays here.</source>
        <translation>把改变的参数和改动的权重写回该层，并显示网络。输入留在此处。</translation>
    </message>
    <message>
        <source>Write the edited weights back to the layer, and show the network. The input stays here.</source>
        <translation>把改动的权重写回该层，并显示网络。输入留在此处。</translation>
    </message>
    <message>
        <source>Write the changed parameters back to the layer, and show the network.</source>
        <translation>把改变的参数写回该层，并显示网络。</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>{name} could not be started: {reason}.</source>
        <translation>{name}未能启动：{reason}。</translation>
    </message>
    <message>
        <source>{name} sent an unreadable message and was ended.</source>
        <translation>{name}发来了无法识别的消息，已被终止。</translation>
    </message>
    <message>
        <source>{name} did not answer in time and was ended.</source>
        <translation>{name}未能及时响应，已被终止。</translation>
    </message>
    <message>
        <source>{name} has ended.</source>
        <translation>{name}已结束。</translation>
    </message>
    <message>
        <source>{name} ended by itself.</source>
        <translation>{name}自行结束了。</translation>
    </message>
    <message>
        <source>{name} ended with exit code {code}.</source>
        <translation>{name}已结束，退出码为 {code}。</translation>
    </message>
    <message>
        <source>{name} was killed from outside, or because memory ran out ({signal}).</source>
        <translation>{name}被外部终止，或因内存不足而被终止（{signal}）。</translation>
    </message>
    <message>
        <source>{name} used an instruction that this processor lacks ({signal}).</source>
        <translation>{name}使用了此处理器不支持的指令（{signal}）。</translation>
    </message>
    <message>
        <source>{name} crashed (code {code}).</source>
        <translation>{name}崩溃了（代码 {code}）。</translation>
    </message>
    <message>
        <source>{name} crashed ({signal}).</source>
        <translation>{name}崩溃了（{signal}）。</translation>
    </message>
</context>
<context>
    <name>OutputSizeField</name>
    <message>
        <source>The size that unpooling is given</source>
        <translation>给反池化的大小</translation>
    </message>
    <message>
        <source>The size before the pooling, one number per axis. None: the size that torch assumes</source>
        <translation>池化前的大小，每个轴一个数。None：由 torch 推定</translation>
    </message>
</context>
<context>
    <name>OverlayCard</name>
    <message>
        <source>at {place}</source>
        <translation>位于 {place}</translation>
    </message>
</context>
<context>
    <name>OverlayPanel</name>
    <message>
        <source>&amp;Plot</source>
        <translation>曲线(&amp;P)</translation>
    </message>
    <message>
        <source>Choose runs in the table to see them over each other.</source>
        <translation>在表格中选择训练，即可叠加查看。</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Accuracy, %</source>
        <translation>准确率，%</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Training loss by batch, smoothed</source>
        <translation>各批次的训练损失（平滑）</translation>
    </message>
    <message>
        <source>Training loss by epoch</source>
        <translation>各轮次的训练损失</translation>
    </message>
    <message>
        <source>Validation loss by epoch</source>
        <translation>各轮次的验证损失</translation>
    </message>
    <message>
        <source>Validation accuracy by epoch</source>
        <translation>各轮次的验证准确率</translation>
    </message>
    <message>
        <source>Learning rate by batch</source>
        <translation>每个批次的学习率</translation>
    </message>
    <message>
        <source>Chosen runs</source>
        <translation>所选训练</translation>
    </message>
</context>
<context>
    <name>OwnPicturePanel</name>
    <message>
        <source>Your own picture</source>
        <translation>你自己的图像</translation>
    </message>
    <message>
        <source>Likeliest classes</source>
        <translation>最可能的类别</translation>
    </message>
    <message>
        <source>Open, paste or drop a picture: its middle square is fitted to what the network takes.</source>
        <translation>打开、粘贴或拖入一张图像：取其中央的正方形，缩放到网络接受的大小。</translation>
    </message>
    <message>
        <source>So the network sees it, and this is what it takes it for.</source>
        <translation>网络看到的就是这样，并把它认作下面的类别。</translation>
    </message>
</context>
<context>
    <name>OwnPictureReader</name>
    <message>
        <source>Pictures ({patterns})</source>
        <translation>图像（{patterns}）</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>there is none on the clipboard</source>
        <translation>剪贴板里没有图像</translation>
    </message>
    <message>
        <source>The clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>The pasted picture</source>
        <translation>粘贴的图像</translation>
    </message>
</context>
<context>
    <name>PageRail</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>ParameterField</name>
    <message>
        <source>different</source>
        <translation>不相同</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Follow the layer before; typing a value ends that</source>
        <translation>跟随上一层；手动输入数值后不再跟随</translation>
    </message>
    <message>
        <source>{name} follows the layer before</source>
        <translation>{name} 跟随上一层</translation>
    </message>
</context>
<context>
    <name>ParameterFields</name>
    <message>
        <source>Other settings ({count})</source>
        <translation>其他设置（{count}）</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>Whether the average counts the zeros of the padding.</source>
        <translation>求平均时是否计入填充的零。</translation>
    </message>
    <message>
        <source>Channels of the input.</source>
        <translation>输入的通道数。</translation>
    </message>
    <message>
        <source>Channels of the output: how many different kernels there are.</source>
        <translation>输出的通道数：即不同卷积核的个数。</translation>
    </message>
    <message>
        <source>Add a trained number to each output channel.</source>
        <translation>为每个输出通道加上一个可训练的数。</translation>
    </message>
    <message>
        <source>Size of the input&apos;s last dimension.</source>
        <translation>输入最后一维的大小。</translation>
    </message>
    <message>
        <source>Size of the output&apos;s last dimension.</source>
        <translation>输出最后一维的大小。</translation>
    </message>
    <message>
        <source>First dimension that is joined; 0 is the batch, 1 the channels.</source>
        <translation>合并的第一维；0 是批次，1 是通道。</translation>
    </message>
    <message>
        <source>The dimension along which numbers add up to 1.</source>
        <translation>沿此维各数之和为 1。</translation>
    </message>
    <message>
        <source>The number that the padding holds.</source>
        <translation>填充所用的数。</translation>
    </message>
    <message>
        <source>Cells of the output along each axis.</source>
        <translation>输出在每个轴上的格数。</translation>
    </message>
    <message>
        <source>Whether cells are repeated, averaged, or interpolated, and how.</source>
        <translation>格是重复、平均还是插值，以及采用何种方式。</translation>
    </message>
    <message>
        <source>Cells of the kernel along each axis: one number, or one per axis.</source>
        <translation>卷积核在每个轴上的格数：一个数，或每个轴一个数。</translation>
    </message>
    <message>
        <source>How far from 0 a value must lie to be kept.</source>
        <translation>值离 0 多远才会保留。</translation>
    </message>
    <message>
        <source>The dimension that is halved.</source>
        <translation>被对半分开的维度。</translation>
    </message>
    <message>
        <source>The dimension that is split; 0 is the batch, 1 the channels.</source>
        <translation>被拆分的维度；0 是批次，1 是通道。</translation>
    </message>
    <message>
        <source>How much the neighbours count.</source>
        <translation>相邻通道的权重。</translation>
    </message>
    <message>
        <source>The power to which the divisor is raised.</source>
        <translation>除数的幂次。</translation>
    </message>
    <message>
        <source>Values up to this are replaced.</source>
        <translation>不超过此值的数会被替换。</translation>
    </message>
    <message>
        <source>Cells from one window to the next. If it is None, pooling moves by the kernel&apos;s size.</source>
        <translation>相邻窗口之间相隔的格数。为 None 时，池化按核的大小移动。</translation>
    </message>
    <message>
        <source>Cells added at both ends of each axis. A transposed convolution crops its output by them instead.</source>
        <translation>在每个轴两端各添加的格数。转置卷积则相反，会裁去这些格。</translation>
    </message>
    <message>
        <source>Cells from one tap to the next: 1 is a solid kernel, 2 skips one cell.</source>
        <translation>相邻核元素之间的间距：1 为紧密的核，2 表示中间跳过一格。</translation>
    </message>
    <message>
        <source>Cells added at one end of the output, to choose among the sizes that the stride allows.</source>
        <translation>在输出一端添加的格数，用于在步幅所允许的几种大小中作出选择。</translation>
    </message>
    <message>
        <source>What the padding holds: zeros, the mirrored input, its repeated edge, or its opposite end.</source>
        <translation>填充的内容：零、输入的镜像、重复的边缘值，或输入另一端的值。</translation>
    </message>
    <message>
        <source>Round the output size up, so that the last window may reach past the input.</source>
        <translation>输出大小向上取整，使最后一个窗口可以越过输入边界。</translation>
    </message>
    <message>
        <source>The number that each sum is divided by, instead of the number of cells.</source>
        <translation>求平均时的除数，用以代替格数。</translation>
    </message>
    <message>
        <source>Also return where each maximum stood. In a Sequential, only the last layer can.</source>
        <translation>同时返回每个最大值的位置。在 Sequential 中只有最后一层可以这样做。</translation>
    </message>
    <message>
        <source>The number of groups, each of which sees only its share of the channels. It must divide in_channels and out_channels.</source>
        <translation>分组数：每组只处理自己的那部分通道。它必须整除 in_channels 和 out_channels。</translation>
    </message>
    <message>
        <source>Sizes of the last dimensions, over which the mean is taken.</source>
        <translation>最后几个维度的大小，均值在其上计算。</translation>
    </message>
    <message>
        <source>The number of groups whose channels are interleaved.</source>
        <translation>通道的组数，各组的通道轮流分发。</translation>
    </message>
    <message>
        <source>How many neighbouring channels each value is divided by.</source>
        <translation>每个值所除的相邻通道数。</translation>
    </message>
    <message>
        <source>What replaces them.</source>
        <translation>替换成的数。</translation>
    </message>
    <message>
        <source>The number of groups, each with a mean of its own. It must divide the channels.</source>
        <translation>通道的组数，每组有自己的均值。它必须整除通道数。</translation>
    </message>
    <message>
        <source>The new sizes. Their product is the dimension&apos;s size; -1 stands for what is left.</source>
        <translation>各个大小，其乘积等于该维度的大小；-1 表示剩余的部分。</translation>
    </message>
    <message>
        <source>Trained slopes: one for all channels, or one per channel.</source>
        <translation>可训练的斜率：所有通道共用一个，或每个通道一个。</translation>
    </message>
    <message>
        <source>Last dimension that is joined; -1 is the last one.</source>
        <translation>合并的最后一维；-1 表示从末尾数起。</translation>
    </message>
    <message>
        <source>Cells of the output along each axis: one number, or one per axis. Adaptive pooling keeps the input&apos;s size where it is None.</source>
        <translation>输出在每个轴上的格数：一个数，或每个轴一个数。自适应池化在其为 None 的轴上保持输入的大小。</translation>
    </message>
    <message>
        <source>Each value is raised to this power, and the same root is taken of their sum: 1 gives the sum, 2 the length.</source>
        <translation>各值的幂次，也是其和的开方次数：1 为求和，2 为向量长度。</translation>
    </message>
    <message>
        <source>Output cells for each input cell, between 0 and 1.</source>
        <translation>每个输入单元格对应的输出单元格数，介于 0 和 1 之间。</translation>
    </message>
    <message>
        <source>The factor by which the rows and columns grow.</source>
        <translation>行数和列数增加到原来的多少倍。</translation>
    </message>
    <message>
        <source>The factor by which the rows and columns shrink.</source>
        <translation>行数和列数缩减到原来的几分之一。</translation>
    </message>
    <message>
        <source>Output cells for each input cell: one number, or one per axis.</source>
        <translation>每个输入格对应的输出格数：一个数，或每个轴一个数。</translation>
    </message>
    <message>
        <source>Align the centres of the corner cells instead of their outer edges.</source>
        <translation>使角上各格的中心对齐，而不是其外边缘对齐。</translation>
    </message>
    <message>
        <source>Compute with the ratio of the two sizes, not with scale_factor itself.</source>
        <translation>按大小之比计算，而不直接使用 scale_factor。</translation>
    </message>
    <message>
        <source>The probability that a value is set to zero, from 0 to 1.</source>
        <translation>将数值置零的概率，0 到 1。</translation>
    </message>
    <message>
        <source>Overwrite the input, which saves memory; the result is the same.</source>
        <translation>直接覆盖输入，可节省内存；结果相同。</translation>
    </message>
    <message>
        <source>A small number added to the variance, so that nothing divides by zero.</source>
        <translation>加到方差上的小数，避免除以零。</translation>
    </message>
    <message>
        <source>How much of each batch goes into the running mean and variance.</source>
        <translation>每个批次的统计量计入滑动均值和方差的比例。</translation>
    </message>
    <message>
        <source>Train a scale and a shift for each place.</source>
        <translation>为每个位置训练一个缩放和一个平移。</translation>
    </message>
    <message>
        <source>Added to the divisor, so that it is never 0.</source>
        <translation>加到除数上，使其永不为 0。</translation>
    </message>
    <message>
        <source>The smallest slope below zero.</source>
        <translation>小于零时的最小斜率。</translation>
    </message>
    <message>
        <source>The largest slope below zero.</source>
        <translation>小于零时的最大斜率。</translation>
    </message>
    <message>
        <source>Train a scale and a shift for each channel.</source>
        <translation>为每个通道训练一个缩放系数和一个平移量。</translation>
    </message>
    <message>
        <source>Keep a running mean and variance, which evaluation uses.</source>
        <translation>保存滑动均值和方差，供评估时使用。</translation>
    </message>
    <message>
        <source>The slope below zero.</source>
        <translation>小于零部分的斜率。</translation>
    </message>
    <message>
        <source>The slope that training begins with.</source>
        <translation>训练开始时的斜率。</translation>
    </message>
    <message>
        <source>How far the curve goes below zero.</source>
        <translation>曲线在零以下能达到的深度。</translation>
    </message>
    <message>
        <source>How sharply the curve bends.</source>
        <translation>曲线弯曲的陡峭程度。</translation>
    </message>
    <message>
        <source>Above it the curve is a straight line, which is numerically stable.</source>
        <translation>超过此值后曲线改为直线，以保证数值稳定。</translation>
    </message>
    <message>
        <source>Smaller values become this.</source>
        <translation>更小的值取为此值。</translation>
    </message>
    <message>
        <source>Larger values become this.</source>
        <translation>更大的值取为此值。</translation>
    </message>
    <message>
        <source>Whether the curve is computed exactly or by a formula with tanh.</source>
        <translation>精确计算曲线，还是使用含 tanh 的近似公式。</translation>
    </message>
</context>
<context>
    <name>PartForm</name>
    <message>
        <source>Copy as PyTorch code</source>
        <translation>复制为 PyTorch 代码</translation>
    </message>
</context>
<context>
    <name>Parts</name>
    <message>
        <source>{memory} before</source>
        <translation>{memory}（之前）</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Weights after</source>
        <translation>更新后的权重</translation>
    </message>
    <message>
        <source>Loss of each</source>
        <translation>各个损失</translation>
    </message>
    <message>
        <source>Softmax p</source>
        <translation>Softmax p</translation>
    </message>
    <message>
        <source>−log p</source>
        <translation>−log p</translation>
    </message>
    <message>
        <source>What each class adds</source>
        <translation>各类别所加的</translation>
    </message>
    <message>
        <source>Smoothed target q</source>
        <translation>平滑后的目标 q</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>斜率</translation>
    </message>
    <message>
        <source>Normalised</source>
        <translation>归一化后</translation>
    </message>
    <message>
        <source>Weight after</source>
        <translation>之后的权重</translation>
    </message>
    <message>
        <source>Bias after</source>
        <translation>之后的偏置</translation>
    </message>
    <message>
        <source>Hidden kernel</source>
        <translation>隐藏的卷积核</translation>
    </message>
    <message>
        <source>d = k + α × mean of x²</source>
        <translation>d = k + α × x² 的平均</translation>
    </message>
</context>
<context>
    <name>PastOffers</name>
    <message>
        <source>A run is going on here. Another one can be shown when it has ended.</source>
        <translation>这里正在进行一次训练。结束后才能显示另一次训练。</translation>
    </message>
    <message>
        <source>This run left no checkpoint to go on from.</source>
        <translation>此次训练没有留下可以继续的检查点。</translation>
    </message>
    <message>
        <source>This run left no checkpoint to go on from, or is at its end.</source>
        <translation>这次训练没有留下可以继续的检查点，或者已经完成。</translation>
    </message>
</context>
<context>
    <name>PastRun</name>
    <message>
        <source>At best, {accuracy} of the test pictures were classified correctly.</source>
        <translation>最佳时，{accuracy} 的测试图像分类正确。</translation>
    </message>
    <message>
        <source>What had been saved by then is kept, and the run can be resumed from there.</source>
        <translation>此前保存的内容仍在：可以从那里继续。</translation>
    </message>
    <message>
        <source>Finished on {when}.</source>
        <translation>{when} 完成。</translation>
    </message>
    <message>
        <source>Stopped on {when}.</source>
        <translation>{when} 停止。</translation>
    </message>
    <message>
        <source>Diverged on {when}.</source>
        <translation>{when} 发散。</translation>
    </message>
    <message>
        <source>Failed on {when}.</source>
        <translation>{when} 失败。</translation>
    </message>
    <message>
        <source>A training run was cut off on {when}.</source>
        <translation>一次训练在 {when} 意外中断。</translation>
    </message>
    <message>
        <source>All {epochs} epochs are done.</source>
        <translation>{epochs} 轮已全部完成。</translation>
    </message>
    <message>
        <source>It was in epoch {epoch} of {epochs}, after {batch} batches of it.</source>
        <translation>当时处于第 {epoch} 轮（共 {epochs} 轮），该轮已完成 {batch} 个批次。</translation>
    </message>
</context>
<context>
    <name>PictureActions</name>
    <message>
        <source>there is none on the clipboard</source>
        <translation>剪贴板上没有图像</translation>
    </message>
    <message>
        <source>The clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>Pictures ({patterns})</source>
        <translation>图像 ({patterns})</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>Reading the picture… Close this notice to stop.</source>
        <translation>正在读取图片……关闭此提示即可停止。</translation>
    </message>
    <message>
        <source>Picture: {name}</source>
        <translation>图像：{name}</translation>
    </message>
    <message>
        <source>Change the picture</source>
        <translation>更改图像</translation>
    </message>
    <message>
        <source>{name} has {size} pixels; it was scaled down to {shown}. Numbers → Input → Picture offers other sizes.</source>
        <translation>{name} 有 {size} 像素，已缩小为 {shown}。可在“数值 → 输入 → 图像”中选择其他大小。</translation>
    </message>
    <message>
        <source>The pasted picture</source>
        <translation>粘贴的图像</translation>
    </message>
</context>
<context>
    <name>PictureGallery</name>
    <message>
        <source>Test pictures</source>
        <translation>测试图像</translation>
    </message>
    <message>
        <source>Test picture {number}: &quot;{label}&quot;, taken for &quot;{taken}&quot; ({share})</source>
        <translation>测试图像 {number}：“{label}”，被认作“{taken}”（{share}）</translation>
    </message>
</context>
<context>
    <name>PictureMenu</name>
    <message>
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Longer side {pixels} pixels</source>
        <translation>长边 {pixels} 像素</translation>
    </message>
    <message>
        <source>As it is, up to {pixels} pixels</source>
        <translation>保持原样，最多 {pixels} 像素</translation>
    </message>
    <message>
        <source>Grey, one channel</source>
        <translation>灰度，单通道</translation>
    </message>
    <message>
        <source>Red, green and blue, three channels</source>
        <translation>红、绿、蓝三通道</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>From the clipboard</source>
        <translation>从剪贴板</translation>
    </message>
    <message>
        <source>Sample picture: a house at a lake</source>
        <translation>示例图片：湖边小屋</translation>
    </message>
    <message>
        <source>Next sample of Shapes-10</source>
        <translation>下一个 Shapes-10 样本</translation>
    </message>
    <message>
        <source>Next sample of CIFAR-10</source>
        <translation>下一个 CIFAR-10 样本</translation>
    </message>
</context>
<context>
    <name>PlaneStackView</name>
    <message>
        <source>Drawing of the step</source>
        <translation>本步的画面</translation>
    </message>
    <message>
        <source>{text} is not a number. Write one such as 2, -0.5, 1e-3, 1/9, nan or inf.</source>
        <translation>{text} 不是数值。请输入如 2、-0.5、1e-3、1/9、nan 或 inf 的数。</translation>
    </message>
</context>
<context>
    <name>PlaneView</name>
    <message>
        <source>{group}, row {row}, column {column}</source>
        <translation>{group}，行 {row}，列 {column}</translation>
    </message>
    <message>
        <source>padding, {value}</source>
        <translation>填充，{value}</translation>
    </message>
    <message>
        <source>{value}, read by no window</source>
        <translation>{value}，没有窗口读取</translation>
    </message>
    <message>
        <source>past the padded input, not counted</source>
        <translation>超出填充后的输入，不计入</translation>
    </message>
    <message>
        <source>inserted zero</source>
        <translation>插入的零</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>{value}, cropped by the padding</source>
        <translation>{value}，被填充裁去</translation>
    </message>
    <message>
        <source>{value}, reached by no stamp so far</source>
        <translation>{value}，尚无盖印到达</translation>
    </message>
    <message>
        <source>missing, but needed</source>
        <translation>需要但不存在</translation>
    </message>
    <message>
        <source>hidden; a click shows it</source>
        <translation>已隐藏；单击即可显示</translation>
    </message>
    <message>
        <source>nothing is read here</source>
        <translation>此处不读取任何值</translation>
    </message>
    <message>
        <source>0: these two are not connected</source>
        <translation>0，因为这两者没有连接</translation>
    </message>
</context>
<context>
    <name>PlayerTransport</name>
    <message>
        <source>Write a step from 1 to {count}.</source>
        <translation>请写 1 到 {count} 之间的步骤。</translation>
    </message>
</context>
<context>
    <name>PlotCard</name>
    <message>
        <source>Show everything (0)</source>
        <translation>显示全部 (0)</translation>
    </message>
</context>
<context>
    <name>PresentedFormula</name>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
</context>
<context>
    <name>PresetMenu</name>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
</context>
<context>
    <name>PresetPopup</name>
    <message>
        <source>Search by name, layer, network or group</source>
        <translation>名称、层、网络或分类</translation>
    </message>
    <message>
        <source>Preset to show</source>
        <translation>要显示的预设</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>No preset matches.</source>
        <translation>没有匹配的预设。</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Course examples</source>
        <translation>课程示例</translation>
    </message>
    <message>
        <source>Guide to convolution arithmetic: with numbers</source>
        <translation>卷积算术指南：数值示例</translation>
    </message>
    <message>
        <source>Guide to convolution arithmetic: convolutions</source>
        <translation>卷积算术指南：卷积</translation>
    </message>
    <message>
        <source>Guide to convolution arithmetic: transposed</source>
        <translation>卷积算术指南：转置卷积</translation>
    </message>
    <message>
        <source>Enlarging and rearranging</source>
        <translation>放大与重排</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Flatten and fully connected</source>
        <translation>展平与全连接</translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Steps of optimisers</source>
        <translation>优化器的一步步</translation>
    </message>
    <message>
        <source>Backward</source>
        <translation>反向</translation>
    </message>
    <message>
        <source>Learning a kernel</source>
        <translation>学习卷积核</translation>
    </message>
    <message>
        <source>Well-known layers</source>
        <translation>著名的层</translation>
    </message>
    <message>
        <source>{layer} on an input of {shape}</source>
        <translation>{layer}，输入 {shape}</translation>
    </message>
    <message>
        <source>Convolution of a 5×5 input</source>
        <translation>5×5 输入的卷积</translation>
    </message>
    <message>
        <source>Each output number is the sum of nine products; neighbouring windows share six of their nine cells.</source>
        <translation>每个输出数是九个乘积之和；相邻窗口的九格中有六格相同。</translation>
    </message>
    <message>
        <source>Convolution with stride 2</source>
        <translation>步幅为 2 的卷积</translation>
    </message>
    <message>
        <source>Convolution with padding 1</source>
        <translation>填充为 1 的卷积</translation>
    </message>
    <message>
        <source>Max pooling, ceil_mode=True</source>
        <translation>最大池化，ceil_mode=True</translation>
    </message>
    <message>
        <source>The last windows hang over the edge and take the maximum of the cells that they still hold.</source>
        <translation>最后的窗口伸出边缘，取仍在其中的格子的最大值。</translation>
    </message>
    <message>
        <source>Max pooling, ceil_mode=False</source>
        <translation>最大池化，ceil_mode=False</translation>
    </message>
    <message>
        <source>Only one whole window fits: no window reads the last two rows and columns.</source>
        <translation>只放得下一个完整的窗口：最后两行两列没有窗口读取。</translation>
    </message>
    <message>
        <source>First layer of the course network</source>
        <translation>课程网络的第一层</translation>
    </message>
    <message>
        <source>Each of 32 filters has a plane for each of the 3 input channels; the three sums and a bias make one number.</source>
        <translation>32 个滤波器各有 3 个平面，对应 3 个输入通道；三个和加上偏置得到一个数。</translation>
    </message>
    <message>
        <source>Convolution, no padding</source>
        <translation>卷积，无填充</translation>
    </message>
    <message>
        <source>The numbers of the guide&apos;s figure 1.1: compare each window with the print.</source>
        <translation>指南图 1.1 的数：可将每个窗口与原图对照。</translation>
    </message>
    <message>
        <source>Convolution, padding 1, stride 2</source>
        <translation>卷积，填充 1，步幅 2</translation>
    </message>
    <message>
        <source>The numbers of the guide&apos;s figure 1.2: zeros of the border take part in all windows but the middle one.</source>
        <translation>指南图 1.2 的数：除中间的窗口外，边框的零都参与其中。</translation>
    </message>
    <message>
        <source>Average pooling</source>
        <translation>平均池化</translation>
    </message>
    <message>
        <source>The numbers of the guide&apos;s figure 1.5: nine cells, all divided by 9.</source>
        <translation>指南图 1.5 的数：九格，都除以 9。</translation>
    </message>
    <message>
        <source>Max pooling</source>
        <translation>最大池化</translation>
    </message>
    <message>
        <source>The numbers of the guide&apos;s figure 1.6: one large cell wins several windows.</source>
        <translation>指南图 1.6 的数：一个大数在几个窗口中胜出。</translation>
    </message>
    <message>
        <source>No padding, no strides</source>
        <translation>无填充，单位步幅</translation>
    </message>
    <message>
        <source>Arbitrary padding, no strides</source>
        <translation>任意填充，单位步幅</translation>
    </message>
    <message>
        <source>With padding 2 under a 4×4 kernel, the output is larger than the input.</source>
        <translation>4×4 的核加上填充 2，输出比输入还大。</translation>
    </message>
    <message>
        <source>Half (same) padding, no strides</source>
        <translation>半（same）填充，无步幅</translation>
    </message>
    <message>
        <source>A border of half the kernel, rounded down, keeps the size: 5 stays 5.</source>
        <translation>边框为核的一半（向下取整），大小不变：5 仍是 5。</translation>
    </message>
    <message>
        <source>No padding, no strides, dilation</source>
        <translation>无填充，无步幅，扩张</translation>
    </message>
    <message>
        <source>Nine weights reach over 5×5 cells; the holes between them are skipped.</source>
        <translation>九个权重覆盖 5×5 格；其间的空洞被跳过。</translation>
    </message>
    <message>
        <source>Padding of a transposed convolution shrinks the output: 6 goes back to 5.</source>
        <translation>转置卷积的填充使输出变小：6 回到 5。</translation>
    </message>
    <message>
        <source>Half (same) padding, no strides, transposed</source>
        <translation>半（same）填充，无步幅，转置</translation>
    </message>
    <message>
        <source>What keeps the size forwards keeps it backwards: 5 to 5.</source>
        <translation>正向保持大小的，反向也保持：5 到 5。</translation>
    </message>
    <message>
        <source>Zeros between the cells, one cell less at each edge: 3 goes back to 5.</source>
        <translation>格子之间插入零，每边少一格：3 回到 5。</translation>
    </message>
    <message>
        <source>Padding, strides, transposed (odd)</source>
        <translation>填充，步幅，转置（奇数）</translation>
    </message>
    <message>
        <source>3 could go back to 5 or to 6; output_padding=1 decides for 6.</source>
        <translation>3 可以回到 5 或 6；output_padding=1 选定 6。</translation>
    </message>
    <message>
        <source>Full padding, no strides</source>
        <translation>全填充，单位步幅</translation>
    </message>
    <message>
        <source>The simplest case: the output is smaller than the input by k − 1 cells.</source>
        <translation>最简单的情形：输出比输入小 k − 1 格。</translation>
    </message>
    <message>
        <source>Every overlap of kernel and input counts, down to a single cell in the corner: the output grows.</source>
        <translation>核与输入的每一处重叠都算，直至角上的一格：输出变大。</translation>
    </message>
    <message>
        <source>No padding, strides</source>
        <translation>无填充，非单位步幅</translation>
    </message>
    <message>
        <source>A stride of 2 halves the number of windows along each axis, rounded up.</source>
        <translation>步幅 2 使每个轴上的窗口数减半（向上取整）。</translation>
    </message>
    <message>
        <source>Padding, strides</source>
        <translation>有填充，非单位步幅</translation>
    </message>
    <message>
        <source>Padding and stride divide evenly: every padded cell is read by a window.</source>
        <translation>填充与步幅正好整除：填充后的每一格都有窗口读取。</translation>
    </message>
    <message>
        <source>Padding, strides (odd)</source>
        <translation>有填充，非单位步幅（奇数情形）</translation>
    </message>
    <message>
        <source>An input of 6 gives the same output as one of 5: the last padded row and column are dropped.</source>
        <translation>大小为 6 的输入与大小为 5 的输入得到相同的输出：填充后的最后一行和一列被舍弃。</translation>
    </message>
    <message>
        <source>No padding, no strides, transposed</source>
        <translation>无填充，单位步幅，转置</translation>
    </message>
    <message>
        <source>The way back from 2×2 to 4×4: zeros all around let each number spread.</source>
        <translation>从 2×2 回到 4×4：四周的零让每个数铺开。</translation>
    </message>
    <message>
        <source>Arbitrary padding, no strides, transposed</source>
        <translation>任意填充，单位步幅，转置</translation>
    </message>
    <message>
        <source>Full padding, no strides, transposed</source>
        <translation>全填充，单位步幅，转置</translation>
    </message>
    <message>
        <source>Two cells go from each edge, so that no padding is left: 7 goes back to 5.</source>
        <translation>每边去掉两格，不再剩下填充：7 回到 5。</translation>
    </message>
    <message>
        <source>No padding, strides, transposed</source>
        <translation>无填充，非单位步幅，转置</translation>
    </message>
    <message>
        <source>A stride of 2 puts a zero between input cells; the window moves by one.</source>
        <translation>步幅 2 在输入格之间插入一个零；窗口每次移动一格。</translation>
    </message>
    <message>
        <source>Padding, strides, transposed</source>
        <translation>有填充，非单位步幅，转置</translation>
    </message>
    <message>
        <source>Nearest neighbour, twice as large</source>
        <translation>最近邻，放大一倍</translation>
    </message>
    <message>
        <source>Each number is repeated in a block of 2×2; none is new.</source>
        <translation>每个数在 2×2 的块中重复；没有新的数。</translation>
    </message>
    <message>
        <source>Bilinear, twice as large</source>
        <translation>双线性，放大一倍</translation>
    </message>
    <message>
        <source>The window moves by two cells: what is left are the four corners of the output with stride 1.</source>
        <translation>窗口每次跳两格：留下的是步幅 1 时输出的四个角。</translation>
    </message>
    <message>
        <source>A border of zeros keeps the output as large as the input; without it, only the inner 3×3 numbers remain.</source>
        <translation>一圈零使输出与输入一样大；没有它，就只剩中间的 3×3 个数。</translation>
    </message>
    <message>
        <source>Each new number mixes up to four neighbours: watch their weights, and the edge, which repeats the outermost cells.</source>
        <translation>新的数由至多四个相邻格混合而成；注意各自的份额，以及重复最外格的边缘。</translation>
    </message>
    <message>
        <source>Bilinear, corners aligned</source>
        <translation>双线性，角点对齐</translation>
    </message>
    <message>
        <source>The corners keep their numbers, and every second cell between them is a plain mean.</source>
        <translation>四角的数不变，其间每隔一格是简单平均。</translation>
    </message>
    <message>
        <source>Pixel shuffle: 4 channels become 1</source>
        <translation>像素重排：4 个通道变为 1 个</translation>
    </message>
    <message>
        <source>The four numbers at one place of four channels become a block of 2×2; nothing is computed.</source>
        <translation>四个通道同一位置的四个数变成 2×2 的块；不做任何计算。</translation>
    </message>
    <message>
        <source>Pixel unshuffle: 1 channel becomes 4</source>
        <translation>逆像素重排：1 个通道变为 4 个</translation>
    </message>
    <message>
        <source>The way back: each block of 2×2 is taken apart into four channels.</source>
        <translation>反过来：每个 2×2 的块拆到四个通道。</translation>
    </message>
    <message>
        <source>Unfold, windows side by side</source>
        <translation>Unfold，窗口并排</translation>
    </message>
    <message>
        <source>Each window becomes a column; here each cell stands in exactly one.</source>
        <translation>每个窗口变成一列；这里每格恰好只在一列中。</translation>
    </message>
    <message>
        <source>Unfold, windows that overlap</source>
        <translation>Unfold，窗口重叠</translation>
    </message>
    <message>
        <source>Inner cells stand in several columns: this copying is what im2col pays for one matrix product.</source>
        <translation>内部的格子出现在多列中：这种复制是 im2col 为一次矩阵乘法付出的代价。</translation>
    </message>
    <message>
        <source>Columns of ones are added up where windows overlap, so each cell counts the windows over it.</source>
        <translation>全为一的列在窗口重叠处相加，于是每格数出覆盖它的窗口。</translation>
    </message>
    <message>
        <source>Max unpooling, output_size given</source>
        <translation>最大反池化，给出 output_size</translation>
    </message>
    <message>
        <source>Each maximum goes back to where it stood; output_size brings back the odd row and column.</source>
        <translation>每个最大值回到原处；output_size 找回多出的一行一列。</translation>
    </message>
    <message>
        <source>Max unpooling without it: numbers land elsewhere</source>
        <translation>不给出时的最大反池化：数会落到别处</translation>
    </message>
    <message>
        <source>Indices count cells of a 5×5 plane but are read in one of 4×4, so maxima land elsewhere.</source>
        <translation>索引按 5×5 的平面计数，却在 4×4 中读取，于是最大值落到别处。</translation>
    </message>
    <message>
        <source>Fold: how many windows meet in each cell</source>
        <translation>Fold：每格有多少窗口相遇</translation>
    </message>
    <message>
        <source>AlexNet: first layer, 11×11, stride 4</source>
        <translation>AlexNet：第一层，11×11，步幅 4</translation>
    </message>
    <message>
        <source>A large kernel in large jumps takes 224 to 55 at once; 55 needs padding 2, and then one padded row and column are dropped.</source>
        <translation>大核大步，一次从 224 到 55；要得到 55 需要填充 2，此时填充后有一行一列被丢弃。</translation>
    </message>
    <message>
        <source>Global average pooling</source>
        <translation>全局平均池化</translation>
    </message>
    <message>
        <source>VGG: 3×3, padding 1</source>
        <translation>VGG：3×3，填充 1</translation>
    </message>
    <message>
        <source>Each channel becomes its mean, whatever its size: no weights to train, and the Linear after it fits every picture.</source>
        <translation>每个通道变为其平均值，与大小无关：没有可训练的权重，其后的 Linear 适用于任何大小的图像。</translation>
    </message>
    <message>
        <source>The size stays, so layers can be stacked: two of them see 5×5 cells with 18 weights per pair of channels instead of 25.</source>
        <translation>大小不变，因此可以堆叠：两层就看到 5×5 格，每对通道只用 18 个权重而不是 25 个。</translation>
    </message>
    <message>
        <source>GoogLeNet: 1×1 reduction from 192 to 16 channels</source>
        <translation>GoogLeNet：1×1 降维，192 到 16 通道</translation>
    </message>
    <message>
        <source>A window of one cell mixes channels only: a twelfth of them goes into the costly 5×5 that follows.</source>
        <translation>一格的窗口只混合通道：只有十二分之一的通道进入其后昂贵的 5×5。</translation>
    </message>
    <message>
        <source>C3D: 3×3×3 of its fifth stage, one channel</source>
        <translation>C3D：第五级的 3×3×3，一个通道</translation>
    </message>
    <message>
        <source>The window moves through time as well: each output slice reads the frame before, its own and the next one.</source>
        <translation>窗口也在时间上移动：每个输出切片读取前一帧、本帧和后一帧。</translation>
    </message>
    <message>
        <source>ResNet: stem, 7×7, stride 2</source>
        <translation>ResNet：首层，7×7，步幅 2</translation>
    </message>
    <message>
        <source>One wide look at half the resolution: 224 becomes exactly 112, and the last padded row and column are dropped.</source>
        <translation>以一半的分辨率看一大片：224 正好变成 112，填充后的最后一行一列被丢弃。</translation>
    </message>
    <message>
        <source>ResNet: max pooling after the stem</source>
        <translation>ResNet：首层之后的最大池化</translation>
    </message>
    <message>
        <source>Windows of 3 in steps of 2 overlap by one cell; the border holds -inf and never wins.</source>
        <translation>大小 3、步幅 2 的窗口重叠一格；边框为 -inf，永不胜出。</translation>
    </message>
    <message>
        <source>WaveNet: dilated Conv1d, kernel 2, dilation 4</source>
        <translation>WaveNet：扩张 Conv1d，核 2，扩张率 4</translation>
    </message>
    <message>
        <source>Two taps four samples apart; with dilations 1, 2, 4, 8 each layer doubles what the stack sees.</source>
        <translation>两个核格相距四个采样；扩张率 1、2、4、8 逐层使看到的范围翻倍。</translation>
    </message>
    <message>
        <source>MobileNet: depthwise 3×3</source>
        <translation>MobileNet：逐通道 3×3</translation>
    </message>
    <message>
        <source>As many groups as channels: each channel has one 3×3 kernel and reads nothing else, 4608 weights in all.</source>
        <translation>组数等于通道数：每个通道只有一个 3×3 的核，只读自己，共 4608 个权重。</translation>
    </message>
    <message>
        <source>MobileNet: pointwise 1×1</source>
        <translation>MobileNet：逐点 1×1</translation>
    </message>
    <message>
        <source>The other half of the separable convolution: it mixes the channels that the depthwise layer kept apart.</source>
        <translation>可分离卷积的另一半：混合逐通道层分开的各个通道。</translation>
    </message>
    <message>
        <source>DeepLab: atrous 3×3, rate 6, one channel</source>
        <translation>DeepLab：空洞 3×3，率 6，一个通道</translation>
    </message>
    <message>
        <source>On ones, each output number counts the taps that meet the input: 9 inside, but 4 at the corners.</source>
        <translation>输入全为一时，每个输出数数出落在输入内的核格：内部 9 个，四角只有 4 个。</translation>
    </message>
    <message>
        <source>Dropout in training</source>
        <translation>训练时的 Dropout</translation>
    </message>
    <message>
        <source>About half of the numbers become 0 and the others are doubled, so that the mean stays; with another seed, others are dropped.</source>
        <translation>约一半的数变为 0，其余的加倍，使均值不变；换一个种子，丢弃的就是另一些数。</translation>
    </message>
    <message>
        <source>Dropout in evaluation</source>
        <translation>评估时的 Dropout</translation>
    </message>
    <message>
        <source>The same layer after eval(): every number passes as it is, and nothing is drawn.</source>
        <translation>同一层调用 eval() 之后：每个数原样通过，不再随机抽取。</translation>
    </message>
    <message>
        <source>Dropout2d: whole channels</source>
        <translation>Dropout2d：整个通道</translation>
    </message>
    <message>
        <source>Neighbours of a picture know much of each other, so a whole channel is dropped or kept.</source>
        <translation>图像中相邻的数彼此相关，因此整个通道一起丢弃或保留。</translation>
    </message>
    <message>
        <source>The border mirrors the input about its outermost cells, which are not repeated.</source>
        <translation>边框以输入的最外格为轴镜像，最外格本身不重复。</translation>
    </message>
    <message>
        <source>Vision Transformer: patches of 16×16</source>
        <translation>Vision Transformer：16×16 的图块</translation>
    </message>
    <message>
        <source>The stride equals the kernel: each pixel is read once, and 14×14 patches become vectors of 768 numbers.</source>
        <translation>步幅等于核：每个像素只读一次，14×14 个图块变成 768 维的向量。</translation>
    </message>
    <message>
        <source>Checkerboard: transposed 3×3, stride 2</source>
        <translation>棋盘格：转置 3×3，步幅 2</translation>
    </message>
    <message>
        <source>On ones, the output is a pattern of 1, 2 and 4: a kernel that the stride does not divide overlaps unevenly.</source>
        <translation>输入全为一时，输出是 1、2、4 的花纹：步幅不能整除的核重叠不均。</translation>
    </message>
    <message>
        <source>Checkerboard, first fix: transposed 4×4, stride 2</source>
        <translation>棋盘格，解法一：转置 4×4，步幅 2</translation>
    </message>
    <message>
        <source>The stride divides the kernel: inside, every output cell gets four numbers; only the edge gets fewer.</source>
        <translation>步幅整除核：内部每个输出格得到四个数，只有边缘较少。</translation>
    </message>
    <message>
        <source>Checkerboard, second fix: Upsample …</source>
        <translation>棋盘格，解法二：先 Upsample……</translation>
    </message>
    <message>
        <source>Enlarging by repetition alone: even everywhere, and the convolution comes after it.</source>
        <translation>只靠重复来放大：处处均匀，卷积在其后。</translation>
    </message>
    <message>
        <source>Checkerboard, second fix: … then a convolution</source>
        <translation>棋盘格，解法二：……再卷积</translation>
    </message>
    <message>
        <source>With stride 1 each inner cell gets nine numbers: no pattern, only an edge.</source>
        <translation>步幅 1 时内部每格得到九个数：没有花纹，只有边缘。</translation>
    </message>
    <message>
        <source>padding=&apos;same&apos; with an even kernel</source>
        <translation>偶数核的 padding=&apos;same&apos;</translation>
    </message>
    <message>
        <source>The weights 1 and 10 show which cells were read: the one cell of padding stands on the right.</source>
        <translation>权重 1 和 10 记下读了哪些格子：唯一的一格填充只在右边。</translation>
    </message>
    <message>
        <source>Circular padding</source>
        <translation>循环填充</translation>
    </message>
    <message>
        <source>The border repeats the opposite edge, as on a globe or in a panorama; no zeros enter.</source>
        <translation>边框重复对边的格子，如同地球仪或全景图；没有零进入。</translation>
    </message>
    <message>
        <source>Reflect padding</source>
        <translation>镜像填充</translation>
    </message>
    <message>
        <source>Max pooling of negative numbers</source>
        <translation>负数的最大池化</translation>
    </message>
    <message>
        <source>The border holds -inf: a border of zeros would win in every window along the edge.</source>
        <translation>边框为 -inf：若为零，边缘的每个窗口都会由它胜出。</translation>
    </message>
    <message>
        <source>Flatten: a picture becomes a vector</source>
        <translation>Flatten：图片变成向量</translation>
    </message>
    <message>
        <source>Row after row, channel after channel: the numbers 0 to 23 stay in their order, as in a reshape.</source>
        <translation>一行接一行，一个通道接一个通道：0 到 23 这些数保持原来的顺序，与 reshape 一样。</translation>
    </message>
    <message>
        <source>Flatten: the first dimension stays</source>
        <translation>Flatten：第一个维度保留</translation>
    </message>
    <message>
        <source>start_dim=1 leaves three pictures of a batch apart: each becomes a row of its own.</source>
        <translation>start_dim=1 让批次中的三张图片保持分开：每张图片各成一行。</translation>
    </message>
    <message>
        <source>LeNet: Flatten before the first Linear</source>
        <translation>LeNet：第一个 Linear 之前的 Flatten</translation>
    </message>
    <message>
        <source>16 maps of 5×5 become 400 numbers, the in_features of Linear(400, 120): this 5×5 is the size of the maps that are left, not the kernel.</source>
        <translation>16 个 5×5 的特征图变成 400 个数，即 Linear(400, 120) 的 in_features：这里的 5×5 是剩下的特征图的大小，不是卷积核。</translation>
    </message>
    <message>
        <source>Unflatten: a vector becomes a picture</source>
        <translation>Unflatten：向量变成图片</translation>
    </message>
    <message>
        <source>The way back from Flatten, as a generator or a decoder begins: 24 numbers fill 2 channels of 3×4.</source>
        <translation>Flatten 的逆过程，生成器或解码器常这样开始：24 个数填满 2 个 3×4 的通道。</translation>
    </message>
    <message>
        <source>ShuffleNet: channels of 3 groups, dealt out</source>
        <translation>ShuffleNet：3 个组的通道轮流分发</translation>
    </message>
    <message>
        <source>Each group gives one channel in turn, first 0, 2, 4 and then 1, 3, 5, so that the next grouped convolution sees all groups.</source>
        <translation>每个组轮流给出一个通道，先是 0、2、4，再是 1、3、5，这样下一个分组卷积就能看到所有的组。</translation>
    </message>
    <message>
        <source>Linear: two outputs by hand</source>
        <translation>Linear：手算两个输出</translation>
    </message>
    <message>
        <source>Each output is its own row of the weight times the input: 1·1 + 2·0 + 3·(−1) = −2, then 5.5.</source>
        <translation>每个输出都是权重中属于它的那一行乘以输入：1·1 + 2·0 + 3·(−1) = −2，然后是 5.5。</translation>
    </message>
    <message>
        <source>Linear: four rows, one matrix product</source>
        <translation>Linear：四行，一次矩阵乘法</translation>
    </message>
    <message>
        <source>The same six weights for each row: a batch is worked out as one product of matrices.</source>
        <translation>每一行都用同样的六个权重：一个批次通过一次矩阵乘法算出。</translation>
    </message>
    <message>
        <source>Linear: ten scores from 64 numbers</source>
        <translation>Linear：由 64 个数得出十个分数</translation>
    </message>
    <message>
        <source>The last layer of a classifier: each class has 64 weights and a bias of its own, 650 in all.</source>
        <translation>分类器的最后一层：每个类别都有自己的 64 个权重和一个偏置，总共 650 个。</translation>
    </message>
    <message>
        <source>SGD by hand</source>
        <translation>手算 SGD</translation>
    </message>
    <message>
        <source>Three steps of two weights: each row takes a tenth of its gradient off the weights before.</source>
        <translation>两个权重走三步：每一行都从上一行的权重中减去梯度的十分之一。</translation>
    </message>
    <message>
        <source>What momentum adds</source>
        <translation>动量增加了什么</translation>
    </message>
    <message>
        <source>The gradient is 1 each time, and yet the steps grow: 0.9 of the last one comes along.</source>
        <translation>梯度每次都是 1，步子却越来越大：上一步的 0.9 会一起带过来。</translation>
    </message>
    <message>
        <source>Adam: large and small gradients alike</source>
        <translation>Adam：大小梯度一视同仁</translation>
    </message>
    <message>
        <source>Gradients of 0.01, 1 and 100 move their weights equally far: each is divided by its own size.</source>
        <translation>梯度 0.01、1 和 100 让各自的权重移动同样远：每个梯度都除以自身的大小。</translation>
    </message>
    <message>
        <source>Muon: rows of all sizes alike</source>
        <translation>Muon：大小不同的行一样移动</translation>
    </message>
    <message>
        <source>The second row of the gradient is a tenth of the first, and yet both rows of the weights move about equally far: time by time, X evens them out.</source>
        <translation>梯度的第二行只有第一行的十分之一，两行权重却移动得差不多一样远：X 逐次把它们拉平。</translation>
    </message>
    <message>
        <source>zero_grad forgotten</source>
        <translation>忘了 zero_grad</translation>
    </message>
    <message>
        <source>The gradient of 2w is 2, but .grad becomes 2, 4, 6 as backward adds to what is there: tick zero_grad and it stays 2.</source>
        <translation>2w 的梯度是 2，但 backward 会累加，.grad 变成 2、4、6：勾选 zero_grad，它就保持为 2。</translation>
    </message>
    <message>
        <source>A product, backwards</source>
        <translation>乘积的反向传播</translation>
    </message>
    <message>
        <source>z = (x + y)(y + 5): y stands in both factors, so its derivative has two parts, and one step goes against both.</source>
        <translation>z = (x + y)(y + 5)：y 出现在两个因子中，所以它的导数有两部分，这一步就沿两者的反方向走。</translation>
    </message>
    <message>
        <source>Down a bowl</source>
        <translation>从碗壁下滑</translation>
    </message>
    <message>
        <source>The steps shorten by themselves, as the gradient does.</source>
        <translation>步子会自己变短，因为梯度在变小。</translation>
    </message>
    <message>
        <source>A learning rate that is too high</source>
        <translation>过高的学习率</translation>
    </message>
    <message>
        <source>Each step leads over to the other side, farther up than before; below lr=1 it comes down.</source>
        <translation>每一步都越到对面更高的地方；lr 小于 1 时才会下降。</translation>
    </message>
    <message>
        <source>A ravine, by SGD</source>
        <translation>峡谷，用 SGD</translation>
    </message>
    <message>
        <source>It swings between the steep walls and hardly gets on along the floor: both have the same lr.</source>
        <translation>它在陡壁之间来回摆动，沿谷底却几乎不前进：两个方向用的是同一个 lr。</translation>
    </message>
    <message>
        <source>A ravine, by momentum</source>
        <translation>峡谷，用动量</translation>
    </message>
    <message>
        <source>Along the floor the steps add up, across it they cancel: it gets down in fewer steps.</source>
        <translation>沿谷底的步子相互叠加，横向的相互抵消：用更少的步数就能下到谷底。</translation>
    </message>
    <message>
        <source>A ravine, by Adam</source>
        <translation>峡谷，用 Adam</translation>
    </message>
    <message>
        <source>The first step goes aslant, equally far along both axes: steepness is divided away.</source>
        <translation>第一步斜着走，两个方向同样远：陡峭程度被除掉了。</translation>
    </message>
    <message>
        <source>A saddle</source>
        <translation>鞍面</translation>
    </message>
    <message>
        <source>At first it comes near the middle, where the gradient is almost 0, then it leaves it sideways.</source>
        <translation>先靠近梯度几乎为 0 的中心，然后从侧面离开。</translation>
    </message>
    <message>
        <source>A bent valley, by Adam</source>
        <translation>弯曲的山谷，用 Adam</translation>
    </message>
    <message>
        <source>The floor bends towards (1, 1): try which optimiser, with which settings, follows it.</source>
        <translation>谷底弯向 (1, 1)：试试哪个优化器、用哪些设置能沿着它走。</translation>
    </message>
    <message>
        <source>BatchNorm: a batch before and after</source>
        <translation>BatchNorm：一个批次的前与后</translation>
    </message>
    <message>
        <source>Channel 1 is 100 more than ten times channel 0: after BatchNorm both hold the same numbers, for each channel has its own mean and variance over all samples.</source>
        <translation>通道 1 是通道 0 的十倍再加 100：经过 BatchNorm 后两者的数相同，因为每个通道在所有样本上有自己的均值和方差。</translation>
    </message>
    <message>
        <source>A table: BatchNorm takes its columns</source>
        <translation>一张表：BatchNorm 按列</translation>
    </message>
    <message>
        <source>Each feature gets mean 0 and variance 1 over the four samples, so that hundreds weigh no more than ones; watch what goes into the running values.</source>
        <translation>每个特征在四个样本上变为均值 0、方差 1，因此几百的数并不比个位数更重；留意写入运行值的是什么。</translation>
    </message>
    <message>
        <source>The same table: LayerNorm takes its rows</source>
        <translation>同一张表：LayerNorm 按行</translation>
    </message>
    <message>
        <source>Each sample is normalised by itself, over its three features: the largest of them is largest in every row still, and no batch is needed.</source>
        <translation>每个样本在自己的三个特征上单独归一化：每一行里最大的特征仍然最大，也不需要批次。</translation>
    </message>
    <message>
        <source>BatchNorm in evaluation, before any training</source>
        <translation>评估模式下尚未训练的 BatchNorm</translation>
    </message>
    <message>
        <source>With running_mean 0 and running_var 1 nothing happens to the numbers, but for eps: what was never trained does not normalise in evaluation.</source>
        <translation>running_mean 为 0、running_var 为 1 时，除 eps 外数值不变：从未训练过的层在评估时并不归一化。</translation>
    </message>
    <message>
        <source>GroupNorm: two groups of two channels</source>
        <translation>GroupNorm：两组，每组两个通道</translation>
    </message>
    <message>
        <source>Small and large channels are in groups of their own, so that both come out of one size; with num_groups=1 the small ones would nearly vanish.</source>
        <translation>小数值通道与大数值通道各成一组，因此结果大小相当；若 num_groups=1，小的几乎会消失。</translation>
    </message>
    <message>
        <source>The same picture: InstanceNorm takes each channel</source>
        <translation>同一图像：InstanceNorm 按每个通道</translation>
    </message>
    <message>
        <source>Channels 0 and 1 come out alike, for they differ by a constant only, which their means take away.</source>
        <translation>通道 0 和 1 的结果相同，因为它们只差一个常数，减去均值后即消失。</translation>
    </message>
    <message>
        <source>LocalResponseNorm as AlexNet has it</source>
        <translation>AlexNet 中的 LocalResponseNorm</translation>
    </message>
    <message>
        <source>All is divided by little more than 2^0.75 = 1.68; the paper takes 0.0001 times the sum of five squares, torch their mean, so its alpha is 0.0005.</source>
        <translation>所有数都只除以比 2^0.75 = 1.68 略大的数；论文取 0.0001 乘以五个平方之和，torch 取平均值，所以它的 alpha 是 0.0005。</translation>
    </message>
    <message>
        <source>In the first column the 1 beside the 8 becomes 0.095, and the 1 further away 0.68: a strong channel silences its neighbours, which the usual alpha does not show.</source>
        <translation>第一列中，8 旁边的 1 变成 0.095，更远处的 1 变成 0.68：强的通道使相邻通道沉默，用通常的 alpha 则看不出来。</translation>
    </message>
    <message>
        <source>LocalResponseNorm with alpha=1: the strong press the weak</source>
        <translation>alpha=1 的 LocalResponseNorm：强者压制弱者</translation>
    </message>
    <message>
        <source>RMSNorm: no mean is taken away</source>
        <translation>RMSNorm：不减均值</translation>
    </message>
    <message>
        <source>The numbers keep their signs and their proportions: each is only divided by the root of the mean square of all four.</source>
        <translation>各数保持符号和比例：只是都除以四个数均方的平方根。</translation>
    </message>
    <message>
        <source>L1Loss by hand</source>
        <translation>手算 L1Loss</translation>
    </message>
    <message>
        <source>Only the last number is off, by 2: the mean is 2 / 3, and with reduction=&apos;sum&apos; it is 2.</source>
        <translation>只有最后一个数差了 2：平均是 2 / 3，而 reduction=&apos;sum&apos; 时是 2。</translation>
    </message>
    <message>
        <source>MSELoss by hand</source>
        <translation>手算 MSELoss</translation>
    </message>
    <message>
        <source>The same numbers, squared: the one difference of 2 costs 4, and the mean is 4 / 3.</source>
        <translation>同样的数，取平方：唯一的差 2 代价是 4，平均是 4 / 3。</translation>
    </message>
    <message>
        <source>CrossEntropyLoss by hand</source>
        <translation>手算 CrossEntropyLoss</translation>
    </message>
    <message>
        <source>Softmax makes shares of 0.1, 0.2 and 0.3; class 1 has 0.3322 of all, and minus its logarithm is 1.1019.</source>
        <translation>Softmax 把 0.1、0.2、0.3 变成份额；类别 1 占 0.3322，取对数再取负就是 1.1019。</translation>
    </message>
    <message>
        <source>Why this cross entropy is 0.7437</source>
        <translation>这个交叉熵为什么是 0.7437</translation>
    </message>
    <message>
        <source>1 for the right class and 0 for the others looks perfect, but these are logits, of which softmax makes only 0.4754: make the 1 a 9.</source>
        <translation>正确类别是 1、其他是 0，看似完美，但它们是 logits，softmax 只给出 0.4754：把 1 改成 9 试试。</translation>
    </message>
    <message>
        <source>The loss of a network that knows nothing</source>
        <translation>一无所知的网络的损失</translation>
    </message>
    <message>
        <source>Ten equal outputs are shares of 0.1 each, which cost ln 10 = 2.3026: a first batch that costs much more points to a slip.</source>
        <translation>十个相等的输出各占 0.1，损失是 ln 10 = 2.3026：如果第一批的损失大得多，多半哪里写错了。</translation>
    </message>
    <message>
        <source>One softmax too many</source>
        <translation>多了一个 softmax</translation>
    </message>
    <message>
        <source>The surest outputs that a Softmax can give: the loss applies its own, and so it never falls below ln(1 + 9 / e) = 1.4612.</source>
        <translation>Softmax 能给出的最确定的输出：损失自己还要再做一次 softmax，所以永远不会低于 ln(1 + 9 / e) = 1.4612。</translation>
    </message>
    <message>
        <source>Label smoothing: too sure costs, too</source>
        <translation>标签平滑：太确定也要付代价</translation>
    </message>
    <message>
        <source>All three are right, more and more surely, but the middle one costs least, 0.2912: the target asks for 0.9333, which a logit of 9 overshoots.</source>
        <translation>三行都判对了，而且越来越确定，但中间一行代价最小，为 0.2912：目标只要求 0.9333，logit 为 9 就过头了。</translation>
    </message>
    <message>
        <source>The mean of weighted losses</source>
        <translation>加权损失的平均</translation>
    </message>
    <message>
        <source>Class 2 counts ten times, and the sum is divided by 1 + 1 + 10 and not by 3: so the mean stays within the losses.</source>
        <translation>类别 2 的权重是 10，总和除以 1 + 1 + 10 而不是 3：所以平均值仍在各个损失之间。</translation>
    </message>
    <message>
        <source>A target of shares</source>
        <translation>以份额为目标</translation>
    </message>
    <message>
        <source>The first row asks for class 2 alone, as its number would, the second for half of two classes; choose int64, and torch refuses it.</source>
        <translation>第一行只要类别 2，与写类别编号一样，第二行要两个类别各一半；若选 int64，torch 会拒绝。</translation>
    </message>
    <message>
        <source>BCELoss: the logarithm of 0</source>
        <translation>BCELoss：0 的对数</translation>
    </message>
    <message>
        <source>A share of 0 for a yes would cost infinity, but BCELoss takes no logarithm below -100, so it costs 100.</source>
        <translation>应为“是”却给份额 0，代价本是无穷大，但 BCELoss 的对数不低于 -100，所以代价是 100。</translation>
    </message>
    <message>
        <source>BCEWithLogitsLoss never meets it</source>
        <translation>BCEWithLogitsLoss 不会碰到 0 的对数</translation>
    </message>
    <message>
        <source>The sigmoid of -200 is 0 in float32, but the loss works with the logit itself: it costs 200, and its gradient goes on.</source>
        <translation>-200 的 sigmoid 在 float32 里就是 0，但这个损失直接用 logit 计算：代价是 200，梯度也不会消失。</translation>
    </message>
    <message>
        <source>A target that is repeated by mistake</source>
        <translation>被误重复的目标</translation>
    </message>
    <message>
        <source>3 × 1 against 3 compares each number with every target, so that equal numbers cost 1.3333, and torch only warns: give the target 3 × 1.</source>
        <translation>3 × 1 对 3 会把每个数与每个目标比较，于是相等的数也花掉 1.3333，而 torch 只给警告：请把目标改成 3 × 1。</translation>
    </message>
    <message>
        <source>Right, but not by the margin</source>
        <translation>排对了，但没有高出间隔</translation>
    </message>
    <message>
        <source>The first input should rank higher by 1: by 2 it costs nothing, by 0.5 still 0.5, equal ones cost 1, and wrong ones more.</source>
        <translation>第一个输入应当高出 1：高出 2 没有损失，只高出 0.5 仍损失 0.5，相等时损失 1，排错的损失更大。</translation>
    </message>
    <message>
        <source>An anchor nearer to the negative</source>
        <translation>锚点离负样本更近</translation>
    </message>
    <message>
        <source>Each positive is 5 away: a negative at 2 costs 4, one at 5.5 still 0.5, for the margin is 1, and one at 7 nothing.</source>
        <translation>每个正样本的距离都是 5：负样本在 2 处损失 4，在 5.5 处仍损失 0.5（因为间隔是 1），在 7 处没有损失。</translation>
    </message>
    <message>
        <source>How sure to be</source>
        <translation>该有多确定</translation>
    </message>
    <message>
        <source>Each input is off by 2, only the variances differ: the loss is least where the variance is the squared error, 4, and both surer and less sure costs more.</source>
        <translation>每个输入都差 2，只是方差不同：方差等于误差的平方 4 时损失最小，更确定或更不确定，损失都更大。</translation>
    </message>
    <message>
        <source>Right, but not by enough</source>
        <translation>正确，但领先不够</translation>
    </message>
    <message>
        <source>The right class leads all others, but by less than 1: they add 0.3, 0.4 and 0.6, and a fourth of that is 0.325.</source>
        <translation>正确类别领先所有其他类别，但不到 1：它们加上 0.3、0.4 和 0.6，四分之一就是 0.325。</translation>
    </message>
    <message>
        <source>A list of right classes</source>
        <translation>正确类别的列表</translation>
    </message>
    <message>
        <source>Classes 3 and 0 are right, and -1 ends the list, so that the 1 behind it does not count: the others come too near to both, and the loss is 0.85.</source>
        <translation>类别 3 和 0 是正确的，-1 结束列表，所以后面的 1 不算：其他类别离这两个都太近，损失是 0.85。</translation>
    </message>
    <message>
        <source>Several right classes at once</source>
        <translation>同时有几个正确类别</translation>
    </message>
    <message>
        <source>Each class is a yes or a no by itself: the first row is right in all four and costs 0.0486, the second is wrong in two and costs 1.5486.</source>
        <translation>每个类别各自是“是”或“否”：第一行四个全对，损失 0.0486，第二行错了两个，损失 1.5486。</translation>
    </message>
    <message>
        <source>Ten times as long, and the same</source>
        <translation>长十倍，却一样</translation>
    </message>
    <message>
        <source>A row of the same direction costs nothing however long it is, one at a right angle 1; two that should differ cost their cosine, 0.7071.</source>
        <translation>方向相同的一行，无论多长都没有损失，成直角的损失 1；应当不同的两行，损失就是它们的余弦 0.7071。</translation>
    </message>
    <message>
        <source>A convolution backward</source>
        <translation>卷积的反向</translation>
    </message>
    <message>
        <source>No two windows overlap, so each input cell gets one weight times one upstream gradient, and its digits tell which; what fell on padding is lost.</source>
        <translation>窗口互不重叠，所以每个输入单元得到一个权重乘以一个上游梯度，从数字就能看出是哪一个；落在填充上的部分丢失。</translation>
    </message>
    <message>
        <source>Max pooling backward, with ties</source>
        <translation>最大池化的反向，含并列</translation>
    </message>
    <message>
        <source>Four 7s win the first window together: the first of them gets its whole gradient, and the 9, which wins four windows, gets all four.</source>
        <translation>第一个窗口里四个 7 并列最大：第一个得到全部梯度；9 赢得四个窗口，得到四份梯度。</translation>
    </message>
    <message>
        <source>Average pooling backward, with padding</source>
        <translation>平均池化的反向，含填充</translation>
    </message>
    <message>
        <source>Every cell gets a quarter of each window that reads it; the quarters of the padding are thrown away, so less comes back than went in.</source>
        <translation>每个单元从读取它的每个窗口得到四分之一；填充的那些四分之一被丢弃，所以返回的比进入的少。</translation>
    </message>
    <message>
        <source>A classifier backward, from its loss</source>
        <translation>从损失开始反向传播一个分类器</translation>
    </message>
    <message>
        <source>Each logit&apos;s slope is its share p, less 1 where it is the right class, over the two rows; each row has one feature that is 1, so its slopes are a column of grad_weight.</source>
        <translation>每个 logit 的斜率是它的份额 p，正确类别处再减 1，再除以两行；每一行都有一个为 1 的特征，所以这一行的斜率就是 grad_weight 的一列。</translation>
    </message>
    <message>
        <source>Learn an edge detector</source>
        <translation>学习一个边缘检测器</translation>
    </message>
    <message>
        <source>A kernel of zeros sees an input and the edges that a hidden kernel found in it: after 50 steps it is that kernel, which can be revealed.</source>
        <translation>全零的卷积核看到输入，以及隐藏的卷积核在其中找到的边缘：50 步之后它就成为那个卷积核，可以揭晓比较。</translation>
    </message>
    <message>
        <source>Learn with a learning rate too high</source>
        <translation>学习率过高时的学习</translation>
    </message>
    <message>
        <source>The loss falls for a few steps, then it rises without end, as lr is a little above 2 / the steepest curvature; half of it learns well.</source>
        <translation>损失先下降几步，然后无止境地上升，因为 lr 略高于 2 / 最陡的曲率；减半就能学好。</translation>
    </message>
    <message>
        <source>Learn with momentum and with Adam</source>
        <translation>用动量和 Adam 学习</translation>
    </message>
    <message>
        <source>The same kernel three ways in a narrow valley of the loss: plain SGD creeps along its floor, momentum gathers speed and swings, Adam gives each weight a step of its own; after 50 steps the losses are 0.41, 0.011 and 0.023.</source>
        <translation>同一个卷积核在损失的狭长山谷中的三种学法：普通 SGD 沿谷底缓慢爬行，动量越走越快并来回摆动，Adam 给每个权重各自的步长；50 步之后损失分别是 0.41、0.011 和 0.023。</translation>
    </message>
    <message>
        <source>ReLU of a matrix</source>
        <translation>矩阵的 ReLU</translation>
    </message>
    <message>
        <source>What lies below 0 becomes 0, all else stays; F.relu(x) is the same function.</source>
        <translation>小于 0 的数变为 0，其余保持不变；F.relu(x) 是同一个函数。</translation>
    </message>
    <message>
        <source>Sigmoid of a matrix</source>
        <translation>矩阵的 Sigmoid</translation>
    </message>
    <message>
        <source>Every number comes to lie between 0 and 1: 1 becomes 0.7311, and −1 what is left of 1, 0.2689.</source>
        <translation>每个数都落到 0 与 1 之间：1 变为 0.7311，−1 变为 1 减去它的余数 0.2689。</translation>
    </message>
    <message>
        <source>Softmax by hand</source>
        <translation>手算 Softmax</translation>
    </message>
    <message>
        <source>1, 2 and 3 share 1 between them: each has e = 2.718 times the share of the one before it.</source>
        <translation>1、2、3 分享总和 1：每个数的份额是前一个的 e = 2.718 倍。</translation>
    </message>
    <message>
        <source>Softmax of large numbers</source>
        <translation>大数的 Softmax</translation>
    </message>
    <message>
        <source>exp(1001) is infinite, so the largest number is taken away first; the shares are those of 1, 2 and 3, because only differences count.</source>
        <translation>exp(1001) 为无穷大，所以先减去最大的数；份额与 1、2、3 的相同，因为只有差值起作用。</translation>
    </message>
    <message>
        <source>The gradients 2 and 3 end at numbers below 0: a unit that is below 0 for every sample gets nothing any more, and stays as it is.</source>
        <translation>梯度 2 和 3 到达小于 0 的数就停止：对所有样本都小于 0 的单元再也得不到梯度，不再变化。</translation>
    </message>
    <message>
        <source>ReLU backward</source>
        <translation>ReLU 的反向传播</translation>
    </message>
    <message>
        <source>Sigmoid backward: it saturates</source>
        <translation>Sigmoid 的反向传播：饱和</translation>
    </message>
    <message>
        <source>Of a gradient of 1 a quarter comes back at 0, a tenth at 2, and almost nothing at 8: 0.0003.</source>
        <translation>梯度 1 在 0 处传回四分之一，在 2 处约十分之一，在 8 处几乎为零：0.0003。</translation>
    </message>
    <message>
        <source>GELU dips below 0</source>
        <translation>GELU 降到 0 以下</translation>
    </message>
    <message>
        <source>It falls to −0.17 near −0.75 and comes back to 0 from below: there its slope is less than 0.</source>
        <translation>它在 −0.75 附近降到 −0.17，再从下方回到 0：在那里斜率小于 0。</translation>
    </message>
</context>
<context>
    <name>ProblemCard</name>
    <message>
        <source>The nearest settings that work:</source>
        <translation>最接近的可行设置：</translation>
    </message>
    <message>
        <source>The settings are valid and give {shape}, but {cells} cells are more than can be drawn one by one ({limit}). The formula holds all the same.</source>
        <translation>设置有效，输出为 {shape}，但共有 {cells} 格，超过了可逐格绘制的上限（{limit}）。公式仍然成立。</translation>
    </message>
    <message>
        <source>The settings are valid and give {shape}, but one step reads {cells} cells of a channel: more than can be drawn one by one ({limit}). The formula holds all the same.</source>
        <translation>设置有效，得到 {shape}，但一步要读取一个通道的 {cells} 个格子：多于能逐个画出的数目（{limit}）。公式依然成立。</translation>
    </message>
    <message>
        <source>The settings are valid and give {shape}, but {cells} steps are more than can be worked out one by one ({limit}).</source>
        <translation>设置有效，输出为 {shape}，但 {cells} 步太多，无法逐步计算（最多 {limit} 步）。</translation>
    </message>
    <message>
        <source>The settings are valid and give {shape}, but along one axis the windows read {cells} cells: more than can be listed one by one ({limit}). The formula holds all the same.</source>
        <translation>设置有效，得到 {shape}，但沿一个轴各窗口共读取 {cells} 个格子：多于能逐个列出的数目（{limit}）。公式依然成立。</translation>
    </message>
</context>
<context>
    <name>ProgramOpener</name>
    <message>
        <source>{name} is being read…</source>
        <translation>正在读取 {name}…</translation>
    </message>
    <message>
        <source>The network was changed while {name} was read. Open the file again.</source>
        <translation>读取 {name} 期间网络已被修改。请重新打开该文件。</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>{name} is here: 1 layer, without weights.</source>
        <translation>{name} 已载入：1 层，没有权重。</translation>
    </message>
    <message>
        <source>{name} is here: {count} layers, with their weights.</source>
        <translation>{name} 已载入：{count} 层，带有权重。</translation>
    </message>
    <message>
        <source>{name} is here: 1 layer, with its weights.</source>
        <translation>{name} 已载入：1 层，带有权重。</translation>
    </message>
    <message>
        <source>{name} is here: {count} layers, without weights.</source>
        <translation>{name} 已载入：{count} 层，没有权重。</translation>
    </message>
    <message>
        <source>Undo brings back what was here.</source>
        <translation>撤销可恢复原来的内容。</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Replace {names}?</source>
        <translation>替换 {names}？</translation>
    </message>
    <message>
        <source>It exists already, and its contents will be lost.</source>
        <translation>文件已存在，替换后其中的内容将丢失。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>RateCard</name>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Loss over learning rate</source>
        <translation>损失随学习率的变化</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>steepest</source>
        <translation>下降最快</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>平滑后</translation>
    </message>
    <message>
        <source>at lr {rate}</source>
        <translation>lr 为 {rate} 处</translation>
    </message>
</context>
<context>
    <name>RateCurve</name>
    <message>
        <source>The learning rate over the run: from {first} to {last}, at most {most}.</source>
        <translation>运行中的学习率：从 {first} 到 {last}，最高 {most}。</translation>
    </message>
</context>
<context>
    <name>RateDialog</name>
    <message>
        <source>Find a learning rate</source>
        <translation>寻找学习率</translation>
    </message>
    <message>
        <source>Progress of the search</source>
        <translation>搜索进度</translation>
    </message>
    <message>
        <source>Loading the plot…</source>
        <translation>正在加载图表…</translation>
    </message>
    <message>
        <source>Write numbers into the three fields.</source>
        <translation>请在三个字段中填写数字。</translation>
    </message>
    <message>
        <source>The first rate must be above 0, and the last larger than it.</source>
        <translation>第一个学习率必须大于 0，最后一个必须比它大。</translation>
    </message>
    <message>
        <source>The last rate is at most {most}.</source>
        <translation>最后一个学习率最大为 {most}。</translation>
    </message>
    <message>
        <source>The search takes 2 to {most} batches.</source>
        <translation>搜索使用 2 到 {most} 个批次。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Train a throw-away copy of the network with an ever higher rate; the document and its runs stay as they are</source>
        <translation>用不断升高的学习率训练网络的一份临时副本；文档及其训练记录保持不变</translation>
    </message>
    <message>
        <source>Set {name} to {rate}</source>
        <translation>将 {name} 设为 {rate}</translation>
    </message>
    <message>
        <source>A copy of the network is trained from its first weights, with a rate that rises from batch to batch. Where the loss falls, the rate teaches; where it explodes, the search ends.</source>
        <translation>网络的一份副本从初始权重开始训练，学习率逐批次升高。损失下降处，学习率有效；损失爆炸时，搜索结束。</translation>
    </message>
    <message>
        <source>Loading torch and the pictures…</source>
        <translation>正在加载 torch 和图像……</translation>
    </message>
    <message>
        <source>Trying rates…</source>
        <translation>正在尝试各学习率…</translation>
    </message>
    <message>
        <source>Stopped: higher rates were not tried.</source>
        <translation>已停止：未尝试更高的学习率。</translation>
    </message>
    <message>
        <source>The loss exploded: higher rates were not tried.</source>
        <translation>损失爆炸：未尝试更高的学习率。</translation>
    </message>
    <message>
        <source>The loss falls at none of the rates that were tried. Try more batches.</source>
        <translation>在所尝试的学习率中，损失都没有下降。请尝试更多批次。</translation>
    </message>
    <message>
        <source>Suggested: {rate}, a tenth of the rate with the lowest smoothed loss, {lowest}. The loss falls steepest at {steepest}.</source>
        <translation>建议：{rate}，即平滑损失最低处的学习率 {lowest} 的十分之一。损失在 {steepest} 处下降最快。</translation>
    </message>
    <message>
        <source>It still fell at the highest rate that was tried.</source>
        <translation>在所尝试的最高学习率处，损失仍在下降。</translation>
    </message>
    <message>
        <source>Click the curve to set {name} to another rate.</source>
        <translation>点击曲线可将 {name} 设为其他学习率。</translation>
    </message>
    <message>
        <source>The curve is drawn here</source>
        <translation>曲线将绘制在此处</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>批次数</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ReceptiveField</name>
    <message>
        <source>Every output of {layer} sees the whole input.</source>
        <translation>{layer} 的每个输出都看到整个输入。</translation>
    </message>
    <message>
        <source>From {layer} on, every output sees the whole input.</source>
        <translation>从 {layer} 起，每个输出都看到整个输入。</translation>
    </message>
    <message>
        <source>The layer is disabled: the field is that of the layer before.</source>
        <translation>已停用：感受野与前一层相同。</translation>
    </message>
    <message>
        <source>{layer} moves cells to other places. Point at a cell to see its field.</source>
        <translation>{layer} 只把单元移到别处。指向一个单元可看到它的感受野。</translation>
    </message>
    <message>
        <source>{layer} reads all cells along one axis at once: {axes}.</source>
        <translation>{layer} 一次读取一条轴上的所有单元：{axes}。</translation>
    </message>
    <message>
        <source>This is too large to list its cells one by one. Only the numbers are known.</source>
        <translation>这里的格子太多，无法逐个列出：只给出数值。</translation>
    </message>
    <message>
        <source>Every output of {layer} sees rows {rows} and columns {columns} of the input.</source>
        <translation>{layer} 的每个输出都能看到输入的第 {rows} 行、第 {columns} 列。</translation>
    </message>
    <message>
        <source>From {layer} on, every output sees rows {rows} and columns {columns} of the input.</source>
        <translation>从 {layer} 起，每个输出都能看到输入的第 {rows} 行、第 {columns} 列。</translation>
    </message>
    <message>
        <source>{layer} works cell by cell: the field is that of the layer before.</source>
        <translation>{layer} 逐格计算：感受野与前一层相同。</translation>
    </message>
    <message>
        <source>Once trained, {layer} works cell by cell. During training its means depend on all cells of the batch.</source>
        <translation>训练好之后，{layer} 逐单元计算；训练期间，它的均值取决于整个批次的所有单元。</translation>
    </message>
    <message>
        <source>Cell {cell} sees no cell of the input.</source>
        <translation>单元 {cell} 看不到输入的任何单元。</translation>
    </message>
    <message>
        <source>Cell {cell} sees cells {columns} of the input.</source>
        <translation>格 {cell} 看到输入的第 {columns} 格。</translation>
    </message>
    <message>
        <source>Cell {cell} sees rows {rows} and columns {columns} of the input.</source>
        <translation>格 {cell} 看到输入的第 {rows} 行、第 {columns} 列。</translation>
    </message>
    <message>
        <source>{count} cells between them are skipped.</source>
        <translation>其间跳过 {count} 格。</translation>
    </message>
    <message>
        <source>{count} of its {all} cells lie in the padding (dashed).</source>
        <translation>{all} 个位置中有 {count} 个落在填充中（虚线）。</translation>
    </message>
    <message>
        <source>Padding: no cell of the input</source>
        <translation>填充：不是输入的格</translation>
    </message>
    <message>
        <source>Input, row {row}, column {column}</source>
        <translation>输入，第 {row} 行，第 {column} 列</translation>
    </message>
    <message>
        <source>Output, row {row}, column {column}</source>
        <translation>输出，第 {row} 行，第 {column} 列</translation>
    </message>
    <message>
        <source>Input {shape}</source>
        <translation>输入 {shape}</translation>
    </message>
    <message>
        <source>{layer} {shape}</source>
        <translation>{layer} {shape}</translation>
    </message>
</context>
<context>
    <name>ReceptiveFieldPanel</name>
    <message>
        <source>Point at a cell of the output</source>
        <translation>请指向输出的一格</translation>
    </message>
    <message>
        <source>r size, j jump, x start; r₀, j₀, x₀: of the layer before</source>
        <translation>r 大小，j 跳距，x 起点；r₀、j₀、x₀ 属于前一层</translation>
    </message>
    <message>
        <source>It is known only for the layers before the one that fails.</source>
        <translation>出错层之前各层的感受野是已知的。</translation>
    </message>
    <message>
        <source>Choose a layer to see what its cells see of the input.</source>
        <translation>选择一层，查看它的单元能看到输入的哪些部分。</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>at most {size}</source>
        <translation>最多 {size}</translation>
    </message>
    <message>
        <source>Receptive field</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>The field at every layer before</source>
        <translation>之前每一层上的感受野</translation>
    </message>
    <message>
        <source>How the receptive field comes about</source>
        <translation>感受野的计算过程</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Jump</source>
        <translation>跳距</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Cells of the input from the first to the last that a cell depends on</source>
        <translation>一格所依赖的输入格，从第一个到最后一个的格数</translation>
    </message>
    <message>
        <source>Cells of the input between the fields of neighbouring cells</source>
        <translation>相邻两格的感受野在输入上相隔的格数</translation>
    </message>
    <message>
        <source>Middle of the first cell&apos;s field; negative in the padding</source>
        <translation>第一格感受野的中心；在填充中为负</translation>
    </message>
</context>
<context>
    <name>ReceptiveFieldView</name>
    <message>
        <source>Receptive field on the network&apos;s input</source>
        <translation>网络输入上的感受野</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>A copy of unsaved changes is damaged and cannot be restored. It lies in {path}.</source>
        <translation>一份未保存更改的副本已损坏，无法恢复。它位于 {path}。</translation>
    </message>
    <message>
        <source>{count} copies of unsaved changes are damaged and cannot be restored. They lie in {folder}; their names end in {ending}.</source>
        <translation>有 {count} 份未保存更改的副本已损坏，无法恢复。它们位于 {folder}，文件名以 {ending} 结尾。</translation>
    </message>
    <message>
        <source>Discard the unsaved changes to {name}?</source>
        <translation>放弃对 {name} 的未保存更改？</translation>
    </message>
    <message>
        <source>The copy is from {time}. It cannot be brought back afterwards.</source>
        <translation>这些更改保留自 {time}；放弃后无法找回。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>convviz ended before changes to {name} were saved. A copy from {time} was kept.</source>
        <translation>convviz 结束时，对 {name} 的更改尚未保存。已保留 {time} 的副本。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>convviz ended before changes to {count} documents were saved. Copies were kept.</source>
        <translation>convviz 结束时，有 {count} 个文档的更改尚未保存。已保留副本。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的更改</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>放弃…</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Restore one into this window. The others stay kept and are offered at the next start.</source>
        <translation>将其中一个恢复到此窗口。其余的会继续保留，并在下次启动时再次提供。</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>No output</source>
        <translation>没有输出</translation>
    </message>
    <message>
        <source>There is nothing to play, because the settings are refused. {reason}</source>
        <translation>没有可播放的步骤：设置被拒绝。{reason}</translation>
    </message>
    <message>
        <source>No backward pass can begin like this. Shown is the last one that worked: {loss}.</source>
        <translation>反向传播无法这样开始。显示的是上一个可用的损失：{loss}。</translation>
    </message>
    <message>
        <source>These settings cannot be drawn. Shown are the last ones that worked: {call} on {shape}.</source>
        <translation>被拒绝的设置无法绘制。这里是上一组可用的设置：{call}，输入为 {shape}。</translation>
    </message>
    <message>
        <source>There are too many cells to step through ({cells}).</source>
        <translation>单元格过多（{cells} 个），无法逐步演示。</translation>
    </message>
    <message>
        <source>Input {shape}, output {output}</source>
        <translation>输入 {shape}，输出 {output}</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
</context>
<context>
    <name>RemedyButtons</name>
    <message>
        <source>Input {shape}</source>
        <translation>输入 {shape}</translation>
    </message>
    <message>
        <source>Other numbers in {parameter}</source>
        <translation>{parameter} 换用别的数</translation>
    </message>
    <message>
        <source>The output is then {shape}</source>
        <translation>输出将为 {shape}</translation>
    </message>
</context>
<context>
    <name>RemedyEdits</name>
    <message>
        <source>Change output_size</source>
        <translation>修改 output_size</translation>
    </message>
    <message>
        <source>Change a number of {part}</source>
        <translation>修改{part}的一个数</translation>
    </message>
    <message>
        <source>Change the form of {part}</source>
        <translation>更改{part}的形式</translation>
    </message>
    <message>
        <source>Fill {part}</source>
        <translation>填充{part}</translation>
    </message>
    <message>
        <source>Change the input&apos;s shape</source>
        <translation>修改输入的形状</translation>
    </message>
    <message>
        <source>Use {layer}</source>
        <translation>改用 {layer}</translation>
    </message>
    <message>
        <source>Set {setting}</source>
        <translation>设置 {setting}</translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Best: {accuracy} after epoch {epoch}.</source>
        <translation>最佳：第 {epoch} 轮后为 {accuracy}。</translation>
    </message>
    <message>
        <source>Epochs finished: {epochs}. Batches: {batches}. Time: {time}.</source>
        <translation>已完成 {epochs} 轮，共 {batches} 个批次，用时 {time}。</translation>
    </message>
    <message>
        <source>After each epoch it is shown here how good the network is.</source>
        <translation>每轮结束后，这里会显示网络的表现。</translation>
    </message>
    <message>
        <source>How good the network is and which pictures it confuses are shown here once a run has been measured.</source>
        <translation>训练经过测量后，这里会显示网络的表现，以及它混淆了哪些图像。</translation>
    </message>
    <message>
        <source>These are the weights of epoch {epoch}, the best one.</source>
        <translation>这些是最佳一轮（第 {epoch} 轮）的权重。</translation>
    </message>
    <message>
        <source>{accuracy} of the test pictures are classified correctly.</source>
        <translation>{accuracy} 的测试图像分类正确。</translation>
    </message>
    <message>
        <source>The run has gone on since. What it learns is shown when it ends.</source>
        <translation>此后训练仍在继续：新学到的内容将在训练结束时显示。</translation>
    </message>
    <message>
        <source>Show the last epoch</source>
        <translation>显示最后一轮</translation>
    </message>
    <message>
        <source>Show the best epoch</source>
        <translation>显示最佳一轮</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>RunControl</name>
    <message>
        <source>A run begins</source>
        <translation>训练正在开始</translation>
    </message>
    <message>
        <source>A run is paused in epoch {epoch} of {epochs}</source>
        <translation>训练已在第 {epoch} 轮（共 {epochs} 轮）暂停</translation>
    </message>
    <message>
        <source>A run goes on: epoch {epoch} of {epochs}</source>
        <translation>训练正在进行：第 {epoch} 轮，共 {epochs} 轮</translation>
    </message>
    <message>
        <source>This run is trained on another computer, or has just ended: it cannot be stopped from here.</source>
        <translation>此次训练在另一台计算机上进行，或刚刚结束：无法在此停止。</translation>
    </message>
    <message>
        <source>The run ends after its batch, with a checkpoint.</source>
        <translation>训练将在当前批次后结束，并写入检查点。</translation>
    </message>
</context>
<context>
    <name>RunHeading</name>
    <message>
        <source>Settings changed since this run: {settings}</source>
        <translation>现在的设置有所不同：{settings}</translation>
    </message>
    <message>
        <source>Trained by process {pid}, only watched here</source>
        <translation>由进程 {pid} 训练，此处仅观看</translation>
    </message>
    <message>
        <source>Trained on {host}, only watched here</source>
        <translation>在 {host} 上训练，此处仅观看</translation>
    </message>
    <message>
        <source>Run of {when}</source>
        <translation>{when} 的训练</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 个参数</translation>
    </message>
    <message>
        <source>batches of {size}</source>
        <translation>批大小 {size}</translation>
    </message>
    <message>
        <source>{epochs} epochs</source>
        <translation>{epochs} 轮</translation>
    </message>
    <message>
        <source>began with {file}</source>
        <translation>起始权重：{file}</translation>
    </message>
    <message>
        <source>The network was edited since this run began: the run trains the one that it began with.</source>
        <translation>此次训练开始后网络已被编辑：训练使用的仍是开始时的网络。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>RunLibrary</name>
    <message>
        <source>Notes of a run</source>
        <translation>训练的备注</translation>
    </message>
    <message>
        <source>Tags of a run</source>
        <translation>训练的标签</translation>
    </message>
    <message>
        <source>Delete a run</source>
        <translation>删除一次训练</translation>
    </message>
    <message>
        <source>Delete {count} runs</source>
        <translation>删除 {count} 次训练</translation>
    </message>
</context>
<context>
    <name>RunOffer</name>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Show this run</source>
        <translation>查看这次训练</translation>
    </message>
    <message>
        <source>The last run of this network</source>
        <translation>这个网络的上次训练</translation>
    </message>
    <message>
        <source>The last run, of another network or with other settings</source>
        <translation>上次训练（网络或设置与现在不同）</translation>
    </message>
</context>
<context>
    <name>RunTabs</name>
    <message>
        <source>What is shown of the run</source>
        <translation>显示这次训练的哪一部分</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Plots</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Loss, learning rate and accuracy</source>
        <translation>损失、学习率和准确率</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>Gradients, steps, weights and activations of each layer</source>
        <translation>各层的梯度、更新量、权重和激活值</translation>
    </message>
    <message>
        <source>Inside a layer</source>
        <translation>层的内部</translation>
    </message>
    <message>
        <source>Its kernels, and what it makes of a test picture</source>
        <translation>它的卷积核，以及它对一张测试图片的输出</translation>
    </message>
    <message>
        <source>This batch</source>
        <translation>本批次</translation>
    </message>
    <message>
        <source>The loss and one weight&apos;s step, worked out</source>
        <translation>逐步推算损失和一个权重的更新</translation>
    </message>
</context>
<context>
    <name>RunsActions</name>
    <message>
        <source>Choose one run in the table</source>
        <translation>请在表格中选择一次训练</translation>
    </message>
    <message>
        <source>Show this run on the training page: plots, result, kernels</source>
        <translation>在训练页显示这次训练：曲线、结果、卷积核</translation>
    </message>
    <message>
        <source>Go on with this run from its last checkpoint, with its own settings</source>
        <translation>用这次训练自己的设置，从最后一个检查点继续</translation>
    </message>
    <message>
        <source>Choose one run that was stopped, failed or was interrupted</source>
        <translation>请选择一次已停止、失败或中断的训练</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Use its settings</source>
        <translation>使用其设置</translation>
    </message>
    <message>
        <source>Take the network and the training settings of this run into the document, to train anew</source>
        <translation>把这次训练的网络和训练设置放入文档，以便重新训练</translation>
    </message>
    <message>
        <source>A run that goes on cannot be deleted. Stop it first</source>
        <translation>正在进行的训练不能删除。请先停止它</translation>
    </message>
    <message>
        <source>Choose runs in the table</source>
        <translation>请在表格中选择训练</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Write tags</source>
        <translation>写标签</translation>
    </message>
    <message>
        <source>Write notes</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Open run folder…</source>
        <translation>打开运行文件夹…</translation>
    </message>
    <message>
        <source>Show a run by its folder, also one that another computer is writing, and enter it in the list</source>
        <translation>按文件夹显示一次运行（也可以是另一台计算机正在写入的），并将其加入列表</translation>
    </message>
    <message>
        <source>Write the chosen runs as CSV or JSON, or their plot as PNG or SVG</source>
        <translation>把所选训练写成 CSV 或 JSON，或把曲线图写成 PNG 或 SVG</translation>
    </message>
    <message>
        <source>Delete the chosen runs with their checkpoints. Undo brings them back until the window is closed</source>
        <translation>删除所选训练及其检查点。关闭窗口之前可以撤销</translation>
    </message>
    <message>
        <source>Give the run tags, with commas between them</source>
        <translation>给训练加标签，用逗号分隔</translation>
    </message>
    <message>
        <source>Write notes beside the run</source>
        <translation>给训练写备注</translation>
    </message>
    <message>
        <source>Search the runs</source>
        <translation>搜索训练</translation>
    </message>
    <message>
        <source>Read the list anew: other programs may have trained</source>
        <translation>重新读取列表：其他程序可能进行过训练</translation>
    </message>
    <message>
        <source>This run does not go on</source>
        <translation>此次训练没有在进行</translation>
    </message>
    <message>
        <source>It is paused. Resume it</source>
        <translation>它已暂停，请继续训练</translation>
    </message>
    <message>
        <source>Only the window that trains it can pause it; stop it</source>
        <translation>只有训练它的窗口才能暂停；可以停止它</translation>
    </message>
    <message>
        <source>Extend…</source>
        <translation>延长…</translation>
    </message>
    <message>
        <source>Train this run for more epochs than were planned</source>
        <translation>让此次训练比原计划多训练若干轮</translation>
    </message>
    <message>
        <source>A run that diverged or goes on cannot be extended</source>
        <translation>已发散或正在进行的训练不能延长</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Have this run wait after the current batch</source>
        <translation>让此次训练在当前批次后等待</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>End this run after the current batch, with a checkpoint; also one that another window or the shell of this computer trains</source>
        <translation>在当前批次后结束此次训练并写入检查点；也适用于本机其他窗口或终端中的训练</translation>
    </message>
</context>
<context>
    <name>RunsBar</name>
    <message>
        <source>Search: state, data, layer, optimiser, tag, note</source>
        <translation>搜索：状态、数据、层、优化器、标签、备注</translation>
    </message>
    <message>
        <source>Search the runs</source>
        <translation>搜索训练</translation>
    </message>
    <message>
        <source>Runs in which every word stands, in any column (Ctrl+F)</source>
        <translation>任意列中包含每个词的训练 (Ctrl+F)</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 次训练</translation>
    </message>
    <message>
        <source>{count} runs</source>
        <translation>{count} 次训练</translation>
    </message>
    <message>
        <source>{found} of {all} runs</source>
        <translation>{found} / {all} 次训练</translation>
    </message>
</context>
<context>
    <name>RunsGestures</name>
    <message>
        <source>Ctrl+click, Shift+click, Shift+Up / Down</source>
        <translation>Ctrl+单击、Shift+单击、Shift+上 / 下</translation>
    </message>
    <message>
        <source>On the table: choose several runs, to compare them</source>
        <translation>在表格中：选择多次训练以作比较</translation>
    </message>
    <message>
        <source>Enter, double-click</source>
        <translation>回车、双击</translation>
    </message>
    <message>
        <source>On the table: open the run</source>
        <translation>在表格中：打开这次训练</translation>
    </message>
    <message>
        <source>F2, double-click on tags or notes</source>
        <translation>F2、双击标签或备注</translation>
    </message>
    <message>
        <source>On the table: write there</source>
        <translation>在表格中：在该处书写</translation>
    </message>
    <message>
        <source>Click on a heading</source>
        <translation>单击列标题</translation>
    </message>
    <message>
        <source>On the table: sort, and turn the order round</source>
        <translation>在表格中：排序，再次单击则反向</translation>
    </message>
</context>
<context>
    <name>RunsPage</name>
    <message>
        <source>Folder of a run</source>
        <translation>运行的文件夹</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>已保存为 {path}。</translation>
    </message>
    <message>
        <source>The plot is still being loaded. Try again in a moment.</source>
        <translation>曲线图仍在加载，请稍后再试。</translation>
    </message>
</context>
<context>
    <name>RunsPresenter</name>
    <message>
        <source>Take the settings of a run</source>
        <translation>使用一次训练的设置</translation>
    </message>
</context>
<context>
    <name>RunsTable</name>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>A process is training it now.</source>
        <translation>有一个进程正在训练它。</translation>
    </message>
    <message>
        <source>All its epochs are done.</source>
        <translation>全部轮次都已完成。</translation>
    </message>
    <message>
        <source>A person ended it; it can be resumed.</source>
        <translation>由人停止；可以继续。</translation>
    </message>
    <message>
        <source>The loss became infinite or no number.</source>
        <translation>损失变成了无穷大或非数值。</translation>
    </message>
    <message>
        <source>An error ended it.</source>
        <translation>因错误而结束。</translation>
    </message>
    <message>
        <source>Its process was killed, or the computer went out. It can be resumed from its last checkpoint.</source>
        <translation>它的进程被终止，或者计算机断电。可以从最后一个检查点继续。</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <translation>yyyy-MM-dd HH:mm</translation>
    </message>
    <message>
        <source>Run {number}</source>
        <translation>训练 {number}</translation>
    </message>
    <message>
        <source>Test pictures that are classified correctly, at best: epoch {epoch}</source>
        <translation>正确分类的测试图片占比，最佳：第 {epoch} 轮</translation>
    </message>
    <message>
        <source>Mean loss of the test pictures after epoch {epoch}</source>
        <translation>第 {epoch} 轮之后测试图片的平均损失</translation>
    </message>
</context>
<context>
    <name>SampleStrip</name>
    <message>
        <source>Double-click a picture to step through it in the calculator</source>
        <translation>双击一张图片，在计算器中逐步查看</translation>
    </message>
    <message>
        <source>Open in the calculator</source>
        <translation>在计算器中打开</translation>
    </message>
</context>
<context>
    <name>SaveQuestion</name>
    <message>
        <source>{name} was changed by another program.</source>
        <translation>{name} 已被其他程序修改。</translation>
    </message>
    <message>
        <source>{name} is no longer there.</source>
        <translation>{name} 已经不在了。</translation>
    </message>
    <message>
        <source>{name} is read-only.</source>
        <translation>{name} 是只读文件。</translation>
    </message>
    <message>
        <source>The contents of {path} have changed since you opened or saved it. Replacing the file loses those changes.</source>
        <translation>自您打开或保存以来，{path} 的内容已经改变。替换它会丢失这些内容。</translation>
    </message>
    <message>
        <source>{path} was moved or deleted, or its disk is not there. Your document is still open here.</source>
        <translation>{path} 已被移动或删除，或者它所在的磁盘已移除。文档仍在这里。</translation>
    </message>
    <message>
        <source>{path} is protected against changes.</source>
        <translation>{path} 已被设为不可修改。</translation>
    </message>
    <message>
        <source>Save there again</source>
        <translation>重新保存到原处</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>SaveResult</name>
    <message>
        <source>Save the trained weights</source>
        <translation>保存训练好的权重</translation>
    </message>
    <message>
        <source>Weights (*.safetensors)</source>
        <translation>权重 (*.safetensors)</translation>
    </message>
</context>
<context>
    <name>ScreenModes</name>
    <message>
        <source>&amp;Presentation</source>
        <translation>演示(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
</context>
<context>
    <name>SeedDialog</name>
    <message>
        <source>Random numbers</source>
        <translation>随机数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Smallest number</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>Largest number</source>
        <translation>最大值</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>{first}, {next}</source>
        <translation>{first}，{next}</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <translation>{first}和{last}</translation>
    </message>
    <message>
        <source>{first} {next}</source>
        <translation>{first}{next}</translation>
    </message>
    <message>
        <source>{label}: {text}</source>
        <translation>{label}：{text}</translation>
    </message>
</context>
<context>
    <name>SessionNotices</name>
    <message>
        <source>A copy of your changes cannot be kept: {reason}</source>
        <translation>无法保留您的更改的副本：{reason}</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>Something went wrong that convviz did not foresee: {summary}. Your document is still here; save it, and see the log at {path}.</source>
        <translation>发生了 convviz 未曾预料的错误：{summary}。您的文档仍在；请保存文档，并查看日志 {path}。</translation>
    </message>
    <message>
        <source>Some settings were unreadable and are at their default now: {names}</source>
        <translation>部分设置无法读取，已恢复为默认值：{names}</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>全部设置</translation>
    </message>
</context>
<context>
    <name>SettingForm</name>
    <message>
        <source>Seldom changed</source>
        <translation>很少改动</translation>
    </message>
    <message>
        <source>Fold or open what is seldom changed</source>
        <translation>折叠或展开很少改动的设置</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Normalise</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>Cut out a part</source>
        <translation>随机裁剪</translation>
    </message>
    <message>
        <source>Shift, in pixels</source>
        <translation>平移（像素）</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <source>Blank square, in pixels</source>
        <translation>遮挡方块（像素）</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Size in pixels</source>
        <translation>边长（像素）</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率计划</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批次大小</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Limit of gradients</source>
        <translation>梯度的限制</translation>
    </message>
    <message>
        <source>Average of the weights</source>
        <translation>权重的平均</translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>Whitening</source>
        <translation>白化</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>训练起点</translation>
    </message>
    <message>
        <source>Biases begin at 0</source>
        <translation>偏置从 0 开始</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片数</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>固定不变</translation>
    </message>
    <message>
        <source>Batches left out first</source>
        <translation>开头略过的批数</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Share that stays</source>
        <translation>保留的比例</translation>
    </message>
    <message>
        <source>Average statistics, too</source>
        <translation>统计量也求平均</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Compile on a GPU</source>
        <translation>在显卡上编译</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU 线程数</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Channels last</source>
        <translation>通道在后</translation>
    </message>
    <message>
        <source>Keep the best epoch</source>
        <translation>保留最佳一轮</translation>
    </message>
    <message>
        <source>Epochs of the schedule</source>
        <translation>调度的轮数</translation>
    </message>
    <message>
        <source>What training minimises: how wrong the network is.</source>
        <translation>训练要减小的量：网络错得有多严重。</translation>
    </message>
    <message>
        <source>How the learning rate changes during the run.</source>
        <translation>运行中学习率如何变化。</translation>
    </message>
    <message>
        <source>What is done to gradients that are too large, so that one batch cannot spoil all.</source>
        <translation>如何处理过大的梯度，使一个批次不会毁掉全部训练。</translation>
    </message>
    <message>
        <source>What is measured and saved: the weights as they are, or their average of late, which is often better.</source>
        <translation>测量并保存什么：权重本身，还是它们近来的平均值（后者往往更好）。</translation>
    </message>
    <message>
        <source>Which numbers the kernels of convolutions and Linear begin with.</source>
        <translation>卷积核与 Linear 的权重以哪些数开始。</translation>
    </message>
    <message>
        <source>Kernels of the first convolution that are computed from the pictures, as airbench does, so that the other layers learn faster.</source>
        <translation>第一个卷积的核由图片计算得到（如 airbench），使其他层学得更快。</translation>
    </message>
    <message>
        <source>The biases of convolutions and Linear begin at 0, not as torch&apos;s random numbers.</source>
        <translation>卷积与 Linear 的偏置从 0 开始，而不是 torch 的随机数。</translation>
    </message>
    <message>
        <source>Each channel gets mean 0 and deviation 1, by those of all training pictures.</source>
        <translation>按全部训练图像的均值和标准差，使每个通道的均值为 0、标准差为 1。</translation>
    </message>
    <message>
        <source>How many pictures are averaged before the weights move once.</source>
        <translation>每更新一次权重，对多少张图像的梯度取平均。</translation>
    </message>
    <message>
        <source>How many times training goes through all pictures.</source>
        <translation>每张训练图像被使用的次数。</translation>
    </message>
    <message>
        <source>Sets the initial weights and the order of the pictures: the same seed gives the same run.</source>
        <translation>决定初始权重和图像的顺序：种子相同，训练过程就相同。</translation>
    </message>
    <message>
        <source>Whether pictures and kernels lie in memory pixel by pixel, not channel by channel. None does what is usually faster: yes on a CPU.</source>
        <translation>图片与卷积核在内存中是否逐像素存放，而非逐通道。None 采用通常较快的方式：在 CPU 上为是。</translation>
    </message>
    <message>
        <source>A checkpoint is written after every so many epochs.</source>
        <translation>每隔这么多轮写入一个检查点。</translation>
    </message>
    <message>
        <source>In long epochs one is also written when the last is so many minutes old: what a crash costs at most.</source>
        <translation>在较长的一轮中，若上一个检查点已过去这么多分钟，也会写入一个：这是崩溃时最多的损失。</translation>
    </message>
    <message>
        <source>How the weights follow the gradient.</source>
        <translation>权重如何随梯度更新。</translation>
    </message>
    <message>
        <source>Made to fit by</source>
        <translation>适配方式</translation>
    </message>
    <message>
        <source>Share to test with</source>
        <translation>测试比例</translation>
    </message>
    <message>
        <source>Seed of the split</source>
        <translation>划分种子</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Names of the classes</source>
        <translation>类别名称</translation>
    </message>
    <message>
        <source>Place of the data</source>
        <translation>数据位置</translation>
    </message>
    <message>
        <source>Epochs per checkpoint</source>
        <translation>检查点间隔（轮）</translation>
    </message>
    <message>
        <source>Minutes per checkpoint</source>
        <translation>检查点间隔（分钟）</translation>
    </message>
    <message>
        <source>Where torch computes. Auto takes a graphics card if torch can use one.</source>
        <translation>torch 在何处计算。auto 表示在 torch 可用显卡时使用显卡。</translation>
    </message>
    <message>
        <source>The numbers in which the network is computed; weights stay in float32. Half precision is faster on many graphics cards, and slower on most processors. A trial in a process of its own shows whether it works here.</source>
        <translation>计算网络所用的数；权重仍为 float32。半精度在许多显卡上更快，在多数处理器上更慢。在单独的进程中试算，可知这里是否可用。</translation>
    </message>
    <message>
        <source>The weights of the epoch with the highest validation accuracy are kept beside those of the last one.</source>
        <translation>除最后一轮的权重外，还保留验证准确率最高那一轮的权重。</translation>
    </message>
    <message>
        <source>Over how many epochs a schedule is laid out that changes the rate after every batch; None: over all. Behind it the rate stays.</source>
        <translation>逐批次改变学习率的调度覆盖多少轮；None 表示全部轮次。此后学习率保持不变。</translation>
    </message>
    <message>
        <source>torch compiles the network on a graphics card: about a minute&apos;s wait at the start, then each batch is faster. Worth it for long runs. On a processor it never pays, and is left out.</source>
        <translation>torch 在显卡上编译网络：开始时约等一分钟，之后每个批次更快。适合较长的训练。在处理器上从不划算，因此不编译。</translation>
    </message>
    <message>
        <source>Processor cores that torch uses; None lets torch choose. Fewer leave more for other programs.</source>
        <translation>torch 使用的处理器核心数；None 表示由 torch 决定。数目越少，留给其他程序的越多。</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Constant rate</source>
        <translation>学习率不变</translation>
    </message>
    <message>
        <source>fixed during a run</source>
        <translation>训练期间不可更改</translation>
    </message>
    <message>
        <source>Settings of the training</source>
        <translation>训练设置</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练过程</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>运行环境</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>The target is 1 at the output of the right class, else 0 (one-hot).</source>
        <translation>目标在正确类别的输出处为 1，其余为 0（one-hot）。</translation>
    </message>
    <message>
        <source>It changes after every epoch.</source>
        <translation>每一轮之后变化。</translation>
    </message>
</context>
<context>
    <name>ShapeField</name>
    <message>
        <source>These are {count} numbers; at most {most} are shown.</source>
        <translation>这是 {count} 个数；最多能显示 {most} 个。</translation>
    </message>
    <message>
        <source>Write {least} to {most} sizes, such as {example}.</source>
        <translation>请写 {least} 到 {most} 个大小，例如 {example}。</translation>
    </message>
    <message>
        <source>Write the channels, then the sizes, such as {example}.</source>
        <translation>请先写通道数，再写各轴尺寸，例如 {example}。</translation>
    </message>
    <message>
        <source>Each size is at least 1.</source>
        <translation>每个尺寸至少为 1。</translation>
    </message>
    <message>
        <source>These are {count} sizes: the first would be a batch. One picture is {example}.</source>
        <translation>这里有 {count} 个尺寸：第一个会是批量。单张图片应写作 {example}。</translation>
    </message>
    <message>
        <source>The channels are missing in front, as in {example}.</source>
        <translation>前面缺少通道数，例如 {example}。</translation>
    </message>
    <message>
        <source>These are {count} sizes; {expected} are needed, as in {example}.</source>
        <translation>这里有 {count} 个尺寸；需要 {expected} 个，例如 {example}。</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Explanation</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Parameters: {product}</source>
        <translation>参数：{product}</translation>
    </message>
    <message>
        <source>one number</source>
        <translation>一个数</translation>
    </message>
    <message>
        <source>Not read yet: {names}. What is shown is the setting before.</source>
        <translation>尚未读取：{names}。当前显示的是之前的设置。</translation>
    </message>
    <message>
        <source>Multiply-adds: {product}</source>
        <translation>乘加次数：{product}</translation>
    </message>
    <message>
        <source>Settings for {size}</source>
        <translation>得到 {size} 的设置</translation>
    </message>
    <message>
        <source>Learn the kernel</source>
        <translation>学习卷积核</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Worth knowing</source>
        <translation>值得了解</translation>
    </message>
    <message>
        <source>Solve for a size</source>
        <translation>按大小求解</translation>
    </message>
    <message>
        <source>Output size</source>
        <translation>输出大小</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>开销</translation>
    </message>
</context>
<context>
    <name>SolverKeeps</name>
    <message>
        <source>Keep</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>What is kept stays as it is; the rest may change</source>
        <translation>保持的参数不变；其余可以更改</translation>
    </message>
    <message>
        <source>Keep {name} as it is</source>
        <translation>保持 {name} 不变</translation>
    </message>
    <message>
        <source>Keep {name}</source>
        <translation>保持 {name}</translation>
    </message>
</context>
<context>
    <name>SolverModel</name>
    <message>
        <source>{settings} (now)</source>
        <translation>{settings}（当前）</translation>
    </message>
</context>
<context>
    <name>SolverSection</name>
    <message>
        <source>Settings that give the wanted size</source>
        <translation>能得到所需大小的设置</translation>
    </message>
    <message>
        <source>Enter or a click applies a setting</source>
        <translation>按 Enter 或单击即可应用设置</translation>
    </message>
    <message>
        <source>There is nothing to solve for {layer}: its formula is above.</source>
        <translation>{layer} 没有求解器：上面的公式已说明一切。</translation>
    </message>
    <message>
        <source>There is nothing to solve for {layer}: its output is as large as its input, or as its parameters say.</source>
        <translation>{layer} 没有什么可求解的：输出与输入一样大，或者由参数直接给定。</translation>
    </message>
    <message>
        <source>The input&apos;s shape does not fit the layer. Correct that first.</source>
        <translation>输入形状不适合该层：请先改正。</translation>
    </message>
    <message>
        <source>Settings: {count}, commonest first</source>
        <translation>设置：{count} 种，最常用的在前</translation>
    </message>
    <message>
        <source>The commonest settings: {count}</source>
        <translation>最常用的设置：{count} 种</translation>
    </message>
    <message>
        <source>No settings give {size} with {kept}.</source>
        <translation>在 {kept} 时无法得到 {size}。</translation>
    </message>
    <message>
        <source>{layer} cannot turn {input} into {size}.</source>
        <translation>{layer} 无法把 {input} 变为 {size}。</translation>
    </message>
    <message>
        <source>Output {size}</source>
        <translation>输出 {size}</translation>
    </message>
    <message>
        <source>The nearest possible size</source>
        <translation>能得到的最接近的大小</translation>
    </message>
    <message>
        <source>Keep nothing</source>
        <translation>全部不保持</translation>
    </message>
    <message>
        <source>Let all change</source>
        <translation>允许全部更改</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>显示较少</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Show all settings that were found, or the likeliest alone</source>
        <translation>显示找到的全部设置，或仅显示最可能的</translation>
    </message>
</context>
<context>
    <name>SolverWish</name>
    <message>
        <source>Wanted output size</source>
        <translation>所需的输出大小</translation>
    </message>
    <message>
        <source>same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>As large as the input</source>
        <translation>与输入一样大</translation>
    </message>
    <message>
        <source>half</source>
        <translation>一半</translation>
    </message>
    <message>
        <source>Half the input&apos;s size</source>
        <translation>输入大小的一半</translation>
    </message>
    <message>
        <source>double</source>
        <translation>两倍</translation>
    </message>
    <message>
        <source>One number, or one per axis</source>
        <translation>一个数，或每轴一个数</translation>
    </message>
    <message>
        <source>Twice the input&apos;s size</source>
        <translation>输入大小的两倍</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>An output has at least one cell along each axis.</source>
        <translation>输出在每个轴上至少有一格。</translation>
    </message>
    <message>
        <source>The largest size that is solved for is {limit}.</source>
        <translation>可求解的大小最大为 {limit}。</translation>
    </message>
</context>
<context>
    <name>SourceLink</name>
    <message>
        <source>Source: {name}</source>
        <translation>来源：{name}</translation>
    </message>
</context>
<context>
    <name>StartChoice</name>
    <message>
        <source>The network&apos;s weights</source>
        <translation>网络自带的权重</translation>
    </message>
    <message>
        <source>New weights</source>
        <translation>新权重</translation>
    </message>
    <message>
        <source>Made from the seed, as the settings of initial weights say.</source>
        <translation>按初始权重的设置，由种子生成。</translation>
    </message>
    <message>
        <source>With the running values of BatchNorm. The settings of initial weights are not used.</source>
        <translation>包括 BatchNorm 的滑动统计值。不使用初始权重的设置。</translation>
    </message>
</context>
<context>
    <name>StepLines</name>
    <message>
        <source>channel:</source>
        <translation>通道：</translation>
    </message>
    <message>
        <source>slice:</source>
        <translation>切片：</translation>
    </message>
    <message>
        <source>row:</source>
        <translation>行：</translation>
    </message>
    <message>
        <source>column:</source>
        <translation>列：</translation>
    </message>
    <message>
        <source>tap:</source>
        <translation>核元素：</translation>
    </message>
    <message>
        <source>read:</source>
        <translation>读取：</translation>
    </message>
    <message>
        <source>index:</source>
        <translation>索引：</translation>
    </message>
    <message>
        <source>mean:</source>
        <translation>均值：</translation>
    </message>
    <message>
        <source>variance:</source>
        <translation>方差：</translation>
    </message>
    <message>
        <source>mean square:</source>
        <translation>均方：</translation>
    </message>
    <message>
        <source>divisor:</source>
        <translation>除数：</translation>
    </message>
    <message>
        <source>unbiased variance:</source>
        <translation>无偏方差：</translation>
    </message>
</context>
<context>
    <name>StepLinesWidget</name>
    <message>
        <source>This step in numbers</source>
        <translation>本步的数值计算</translation>
    </message>
    <message>
        <source>channel {channel}:</source>
        <translation>通道 {channel}：</translation>
    </message>
    <message>
        <source>all channels:</source>
        <translation>所有通道：</translation>
    </message>
    <message>
        <source>… {text} more</source>
        <translation>…… 另 {text} 项</translation>
    </message>
    <message>
        <source>{count} more channels: {text}</source>
        <translation>另 {count} 个通道：{text}</translation>
    </message>
    <message>
        <source>weight {text}</source>
        <translation>权重 {text}</translation>
    </message>
    <message>
        <source>bias {text}</source>
        <translation>偏置 {text}</translation>
    </message>
    <message>
        <source>{text} → cropped</source>
        <translation>{text} → 被裁去</translation>
    </message>
    <message>
        <source>read {text}×, the largest {count}×</source>
        <translation>被读 {text} 次，{count} 次为最大</translation>
    </message>
    <message>
        <source>in all outputs of the channel</source>
        <translation>（在该通道所有输出中合计）</translation>
    </message>
    <message>
        <source>used {text}×, {count}× on padding:</source>
        <translation>用 {text} 次，其中 {count} 次落在填充上：</translation>
    </message>
    <message>
        <source>used {text}×:</source>
        <translation>用 {text} 次：</translation>
    </message>
    <message>
        <source>used {text}×</source>
        <translation>用 {text} 次</translation>
    </message>
</context>
<context>
    <name>StepPanel</name>
    <message>
        <source>This step in numbers</source>
        <translation>本步的数值计算</translation>
    </message>
</context>
<context>
    <name>StepperActions</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>First step</source>
        <translation>起始步</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation>前进一步</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>结束步</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环播放</translation>
    </message>
    <message>
        <source>Release the pinned cell</source>
        <translation>取消固定的格</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>加快</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>减慢</translation>
    </message>
    <message>
        <source>Go to a step or a cell</source>
        <translation>转到某一步或某一格</translation>
    </message>
    <message>
        <source>Previous part of the calculation</source>
        <translation>计算的上一项</translation>
    </message>
    <message>
        <source>Next part of the calculation</source>
        <translation>计算的下一项</translation>
    </message>
    <message>
        <source>Previous output channel</source>
        <translation>上一个输出通道</translation>
    </message>
    <message>
        <source>Next output channel</source>
        <translation>下一个输出通道</translation>
    </message>
    <message>
        <source>Previous input channels</source>
        <translation>前面的输入通道</translation>
    </message>
    <message>
        <source>Next input channels</source>
        <translation>后面的输入通道</translation>
    </message>
    <message>
        <source>Uses of each cell</source>
        <translation>各格使用次数</translation>
    </message>
    <message>
        <source>Show how many windows use each cell of the input</source>
        <translation>显示输入的每格被多少窗口使用</translation>
    </message>
    <message>
        <source>View: {name}</source>
        <translation>视图：{name}</translation>
    </message>
    <message>
        <source>Fill the output as it plays</source>
        <translation>随播放逐格填充输出</translation>
    </message>
    <message>
        <source>Hide the outputs until asked for</source>
        <translation>隐藏输出，直到要求显示</translation>
    </message>
    <message>
        <source>Show this output</source>
        <translation>显示这个输出</translation>
    </message>
    <message>
        <source>Dim what is not in the step</source>
        <translation>淡化与这一步无关的格子</translation>
    </message>
    <message>
        <source>Larger cells</source>
        <translation>放大格子</translation>
    </message>
    <message>
        <source>Smaller cells</source>
        <translation>缩小格子</translation>
    </message>
    <message>
        <source>Fit the cells to the window</source>
        <translation>让格子适合窗口</translation>
    </message>
    <message>
        <source>Show only what this step is made of</source>
        <translation>只显示这一步用到的部分</translation>
    </message>
    <message>
        <source>Where all parts of a calculation have no room for their numbers</source>
        <translation>当计算的各部分放在一起没有地方显示数字时</translation>
    </message>
    <message>
        <source>Loupe where cells have no room for numbers</source>
        <translation>单元格放不下数字时显示放大镜</translation>
    </message>
</context>
<context>
    <name>Steppers</name>
    <message>
        <source>One more (Up; with Ctrl by 10)</source>
        <translation>加一（↑；按住 Ctrl 加 10）</translation>
    </message>
    <message>
        <source>One less (Down; with Ctrl by 10)</source>
        <translation>减一（↓；按住 Ctrl 减 10）</translation>
    </message>
    <message>
        <source>more</source>
        <translation>增大</translation>
    </message>
    <message>
        <source>less</source>
        <translation>减小</translation>
    </message>
</context>
<context>
    <name>StructForm</name>
    <message>
        <source>Write a number from {low} to {high}.</source>
        <translation>请输入 {low} 到 {high} 之间的数。</translation>
    </message>
    <message>
        <source>Write a number from {low} to below {below}.</source>
        <translation>请输入不小于 {low} 且小于 {below} 的数。</translation>
    </message>
    <message>
        <source>Write a number of at least {low}.</source>
        <translation>请输入不小于 {low} 的数。</translation>
    </message>
    <message>
        <source>Write a number above {above} and at most {high}.</source>
        <translation>请输入大于 {above} 且不超过 {high} 的数。</translation>
    </message>
    <message>
        <source>Write a number below {below}.</source>
        <translation>请输入小于 {below} 的数。</translation>
    </message>
    <message>
        <source>Write a finite number.</source>
        <translation>请输入有限的数。</translation>
    </message>
</context>
<context>
    <name>SurfaceBar</name>
    <message>
        <source>gradients are typed</source>
        <translation>手动输入梯度</translation>
    </message>
    <message>
        <source>The function that is descended</source>
        <translation>要下降的函数</translation>
    </message>
    <message>
        <source>A function of two weights, such as x^2 + 10*y^2. Its gradients are the input</source>
        <translation>两个权重的函数，例如 x^2 + 10*y^2。其梯度就是输入</translation>
    </message>
    <message>
        <source>Functions to descend</source>
        <translation>可供下降的函数</translation>
    </message>
    <message>
        <source>Bowl</source>
        <translation>碗</translation>
    </message>
    <message>
        <source>Ravine</source>
        <translation>峡谷</translation>
    </message>
    <message>
        <source>Saddle</source>
        <translation>鞍面</translation>
    </message>
    <message>
        <source>Bent valley (Rosenbrock)</source>
        <translation>弯曲的山谷（Rosenbrock）</translation>
    </message>
    <message>
        <source>Waves with many minima</source>
        <translation>有许多极小值的波浪</translation>
    </message>
    <message>
        <source>None: type the gradients</source>
        <translation>无：手动输入梯度</translation>
    </message>
</context>
<context>
    <name>SurfaceView</name>
    <message>
        <source>A map needs two weights: give the input the shape (steps, {sizes}).</source>
        <translation>地图需要两个权重：请把输入的形状设为（步数, {sizes}）。</translation>
    </message>
    <message>
        <source>Step {step}: the weights stand at ({x}, {y}). Type a function above.</source>
        <translation>第 {step} 步：权重位于 ({x}, {y})。请在上方输入一个函数。</translation>
    </message>
    <message>
        <source>Step {step}: f({x}, {y}) = {height}. The fuller the colour, the lower.</source>
        <translation>第 {step} 步：f({x}, {y}) = {height}。颜色越浓，函数值越低。</translation>
    </message>
</context>
<context>
    <name>TableGrid</name>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Table of the network</source>
        <translation>网络表格</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>合计</translation>
    </message>
</context>
<context>
    <name>TableView</name>
    <message>
        <source>A batch has 1 to {most} pictures</source>
        <translation>一个批次有 1 到 {most} 张图片</translation>
    </message>
    <message>
        <source>Copy as {format}</source>
        <translation>复制为 {format}</translation>
    </message>
    <message>
        <source>Choose the columns</source>
        <translation>选择显示的列</translation>
    </message>
    <message>
        <source>Copy the chosen rows, or the whole table</source>
        <translation>复制选中的行，或整个表格</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批次大小</translation>
    </message>
</context>
<context>
    <name>TemplatePopup</name>
    <message>
        <source>Search by name, author, year, data or layer</source>
        <translation>按名称、作者、年份、数据或层搜索</translation>
    </message>
    <message>
        <source>About the marked template</source>
        <translation>关于所标模板</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>No template matches.</source>
        <translation>没有匹配的模板。</translation>
    </message>
</context>
<context>
    <name>TemplateRows</name>
    <message>
        <source>Recognise photographs (CIFAR-10)</source>
        <translation>识别照片（CIFAR-10）</translation>
    </message>
    <message>
        <source>More…</source>
        <translation>更多…</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Train: {template}</source>
        <translation>训练：{template}</translation>
    </message>
</context>
<context>
    <name>Templates</name>
    <message>
        <source>Take {template}</source>
        <translation>采用{template}</translation>
    </message>
    <message>
        <source>Take the training settings of &quot;{template}&quot; as well?</source>
        <translation>是否同时采用“{template}”的训练设置？</translation>
    </message>
    <message>
        <source>You have chosen training settings of your own. These would change: {settings}. Undo brings them back.</source>
        <translation>您已选择了自己的训练设置。以下设置会改变：{settings}。撤销可恢复它们。</translation>
    </message>
    <message>
        <source>Take its settings</source>
        <translation>采用它的设置</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的设置</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Fast network</source>
        <translation>快速网络</translation>
    </message>
    <message>
        <source>Strong network</source>
        <translation>较强网络</translation>
    </message>
    <message>
        <source>Course network, as taught</source>
        <translation>课程网络（按课程原样）</translation>
    </message>
    <message>
        <source>Course network with BatchNorm and ReLU</source>
        <translation>加上 BatchNorm 和 ReLU 的课程网络</translation>
    </message>
    <message>
        <source>Network for a graphics card</source>
        <translation>用于显卡的网络</translation>
    </message>
    <message>
        <source>ResNet-20</source>
        <translation>ResNet-20</translation>
    </message>
    <message>
        <source>ResNet-18</source>
        <translation>ResNet-18</translation>
    </message>
    <message>
        <source>Small DenseNet</source>
        <translation>小型 DenseNet</translation>
    </message>
    <message>
        <source>Inception blocks</source>
        <translation>Inception 块</translation>
    </message>
    <message>
        <source>Small SqueezeNet</source>
        <translation>小型 SqueezeNet</translation>
    </message>
    <message>
        <source>Small MobileNetV2</source>
        <translation>小型 MobileNetV2</translation>
    </message>
    <message>
        <source>Small U-Net</source>
        <translation>小型 U-Net</translation>
    </message>
    <message>
        <source>A first success on photographs: small convolutions, each with a norm, and a learning rate that rises and falls once.</source>
        <translation>在照片上的第一次成功：小卷积，每个都带归一化，学习率先升后降一次。</translation>
    </message>
    <message>
        <source>The same shape with more channels, trained for longer.</source>
        <translation>同样的结构，通道更多，训练更久。</translation>
    </message>
    <message>
        <source>Three 5×5 convolutions without any activation, and SGD with a constant rate: what courses begin with.</source>
        <translation>三个没有激活函数的 5×5 卷积，加上学习率不变的 SGD：课程由此开始。</translation>
    </message>
    <message>
        <source>The course&apos;s convolutions with a norm and an activation after each: see what the two change.</source>
        <translation>课程的卷积，每个之后加归一化和激活函数：看看这两者改变了什么。</translation>
    </message>
    <message>
        <source>The shape that reaches 94% of CIFAR-10 within seconds on a fast graphics card. On a processor it takes hours.</source>
        <translation>在快速显卡上几秒内就能在 CIFAR-10 上达到 94% 的结构。在处理器上需要数小时。</translation>
    </message>
    <message>
        <source>Blocks that add what they find to what they were given: watch the 1×1 convolution in the shortcut where a stage begins.</source>
        <translation>把所得加到所给之上的块：请留意每个阶段开头捷径中的 1×1 卷积。</translation>
    </message>
    <message>
        <source>The same blocks with up to 512 channels, for pictures of 32×32: no pooling stands behind the first convolution.</source>
        <translation>同样的块，最多 512 个通道，用于 32×32 的图片：第一个卷积之后没有池化。</translation>
    </message>
    <message>
        <source>Each layer reads the outputs of all before it: watch how the channels grow by 12.</source>
        <translation>每一层读取之前所有层的输出：请留意通道数如何每次增加 12。</translation>
    </message>
    <message>
        <source>Kernels of 1×1, 3×3 and 5×5 beside each other; 1×1 convolutions make the channels few before the large ones.</source>
        <translation>1×1、3×3 和 5×5 的卷积核并列；在大卷积核之前用 1×1 卷积减少通道。</translation>
    </message>
    <message>
        <source>Fire modules: few channels in, many out, half of them without looking around.</source>
        <translation>Fire 模块：进少出多，其中一半通道不看周围。</translation>
    </message>
    <message>
        <source>Inverted residuals: wide inside, narrow outside, and each channel has a kernel of its own.</source>
        <translation>倒残差：内宽外窄，每个通道有自己的卷积核。</translation>
    </message>
    <message>
        <source>What was seen before pooling is joined to what comes back up. It gives ten numbers for each place of the picture, so it can be looked at here, but not trained.</source>
        <translation>池化之前所见与返回上层的结果拼接。它为图片的每个位置给出十个数，因此可在此查看，但不能训练。</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>{accuracy} right in about {minutes} min</source>
        <translation>约 {minutes} 分钟达到 {accuracy}</translation>
    </message>
    <message>
        <source>{epochs} epochs on {data}. What it reaches was not measured.</source>
        <translation>在 {data} 上训练 {epochs} 轮。未测量其效果。</translation>
    </message>
    <message>
        <source>{epochs} epochs on {data}. What it reaches was not measured: no graphics card was at hand.</source>
        <translation>在 {data} 上训练 {epochs} 轮。能达到多少未测量：手边没有显卡。</translation>
    </message>
    <message>
        <source>Measured: {accuracy} of the test pictures of {data} are classified correctly after {epochs} epochs, in {seconds} seconds of processor time; on two free cores in about {minutes} min.</source>
        <translation>实测：{epochs} 轮后，{data} 的测试图片有 {accuracy} 分类正确，用了 {seconds} 秒处理器时间；在两个空闲核心上约 {minutes} 分钟。</translation>
    </message>
    <message>
        <source>LeNet-5, as in the paper</source>
        <translation>LeNet-5（论文原样）</translation>
    </message>
    <message>
        <source>LeNet-5, as in PyTorch&apos;s tutorial</source>
        <translation>LeNet-5（PyTorch 教程版）</translation>
    </message>
    <message>
        <source>LeNet-5 at 28×28, as taught</source>
        <translation>LeNet-5，28×28（课堂版）</translation>
    </message>
    <message>
        <source>TinyVGG</source>
        <translation>TinyVGG</translation>
    </message>
    <message>
        <source>AlexNet for CIFAR-10</source>
        <translation>AlexNet（用于 CIFAR-10）</translation>
    </message>
    <message>
        <source>AlexNet at 224×224</source>
        <translation>AlexNet，224×224</translation>
    </message>
    <message>
        <source>AlexNet on two cards, as in the paper</source>
        <translation>AlexNet，双显卡（论文原样）</translation>
    </message>
    <message>
        <source>VGG-11 for CIFAR-10</source>
        <translation>VGG-11（用于 CIFAR-10）</translation>
    </message>
    <message>
        <source>VGG-11 at 224×224</source>
        <translation>VGG-11，224×224</translation>
    </message>
    <message>
        <source>All-convolutional network</source>
        <translation>全卷积网络（All-CNN）</translation>
    </message>
    <message>
        <source>Network in Network</source>
        <translation>Network in Network（NiN）</translation>
    </message>
    <message>
        <source>To begin with</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>Well-known chains of layers</source>
        <translation>著名的链式网络</translation>
    </message>
    <message>
        <source>Networks of blocks</source>
        <translation>由块组成的网络</translation>
    </message>
    <message>
        <source>Pooling averages four cells, then multiplies each map by a number that is learned and adds one: watch the 1×1 convolutions with a group for each channel. In the paper C3 reads only some of the maps (60,000 parameters), tanh is stretched to 1.7159 tanh(2x/3), and the last layer measures distances.</source>
        <translation>池化先对四个格取平均，再给每张图乘上一个学到的数并加上另一个：请看每个通道自成一组的 1×1 卷积。论文中 C3 只读取部分特征图（共 60,000 个参数），tanh 被拉伸为 1.7159 tanh(2x/3)，最后一层计算的是距离。</translation>
    </message>
    <message>
        <source>The paper&apos;s sizes, but ReLU for tanh, max pooling for averages, and a plain last layer. Watch Flatten: 16×5×5 = 400, where 5×5 is the map that is left, not the kernel.</source>
        <translation>尺寸与论文相同，但用 ReLU 代替 tanh，用最大池化代替平均池化，最后一层是普通线性层。请看 Flatten：16×5×5 = 400，其中 5×5 是剩下的特征图，而不是卷积核。</translation>
    </message>
    <message>
        <source>The network that read digits in 1998, on grey pictures of 28×28: padding 2 takes the place of the border of 32×32. Shapes-10 is drawn in that size.</source>
        <translation>1998 年识别数字的网络，输入为 28×28 的灰度图：填充 2 代替了 32×32 的边框。Shapes-10 按这个尺寸绘制。</translation>
    </message>
    <message>
        <source>The network of CNN Explainer. Without padding each convolution takes two rows and columns away: 64, 62, 60, pooled 30, 28, 26, pooled 13.</source>
        <translation>CNN Explainer 的网络。没有填充，每次卷积减少两行两列：64、62、60，池化后 30、28、26，池化后 13。</translation>
    </message>
    <message>
        <source>AlexNet&apos;s channels for 32×32. Watch the first layer: kernel 11, stride 4 and padding 5 leave 8×8 of 32×32, and one linear layer takes the place of three.</source>
        <translation>AlexNet 的通道数，用于 32×32。请看第一层：核 11、步幅 4、填充 5，32×32 只剩 8×8；一个线性层代替了三个。</translation>
    </message>
    <message>
        <source>torchvision&apos;s form: 64 to 256 channels on one card. Watch where the parameters are: 58.6 of 61.1 million in three linear layers, 92% of the multiply-adds in the convolutions.</source>
        <translation>torchvision 的形式：单卡，64 到 256 个通道。请看参数在哪里：6110 万中的 5860 万在三个线性层里，而 92% 的乘加在卷积里。</translation>
    </message>
    <message>
        <source>Three convolutions have groups=2, because half of the channels lay on each of two graphics cards. The paper writes 224×224; its sizes come out with 227×227.</source>
        <translation>三个卷积的 groups=2，因为两块显卡各放一半通道。论文写的是 224×224；要得到它的尺寸，输入须为 227×227。</translation>
    </message>
    <message>
        <source>Five poolings leave 1×1 of 32×32, so that the linear layer has 512 inputs, not 25,088. A norm behind each convolution lets it learn from the start.</source>
        <translation>五次池化把 32×32 变成 1×1，因此线性层有 512 个输入，而不是 25,088 个。每个卷积后的归一化让它从一开始就能学习。</translation>
    </message>
    <message>
        <source>Kernels of 3×3 alone: two of them see 5×5, three 7×7. The first linear layer alone has 102,764,544 of the 132,863,336 parameters.</source>
        <translation>只用 3×3 的核：两层看到 5×5，三层看到 7×7。仅第一个线性层就有 132,863,336 个参数中的 102,764,544 个。</translation>
    </message>
    <message>
        <source>Strides take the place of pooling, and a mean over all places that of the linear layer: any size of picture fits. Watch the receptive field grow faster behind each stride.</source>
        <translation>步幅代替池化，对所有位置取平均代替线性层：任何大小的图片都适用。请看每个步幅之后感受野增长得更快。</translation>
    </message>
    <message>
        <source>Two 1×1 convolutions behind each large one: a small network at every place. Watch the pooling, which rounds up (ceil_mode) as Caffe does: 32, 16, 8.</source>
        <translation>每个大卷积后面有两个 1×1 卷积：每个位置上一个小网络。请看池化，它像 Caffe 一样向上取整（ceil_mode）：32、16、8。</translation>
    </message>
    <message>
        <source>to look at</source>
        <translation>供查看</translation>
    </message>
    <message>
        <source>Published: {accuracy} of the first guesses right on {data} ({source}).</source>
        <translation>已发表：在 {data} 上首个猜测的正确率为 {accuracy}（{source}）。</translation>
    </message>
    <message>
        <source>{params} parameters, {mult_adds} multiply-adds for a picture.</source>
        <translation>{params} 个参数，每张图片 {mult_adds} 次乘加。</translation>
    </message>
</context>
<context>
    <name>TensorForms</name>
    <message>
        <source>What fits: {forms}</source>
        <translation>合适的形状：{forms}</translation>
    </message>
    <message>
        <source>Shape of {part}</source>
        <translation>{part}的形状</translation>
    </message>
    <message>
        <source>Type of {part}</source>
        <translation>{part}的类型</translation>
    </message>
    <message>
        <source>The type of the numbers: int64 for numbers of classes</source>
        <translation>数的类型：类别编号用 int64</translation>
    </message>
</context>
<context>
    <name>TextSizeActions</name>
    <message>
        <source>&amp;Larger</source>
        <translation>放大(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller</source>
        <translation>缩小(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Normal</source>
        <translation>正常(&amp;N)</translation>
    </message>
</context>
<context>
    <name>TileGallery</name>
    <message>
        <source>Open in the calculator</source>
        <translation>在计算器中打开</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Start again after the last step</source>
        <translation>最后一步后从头开始</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Go to step</source>
        <translation>转到步骤</translation>
    </message>
    <message>
        <source>Played by</source>
        <translation>播放方式</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>every step</source>
        <translation>逐步</translation>
    </message>
    <message>
        <source>row by row</source>
        <translation>逐行</translation>
    </message>
    <message>
        <source>{count} steps</source>
        <translation>每 {count} 步</translation>
    </message>
    <message>
        <source>First step</source>
        <translation>第一步</translation>
    </message>
    <message>
        <source>One step back</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>One step forward</source>
        <translation>前进一步</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>最后一步</translation>
    </message>
    <message>
        <source>Drag to any step</source>
        <translation>拖动到任意一步</translation>
    </message>
    <message>
        <source>Type a step, or the place of a cell</source>
        <translation>输入步数，或一格的位置</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>How many steps the animation moves on at a time</source>
        <translation>动画每次前进多少步</translation>
    </message>
    <message>
        <source>Speed of the animation</source>
        <translation>动画速度</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>第 {number} 步，共 {count} 步</translation>
    </message>
</context>
<context>
    <name>TotalsBar</name>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>The shape of one picture&apos;s result</source>
        <translation>单张图像的结果形状</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Enabled layers, of all</source>
        <translation>启用的层数与总层数</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Numbers that training changes</source>
        <translation>训练会改变的数</translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation>乘加次数</translation>
    </message>
    <message>
        <source>One multiplication and one addition each; forward, for one picture, without biases</source>
        <translation>单张图像前向计算的乘加次数；不计偏置</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>激活值</translation>
    </message>
    <message>
        <source>Memory of the input and every output, for one picture in float32</source>
        <translation>单张图像的输入及各层输出所占内存（float32）</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Memory of the parameters, in float32</source>
        <translation>参数所占内存（float32）</translation>
    </message>
    <message>
        <source>Receptive field</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>Cells of the input that one cell of the last layer sees</source>
        <translation>最后一层的一格所看到的输入格</translation>
    </message>
    <message>
        <source>{enabled} of {all}</source>
        <translation>{enabled} / {all}</translation>
    </message>
    <message>
        <source>whole input</source>
        <translation>整个输入</translation>
    </message>
</context>
<context>
    <name>TrainerPool</name>
    <message>
        <source>The trainer</source>
        <translation>训练进程</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Start again. If it ends again, the details say why.</source>
        <translation>请重新开始；如果再次异常结束，可在“详情”中查看原因。</translation>
    </message>
    <message>
        <source>The checkpoint {name} of epoch {epoch} is kept. Resume continues from there.</source>
        <translation>第 {epoch} 轮的检查点 {name} 已保留：点击“继续”即可接着训练。</translation>
    </message>
    <message>
        <source>A checkpoint is kept. Resume continues from there.</source>
        <translation>检查点已保留：点击“继续”即可接着训练。</translation>
    </message>
    <message>
        <source>Start with new weights</source>
        <translation>用新权重开始</translation>
    </message>
    <message>
        <source>The run is still in its batch, after which it writes a checkpoint. If it is ended now, what it did since the last checkpoint is lost.</source>
        <translation>训练仍在处理当前批次，之后会写入检查点。如果现在结束，上一个检查点之后的工作将会丢失。</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>立即结束</translation>
    </message>
</context>
<context>
    <name>TrainingActions</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Start</source>
        <comment>a run</comment>
        <translation>开始</translation>
    </message>
    <message>
        <source>Resume with the run&apos;s settings</source>
        <translation>按原设置继续</translation>
    </message>
    <message>
        <source>Step</source>
        <comment>one batch</comment>
        <translation>单步</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Save the result…</source>
        <translation>保存结果…</translation>
    </message>
    <message>
        <source>Open kernel in the calculator</source>
        <translation>在计算器中打开卷积核</translation>
    </message>
    <message>
        <source>Train on a single batch</source>
        <translation>只训练一个批次</translation>
    </message>
    <message>
        <source>Pause first: then a step trains on a single batch</source>
        <translation>请先暂停：之后每次单步训练一个批次</translation>
    </message>
    <message>
        <source>End after the current batch, with a checkpoint to resume from</source>
        <translation>完成当前批次后结束，并保存检查点以便继续</translation>
    </message>
    <message>
        <source>No run is going on</source>
        <translation>当前没有训练</translation>
    </message>
    <message>
        <source>There is a result after a run has ended</source>
        <translation>训练结束后才有结果</translation>
    </message>
    <message>
        <source>Train the network again from new initial weights</source>
        <translation>以新的初始权重训练网络</translation>
    </message>
    <message>
        <source>Wait after the current batch</source>
        <translation>完成当前批次后等待</translation>
    </message>
    <message>
        <source>Continue the last run from its last checkpoint</source>
        <translation>从最后的检查点继续上次训练</translation>
    </message>
    <message>
        <source>Train the network from the weights that it has</source>
        <translation>从网络自带的权重开始训练</translation>
    </message>
    <message>
        <source>Train a template…</source>
        <translation>训练模板…</translation>
    </message>
    <message>
        <source>Choose a network that is known to learn: it is trained with the settings that suit it</source>
        <translation>选择一个已知能学好的网络：它会用适合它的设置训练</translation>
    </message>
    <message>
        <source>It pauses at the end of this epoch already</source>
        <translation>本轮结束时已会暂停</translation>
    </message>
    <message>
        <source>Wait until the run trains or is paused</source>
        <translation>请等到训练正在进行或已暂停</translation>
    </message>
    <message>
        <source>Epoch</source>
        <comment>to its end</comment>
        <translation>一轮</translation>
    </message>
    <message>
        <source>Train to the end of this epoch, measure it, and pause there</source>
        <translation>训练到本轮结束，评估后暂停</translation>
    </message>
    <message>
        <source>Of a run, choose a layer with kernels under Inside a layer</source>
        <translation>请在“层的内部”中选择训练里带卷积核的一层</translation>
    </message>
    <message>
        <source>Open a picture…</source>
        <translation>打开图像…</translation>
    </message>
    <message>
        <source>Classify a picture</source>
        <translation>对图像分类</translation>
    </message>
    <message>
        <source>See what the trained network takes a picture for</source>
        <translation>看看训练好的网络把一张图像认作什么</translation>
    </message>
    <message>
        <source>Paste</source>
        <comment>a picture</comment>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>See what the trained network takes the copied picture for</source>
        <translation>看看训练好的网络把复制的图像认作什么</translation>
    </message>
    <message>
        <source>The last run had other settings ({settings}). Start anew, or resume it with its own settings</source>
        <translation>上次训练的设置不同（{settings}）：请重新开始，或按其原设置继续</translation>
    </message>
    <message>
        <source>Process {pid} on {host} trains this run. Stop or pause it there; it is only watched here</source>
        <translation>此运行由 {host} 上的进程 {pid} 训练。请在那里停止或暂停，此处仅观看</translation>
    </message>
    <message>
        <source>Restore the network and the settings of the last run, and continue from its last checkpoint</source>
        <translation>采用上次训练的网络和设置，并从其最后的检查点继续</translation>
    </message>
    <message>
        <source>The last run has the current settings, is finished, or has no checkpoint to continue from</source>
        <translation>上次训练的设置与现在相同、已全部完成，或没有可供继续的检查点</translation>
    </message>
    <message>
        <source>Save the weights (safetensors) with the network beside them</source>
        <translation>保存权重 (safetensors)，并在旁边保存网络</translation>
    </message>
    <message>
        <source>Step through the chosen kernel with its trained numbers</source>
        <translation>用训练得到的数值逐步演示所选卷积核的计算</translation>
    </message>
    <message>
        <source>Start anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>A run is going on</source>
        <translation>训练正在进行</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Find a learning rate…</source>
        <translation>寻找学习率…</translation>
    </message>
    <message>
        <source>Train a throw-away copy with an ever higher rate, and choose a rate on the curve</source>
        <translation>用不断升高的学习率训练一份临时副本，并在曲线上选择学习率</translation>
    </message>
    <message>
        <source>Extend…</source>
        <translation>延长…</translation>
    </message>
    <message>
        <source>Train the run that is shown for more epochs than were planned</source>
        <translation>让所显示的训练比原计划多训练若干轮</translation>
    </message>
    <message>
        <source>A run that has ended and left a checkpoint can be extended</source>
        <translation>已结束并留有检查点的训练可以延长</translation>
    </message>
    <message>
        <source>Show the last epoch</source>
        <translation>显示最后一轮</translation>
    </message>
    <message>
        <source>Show the best epoch</source>
        <translation>显示最佳一轮</translation>
    </message>
    <message>
        <source>Both can be looked at when the run has ended</source>
        <translation>训练结束后可以查看两者</translation>
    </message>
    <message>
        <source>The last epoch is the best one, or no other one was kept</source>
        <translation>最后一轮就是最佳一轮，或没有保留其他轮</translation>
    </message>
    <message>
        <source>Look at the weights of the epoch with the highest validation accuracy, or at those of the last one: the result, its kernels, and what is saved</source>
        <translation>查看验证准确率最高那一轮的权重，或最后一轮的权重：结果、卷积核以及所保存的内容</translation>
    </message>
    <message>
        <source>Restore what the run trains</source>
        <translation>恢复训练所用的网络</translation>
    </message>
    <message>
        <source>Take the network and the settings of the run that is shown into the document; undo brings yours back</source>
        <translation>把所显示训练的网络和设置取到文档中；撤销可恢复您的内容</translation>
    </message>
    <message>
        <source>The document has them</source>
        <translation>文档已是如此</translation>
    </message>
</context>
<context>
    <name>TrainingEditor</name>
    <message>
        <source>Change {setting}</source>
        <translation>更改“{setting}”</translation>
    </message>
</context>
<context>
    <name>TrainingGestures</name>
    <message>
        <source>Left / Right</source>
        <translation>左 / 右</translation>
    </message>
    <message>
        <source>Alt+1 to Alt+4</source>
        <translation>Alt+1 至 Alt+4</translation>
    </message>
    <message>
        <source>Show the plots, the layers, one layer, this batch</source>
        <translation>显示曲线、各层、层的内部、本批次</translation>
    </message>
    <message>
        <source>On a plot: move the cursor that reads all plots</source>
        <translation>在曲线图上：移动同时读取所有曲线的光标</translation>
    </message>
    <message>
        <source>Ctrl+Left / Ctrl+Right, drag</source>
        <translation>Ctrl+左 / Ctrl+右、拖动</translation>
    </message>
    <message>
        <source>On a plot: move along</source>
        <translation>在图表上：平移</translation>
    </message>
    <message>
        <source>+ / -, wheel</source>
        <translation>+ / -、滚轮</translation>
    </message>
    <message>
        <source>On a plot: zoom</source>
        <translation>在图表上：缩放</translation>
    </message>
    <message>
        <source>0, Home, double-click</source>
        <translation>0、Home、双击</translation>
    </message>
    <message>
        <source>On a plot: show everything</source>
        <translation>在图表上：显示全部</translation>
    </message>
    <message>
        <source>Arrow keys, click</source>
        <translation>方向键、单击</translation>
    </message>
    <message>
        <source>On the confusion matrix: show the pictures of a cell; on pictures: choose one</source>
        <translation>在混淆矩阵上：显示一格中的图像；在图像上：选择一张</translation>
    </message>
    <message>
        <source>Arrow keys, Enter, double-click</source>
        <translation>方向键、回车、双击</translation>
    </message>
    <message>
        <source>On kernels, feature maps and pictures: choose one, open it in the calculator</source>
        <translation>在卷积核、特征图和图片上：选择一个，在计算器中打开</translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>Choose where CIFAR-10 is, or download it first</source>
        <translation>请先指定 CIFAR-10 的位置或下载它</translation>
    </message>
    <message>
        <source>CIFAR-10 is being downloaded: {progress}</source>
        <translation>正在下载 CIFAR-10：{progress}</translation>
    </message>
    <message>
        <source>Use Shapes-10</source>
        <translation>改用 Shapes-10</translation>
    </message>
    <message>
        <source>The pictures are being read; then this can start</source>
        <translation>正在读取图片，读完后即可开始</translation>
    </message>
    <message>
        <source>Turn whitening off</source>
        <translation>关闭白化</translation>
    </message>
    <message>
        <source>Device: {device}</source>
        <translation>设备：{device}</translation>
    </message>
    <message>
        <source>The network has no layers yet, so there is nothing to train.</source>
        <translation>网络还没有任何层：没有可以学习的参数。</translation>
    </message>
    <message>
        <source>The last batch of each epoch would be a single picture, and layer {number} cannot train on one. Choose another batch size</source>
        <translation>每轮的最后一个批次将只有一张图像，第 {number} 层无法用它训练：请选择其他批次大小</translation>
    </message>
    <message>
        <source>Layer {number} of the network: {sentence}</source>
        <translation>网络第 {number} 层：{sentence}</translation>
    </message>
    <message>
        <source>Set the input to {shape}</source>
        <translation>将输入设为 {shape}</translation>
    </message>
    <message>
        <source>Give the last Linear {count} outputs</source>
        <translation>将最后的 Linear 设为 {count} 个输出</translation>
    </message>
    <message>
        <source>Add {layers}</source>
        <translation>添加 {layers}</translation>
    </message>
    <message>
        <source>Remove {layer}</source>
        <translation>移除 {layer}</translation>
    </message>
    <message>
        <source>Insert {layer}</source>
        <translation>插入 {layer}</translation>
    </message>
    <message>
        <source>Use {layer}</source>
        <translation>改用 {layer}</translation>
    </message>
</context>
<context>
    <name>TrainingPanels</name>
    <message>
        <source>The settings are fixed while a run goes on. Stop the run to change them.</source>
        <translation>训练进行期间不可更改。请先停止训练再更改设置。</translation>
    </message>
</context>
<context>
    <name>TrainingPlots</name>
    <message>
        <source>{name} = {value} from batch {batch} on</source>
        <translation>自第 {batch} 批起 {name} = {value}</translation>
    </message>
</context>
<context>
    <name>TrainingPresenter</name>
    <message>
        <source>Restore the settings of a run</source>
        <translation>采用某次训练的设置</translation>
    </message>
    <message>
        <source>Extend a run</source>
        <translation>延长训练</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>已保存为 {path}。</translation>
    </message>
</context>
<context>
    <name>TrainingScript</name>
    <message>
        <source>The script is copied.</source>
        <translation>脚本已复制。</translation>
    </message>
    <message>
        <source>It begins with the weights in {name}, which it looks for beside itself: save the script instead, and that file is written with it.</source>
        <translation>它从 {name} 中的权重开始，并在自己所在的文件夹里查找该文件：改用“保存脚本”，就会一并写出该文件。</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>已保存为 {path}。</translation>
    </message>
    <message>
        <source>Copy as a script</source>
        <translation>复制为脚本</translation>
    </message>
    <message>
        <source>Copy a PyTorch script that trains this network with these settings without convviz, and on a CPU has the same losses</source>
        <translation>复制一个 PyTorch 脚本：无需 convviz，即可用这些设置训练此网络；在 CPU 上损失完全相同</translation>
    </message>
    <message>
        <source>Save a script…</source>
        <translation>保存脚本…</translation>
    </message>
    <message>
        <source>Save the same PyTorch script as a file, to run with Python</source>
        <translation>将同一 PyTorch 脚本保存为文件，可用 Python 运行</translation>
    </message>
    <message>
        <source>Saved, with the weights it begins with as {path}.</source>
        <translation>已保存；起始权重写在 {path}。</translation>
    </message>
    <message>
        <source>Save the training as a script</source>
        <translation>将训练保存为脚本</translation>
    </message>
    <message>
        <source>Python (*.py)</source>
        <translation>Python (*.py)</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Write a step from 1 to {count}, or a cell counted from 0, as {place}.</source>
        <translation>请写 1 至 {count} 的步数，或从 0 数起的格，如 {place}。</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Start anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>Correct it</source>
        <translation>修正</translation>
    </message>
    <message>
        <source>epoch {epoch} of {epochs}, batch {batch} of {batches}</source>
        <translation>第 {epoch} / {epochs} 轮，第 {batch} / {batches} 批次</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Loading torch and the pictures…</source>
        <translation>正在加载 torch 和图像……</translation>
    </message>
    <message>
        <source>Training</source>
        <comment>goes on</comment>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停……</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Paused, one batch…</source>
        <translation>已暂停，正在训练一个批次…</translation>
    </message>
    <message>
        <source>Training until the epoch ends</source>
        <translation>训练到本轮结束</translation>
    </message>
    <message>
        <source>Stopping after this batch…</source>
        <translation>完成本批次后停止……</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Watched</source>
        <comment>a run of another process</comment>
        <translation>观看中</translation>
    </message>
    <message>
        <source>{rate} pictures/s</source>
        <translation>{rate} 张/秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>on {device}</source>
        <translation>设备：{device}</translation>
    </message>
    <message>
        <source>{memory} on {device}</source>
        <translation>{device} 占用 {memory}</translation>
    </message>
</context>
<context>
    <name>TupleField</name>
    <message>
        <source>Write whole numbers, such as (10, 20).</source>
        <translation>请输入若干整数，例如 (10, 20)。</translation>
    </message>
    <message>
        <source>Write {count} numbers, such as {example}.</source>
        <translation>请输入 {count} 个数，例如 {example}。</translation>
    </message>
    <message>
        <source>Write numbers, such as (1, 2.5), or None.</source>
        <translation>请输入若干个数，例如 (1, 2.5)，或 None。</translation>
    </message>
    <message>
        <source>Write numbers, such as (1, 2.5).</source>
        <translation>请输入若干个数，例如 (1, 2.5)。</translation>
    </message>
</context>
<context>
    <name>UsageTexts</name>
    <message>
        <source>Windows that read a cell</source>
        <translation>读取一格的窗口数</translation>
    </message>
    <message>
        <source>Output cells that a cell reaches</source>
        <translation>一格到达的输出格数</translation>
    </message>
    <message>
        <source>One cell is never used.</source>
        <translation>有一格从未被使用。</translation>
    </message>
    <message>
        <source>{count} cells are never used.</source>
        <translation>有 {count} 格从未被使用。</translation>
    </message>
    <message>
        <source>This holds for each of the {count} output channels that use it.</source>
        <translation>对使用它的 {count} 个输出通道都是如此。</translation>
    </message>
    <message>
        <source>Taps per output cell</source>
        <translation>每个输出格所用的核元素数</translation>
    </message>
    <message>
        <source>The padding holds copies of cells: reading a copy counts as using its cell.</source>
        <translation>填充中是各格的副本：读取副本即使用原来的格。</translation>
    </message>
    <message>
        <source>Past the padded input, not a cell of the input.</source>
        <translation>在填充后的输入之外：不是输入的格。</translation>
    </message>
    <message>
        <source>A zero, not a cell of the input.</source>
        <translation>是零，不是输入的格。</translation>
    </message>
    <message>
        <source>Padding, read {times}.</source>
        <translation>填充，被读取{times}。</translation>
    </message>
    <message>
        <source>Output cells that this cell reaches: {count}.</source>
        <translation>此格到达的输出格数：{count}。</translation>
    </message>
    <message>
        <source>This cell is read {times}.</source>
        <translation>此格被读取{times}。</translation>
    </message>
    <message>
        <source>Every cell that is used is read {times}.</source>
        <translation>被使用的每格都被读取{times}。</translation>
    </message>
    <message>
        <source>Every cell is read {times}.</source>
        <translation>每格都被读取{times}。</translation>
    </message>
    <message>
        <source>Cells are read {times}.</source>
        <translation>各格被读取{times}。</translation>
    </message>
    <message>
        <source>Cells at the ends are read {ends}, inner cells {inner}.</source>
        <translation>两端的格被读取{ends}，内部的格{inner}。</translation>
    </message>
    <message>
        <source>Corner cells are read {corner}, inner cells {inner}.</source>
        <translation>角上的格被读取{corner}，内部的格{inner}。</translation>
    </message>
    <message>
        <source>Output cells that each cell reaches: {count}.</source>
        <translation>每格到达的输出格数：{count}。</translation>
    </message>
    <message>
        <source>Output cells that a cell reaches: {count}.</source>
        <translation>一格到达的输出格数：{count}。</translation>
    </message>
    <message>
        <source>Cells at the ends reach {ends} output cells, inner cells {inner}.</source>
        <translation>两端的格到达 {ends} 个输出格，内部的格 {inner} 个。</translation>
    </message>
    <message>
        <source>Corner cells reach {corner} output cells, inner cells {inner}.</source>
        <translation>角上的格到达 {corner} 个输出格，内部的格 {inner} 个。</translation>
    </message>
    <message>
        <source>Taps per output cell, away from the edges: {count} everywhere.</source>
        <translation>远离边缘处，每个输出格所用的核元素数：处处为 {count}。</translation>
    </message>
    <message>
        <source>Taps per output cell: {count}. They overlap unevenly, which makes a checkerboard (Odena, Dumoulin &amp; Olah 2016); a kernel size that is a multiple of the stride overlaps evenly.</source>
        <translation>每个输出格所用的核元素数：{count}。重叠不均匀，会产生棋盘格（Odena, Dumoulin &amp; Olah 2016）；核大小为步幅的倍数时重叠均匀。</translation>
    </message>
    <message>
        <source>{first} or {last}</source>
        <translation>{first} 或 {last}</translation>
    </message>
    <message>
        <source>{counts} times</source>
        <translation>{counts} 次</translation>
    </message>
    <message>
        <source>{least} to {most}</source>
        <translation>{least} 至 {most}</translation>
    </message>
    <message>
        <source>{least} to {most} times</source>
        <translation> {least} 至 {most} 次</translation>
    </message>
    <message>
        <source>once</source>
        <translation> 1 次</translation>
    </message>
    <message>
        <source>twice</source>
        <translation> 2 次</translation>
    </message>
    <message>
        <source>{count} times</source>
        <translation> {count} 次</translation>
    </message>
</context>
<context>
    <name>ValueActions</name>
    <message>
        <source>One kernel per channel (depthwise)</source>
        <translation>每通道一个卷积核（深度卷积）</translation>
    </message>
    <message>
        <source>One kernel per channel</source>
        <translation>每通道一个卷积核</translation>
    </message>
    <message>
        <source>Paste the input</source>
        <translation>粘贴输入</translation>
    </message>
    <message>
        <source>Paste the kernel</source>
        <translation>粘贴卷积核</translation>
    </message>
    <message>
        <source>Paste the bias</source>
        <translation>粘贴偏置</translation>
    </message>
    <message>
        <source>Paste the weight</source>
        <translation>粘贴权重</translation>
    </message>
    <message>
        <source>Paste {part}</source>
        <translation>粘贴{part}</translation>
    </message>
</context>
<context>
    <name>ValueMenu</name>
    <message>
        <source>Paste numbers</source>
        <translation>粘贴数值</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>复制为</translation>
    </message>
    <message>
        <source>Another seed</source>
        <translation>更换随机种子</translation>
    </message>
    <message>
        <source>Another seed (now {seed})</source>
        <translation>更换随机种子（当前 {seed}）</translation>
    </message>
    <message>
        <source>Seed and range…</source>
        <translation>随机种子和范围…</translation>
    </message>
</context>
<context>
    <name>ViewField</name>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>What is drawn of each step</source>
        <translation>每一步画什么</translation>
    </message>
</context>
<context>
    <name>ViewSwitch</name>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
</context>
<context>
    <name>WayField</name>
    <message>
        <source>{way} stops the process on this computer.</source>
        <translation>{way} 会使这台计算机上的进程终止。</translation>
    </message>
    <message>
        <source>torch refuses {way} on this computer: {detail}.</source>
        <translation>torch 在这台计算机上拒绝 {way}：{detail}。</translation>
    </message>
    <message>
        <source>{way} computes wrong numbers on this computer: {detail}.</source>
        <translation>{way} 在这台计算机上算出错误的数：{detail}。</translation>
    </message>
    <message>
        <source>The trial of {way} was not over in time.</source>
        <translation>{way} 的试算没有及时结束。</translation>
    </message>
    <message>
        <source>{way} works on this computer.</source>
        <translation>{way} 在这台计算机上可用。</translation>
    </message>
</context>
<context>
    <name>WayNote</name>
    <message>
        <source>Trying in a process of its own whether {way} works here…</source>
        <translation>正在单独的进程中试算 {way} 在这里是否可用…</translation>
    </message>
</context>
<context>
    <name>WeightBoxes</name>
    <message>
        <source>There are no classes, or too many for a call</source>
        <translation>没有类别，或类别太多，放不进一次调用</translation>
    </message>
    <message>
        <source>{name}: a number for each of the {count} classes, in a grid; 1 at first</source>
        <translation>{name}：{count} 个类别各有一个数，列在网格中；起初都是 1</translation>
    </message>
</context>
<context>
    <name>WeightsExchange</name>
    <message>
        <source>The weights were not loaded: there is no place to write them to.</source>
        <translation>权重未加载：没有可写入的位置。</translation>
    </message>
    <message>
        <source>The network has no trained weights yet: train it, or load them from a file.</source>
        <translation>网络还没有训练所得的权重：请先训练，或从文件加载。</translation>
    </message>
    <message>
        <source>Saved as {path}, with the trained weights.</source>
        <translation>已保存为 {path}，带有训练好的权重。</translation>
    </message>
    <message>
        <source>Saved as {path}, with weights as torch makes them with the seed {seed}: the network has no trained ones.</source>
        <translation>已保存为 {path}，权重由 torch 以种子 {seed} 生成：该网络没有训练好的权重。</translation>
    </message>
    <message>
        <source>The network changed meanwhile: its weights are as they were.</source>
        <translation>网络在此期间已更改：其权重保持原样。</translation>
    </message>
    <message>
        <source>Load weights from {name}</source>
        <translation>从 {name} 加载权重</translation>
    </message>
    <message>
        <source>The network has the weights of {path}.</source>
        <translation>网络现在使用 {path} 的权重。</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>已保存为 {path}。</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Correct it</source>
        <translation>修正</translation>
    </message>
    <message>
        <source>Download (170 MB)</source>
        <translation>下载（170 MB）</translation>
    </message>
    <message>
        <source>Choose the folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Show the network</source>
        <translation>查看网络</translation>
    </message>
    <message>
        <source>Looking for the pictures…</source>
        <translation>正在查找图片…</translation>
    </message>
    <message>
        <source>Train this network</source>
        <translation>训练这个网络</translation>
    </message>
    <message>
        <source>This cannot be trained yet</source>
        <translation>现在还不能训练</translation>
    </message>
    <message>
        <source>It begins with the weights that the network has.</source>
        <translation>训练从网络自带的权重开始。</translation>
    </message>
    <message>
        <source>the 50,000 training photographs of CIFAR-10</source>
        <translation>CIFAR-10 的 50,000 张训练照片</translation>
    </message>
    <message>
        <source>Shapes-10, small pictures that convviz draws itself</source>
        <translation>Shapes-10（由 convviz 绘制的小图像）</translation>
    </message>
    <message>
        <source>the training pictures in files of MNIST&apos;s format</source>
        <translation>MNIST 格式文件中的训练图片</translation>
    </message>
    <message>
        <source>the training pictures of your folder</source>
        <translation>您文件夹中的训练图片</translation>
    </message>
    <message>
        <source>The network&apos;s {params} parameters are trained on {data}: {epochs} epochs, in batches of {batch}. The plots here follow every batch. After every epoch the network is tested on pictures that it has never seen.</source>
        <translation>网络的 {params} 个参数将在 {data}上训练：共 {epochs} 轮，每批 {batch} 张。这里的曲线随每一批更新。每轮结束后，用网络从未见过的图像来测试。</translation>
    </message>
</context>
<context>
    <name>WindowPages</name>
    <message>
        <source>Calculator</source>
        <translation>计算器</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
</context>
<context>
    <name>WindowSession</name>
    <message>
        <source>About convviz</source>
        <translation>关于 convviz</translation>
    </message>
    <message>
        <source>&lt;h3&gt;convviz {version}&lt;/h3&gt;&lt;p&gt;Convolution and pooling arithmetic, seen: sizes, windows, values, networks and their training, exactly as torch does.&lt;/p&gt;&lt;p&gt;MIT licence. The drawings speak the language of Dumoulin and Visin, &lt;i&gt;A guide to convolution arithmetic for deep learning&lt;/i&gt; (arXiv 1603.07285).&lt;/p&gt;</source>
        <translation>&lt;h3&gt;convviz {version}&lt;/h3&gt;&lt;p&gt;让卷积与池化的算术看得见：大小、窗口、数值、网络及其训练，与 torch 完全一致。&lt;/p&gt;&lt;p&gt;MIT 许可证。画法沿用 Dumoulin 与 Visin 的 &lt;i&gt;A guide to convolution arithmetic for deep learning&lt;/i&gt;（arXiv 1603.07285）。&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>_EpochCard</name>
    <message>
        <source>After the first epoch</source>
        <translation>第一轮结束后显示</translation>
    </message>
    <message>
        <source>at epoch {number}</source>
        <translation>第 {number} 轮</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>CIFAR-10 is not at {path}. Download it, or choose a folder or an archive that you have.</source>
        <translation>{path} 处没有 CIFAR-10。请下载，或选择您已有的文件夹或压缩包。</translation>
    </message>
    <message>
        <source>{path} holds no file of CIFAR-10. Choose the folder cifar-10-batches-bin or cifar-10-batches-py, or the archive cifar-10-binary.tar.gz or cifar-10-python.tar.gz.</source>
        <translation>{path} 中没有 CIFAR-10 的文件。请选择文件夹 cifar-10-batches-bin 或 cifar-10-batches-py，或压缩包 cifar-10-binary.tar.gz 或 cifar-10-python.tar.gz。</translation>
    </message>
    <message>
        <source>CIFAR-10 at {path} is incomplete: {file} is missing. Unpack the archive again, or choose the archive itself.</source>
        <translation>{path} 处的 CIFAR-10 不完整：缺少 {file}。请重新解压，或直接选择压缩包。</translation>
    </message>
    <message>
        <source>{path} has {found_bytes} bytes, but this file of CIFAR-10 has {expected_bytes}. Unpack the archive again, or download it again.</source>
        <translation>{path} 有 {found_bytes} 字节，但 CIFAR-10 的这个文件应为 {expected_bytes} 字节。请重新解压或重新下载。</translation>
    </message>
    <message>
        <source>{path} has {found_bytes} bytes, more than the {limit_bytes} that a file of CIFAR-10 can have, so it was not read. Unpack the archive again, or download it again.</source>
        <translation>{path} 有 {found_bytes} 字节，超过了 CIFAR-10 文件的上限 {limit_bytes} 字节，因此未读取。请重新解压或重新下载。</translation>
    </message>
    <message>
        <source>In {path}, picture {record} has the label {label}, but CIFAR-10&apos;s labels are 0 to 9. The file is damaged: unpack the archive again, or download it again.</source>
        <translation>{path} 中图像 {record} 的标签为 {label}，而 CIFAR-10 的标签只有 0 至 9。文件已损坏：请重新解压或重新下载。</translation>
    </message>
    <message>
        <source>CIFAR-10 at {path} was read, but {count} of its files are not the official ones: {files}. If you did not expect that, download it again.</source>
        <translation>已读取 {path} 处的 CIFAR-10，但其中 {count} 个文件与官方文件不同：{files}。如非您有意为之，请重新下载。</translation>
    </message>
    <message>
        <source>{path} is not an intact archive ({detail}). Download it again, or choose another archive or an unpacked folder.</source>
        <translation>{path} 不是完好的压缩包（{detail}）。请重新下载，或选择其他压缩包或已解压的文件夹。</translation>
    </message>
    <message>
        <source>{path} asks to run code ({name}), which no file of CIFAR-10 does. None of it was run. Do not trust the source of this file; download CIFAR-10 again.</source>
        <translation>{path} 试图执行代码（{name}），而 CIFAR-10 的文件都不会这样做。其中的代码均未执行。请勿信任此文件的来源，并重新下载 CIFAR-10。</translation>
    </message>
    <message>
        <source>It is not known where the pictures are ({title}). Choose their folder.</source>
        <translation>不知道图片在哪里（{title}）。请选择它们所在的文件夹。</translation>
    </message>
    <message>
        <source>There is nothing at {path}, where the pictures were ({title}). Bring the folder back, or choose where the pictures are now.</source>
        <translation>{path} 处没有任何内容，图片（{title}）原本在那里。请恢复该文件夹，或选择图片现在的位置。</translation>
    </message>
    <message>
        <source>{path} holds no files of MNIST&apos;s format. Choose the folder that holds train-images-idx3-ubyte and the three files that belong to it, packed (.gz) or not.</source>
        <translation>{path} 中没有 MNIST 格式的文件。请选择包含 train-images-idx3-ubyte 及其余三个文件的文件夹，压缩（.gz）与否均可。</translation>
    </message>
    <message>
        <source>{path} holds the files of several sets: {parts}. Choose one of them as the part.</source>
        <translation>{path} 中有多个数据集的文件：{parts}。请在“部分”中选择其中之一。</translation>
    </message>
    <message>
        <source>{path} is incomplete: {file} is missing. Download it, or choose another folder.</source>
        <translation>{path} 不完整：缺少 {file}。请下载该文件，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path} is no file of MNIST&apos;s format: it begins with {found} and not with {expected}. Download it again, or choose another folder.</source>
        <translation>{path} 不是 MNIST 格式的文件：它以 {found} 开头，而不是 {expected}。请重新下载，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path} has {found_bytes} bytes, but by its first bytes it should have {expected_bytes}: it was cut off or damaged. Download it again, or choose another folder.</source>
        <translation>{path} 有 {found_bytes} 字节，但按文件头应有 {expected_bytes} 字节：文件被截断或已损坏。请重新下载，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path} says that it holds {wanted_bytes} bytes, more than the {limit_bytes} that are read. Choose a smaller data set.</source>
        <translation>{path} 声称包含 {wanted_bytes} 字节，超过可读取的 {limit_bytes} 字节。请选择更小的数据集。</translation>
    </message>
    <message>
        <source>{path} says that it holds {shape} (pictures, rows, columns), which nothing can be learned from. Download it again, or choose another folder.</source>
        <translation>{path} 声称其内容为 {shape}（图片数、行数、列数），无法用于训练。请重新下载，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path} cannot be unpacked ({detail}). Download it again, or choose another folder.</source>
        <translation>{path} 无法解压（{detail}）。请重新下载，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path} holds {labels} labels for {pictures} pictures. The files do not belong together: download them again, or choose another folder.</source>
        <translation>{path} 有 {labels} 个标签，而图片有 {pictures} 张。这些文件不属于同一数据集：请重新下载，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The test pictures in {path} are {shape}, those to train with {expected}. The files do not belong together: download them again, or choose another folder.</source>
        <translation>{path} 中的测试图片为 {shape}，训练图片为 {expected}。这些文件不属于同一数据集：请重新下载，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>In {path}, picture {record} has the label {label}, which no picture to train with has. The files are damaged or do not belong together: download them again.</source>
        <translation>在 {path} 中，第 {record} 张图片的标签为 {label}，而训练图片中没有这个标签。文件已损坏或不属于同一数据集：请重新下载。</translation>
    </message>
    <message>
        <source>The labels in {path} are 1 to {last}; the network&apos;s outputs count them from 0. If you did not expect that, download the files again.</source>
        <translation>{path} 中的标签为 1 到 {last}；网络的输出从 0 开始编号。如果这出乎意料，请重新下载这些文件。</translation>
    </message>
    <message>
        <source>The pictures of EMNIST lie on their side in {path}, so rows and columns were swapped. If they look wrong now, choose files that are not named emnist.</source>
        <translation>{path} 中的 EMNIST 图片是横放的，因此已交换行和列。如果现在看起来不对，请选择文件名不含 emnist 的文件。</translation>
    </message>
    <message>
        <source>{path} holds no folders of pictures. Choose a folder with one folder for each class, each with its pictures, or with such folders in train and val.</source>
        <translation>{path} 中没有图片文件夹。请选择这样的文件夹：每个类别有一个子文件夹，内含该类别的图片；或者在 train 和 val 中有这样的子文件夹。</translation>
    </message>
    <message>
        <source>{path} holds readable pictures of one class alone ({name}), and a network learns to tell classes apart. Add a folder for another class, or choose the folder above it.</source>
        <translation>{path} 中只有一个类别（{name}）的可读图片，而网络学习的是区分不同类别。请添加另一个类别的文件夹，或选择它的上一级文件夹。</translation>
    </message>
    <message>
        <source>{path} has the class {name}, which has no folder of that name to train on; those are {known}. Rename the folder, or choose another one.</source>
        <translation>{path} 中有类别 {name}，但训练文件夹中没有同名类别；已有的是 {known}。请重命名该文件夹，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path} holds {count} pictures, so that none is left to train with or to measure with. Add pictures, or choose another folder.</source>
        <translation>{path} 中只有 {count} 张图片，不足以同时用于训练和测试。请添加图片，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path} holds more than {limit} pictures or folders, more than are read. Choose a folder with fewer.</source>
        <translation>{path} 中的图片或文件夹超过 {limit} 个，多于可读取的数量。请选择内容较少的文件夹。</translation>
    </message>
    <message>
        <source>The {count} pictures in {path} take {needs} MB of memory as {shape}, more than the {limit} MB that are allowed. Choose a size of {fits} pixels or less, or a folder with fewer pictures.</source>
        <translation>{path} 中的 {count} 张图片按 {shape} 需占用 {needs} MB 内存，超过允许的 {limit} MB。请选择不超过 {fits} 像素的大小，或图片较少的文件夹。</translation>
    </message>
    <message>
        <source>{path} cannot be looked into ({detail}). Change who may read it, or choose another folder.</source>
        <translation>无法查看 {path}（{detail}）。请修改其读取权限，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path} has no folders train and val, so a share of each class was set aside to measure with: {test} of {count} files (seed {seed}). Make these folders to choose them yourself.</source>
        <translation>{path} 中没有 train 和 val 文件夹，因此每个类别留出一部分用于测试：{count} 个文件中的 {test} 个（种子 {seed}）。如需自行选择，请建立这两个文件夹。</translation>
    </message>
    <message>
        <source>In {path}, the pictures in {used} are measured after each epoch; those in {unused} are left out. To measure with them later, choose a folder with train and {unused} alone.</source>
        <translation>在 {path} 中，每轮之后用 {used} 中的图片测试；{unused} 中的图片不使用。以后如需用它们测试，请选择只含 train 和 {unused} 的文件夹。</translation>
    </message>
    <message>
        <source>Files in {path} that are no readable pictures were left out ({count}): {names}. Mend or remove them, then choose the folder again.</source>
        <translation>已跳过 {path} 中无法读取为图片的文件（{count} 个）：{names}。请修复或删除它们，然后重新选择该文件夹。</translation>
    </message>
    <message>
        <source>Links in {path} that lead out of the folder were not followed ({count}): {names}. Copy the pictures into the folder, then choose it again.</source>
        <translation>{path} 中指向文件夹之外的链接未被跟随（{count} 个）：{names}。请把图片复制到该文件夹中，然后重新选择。</translation>
    </message>
    <message>
        <source>Classes in {path} without a readable picture to train on were left out: {names}. Add pictures, or remove these folders, then choose the folder again.</source>
        <translation>已略去 {path} 中没有可读训练图片的类别：{names}。请添加图片或删除这些文件夹，然后重新选择该文件夹。</translation>
    </message>
    <message>
        <source>The connection to {url} broke several times ({detail}). The {bytes_done} bytes that arrived are kept. Start the download again to continue from there.</source>
        <translation>与 {url} 的连接多次中断（{detail}）。已收到的 {bytes_done} 字节已保留：重新开始下载即可续传。</translation>
    </message>
    <message>
        <source>{path} unpacks to far more than CIFAR-10, so reading stopped after {limit_bytes} bytes. Choose the official archive, cifar-10-binary.tar.gz or cifar-10-python.tar.gz.</source>
        <translation>{path} 解压后远大于 CIFAR-10，读取已在 {limit_bytes} 字节后停止。请选择官方压缩包 cifar-10-binary.tar.gz 或 cifar-10-python.tar.gz。</translation>
    </message>
    <message>
        <source>{path} does not hold pictures as CIFAR-10&apos;s files do ({detail}). Unpack the archive again, or download it again.</source>
        <translation>{path} 中的图像不符合 CIFAR-10 文件的格式（{detail}）。请重新解压或重新下载。</translation>
    </message>
    <message>
        <source>{url} cannot be reached ({detail}). Check the network and try again, or choose a folder or an archive of CIFAR-10 that you have.</source>
        <translation>无法连接 {url}（{detail}）。请检查网络连接后重试，或选择您已有的 CIFAR-10 文件夹或压缩包。</translation>
    </message>
    <message>
        <source>The server answers {url} with status {status}. Try again later, or choose a folder or an archive of CIFAR-10 that you have.</source>
        <translation>服务器对 {url} 返回了状态码 {status}。请稍后重试，或选择您已有的 CIFAR-10 文件夹或压缩包。</translation>
    </message>
    <message>
        <source>{url} offers {found_bytes} bytes instead of {expected_bytes}: perhaps a network&apos;s login page. Open the address in a browser, then try again.</source>
        <translation>{url} 提供的是 {found_bytes} 字节，而非 {expected_bytes} 字节：可能是网络的登录页面。请先在浏览器中打开该地址，然后重试。</translation>
    </message>
    <message>
        <source>What {url} sent is not the official file: its SHA-256 is {found} instead of {expected}. It was deleted. Try again, perhaps over another network.</source>
        <translation>{url} 发来的不是官方文件：其 SHA-256 为 {found}，应为 {expected}。该文件已删除。请重试，或换一个网络。</translation>
    </message>
    <message>
        <source>The disk of {path} has {free_bytes} bytes free, and the download needs {needed_bytes} more. Make room, or choose another folder; what arrived is kept.</source>
        <translation>{path} 所在磁盘剩余 {free_bytes} 字节，而下载还需要 {needed_bytes} 字节。请腾出空间，或选择其他文件夹；已收到的部分会保留。</translation>
    </message>
    <message>
        <source>{layer} has no dim, so torch chooses dimension {chosen} and warns.</source>
        <translation>{layer} 没有指定 dim，因此 torch 会选用维度 {chosen} 并发出警告。</translation>
    </message>
    <message>
        <source>The output is as long as the input: {size}.</source>
        <translation>输出与输入大小相同：{size}。</translation>
    </message>
    <message>
        <source>A kernel of one cell has no holes: the dilation {dilation} changes nothing.</source>
        <translation>只有一格的核没有空位：扩张率 {dilation} 不起作用。</translation>
    </message>
    <message>
        <source>Linear works on the last dimension of {shape} alone (in_features={in_features}). With a Flatten before it, it would see every value of the input ({flattened}).</source>
        <translation>Linear 只作用于 {shape} 的最后一维（in_features={in_features}）。若在其前加上 Flatten，它就能看到输入的全部值（共 {flattened} 个）。</translation>
    </message>
    <message>
        <source>{layer} joins the pictures of a batch ({batch}): start at dimension 1.</source>
        <translation>{layer} 会把批次中的图像（{batch} 张）合并在一起：请从维度 1 开始。</translation>
    </message>
    <message>
        <source>A convolution has no ceil_mode: {room} / {stride} is always rounded down, to {quotient}.</source>
        <translation>卷积没有 ceil_mode：{room} / {stride} 总是向下取整，得 {quotient}。</translation>
    </message>
    <message>
        <source>The stride {stride} is larger than the window ({extent}), so cells between neighbouring windows are never read: {skipped} each time.</source>
        <translation>步幅 {stride} 大于窗口（{extent} 格），因此相邻窗口之间每次有 {skipped} 格永远不会被读取。</translation>
    </message>
    <message>
        <source>{layer} takes {expected} dimensions without the batch. {shape} has one less, so torch reads the batch as channels.</source>
        <translation>{layer} 要求不含批次的 {expected} 维输入。{shape} 少一维，因此 torch 会把批次维当作通道。</translation>
    </message>
    <message>
        <source>With inplace=True {layer} overwrites the block&apos;s input, which the other ways of the block read as well. Set inplace=False here.</source>
        <translation>设了 inplace=True 的 {layer} 会覆盖块的输入，而块的其他各路也读取它。请在此设 inplace=False。</translation>
    </message>
    <message>
        <source>The windows fit exactly: what remains after the first one ({room}) is a multiple of the stride ({stride}).</source>
        <translation>窗口恰好放满：第一个窗口之后剩余的 {room} 是步幅 {stride} 的整数倍。</translation>
    </message>
    <message>
        <source>What remains after the first window ({room}) is not a multiple of the stride ({stride}), so no window reads the end of the padded input. Dropped cells: {dropped} ({real} real, {padding} padding).</source>
        <translation>第一个窗口之后剩余的 {room} 不是步幅 {stride} 的整数倍，因此没有窗口读取填充后输入的末尾。舍弃的格：{dropped}（真实 {real}，填充 {padding}）。</translation>
    </message>
    <message>
        <source>Rounding up adds a window that reaches past the padded input, by {overhang} along this axis. The cells outside are not read.</source>
        <translation>向上取整会多出一个窗口，它在此轴上超出填充后的输入 {overhang} 格。外面的格不会被读取。</translation>
    </message>
    <message>
        <source>Rounding up would add window {window}, but that would start at cell {start} of the padded input, in the right padding (from cell {limit} on). So torch drops it.</source>
        <translation>向上取整会多出窗口 {window}，但它将从填充后输入的第 {start} 格开始，已在右侧填充之中（从第 {limit} 格起）。因此 torch 舍弃它。</translation>
    </message>
    <message>
        <source>ceil_mode changes nothing here: what remains after the first window ({room}) is a multiple of the stride ({stride}).</source>
        <translation>ceil_mode 在此没有影响：第一个窗口之后剩余的 {room} 是步幅 {stride} 的整数倍。</translation>
    </message>
    <message>
        <source>With dilation {dilation} the {kernel_size} taps span {effective} cells. The cells between them ({holes}) are skipped, not multiplied by zero.</source>
        <translation>扩张率为 {dilation} 时，{kernel_size} 个核元素跨越 {effective} 格（有效核）。其间的空位（{holes} 个）被跳过，而不是乘以零。</translation>
    </message>
    <message>
        <source>{padding} is the largest padding here: torch allows half of kernel_size={kernel_size}. The dilated kernel spans {effective}, but that does not count.</source>
        <translation>此处填充最大为 {padding}：torch 允许填充 kernel_size={kernel_size} 的一半。扩张后的核跨越 {effective} 格，但这不计在内。</translation>
    </message>
    <message>
        <source>This padding repeats cells of the input, which has {size} to repeat. So it can be at most {limit} at each end.</source>
        <translation>这种填充重复输入的格，而可供重复的只有 {size} 格。因此每端最多填充 {limit}。</translation>
    </message>
    <message>
        <source>&apos;same&apos; adds {before} before the input and {after} after it, {total} in all.</source>
        <translation>&apos;same&apos; 前填充 {before} 格，后填充 {after} 格，共 {total} 格。</translation>
    </message>
    <message>
        <source>&apos;same&apos; needs an odd padding here, {total} in all: {before} before the input and {after} after it.</source>
        <translation>&apos;same&apos; 共需填充 {total} 格，为奇数：前 {before} 格，后 {after} 格。</translation>
    </message>
    <message>
        <source>Padding adds {before} before the input and {after} after it: {size} becomes {output_size}.</source>
        <translation>填充在前添 {before} 格，在后添 {after} 格：{size} 格变为 {output_size} 格。</translation>
    </message>
    <message>
        <source>Negative padding removes cells, {before} at the start and {after} at the end. Left: {kept}.</source>
        <translation>负填充会裁去一些格：前 {before} 格，后 {after} 格，剩下 {kept} 格。</translation>
    </message>
    <message>
        <source>The stride {stride} inserts zeros between neighbouring cells, {zeros} each time: {size} becomes {stretched}.</source>
        <translation>步幅 {stride} 在每两个相邻格之间插入 {zeros} 个零：{size} 格变为 {stretched} 格。</translation>
    </message>
    <message>
        <source>In a transposed convolution padding shrinks the output: {padding} at each end, {cropped} in all.</source>
        <translation>在转置卷积中，填充会缩小输出：每端 {padding} 格，共 {cropped} 格。</translation>
    </message>
    <message>
        <source>A convolution with these numbers makes every size from {smallest} to {largest} into {size}; output_padding={output_padding} chooses {output_size}. The cells at the end are computed like all others: no zeros are added.</source>
        <translation>用这些数值的卷积会把 {smallest} 至 {largest} 的每种大小都变为 {size}；output_padding={output_padding} 选定 {output_size}。末端的格与其他格一样是算出来的：不添加零。</translation>
    </message>
    <message>
        <source>A convolution with these numbers makes every size from {smallest} to {largest} into {size}. Without output_padding the way back leads to {smallest}; output_padding={most} gives {largest}.</source>
        <translation>用这些数值的卷积会把 {smallest} 至 {largest} 的每种大小都变为 {size}。没有 output_padding 时反向得到 {smallest}；output_padding={most} 得到 {largest}。</translation>
    </message>
    <message>
        <source>Checkerboard: the kernel&apos;s size {kernel_size} is not a multiple of the stride {stride}. Along this axis, neighbouring output cells are sums of {fewest} and {most} products in turn; kernel_size={even} would spread them evenly.</source>
        <translation>棋盘格：核大小 {kernel_size} 不是步幅 {stride} 的整数倍，因此（沿此轴）相邻输出格交替由 {fewest} 个和 {most} 个乘积组成。kernel_size={even} 会使其均匀。</translation>
    </message>
    <message>
        <source>The padding of {layer} counts as minus infinity, so it is never the maximum.</source>
        <translation>{layer} 的填充视为负无穷，因此永远不会成为最大值。</translation>
    </message>
    <message>
        <source>The padding continues with the cells of the opposite end.</source>
        <translation>填充取自输入另一端的值。</translation>
    </message>
    <message>
        <source>No stride is given, so the windows move by the kernel&apos;s size: {stride}.</source>
        <translation>未指定步幅时，池化取核的大小：{stride}。</translation>
    </message>
    <message>
        <source>Each sum is divided by the number of the window&apos;s cells inside the padded input: at most {full}, at least {smallest}.</source>
        <translation>每个和除以窗口位于填充后输入之内的格数：最多 {full}，最少 {smallest}。</translation>
    </message>
    <message>
        <source>Each sum is divided by the number of the window&apos;s real cells, without padding: at most {full}, at least {smallest}.</source>
        <translation>每个和除以窗口中真实数据的格数，不含填充：最多 {full}，最少 {smallest}。</translation>
    </message>
    <message>
        <source>The average counts the zeros of the padding. In the first corner only {real} of {divisor} cells are real, so an input of ones gives {share} there; count_include_pad=False would give 1.</source>
        <translation>平均值计入填充的零。第一个角的 {divisor} 格中只有 {real} 格是真实的，因此全 1 输入在那里得到 {share}；count_include_pad=False 则得到 1。</translation>
    </message>
    <message>
        <source>Each output raises its window&apos;s values to the power {norm_type}, adds them up, and takes the root of the same order.</source>
        <translation>每个输出为窗口内各值的 {norm_type} 次幂之和，再开同次方根。</translation>
    </message>
    <message>
        <source>A window that reaches past the input has fewer than {full} cells (the smallest has {smallest}), but torch scales its sum as if it had all of them.</source>
        <translation>越过输入边界的窗口不足 {full} 格（最少 {smallest} 格），但 torch 仍按全部格数来缩放其和。</translation>
    </message>
    <message>
        <source>{size} is not a multiple of {output_size}, so the windows differ in size, from {shortest} to {longest}, and some neighbours share cells.</source>
        <translation>{size} 不是 {output_size} 的整数倍，因此窗口大小不一，从 {shortest} 到 {longest}，有些相邻窗口共用格。</translation>
    </message>
    <message>
        <source>{size} is not a multiple of {output_size}, so some neighbouring windows share cells; every window has {cells}.</source>
        <translation>{size} 不是 {output_size} 的整数倍，因此有些相邻窗口共用格；每个窗口有 {cells} 格。</translation>
    </message>
    <message>
        <source>Along {axis} every input from {smallest} to {largest} pools to this size. Unpooling assumes {size} unless output_size is given.</source>
        <translation>{axis}上，{smallest} 至 {largest} 格的输入池化后都是这个大小。除非给出 output_size，反池化取 {size} 格。</translation>
    </message>
    <message>
        <source>The indices count the cells of an input of {input}, but the output is {output}: numbers can land in the wrong places, and torch does not complain. output_size={input} puts them back.</source>
        <translation>索引按 {input} 的输入编号，而输出为 {output}：数可能落到别处，torch 不会提示。output_size={input} 可使其归位。</translation>
    </message>
    <message>
        <source>mode=&apos;{mode}&apos; computes each output cell from nearby input cells ({cells} along each axis).</source>
        <translation>mode=&apos;{mode}&apos; 时，每一格由其在输入中的邻近格算得（每个轴上 {cells} 格）。</translation>
    </message>
    <message>
        <source>align_corners=True aligns the centres of the corner cells, not their outer edges.</source>
        <translation>align_corners=True 使角上各格的中心对齐，而不是其外边缘对齐。</translation>
    </message>
    <message>
        <source>Each number becomes another one by itself: the shape stays, and nothing is learned.</source>
        <translation>每个数各自变为另一个数：形状不变，也没有需要学习的参数。</translation>
    </message>
    <message>
        <source>The {cells} numbers along dimension {dimension} share 1: a number that changes, changes all of these.</source>
        <translation>沿第 {dimension} 维的 {cells} 个数分享 1：其中一个数变化，它们全都变化。</translation>
    </message>
    <message>
        <source>{cells} numbers together have one mean and one variance (blocks of them: {blocks}). A number that changes, changes its whole block.</source>
        <translation>每 {cells} 个数共用一个均值和一个方差（共 {blocks} 块）。其中一个数变化时，整块都会变化。</translation>
    </message>
    <message>
        <source>In training {cells} numbers together have one mean and one variance (blocks of them: {blocks}). In evaluation the running ones are taken, and each number is by itself.</source>
        <translation>训练时每 {cells} 个数共用一个均值和一个方差（共 {blocks} 块）。评估时改用运行均值和运行方差，每个数各自计算。</translation>
    </message>
    <message>
        <source>Each batch in training makes up {momentum} of the running mean and variance; {rest} of them stay. The output in training does not use them.</source>
        <translation>训练时每个批次占运行均值和运行方差的 {momentum}，原值保留 {rest}。训练时的输出不使用它们。</translation>
    </message>
    <message>
        <source>With momentum=None the running mean and variance are the plain mean of those of all batches so far, whose number is kept as well.</source>
        <translation>momentum=None 时，运行均值和运行方差是迄今所有批次的平均，批次数也一并记录。</translation>
    </message>
    <message>
        <source>What normalises is the sum of squares divided by {cells}; what goes into running_var is the same sum divided by {fewer}.</source>
        <translation>用于归一化的是平方和除以 {cells}；写入 running_var 的是同一平方和除以 {fewer}。</translation>
    </message>
    <message>
        <source>{cells} numbers together are divided by the root of their mean square (blocks of them: {blocks}). No mean is taken away.</source>
        <translation>每 {cells} 个数一起除以其均方的平方根（共 {blocks} 块）。不减去均值。</translation>
    </message>
    <message>
        <source>Each number is divided by what stands at its place in the channels around it: {before} before, {behind} behind. A channel that is missing at either end counts as 0, so the sum of squares is divided by {size} everywhere.</source>
        <translation>每个数都除以由周围通道同一位置的数得出的除数：前面 {before} 个通道，后面 {behind} 个通道。两端缺少的通道按 0 计，因此平方和处处都除以 {size}。</translation>
    </message>
    <message>
        <source>torch takes the mean of the squares: each square counts alpha / size = {each}. Papers and other libraries often multiply the sum by alpha, which is {size} times as much.</source>
        <translation>torch 取平方的平均值：每个平方的系数是 alpha / size = {each}。论文和其他库常把 alpha 直接乘在总和上，那是这里的 {size} 倍。</translation>
    </message>
    <message>
        <source>One number is its own mean: less that it is always 0, and the output is the bias, or 0.</source>
        <translation>单个数就是自己的均值：减去后恒为 0，输出就是偏置，没有偏置则为 0。</translation>
    </message>
    <message>
        <source>The variance is the sum of squares divided by {cells}, not by one less; eps={eps} keeps the divisor above 0 where all numbers are equal.</source>
        <translation>方差是平方和除以 {cells}，而不是除以少一的数；所有数相等时，eps={eps} 使除数大于 0。</translation>
    </message>
    <message>
        <source>Along dimension {dimension} each number is alone: its share is 1, whatever it is.</source>
        <translation>沿第 {dimension} 维只有一个数：无论它是多少，它的份额都是 1。</translation>
    </message>
    <message>
        <source>Nothing is done. Identity stands where a layer is left out: the shortcut of a residual block, or the classifier that was taken off a trained network.</source>
        <translation>什么也不做。Identity 用在省去一层的地方：残差块的捷径，或从训练好的网络上取下的分类器的位置。</translation>
    </message>
    <message>
        <source>start_dim={start_dim} leaves {shape} in front as it is. In a network the batch stands there. Here there is none: start_dim=0 makes one vector of all {cells}.</source>
        <translation>start_dim={start_dim} 保留前面的 {shape} 不变。在网络中，那里是批次维。这里没有批次：start_dim=0 会把全部 {cells} 个数变成一个向量。</translation>
    </message>
    <message>
        <source>Dimension {dimension} alone is counted: shape and numbers stay as they are.</source>
        <translation>只涉及维度 {dimension} 这一个维度：形状和数都保持不变。</translation>
    </message>
    <message>
        <source>Every output reads every number: {outputs} × {inputs} = {weights} weights, a row of the matrix for each output. A convolution whose kernel is as large as its input does the same.</source>
        <translation>每个输出都读取每一个数：{outputs} × {inputs} = {weights} 个权重，矩阵的每一行对应一个输出。卷积核与输入一样大的卷积做的是同样的事。</translation>
    </message>
    <message>
        <source>The same weight is used at {places} places, and its gradient is the sum of what each of them asks for.</source>
        <translation>同一个权重用在 {places} 个位置，它的梯度是各个位置的要求之和。</translation>
    </message>
    <message>
        <source>The gradient of the weight is made of the input, so torch keeps its {numbers} numbers until backward().</source>
        <translation>权重的梯度由输入算出，所以 torch 会把输入的 {numbers} 个数保留到 backward()。</translation>
    </message>
    <message>
        <source>grad_weight is grad_output.T @ input: {outputs} × {inputs} numbers, as the weight has them, summed over the rows, here {rows}.</source>
        <translation>grad_weight 就是 grad_output.T @ input：与权重一样有 {outputs} × {inputs} 个数，对各行求和，这里有 {rows} 行。</translation>
    </message>
    <message>
        <source>At most {windows} of the {cells} cells of a channel get a gradient: one in each window. Whatever made the others learns nothing here.</source>
        <translation>一个通道的 {cells} 个单元格中最多有 {windows} 个得到梯度：每个窗口一个。产生其余单元格的部分在这里学不到东西。</translation>
    </message>
    <message>
        <source>Where a number is 0 or less, nothing comes back: torch takes the slope at 0 as 0. A unit that is below 0 for every input learns no more.</source>
        <translation>数为 0 或更小处没有梯度传回：torch 把 0 处的斜率取为 0。对所有输入都小于 0 的单元不再学习。</translation>
    </message>
    <message>
        <source>The slope is {most} at most. Through {layers} such layers in a row at most {after} of a gradient is left.</source>
        <translation>斜率最大为 {most}。连续经过 {layers} 个这样的层，梯度最多剩下原来的 {after}。</translation>
    </message>
    <message>
        <source>What the {cells} cells of one mean get adds up to 0: a number that is added to all of them changes no output.</source>
        <translation>共用一个均值的 {cells} 个单元格得到的梯度之和为 0：给它们都加上同一个数，输出不变。</translation>
    </message>
    <message>
        <source>With alpha={alpha} the neighbours change d by 1% only where inputs are about {size} large. Smaller ones are divided by k^β = {divisor}, and hardly by anything else. alpha=1 shows what the layer does.</source>
        <translation>alpha={alpha} 时，只有输入约为 {size} 大小，相邻通道才使 d 改变 1%。更小的输入几乎只是除以 k^β = {divisor}。取 alpha=1 就能看出这一层在做什么。</translation>
    </message>
    <message>
        <source>Backward has the mask of the forward: what was set to 0 gets nothing, all else its gradient times {scale}.</source>
        <translation>反向传播用的是前向的掩码：被置为 0 的什么也得不到，其余得到其梯度乘以 {scale}。</translation>
    </message>
    <message>
        <source>{layer}: the slopes of a sample&apos;s logits add up to 0. What pushes the right class up pushes the others down.</source>
        <translation>{layer}：一个样本的各个 logit 的斜率之和为 0。把正确类别推高，就会把其他类别压低。</translation>
    </message>
    <message>
        <source>{layer}: the slope is as large near the target as far from it. Only its sign changes.</source>
        <translation>{layer}：离目标近与离目标远时斜率一样大，变的只是符号。</translation>
    </message>
    <message>
        <source>{layer}: an output ten times as far from its target has ten times the slope, so single outliers lead.</source>
        <translation>{layer}：离目标远十倍的输出，斜率也大十倍，所以个别离群值会占主导。</translation>
    </message>
    <message>
        <source>Over the weights of a single convolution {layer} is a bowl: there is no second valley to get stuck in, wherever one begins. Of several layers in a row that is not so.</source>
        <translation>对单个卷积的权重来说，{layer} 是一只碗：无论从哪里开始，都没有第二个谷会陷进去。连续几层时就不是这样了。</translation>
    </message>
    <message>
        <source>The slopes of {layer} get no smaller near the target: with lr = {lr} for ever the steps jump about it in the end, and the loss stops falling.</source>
        <translation>{layer} 的斜率在目标附近不会变小：一直用 lr = {lr}，最后各步会在目标两边来回跳，损失不再下降。</translation>
    </message>
    <message>
        <source>A gradient of 1 moves its weight by {lr}, against it; a gradient of 10 ten times as far.</source>
        <translation>梯度为 1 时，权重朝反方向移动 {lr}；梯度为 10 时移动十倍远。</translation>
    </message>
    <message>
        <source>Of each step {momentum} comes along into the next one. While a gradient stays, steps grow up to {times} times; where its sign changes, they cancel.</source>
        <translation>每一步的 {momentum} 会带入下一步。梯度不变时，步子最多增大到 {times} 倍；梯度变号时，则相互抵消。</translation>
    </message>
    <message>
        <source>In every direction of the matrix the step is about equally large, 0.68 to 1.14 times {lr} · r, whatever the gradient&apos;s size there: only what is less than a hundredth of the whole moves less.</source>
        <translation>在矩阵的每个方向上，步长都大致相同，为 {lr} · r 的 0.68 到 1.14 倍，与该方向上梯度的大小无关：只有不到整体百分之一的方向才移动得更少。</translation>
    </message>
    <message>
        <source>The first step of each weight is {lr} long, whatever the size of its gradient: m̂ and v̂ are then the gradient and its square, and one is divided by the root of the other.</source>
        <translation>无论梯度多大，每个权重的第一步长都是 {lr}：此时 m̂ 与 v̂ 就是梯度及其平方，前者除以后者的平方根。</translation>
    </message>
    <message>
        <source>{layer}: a distance twice as large costs four times as much, so the mean follows its outliers.</source>
        <translation>{layer}：距离加倍，损失变为四倍，因此均值会被离群值带着走。</translation>
    </message>
    <message>
        <source>{layer}: a distance twice as large costs twice as much, so an outlier weighs less than in MSELoss.</source>
        <translation>{layer}：距离加倍，损失也只加倍，因此离群值的影响比 MSELoss 小。</translation>
    </message>
    <message>
        <source>{layer} is a square up to a distance of {name}={at}, and a straight line beyond it: its slope is never more than {slope}.</source>
        <translation>{layer} 在距离不超过 {name}={at} 时是平方，超过后是直线：它的斜率不会大于 {slope}。</translation>
    </message>
    <message>
        <source>{layer} of the targets 1 and −1 is BCEWithLogitsLoss of the targets 1 and 0: an output of 0 costs log 2 = 0.6931, whichever is right.</source>
        <translation>目标为 1 和 −1 的 {layer} 就是目标为 1 和 0 的 BCEWithLogitsLoss：输出为 0 时，无论哪个正确，损失都是 log 2 = 0.6931。</translation>
    </message>
    <message>
        <source>{layer} takes a distance: a pair that belongs together (1) costs the distance itself, another (−1) what it lacks of margin={margin}. From there on that costs nothing.</source>
        <translation>{layer} 的输入是距离：同类的一对（1）的损失就是距离本身，不同类的（−1）的损失是距 margin={margin} 还差多少，达到之后就没有损失。</translation>
    </message>
    <message>
        <source>{layer} with log_input={is_log} is least where the output says the target&apos;s own count as the mean, e^x = y or x = y. It may be below 0 there.</source>
        <translation>{layer} 在 log_input={is_log} 时，当输出给出的均值正是目标的计数（e^x = y 或 x = y）时最小。那里的值可以小于 0。</translation>
    </message>
    <message>
        <source>The first step of each weight is {times} times lr = {lr} long, whatever the size of its gradient: of its square only {share} is remembered by then.</source>
        <translation>每个权重的第一步长为 lr = {lr} 的 {times} 倍，与梯度大小无关：此时只记住了梯度平方的 {share}。</translation>
    </message>
    <message>
        <source>The first step of each weight is {lr} long, whatever the size of its gradient: the largest gradient so far is this one.</source>
        <translation>每个权重的第一步长为 {lr}，与梯度大小无关：到目前为止最大的梯度就是这一个。</translation>
    </message>
    <message>
        <source>The first step of each weight is {times} times lr = {lr} long, whatever the size of its gradient: it looks ahead to what momentum brings next.</source>
        <translation>每个权重的第一步长为 lr = {lr} 的 {times} 倍，与梯度大小无关：它预先算上了动量接下来带来的部分。</translation>
    </message>
    <message>
        <source>The first {steps} steps are not divided by the size of the gradients, which is not known well enough by then: a gradient ten times as large moves its weight ten times as far.</source>
        <translation>前 {steps} 步不除以梯度的大小，因为那时对它还了解不够：梯度大十倍，权重就移动十倍远。</translation>
    </message>
    <message>
        <source>The first step of each weight is about {length} long, whatever the size of its gradient: nothing has moved yet, so eps = {eps} alone says how far.</source>
        <translation>每个权重的第一步长约为 {length}，与梯度大小无关：还没有任何移动，所以只有 eps = {eps} 决定步长。</translation>
    </message>
    <message>
        <source>Only the sign of a gradient counts, not its size. A weight&apos;s own step begins at {lr}, grows {up} times while the sign stays, and shrinks to {down} of itself where it changes.</source>
        <translation>只有梯度的符号起作用，大小无关。每个权重自己的步长从 {lr} 开始，符号不变时乘以 {up}，符号改变时乘以 {down}。</translation>
    </message>
    <message>
        <source>Steps are those of SGD, but each takes {share} of the weight away first, and lr = {lr} falls slowly. The average of the weights is kept beside them and moves none.</source>
        <translation>步骤与 SGD 相同，只是每步先减去权重的 {share}，并且 lr = {lr} 缓慢下降。权重的平均值另外保存，不影响任何权重。</translation>
    </message>
    <message>
        <source>{layer} applies a softmax itself: it takes logits, which may be any numbers. Behind a layer Softmax it cannot fall below {least} with {classes} classes.</source>
        <translation>{layer} 自己会做 softmax：它要的是 logits，可以是任何数。如果前面又有一层 Softmax，{classes} 个类别时它不会低于 {least}。</translation>
    </message>
    <message>
        <source>{layer} takes no logarithm: it only picks the right class&apos;s number and changes its sign. Its input must come from LogSoftmax; of other numbers it falls for ever.</source>
        <translation>{layer} 不取对数：它只挑出正确类别的那个数并变号。它的输入必须来自 LogSoftmax；换成别的数，它会一直降下去。</translation>
    </message>
    <message>
        <source>A target of shape {numbers} holds the numbers of classes, as int64; one of shape {shares} holds a share for each class, as float32. torch refuses one-hot integers: make them floats.</source>
        <translation>形状为 {numbers} 的目标装类别编号（int64）；形状为 {shares} 的目标装每个类别的份额（float32）。整数的 one-hot 会被 torch 拒绝：请转成浮点数。</translation>
    </message>
    <message>
        <source>The mean divides by the sum of the weights of the target&apos;s classes, and not by how many there are.</source>
        <translation>平均是除以目标各类别的权重之和，而不是除以个数。</translation>
    </message>
    <message>
        <source>With a target of shares the mean divides by how many samples there are, whatever the weights; with numbers of classes it divides by their weights.</source>
        <translation>目标是份额时，平均除以样本个数，与权重无关；目标是类别编号时，才除以它们的权重。</translation>
    </message>
    <message>
        <source>With label_smoothing={smoothing} and {classes} classes the loss cannot fall below {least}, which is what a share as large as the smoothed target costs.</source>
        <translation>label_smoothing={smoothing}、{classes} 个类别时，损失不会低于 {least}：份额恰好等于平滑后的目标时就是这个代价。</translation>
    </message>
    <message>
        <source>A pair costs until the input that should rank higher lies {margin} above the other: one that is right by less than the margin still costs.</source>
        <translation>应当排得更高的输入要比另一个高出 {margin}，这一对才没有损失：虽然排对了、但高出不到间隔的，仍有损失。</translation>
    </message>
    <message>
        <source>With margin=0 two equal inputs cost nothing: a network that gives all of them the same score has a loss of 0. A margin above 0 prevents that.</source>
        <translation>margin=0 时，两个相等的输入没有损失：给所有输入同一个分数的网络，损失就是 0。大于 0 的间隔可以防止这种情况。</translation>
    </message>
    <message>
        <source>A triplet whose negative is farther away than its positive by more than {margin} costs nothing and has no gradient: it teaches nothing any more.</source>
        <translation>负样本比正样本远出 {margin} 以上的三元组没有损失，也没有梯度：从它再也学不到什么。</translation>
    </message>
    <message>
        <source>A network that gives the same point for everything costs {margin}, the margin: a loss that stays there points to that.</source>
        <translation>对一切输入都给出同一个点的网络，损失就是间隔 {margin}：损失停在那里，往往就是这个原因。</translation>
    </message>
    <message>
        <source>Directions alone count: a row that is ten times as long costs the same.</source>
        <translation>只看方向：长度是十倍的一行，损失也一样。</translation>
    </message>
    <message>
        <source>The loss may fall below 0, down to {least}: where the input is exact and the variance no more than eps. A negative loss is no slip.</source>
        <translation>损失可以低于 0，最低 {least}：输入完全准确、方差不大于 eps 时。负的损失并不是出了错。</translation>
    </message>
    <message>
        <source>Only the lead of the right output over the others counts, no share: where it leads all of them by {margin}, nothing is lost and nothing is learned.</source>
        <translation>只看正确输出领先其他输出多少，不看份额：领先全部其他输出 {margin} 后，没有损失，也学不到什么。</translation>
    </message>
    <message>
        <source>The sum of a row is divided by the number of all classes, also of the right ones, which add nothing.</source>
        <translation>一行的和除以全部类别的个数，也包括什么都不加的正确类别。</translation>
    </message>
    <message>
        <source>The first -1 ends a row of the target: what stands behind it does not count, even where it names a class.</source>
        <translation>第一个 -1 结束目标的一行：它后面的数不算，即使是类别编号。</translation>
    </message>
    <message>
        <source>The mean of {layer} is that of BCEWithLogitsLoss; with reduction=&apos;none&apos; it leaves one loss a row, and not one a class.</source>
        <translation>{layer} 的平均与 BCEWithLogitsLoss 的相同；reduction=&apos;none&apos; 时，它每行留下一个损失，而不是每个类别一个。</translation>
    </message>
    <message>
        <source>The input {input} and the target {target} are repeated to {losses}: {count} losses. torch only warns, and the loss is mostly not what was meant.</source>
        <translation>输入 {input} 与目标 {target} 会被重复成 {losses}：共 {count} 个损失。torch 只给警告，而这多半不是本意。</translation>
    </message>
    <message>
        <source>{layer} works with the logit itself: where the sigmoid rounds to 0 in float32, the loss stays finite, and its gradient goes on.</source>
        <translation>{layer} 直接用 logit 计算：即使 sigmoid 在 float32 里舍入成 0，损失仍是有限的，梯度也不会消失。</translation>
    </message>
    <message>
        <source>{layer} takes no logarithm below -100, so that a share of 0 costs 100 and not infinity.</source>
        <translation>{layer} 的对数不低于 -100，所以份额 0 的代价是 100，而不是无穷大。</translation>
    </message>
    <message>
        <source>reduction=&apos;mean&apos; divides by all {count} numbers. The divergence of distributions is divided by the {batch} of the batch: reduction=&apos;batchmean&apos;.</source>
        <translation>reduction=&apos;mean&apos; 除以全部 {count} 个数。分布的散度应除以批大小 {batch}：reduction=&apos;batchmean&apos;。</translation>
    </message>
    <message>
        <source>weight_decay takes the share {share} off each weight in a step, beside the gradient: what gradients are divided by makes no difference to it.</source>
        <translation>weight_decay 每一步从每个权重中减去其 {share}，与梯度无关：梯度被除以什么对它没有影响。</translation>
    </message>
    <message>
        <source>weight_decay adds {decay} times the weight to its gradient, as a penalty of the weights&apos; squares in the loss would.</source>
        <translation>weight_decay 把权重的 {decay} 倍加到梯度上，相当于在损失中惩罚权重的平方。</translation>
    </message>
    <message>
        <source>The sum of squares only grows, so steps get shorter and shorter, while the gradient stays as 1/√t.</source>
        <translation>平方和只增不减，所以步子越来越短；梯度不变时按 1/√t 缩短。</translation>
    </message>
    <message>
        <source>The groups, {groups} in all, give one channel each in turn, {share} times: so a convolution with groups that follows sees channels of all of them.</source>
        <translation>{groups} 个组轮流各给出一个通道，共 {share} 次：这样，后面的分组卷积就能看到来自所有组的通道。</translation>
    </message>
    <message>
        <source>Where the windows stand is drawn by chance for each channel and each axis, in evaluation as in training. The last window always ends where the input ends.</source>
        <translation>窗口的位置对每个通道、每个轴随机抽取，评估时与训练时一样。最后一个窗口总是止于输入的末端。</translation>
    </message>
    <message>
        <source>Numbers over 0 stay; those below are multiplied by a slope that is learned, the same for all of them.</source>
        <translation>大于 0 的数不变；小于 0 的数乘以一个学习得到的斜率，所有数共用。</translation>
    </message>
    <message>
        <source>Numbers over 0 stay; those below are multiplied by a slope that is learned, one for each of the {channels} channels.</source>
        <translation>大于 0 的数不变；小于 0 的数乘以学习得到的斜率，{channels} 个通道各有一个。</translation>
    </message>
    <message>
        <source>Along dimension {dimension} the second half are gates: each number of the first half is multiplied by the sigmoid of the one {half} places behind it. Near 1 it passes, near 0 it does not.</source>
        <translation>沿第 {dimension} 维，后一半是门：前一半的每个数乘以其后第 {half} 个数的 sigmoid。接近 1 时通过，接近 0 时被挡住。</translation>
    </message>
    <message>
        <source>groups={groups} splits the channels: each group reads {in_each} of the input and makes {out_each} of the output. The kernel shrinks to {weight}; the output keeps its size.</source>
        <translation>groups={groups} 将通道分组：每组读取 {in_each} 个输入通道，产生 {out_each} 个输出通道。核缩小为 {weight}；输出大小不变。</translation>
    </message>
    <message>
        <source>Depthwise: each of the {groups} input channels has kernels of its own ({out_each} each). The kernel shrinks to {weight}; the output keeps its size.</source>
        <translation>逐通道卷积：{groups} 个输入通道各有自己的核（每个通道 {out_each} 个）。核缩小为 {weight}；输出大小不变。</translation>
    </message>
    <message>
        <source>Each output channel has {planes} kernel planes, one per input channel. Their sums are added up.</source>
        <translation>每个输出通道有 {planes} 个核平面，每个输入通道一个；各自的和再相加。</translation>
    </message>
    <message>
        <source>Each output channel has {planes} kernel planes, one per input channel. Their sums are added up, and one bias is added to the total (not one per plane).</source>
        <translation>每个输出通道有 {planes} 个核平面，每个输入通道一个；各自的和再相加，总和只加一个偏置，而不是每个平面加一个。</translation>
    </message>
    <message>
        <source>{layer} does not flip the kernel: its first tap meets the first cell of the window. In mathematics this is a cross-correlation.</source>
        <translation>{layer} 不翻转卷积核：第一个核元素对应窗口的第一格。数学上称为互相关。</translation>
    </message>
    <message>
        <source>An index counts the cells of one input channel, without padding, from 0 to {last}. If several cells hold the maximum, the first one&apos;s index is returned.</source>
        <translation>索引对通道输入（不含填充）的格从 0 到 {last} 编号。最大值相等时返回第一个的索引。</translation>
    </message>
    <message>
        <source>MaxUnpool assumes an input of {unpooled} unless it is given output_size={spatial}.</source>
        <translation>除非给出 output_size={spatial}，MaxUnpool 会假定输入为 {unpooled}。</translation>
    </message>
    <message>
        <source>torch pads a pooling by at most half its kernel: {limit} for kernel_size={kernel_size}. It says so only when {layer} runs, not when it is made.</source>
        <translation>torch 的池化最多填充核大小的一半：kernel_size={kernel_size} 时为 {limit}。创建 {layer} 时不会报错，运行时才会。</translation>
    </message>
    <message>
        <source>torch pads a pooling by at most half its kernel: {limit} for kernel_size={kernel_size}, although the dilated kernel spans {effective}. It says so only when {layer} runs, not when it is made.</source>
        <translation>torch 的池化最多填充核大小的一半：kernel_size={kernel_size} 时为 {limit}，尽管扩张后的核跨越 {effective} 格。创建 {layer} 时不会报错，运行时才会。</translation>
    </message>
    <message>
        <source>To pad by more, put {before} before {layer} and set padding=0.</source>
        <translation>若要填充更多，请在 {layer} 之前放 {before}，并设 padding=0。</translation>
    </message>
    <message>
        <source>A padding layer before {layer} would not do the same: its zeros would count in every mean, against count_include_pad=False.</source>
        <translation>在 {layer} 之前加填充层效果不同：它的零会计入每个平均值，与 count_include_pad=False 相悖。</translation>
    </message>
    <message>
        <source>padding=&apos;same&apos; keeps the size, which is impossible with a stride of {stride}: torch raises ValueError when {layer} is made.</source>
        <translation>padding=&apos;same&apos; 保持大小不变，步幅 {stride} 做不到：{layer} 在创建时抛出 ValueError。</translation>
    </message>
    <message>
        <source>output_padding chooses among the sizes that a stride turns into one, so it can be at most {limit} here. torch says so only when {layer} runs, not when it is made.</source>
        <translation>output_padding 用于在被步幅合并的几种大小之间选择，因此此处最大为 {limit}。创建 {layer} 时不会报错，运行时才会。</translation>
    </message>
    <message>
        <source>The padding of {layer} crops the output, so there is nothing to mirror, repeat or wrap.</source>
        <translation>{layer} 的填充会裁去输出的格，因此没有可以镜像、重复或循环的内容。</translation>
    </message>
    <message>
        <source>With norm_type={norm_type} each output is the largest |x| of its window: the larger the power, the more the largest number outweighs the others.</source>
        <translation>当 norm_type={norm_type} 时，每个输出是其窗口中最大的 |x|：幂次越大，最大的数就越压过其他数。</translation>
    </message>
    <message>
        <source>With norm_type={norm_type} each output is the smallest |x| of its window: the more negative the power, the more the smallest number outweighs the others.</source>
        <translation>当 norm_type={norm_type} 时，每个输出是其窗口中最小的 |x|：幂次越负，最小的数就越压过其他数。</translation>
    </message>
    <message>
        <source>The dimensions become one: {joined} = {cells}. All numbers keep their order, in which the last dimension runs fastest, as with reshape to {shape}. A transpose or permute before it would give the same shape with another order.</source>
        <translation>几个维度合并为一个：{joined} = {cells}。所有数保持原来的顺序（最后一维变化最快），与 reshape 成 {shape} 相同。若之前先做 transpose 或 permute，形状一样，顺序却不同。</translation>
    </message>
    <message>
        <source>A dimension of {size} becomes {split}. All numbers keep their order, as with reshape to {shape}: so it undoes a Flatten.</source>
        <translation>一个大小为 {size} 的维度变成 {split}。所有数保持原来的顺序，与 reshape 成 {shape} 相同：因此它是 Flatten 的逆操作。</translation>
    </message>
    <message>
        <source>Backward begins at ones, as output.sum().backward() does: each number of a gradient says how fast the sum of all outputs grows with its cell. output.backward() is refused: it begins at one number alone.</source>
        <translation>反向传播从全 1 开始，与 output.sum().backward() 相同：梯度的每个数表示所有输出之和随该单元增长的快慢。output.backward() 会被拒绝：它只能从单个数开始。</translation>
    </message>
    <message>
        <source>backward() adds to .grad: behind two forwards without zero_grad, {tensor}.grad is twice what stands here. A second backward() behind the same forward is refused, unless the first is given retain_graph=True.</source>
        <translation>backward() 会累加到 .grad：两次前向和反向之间不调用 zero_grad 时，{tensor}.grad 是这里所示的两倍。对同一次前向再次调用 backward() 会被拒绝，除非第一次传入 retain_graph=True。</translation>
    </message>
    <message>
        <source>A step here is one of {call}: it gets the gradients of kernel and bias, and each weight goes by its rule.</source>
        <translation>这里的一步就是 {call} 的一步：它得到卷积核和偏置的梯度，每个权重都按它的规则移动。</translation>
    </message>
    <message>
        <source>The last dimension alone is worked on: all {rows} rows in front of it get the same weights, as the pictures of a batch do. A Flatten before it would join them.</source>
        <translation>只对最后一个维度做计算：它前面的全部 {rows} 行都使用相同的权重，就像一个批次中的各张图片。前面加 Flatten 则会把它们合并。</translation>
    </message>
    <message>
        <source>In training the slope below 0 is drawn anew for each number. In evaluation it is {slope}, in the middle between lower and upper.</source>
        <translation>训练时，0 以下的斜率对每个数重新抽取。评估时斜率为 {slope}，即 lower 与 upper 的中间值。</translation>
    </message>
    <message>
        <source>In training each number becomes 0 with probability {p}; those that stay are multiplied by 1/(1 − p) = {factor}, so that the mean stays. In evaluation all pass as they are.</source>
        <translation>训练时，每个数以概率 {p} 变为 0；留下的数乘以 1/(1 − p) = {factor}，使均值不变。评估时所有数原样通过。</translation>
    </message>
    <message>
        <source>In training each channel becomes 0 as a whole with probability {p}; those that stay are multiplied by 1/(1 − p) = {factor}. In evaluation all pass as they are.</source>
        <translation>训练时，每个通道以概率 {p} 整体变为 0；留下的通道乘以 1/(1 − p) = {factor}。评估时所有数原样通过。</translation>
    </message>
    <message>
        <source>In training {lowest}, the lowest value of SELU, takes the place of each number with probability {p}. Then all are multiplied by {scale}, and {shift} is added: mean 0 and variance 1 stay. In evaluation all pass as they are.</source>
        <translation>训练时，每个数以概率 {p} 被 SELU 的最小值 {lowest} 取代。然后所有数乘以 {scale} 再加 {shift}：均值 0 和方差 1 保持不变。评估时所有数原样通过。</translation>
    </message>
    <message>
        <source>In training {lowest}, the lowest value of SELU, fills each channel with probability {p}. Then all numbers are multiplied by {scale}, and {shift} is added: mean 0 and variance 1 stay. In evaluation all pass as they are.</source>
        <translation>训练时，每个通道以概率 {p} 整体被 SELU 的最小值 {lowest} 填充。然后所有数乘以 {scale} 再加 {shift}：均值 0 和方差 1 保持不变。评估时所有数原样通过。</translation>
    </message>
    <message>
        <source>With p = 0 nothing is dropped: training and evaluation are alike.</source>
        <translation>p = 0 时不丢弃任何数：训练与评估相同。</translation>
    </message>
    <message>
        <source>With p = 1 everything is dropped in training: nothing is learned through this layer.</source>
        <translation>p = 1 时训练中所有数都被丢弃：梯度无法通过该层，学不到任何东西。</translation>
    </message>
    <message>
        <source>With return_indices=True {layer} returns a tuple, which nn.Sequential cannot pass to its next layer.</source>
        <translation>return_indices=True 时 {layer} 返回元组，nn.Sequential 无法将其传给下一层。</translation>
    </message>
    <message>
        <source>The padding of {layer} holds zeros.</source>
        <translation>{layer} 的填充为零。</translation>
    </message>
    <message>
        <source>The padding of {layer} holds {value} in every cell.</source>
        <translation>{layer} 的填充每格都为 {value}。</translation>
    </message>
    <message>
        <source>The padding mirrors the input, without repeating its edge.</source>
        <translation>填充为输入的镜像，不重复边缘值。</translation>
    </message>
    <message>
        <source>The padding repeats the cells at the edge of the input.</source>
        <translation>填充重复输入的边缘值。</translation>
    </message>
    <message>
        <source>Each sum is divided by divisor_override={divisor}.</source>
        <translation>每个和除以 divisor_override={divisor}。</translation>
    </message>
    <message>
        <source>With norm_type={norm_type} each output is the sum of its window.</source>
        <translation>norm_type={norm_type} 时，每个输出为窗口内各值之和。</translation>
    </message>
    <message>
        <source>With norm_type={norm_type} each output is the length of its window as a vector: the root of the sum of squares.</source>
        <translation>norm_type={norm_type} 时，每个输出为窗口作为向量的长度：平方和的平方根。</translation>
    </message>
    <message>
        <source>The input&apos;s size {size} is a multiple of the output&apos;s {output_size}: every window reads {cells}.</source>
        <translation>输入大小 {size} 是输出大小 {output_size} 的整数倍：每个窗口读取 {cells} 格。</translation>
    </message>
    <message>
        <source>The output&apos;s size {output_size} is larger than the input&apos;s {size}, so several windows read the same cells.</source>
        <translation>输出大小 {output_size} 大于输入大小 {size}，因此会有多个窗口读取相同的格。</translation>
    </message>
    <message>
        <source>One place in each of {channels} channels becomes a block in one channel ({factor} × {factor}). Nothing is computed and nothing is lost: numbers only move.</source>
        <translation>{channels} 个通道的同一位置变为一个通道中的方块（{factor} × {factor}）。不做计算，也不丢失：数只是移动。</translation>
    </message>
    <message>
        <source>A block ({factor} × {factor}) of one channel becomes one place in each of {channels} channels. Nothing is computed and nothing is lost: numbers only move.</source>
        <translation>一个通道中的方块（{factor} × {factor}）变为 {channels} 个通道的同一位置。不做计算，也不丢失：数只是移动。</translation>
    </message>
    <message>
        <source>Each window becomes a column, channel after channel, tap after tap (columns: {windows}, numbers in each: {cells}).</source>
        <translation>每个窗口变为一列，逐通道、逐核元素排列（共 {windows} 列，每列 {cells} 个数）。</translation>
    </message>
    <message>
        <source>Where windows overlap, their columns are added up: up to {most} for one cell. So Fold undoes Unfold only where they do not overlap.</source>
        <translation>窗口重叠处，各列的值相加：一格最多有 {most} 个值相加。因此只有在窗口不重叠处，Fold 才能还原 Unfold。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {detail}. Change its permissions, or choose another.</source>
        <translation>无法读取 {path}：{detail}。请修改其权限，或选择其他位置。</translation>
    </message>
    <message>
        <source>There is no layer named &apos;{name}&apos; in this version. Correct the name, or update convviz.</source>
        <translation>此版本中没有名为“{name}”的层。请改正名称，或更新 convviz。</translation>
    </message>
    <message>
        <source>The settings of {layer} cannot be read: {detail}. Correct them in the file.</source>
        <translation>无法读取 {layer} 的设置：{detail}。请在文件中改正。</translation>
    </message>
    <message>
        <source>{path} has {size} bytes, but a document has at most {limit}. It was not opened; choose another file.</source>
        <translation>{path} 有 {size} 字节，而文档最大为 {limit} 字节，因此未打开；请选择其他文件。</translation>
    </message>
    <message>
        <source>The document comes to {size} bytes, and over {limit} it could not be opened again, so {path} was not written. Choose a smaller input or kernel, or fill it with a pattern.</source>
        <translation>文档有 {size} 字节，超过 {limit} 字节便无法再次打开，因此未写入 {path}。请选择更小的输入或卷积核，或用图案填充。</translation>
    </message>
    <message>
        <source>{path} was written by a later convviz (format {version}, this one reads up to {supported}). Update convviz to open it.</source>
        <translation>{path} 由更新版本的 convviz 写入（格式 {version}，当前版本最高支持 {supported}）。请更新 convviz 后再打开。</translation>
    </message>
    <message>
        <source>A training setting cannot be used: {detail}</source>
        <translation>有一项训练设置无法使用：{detail}</translation>
    </message>
    <message>
        <source>{path} cannot be read: {detail}. Choose another.</source>
        <translation>无法读取 {path}：{detail}。请选择其他位置。</translation>
    </message>
    <message>
        <source>There is no layer in this code. Write one, such as Conv2d(3, 8, 3).</source>
        <translation>这段代码中没有层。请写出一层，如 Conv2d(3, 8, 3)。</translation>
    </message>
    <message>
        <source>The code has {size} characters; at most {limit} are read.</source>
        <translation>代码有 {size} 个字符，最多只能读取 {limit} 个。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: this is not Python ({detail}).</source>
        <translation>第 {line} 行第 {column} 列：这不是合法的 Python 代码（{detail}）。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {found} is neither a layer nor an nn.Sequential.</source>
        <translation>第 {line} 行第 {column} 列：{found} 既不是层，也不是 nn.Sequential。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {name} is not a layer that convviz knows.</source>
        <translation>第 {line} 行第 {column} 列：{name} 不是 convviz 认识的层。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: the code is nested too deeply.</source>
        <translation>第 {line} 行第 {column} 列：嵌套层次过多。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {found} would have to be run, and convviz runs no code. Give it the nn.Sequential alone, or the layers one on a line.</source>
        <translation>第 {line} 行第 {column} 列：{found} 需要运行才能得知结果，而 convviz 不运行代码。请只给出 nn.Sequential，或每行写一个层。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {found} is not a layer. Did you mean {meant}?</source>
        <translation>第 {line} 行第 {column} 列：{found} 不是层。您是否想写 {meant}？</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {name} is not a layer that convviz knows. Did you mean {nearest}?</source>
        <translation>第 {line} 行第 {column} 列：{name} 不是 convviz 认识的层。您是否想写 {nearest}？</translation>
    </message>
    <message>
        <source>{name} is a loss of torch.nn that convviz does not work out.</source>
        <translation>{name} 是 torch.nn 的损失函数，convviz 不演算它。</translation>
    </message>
    <message>
        <source>{name} is an optimiser of torch.optim that convviz does not work out.</source>
        <translation>{name} 是 torch.optim 的优化器，convviz 不演算它。</translation>
    </message>
    <message>
        <source>{name} is a function of torch.nn.functional that has no class in torch.nn; convviz opens classes.</source>
        <translation>{name} 是 torch.nn.functional 的函数，在 torch.nn 中没有对应的类；convviz 打开的是类。</translation>
    </message>
    <message>
        <source>{found} is a function. What opens is its class: {meant}.</source>
        <translation>{found} 是函数。可以打开的是它对应的类：{meant}。</translation>
    </message>
    <message>
        <source>{found} goes back from a loss. Open the layer or the loss itself, and choose the view Backward.</source>
        <translation>{found} 从损失开始反向传播。请打开该层或该损失本身，并选择“反向”视图。</translation>
    </message>
    <message>
        <source>{found} belongs to an optimiser. Open the optimiser itself, such as optim.SGD(w, lr=0.1): each row is one step(), with zero_grad() or without.</source>
        <translation>{found} 属于优化器。请打开优化器本身，例如 optim.SGD(w, lr=0.1)：每一行是一次 step()，可以带 zero_grad()，也可以不带。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {layer} has no parameter {parameter}. It has: {accepted}.</source>
        <translation>第 {line} 行第 {column} 列：{layer} 没有参数 {parameter}。可用的参数：{accepted}。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {layer} has no parameter {parameter}. Did you mean {nearest}?</source>
        <translation>第 {line} 行第 {column} 列：{layer} 没有参数 {parameter}。您是否想写 {nearest}？</translation>
    </message>
    <message>
        <source>&quot;{found}&quot; is no setting of {layer}. Write numbers in their order, or such as p2, k=3, nobias.</source>
        <translation>“{found}” 不是 {layer} 的设置。请按顺序写数字，或写 p2、k=3、nobias 之类。</translation>
    </message>
    <message>
        <source>{layer} has no parameter left for {found}.</source>
        <translation>{layer} 没有参数可以接收 {found} 了。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {layer} takes at most {most} arguments, not {given}.</source>
        <translation>第 {line} 行第 {column} 列：{layer} 最多接受 {most} 个参数，而不是 {given} 个。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {layer} is given {parameter} twice.</source>
        <translation>第 {line} 行第 {column} 列：{layer} 的 {parameter} 给出了两次。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {layer} needs {parameter}.</source>
        <translation>第 {line} 行第 {column} 列：{layer} 需要 {parameter}。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {parameter} of {layer} is {found}, which convviz would have to run. Write its value instead.</source>
        <translation>第 {line} 行第 {column} 列：{layer} 的 {parameter} 为 {found}，需要执行代码才能得到。请直接写出数值。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {parameter} of {layer} cannot be {found}, which is of another type.</source>
        <translation>第 {line} 行第 {column} 列：{layer} 的 {parameter} 不能是 {found}，类型不符。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {parameter} of {layer} is over the limit of {limit}.</source>
        <translation>第 {line} 行第 {column} 列：{layer} 的 {parameter} 超过了上限 {limit}。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {parameter} of {layer} is {found}, which divides by zero.</source>
        <translation>第 {line} 行第 {column} 列：{layer} 的 {parameter} 是 {found}，除数为零。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {parameter} of {layer} uses {name}, which this code gives no value. Write its value, or a line such as {name} = 8 before it.</source>
        <translation>第 {line} 行第 {column} 列：{layer} 的 {parameter} 用到了 {name}，而这段代码没有给它赋值。请直接写出它的值，或在前面加一行，例如 {name} = 8。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {found} is too large, or divides by zero.</source>
        <translation>第 {line} 行第 {column} 列：{found} 太大，或除数为零。</translation>
    </message>
    <message>
        <source>The code has {count} networks: {networks}. Choose one of them.</source>
        <translation>这段代码里有 {count} 个网络：{networks}。请选择其中一个。</translation>
    </message>
    <message>
        <source>The code has no network named {name}. It has: {networks}.</source>
        <translation>这段代码里没有名为 {name} 的网络，有的是：{networks}。</translation>
    </message>
    <message>
        <source>{path} is a document, which has one network. Leave --network out.</source>
        <translation>{path} 是一个文档，其中只有一个网络。请去掉 --network。</translation>
    </message>
    <message>
        <source>Line {line}: {parameter} of {layer} was left out, for no shape depends on it.</source>
        <translation>第 {line} 行：{layer} 的 {parameter} 已略去，因为形状与它无关。</translation>
    </message>
    <message>
        <source>The code has no nn.Sequential, so its {count} layers were taken in the order in which they are written: {names}.</source>
        <translation>这段代码里没有 nn.Sequential，因此其中 {count} 个层按书写顺序排列：{names}。</translation>
    </message>
    <message>
        <source>What begins in these lines was passed over, for it would have to be run: {lines}.</source>
        <translation>以下各行开始的代码需要运行，已略过：{lines}。</translation>
    </message>
    <message>
        <source>Line {line}: {name} is used {times} times. torch would train one set of numbers for all of them; here each has its own.</source>
        <translation>第 {line} 行：{name} 用了 {times} 次。在 torch 中它们共用同一组参数；这里则各有各的。</translation>
    </message>
    <message>
        <source>The notebook cannot be read: {detail}.</source>
        <translation>无法读取该笔记本：{detail}。</translation>
    </message>
    <message>
        <source>There is no network in this code: neither a class with layers, nor an nn.Sequential, nor a layer.</source>
        <translation>这段代码中没有网络：既没有含层的类，也没有 nn.Sequential，也没有层。</translation>
    </message>
    <message>
        <source>There is no network in this file. It takes from others beside it: {files}. Open that which has the network.</source>
        <translation>这个文件中没有网络。它使用了同一文件夹中的其他文件：{files}。请打开其中含有网络的那个。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {found} is something that convviz cannot read, for it would have to be run.</source>
        <translation>第 {line} 行第 {column} 列：convviz 无法读取 {found}，因为必须运行它才行。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: no layer that convviz has does {found}. A network is read where layers, sums and concatenations lead from its input to its output.</source>
        <translation>第 {line} 行第 {column} 列：convviz 没有哪个层能做 {found}。只有从输入到输出全部由层、相加和拼接连成的网络才能读取。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: Python would stop with an error at {found}.</source>
        <translation>第 {line} 行第 {column} 列：Python 会在 {found} 处报错停止。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: the code refuses these arguments itself: {found}.</source>
        <translation>第 {line} 行第 {column} 列：代码自己拒绝了这些参数：{found}。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: the code goes on for more than {limit} steps. Is there a loop without an end?</source>
        <translation>第 {line} 行第 {column} 列：代码超过了 {limit} 步仍未结束。是否有没有终点的循环？</translation>
    </message>
    <message>
        <source>Reading this code took more than {seconds} s and was given up. Give the part that makes the network.</source>
        <translation>读取这段代码超过了 {seconds} 秒，已放弃。请只给出构造网络的部分。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {found} becomes too large.</source>
        <translation>第 {line} 行第 {column} 列：{found} 会变得过大。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {name} is made elsewhere, not in this text. Put its code into it, or give its value.</source>
        <translation>第 {line} 行第 {column} 列：{name} 是在别处定义的，不在这段文本中。请加入它的代码，或给出它的值。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {name} is run, but has no forward.</source>
        <translation>第 {line} 行第 {column} 列：运行了 {name}，但它没有 forward。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {name} needs a value for {parameter}.</source>
        <translation>第 {line} 行第 {column} 列：{name} 的 {parameter} 需要一个值。</translation>
    </message>
    <message>
        <source>{name} takes no {parameter}. It takes: {accepted}.</source>
        <translation>{name} 没有参数 {parameter}。它有：{accepted}。</translation>
    </message>
    <message>
        <source>{parameter} cannot be {found}. Give a number, True, False, None, a word, or several of them in brackets, such as (64, 128).</source>
        <translation>{parameter} 不能是 {found}。请给出数字、True、False、None、一个单词，或用括号括起来的若干个这样的值，例如 (64, 128)。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: at {found} the layers are connected in a way that no Sequential, sum or concatenation expresses.</source>
        <translation>第 {line} 行第 {column} 列：在 {found} 处，层的连接方式无法用 Sequential、求和或拼接表示。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: what the forward of {name} returns does not come from its input through layers.</source>
        <translation>第 {line} 行第 {column} 列：{name} 的 forward 返回的结果不是由输入经过层得到的。</translation>
    </message>
    <message>
        <source>Line {line}: the network gives {count} outputs. The first of them was taken.</source>
        <translation>第 {line} 行：网络有 {count} 个输出，已取第一个。</translation>
    </message>
    <message>
        <source>Line {line}: {found} was left out, for no layer does it.</source>
        <translation>第 {line} 行：{found} 已略去，因为没有层能完成它。</translation>
    </message>
    <message>
        <source>Line {line}: {name} is no layer of pictures that convviz has. An Identity stands in its place.</source>
        <translation>第 {line} 行：{name} 不是 convviz 所具有的图像层，已用 Identity 代替。</translation>
    </message>
    <message>
        <source>Line {line}: whether {found} holds cannot be known here; it was taken not to.</source>
        <translation>第 {line} 行：这里无法得知 {found} 是否成立，已视为不成立。</translation>
    </message>
    <message>
        <source>Line {line}: {name} has no value here; {value} was taken.</source>
        <translation>第 {line} 行：{name} 在这里没有值，已取 {value}。</translation>
    </message>
    <message>
        <source>This is {name} as torch prints it: its layers were taken in the order in which they are printed. How they are connected does not stand there.</source>
        <translation>这是 torch 打印出的 {name}：各层按打印的顺序取用，其中没有写明它们如何连接。</translation>
    </message>
    <message>
        <source>Line {line}: what does not lead to the output was left out: {names} ({count}).</source>
        <translation>第 {line} 行：不通向输出的部分已略去：{names}（{count} 个）。</translation>
    </message>
    <message>
        <source>These cells are not Python and were passed over: {cells}.</source>
        <translation>这些单元格不是 Python，已跳过：{cells}。</translation>
    </message>
    <message>
        <source>{path} is not a document: it is not JSON text ({detail}). Choose another file, or restore this one from a copy.</source>
        <translation>{path} 不是文档：它不是 JSON 文本（{detail}）。请选择其他文件，或用副本恢复此文件。</translation>
    </message>
    <message>
        <source>{path} is not a convviz document, or it is damaged: {detail}. Choose another file, or restore this one from a copy.</source>
        <translation>{path} 不是 convviz 文档，或已损坏：{detail}。请选择其他文件，或用副本恢复此文件。</translation>
    </message>
    <message>
        <source>This would be a network of {count} layers; it can have at most {limit}. Leave some out.</source>
        <translation>这样网络会有 {count} 层；最多只能有 {limit} 层。请省去一些。</translation>
    </message>
    <message>
        <source>More than {limit} blocks would stand inside each other. Dissolve one of them first.</source>
        <translation>块的嵌套将超过 {limit} 层。请先拆开其中一个。</translation>
    </message>
    <message>
        <source>A {block} does not hold what it should: a Residual has a body and a shortcut, a Concat has branches, and each of these is an enabled Sequential.</source>
        <translation>{block} 的内容不对：Residual 有主体和捷径，Concat 有分支，它们各是一个启用的 Sequential。</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; cannot be a name here. Use up to {limit} letters, digits and underscores, with a letter first; torch keeps some words, such as forward, for itself.</source>
        <translation>“{name}”不能用作此处的名称。请使用至多 {limit} 个字母、数字和下划线，并以字母开头；forward 等词由 torch 保留。</translation>
    </message>
    <message>
        <source>Another part of the same block is called &apos;{name}&apos;. Choose another name.</source>
        <translation>同一块的另一部分已叫“{name}”。请换一个名称。</translation>
    </message>
    <message>
        <source>The shape of the input is missing. Give it, such as --input 3,32,32.</source>
        <translation>缺少输入形状。请给出，如 --input 3,32,32。</translation>
    </message>
    <message>
        <source>{shape} is too large an input for a network: it has up to {most} sizes of at most {limit}. Choose a smaller one.</source>
        <translation>{shape} 作为网络的输入太大：输入最多有 {most} 个维度，每个不超过 {limit}。请选择更小的输入。</translation>
    </message>
    <message>
        <source>{path} does not exist. Check the name, or choose another.</source>
        <translation>{path} 不存在。请检查名称，或选择其他位置。</translation>
    </message>
    <message>
        <source>{path} has {size} bytes, and at most {limit} are read here. It was not opened; choose another file.</source>
        <translation>{path} 有 {size} 字节，而这里最多读取 {limit} 字节，因此没有打开。请选择另一个文件。</translation>
    </message>
    <message>
        <source>Numbers of this document are kept in a file, and it is not there: {folder} has no {name}. Put the folder back beside the document and open it again, or open the layer from the network again.</source>
        <translation>本文档的一部分数值存放在单独的文件中，但该文件不在：{folder} 中没有 {name}。请把该文件夹放回文档旁边并重新打开文档，或者从网络中重新打开该层。</translation>
    </message>
    <message>
        <source>Numbers of this document are kept in a file, and it was changed or is damaged: {name} in {folder}. Restore it from a copy and open the document again, or open the layer from the network again.</source>
        <translation>本文档的一部分数值存放在单独的文件中，但该文件已被改动或损坏：{folder} 中的 {name}。请用副本恢复该文件并重新打开文档，或者从网络中重新打开该层。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {detail}. What was there is unchanged; choose another place.</source>
        <translation>无法写入 {path}：{detail}。原有内容未改变；请选择其他位置。</translation>
    </message>
    <message>
        <source>{path} exists already and was not replaced. Choose another place, or add --replace.</source>
        <translation>{path} 已经存在，未被替换。请选择其他位置，或加上 --replace。</translation>
    </message>
    <message>
        <source>The disk is full, so {path} was not saved. What was there is unchanged; make room, or choose another place.</source>
        <translation>磁盘已满，{path} 未能保存。原有内容未改变；请腾出空间，或选择其他位置。</translation>
    </message>
    <message>
        <source>{parameter} must be at least 1, but it is {value}.</source>
        <translation>{parameter} 至少为 1，但现在为 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be at least 0, but it is {value}.</source>
        <translation>{parameter} 至少为 0，但现在为 {value}。</translation>
    </message>
    <message>
        <source>{parameter}={value} must be one number, or one for each of the {axes} spatial axes.</source>
        <translation>{parameter}={value} 有误：应为一个数，或为 {axes} 个空间轴各给一个数。</translation>
    </message>
    <message>
        <source>{parameter} comes to {value}, which is over the limit of {limit}.</source>
        <translation>{parameter} 达到 {value}，超过了上限 {limit}。</translation>
    </message>
    <message>
        <source>{parameter} is {value}, which is below the limit of {limit}.</source>
        <translation>{parameter} 为 {value}，低于下限 {limit}。</translation>
    </message>
    <message>
        <source>{parameter} cannot be {value}: give it a number.</source>
        <translation>{parameter} 不能是 {value}：请给出一个数。</translation>
    </message>
    <message>
        <source>{parameter} must be above 0, but it is {value}.</source>
        <translation>{parameter} 必须大于 0，但现在为 {value}。</translation>
    </message>
    <message>
        <source>{parameter} cannot be {value}.</source>
        <translation>{parameter} 不能为 {value}。</translation>
    </message>
    <message>
        <source>{parameter} cannot be &apos;{value}&apos;. It is one of: {choices}.</source>
        <translation>{parameter} 不能为 &apos;{value}&apos;。可选值：{choices}。</translation>
    </message>
    <message>
        <source>{parameter} must lie between {minimum} and {maximum}, but it is {value}.</source>
        <translation>{parameter} 必须在 {minimum} 与 {maximum} 之间，但现在为 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be above 0 and below 1, but it is {value}.</source>
        <translation>{parameter} 必须大于 0 且小于 1，但它是 {value}。</translation>
    </message>
    <message>
        <source>The interval from {minimum} to {maximum} is empty: its end must be larger.</source>
        <translation>从 {minimum} 到 {maximum} 的区间为空：终点必须更大。</translation>
    </message>
    <message>
        <source>{parameter}={channels} cannot be split into groups={groups}: groups must divide in_channels and out_channels.</source>
        <translation>{parameter}={channels} 无法按 groups={groups} 均分：groups 必须整除 in_channels 和 out_channels。</translation>
    </message>
    <message>
        <source>padding=&apos;same&apos; keeps the size only with stride=1, but the stride is {stride}.</source>
        <translation>padding=&apos;same&apos; 只有在 stride=1 时才能保持大小，但步幅为 {stride}。</translation>
    </message>
    <message>
        <source>{parameter}={value} would divide by zero.</source>
        <translation>{parameter}={value} 会导致除以零。</translation>
    </message>
    <message>
        <source>A transposed convolution knows only padding_mode=&apos;zeros&apos;, not &apos;{value}&apos;.</source>
        <translation>转置卷积只支持 padding_mode=&apos;zeros&apos;，不支持 &apos;{value}&apos;。</translation>
    </message>
    <message>
        <source>The input&apos;s number of channels is {found}, but {parameter} is {expected}.</source>
        <translation>输入有 {found} 个通道，但 {parameter} 为 {expected}。</translation>
    </message>
    <message>
        <source>The last dimension of the input is {found}, but in_features is {expected}. Flattened, the input has {flattened} features.</source>
        <translation>输入的最后一维为 {found}，但 in_features 为 {expected}。展平后，输入共有 {flattened} 个特征。</translation>
    </message>
    <message>
        <source>The input {shape} is empty: each of its sizes must be at least 1.</source>
        <translation>输入 {shape} 为空：每个大小都至少为 1。</translation>
    </message>
    <message>
        <source>Along {axis} the kernel spans {effective_kernel} cells, but the padded input has only {padded_size}.</source>
        <translation>{axis}上，有效核跨越 {effective_kernel} 格，但填充后的输入只有 {padded_size} 格。</translation>
    </message>
    <message>
        <source>Along {axis} kernel_size={kernel_size} is larger than the input&apos;s {size} cells. Here torch does not count the padding.</source>
        <translation>{axis}上，kernel_size={kernel_size} 大于输入的 {size} 格。torch 在此不计填充。</translation>
    </message>
    <message>
        <source>Along {axis} padding={padding} is more than half of kernel_size={kernel_size}. torch allows at most {limit}, whatever the dilation.</source>
        <translation>{axis}上，padding={padding} 超过了 kernel_size={kernel_size} 的一半。torch 最多允许 {limit}，与扩张无关。</translation>
    </message>
    <message>
        <source>Along {axis} output_padding={output_padding} must be smaller than the stride ({stride}) or the dilation ({dilation}).</source>
        <translation>{axis}上，output_padding={output_padding} 必须小于步幅（{stride}）或扩张率（{dilation}）。</translation>
    </message>
    <message>
        <source>A maximum has index {index}, but the last index of the output {output} is {last}. Give the size before the pooling as output_size.</source>
        <translation>某个最大值的索引为 {index}，但输出 {output} 的最后一个索引为 {last}。请将池化前的大小作为 output_size 给出。</translation>
    </message>
    <message>
        <source>recompute_scale_factor needs a scale_factor; it has no meaning with a size.</source>
        <translation>recompute_scale_factor 只在给出 scale_factor 时有意义，给出 size 时则没有。</translation>
    </message>
    <message>
        <source>Batch normalisation cannot train on one value per channel, and {shape} has no more. Use a larger batch or a larger input.</source>
        <translation>批归一化无法在每个通道只有一个值时训练，而 {shape} 正是如此：请增大批次或输入。</translation>
    </message>
    <message>
        <source>{layer} needs the indices of a max pooling as a second input, and a Sequential cannot pass them on.</source>
        <translation>{layer} 以最大池化的索引为第二个输入，而 Sequential 无法传递该输入。</translation>
    </message>
    <message>
        <source>Along {axis} the negative padding ({before}, {after}) crops all of the input&apos;s {size} cells.</source>
        <translation>{axis}上，负填充（{before}, {after}）会裁去输入的全部 {size} 格。</translation>
    </message>
    <message>
        <source>Along {axis} the kernel spans {effective_kernel} cells, but the padded output has only {padded_size}.</source>
        <translation>{axis}上，卷积核跨越 {effective_kernel} 格，但填充后的输出只有 {padded_size} 格。</translation>
    </message>
    <message>
        <source>With {parameter}={value} the number of channels must be a multiple of {divisor}, but it is {channels}.</source>
        <translation>{parameter}={value} 时，通道数必须是 {divisor} 的整数倍，但现为 {channels}。</translation>
    </message>
    <message>
        <source>{layer} takes an input of {expected} dimensions, but {shape} has {found}.</source>
        <translation>{layer} 要求输入为 {expected} 维，而 {shape} 有 {found} 维。</translation>
    </message>
    <message>
        <source>{parameter}={value} must be one number, or one for each of the {sides} sides: before and after, the last axis first.</source>
        <translation>{parameter}={value} 有误：应为一个数，或为 {sides} 侧各给一个数：先前后后，从最后一个轴写起。</translation>
    </message>
    <message>
        <source>{parameter} must be at least {minimum} and below {maximum}, but it is {value}.</source>
        <translation>{parameter} 必须不小于 {minimum} 且小于 {maximum}，但它是 {value}。</translation>
    </message>
    <message>
        <source>num_groups={num_groups} must divide num_channels={num_channels}.</source>
        <translation>num_channels={num_channels} 不能平均分成 num_groups={num_groups} 组。</translation>
    </message>
    <message>
        <source>The input {shape} is a batch. Give the shape of one example, without the batch: {read}.</source>
        <translation>输入 {shape} 是一个批次。请给出单个样本的形状，不含批次维：{read}。</translation>
    </message>
    <message>
        <source>The input {shape} has its channels last. {layer} takes them first: {read}.</source>
        <translation>输入 {shape} 的通道在最后。{layer} 要求通道在最前：{read}。</translation>
    </message>
    <message>
        <source>The input {shape} is a batch with the channels last. Give the shape of one example, channels first: {read}.</source>
        <translation>输入 {shape} 是一个通道在最后的批次。请给出单个样本的形状，通道在最前：{read}。</translation>
    </message>
    <message>
        <source>The input {shape} has no channels. {layer} takes them before the size: {read}.</source>
        <translation>输入 {shape} 没有通道维。{layer} 要求在尺寸之前写出通道数：{read}。</translation>
    </message>
    <message>
        <source>The body gives {body} and the shortcut {shortcut}: only equal shapes can be summed. Let a 1×1 convolution with a stride in the shortcut, or padding in the body, make them equal.</source>
        <translation>主体给出 {body}，捷径给出 {shortcut}：只有形状相同才能相加。请在捷径中用带步幅的 1×1 卷积，或在主体中用填充，使两者相同。</translation>
    </message>
    <message>
        <source>Branch {branch} gives {shape} and the first branch {first}: but for the channels they must be equal. Change its padding or stride, or resize its output.</source>
        <translation>分支 {branch} 给出 {shape}，第一个分支给出 {first}：除通道外必须相同。请更改其填充或步幅，或调整其输出的大小。</translation>
    </message>
    <message>
        <source>Branch {branch} gives {shape}, which has no channels along which it could be joined. Leave the batch as the first dimension and the channels as the second.</source>
        <translation>分支 {branch} 给出 {shape}，没有可沿其拼接的通道。请让批次保持为第一维，通道保持为第二维。</translation>
    </message>
    <message>
        <source>It has no branches to join. Add one, or delete it.</source>
        <translation>没有可拼接的分支。请添加一个，或删除它。</translation>
    </message>
    <message>
        <source>Along {axis} the input&apos;s size {size} is too small for {output_size} windows of {kernel_size}: each must start at least one cell after the last.</source>
        <translation>沿{axis}有 {output_size} 个窗口，每个 {kernel_size} 格，且每个至少比前一个远一格，需要的单元格多于输入的 {size} 个。</translation>
    </message>
    <message>
        <source>Along {axis} padding={padding} takes as many cells off each end of the output, which has only {full}. The largest padding here is {most}.</source>
        <translation>{axis}上，padding={padding} 会从输出两端各裁去这么多格，而输出只有 {full} 格。此处 padding 最大为 {most}。</translation>
    </message>
    <message>
        <source>Along {axis} the size {size} times {scale} is less than one cell. Choose a larger {parameter}.</source>
        <translation>沿{axis} {size} 乘以 {scale} 不足一个单元格。请选择更大的 {parameter}。</translation>
    </message>
    <message>
        <source>Along {axis} padding by reflection must be smaller than the input: the padding is {padding}, the input {size}.</source>
        <translation>{axis}上，镜像填充必须小于输入：填充为 {padding}，输入为 {size}。</translation>
    </message>
    <message>
        <source>Along {axis} circular padding cannot be larger than the input: the padding is {padding}, the input {size}.</source>
        <translation>{axis}上，循环填充不能大于输入：填充为 {padding}，输入为 {size}。</translation>
    </message>
    <message>
        <source>Along {axis} the size {size} is not a multiple of {parameter}={value}.</source>
        <translation>{axis}上，大小 {size} 不是 {parameter}={value} 的倍数。</translation>
    </message>
    <message>
        <source>The output has {expected} windows, but the input has {found} columns: it must have one for each window.</source>
        <translation>输出有 {expected} 个窗口，但输入有 {found} 列：每个窗口必须对应一列。</translation>
    </message>
    <message>
        <source>Along {axis} torch unpools this input to sizes from {minimum} to {maximum}, not to {value}.</source>
        <translation>{axis}上，torch 将此输入反池化到 {minimum} 至 {maximum} 的大小，而不是 {value}。</translation>
    </message>
    <message>
        <source>{layer} needs either {first} or {second}, but not both.</source>
        <translation>{layer} 需要 {first} 或 {second} 之一，不能两者都给。</translation>
    </message>
    <message>
        <source>{parameter} cannot be set with mode=&apos;{mode}&apos;, which does not interpolate. Set it to None.</source>
        <translation>mode=&apos;{mode}&apos; 不做插值，因此不能设置 {parameter}。请将其设为 None。</translation>
    </message>
    <message>
        <source>Each mean would be taken over a single value of the input {shape}, so the result would always be 0. Put the layer where there are more values, or leave it out.</source>
        <translation>每个均值都只取自输入 {shape} 的一个值，因此结果总是 0。请把该层放到数值更多的位置，或者去掉它。</translation>
    </message>
    <message>
        <source>normalized_shape={normalized_shape} must equal the last dimensions of the input, which is {shape}.</source>
        <translation>normalized_shape={normalized_shape} 必须是输入的最后几个维度，而输入是 {shape}。</translation>
    </message>
    <message>
        <source>Dimension {dim} has size {size}, which cannot be split into {unflattened_size}: the product must be {size}, and at most one size may be -1.</source>
        <translation>维度 {dim} 有 {size} 个单元格，不能排成 {unflattened_size}：乘积必须是 {size}，且最多一个大小可以是 -1。</translation>
    </message>
    <message>
        <source>Dimension {dim} is the batch, which holds any number of pictures, so it cannot be split into {unflattened_size}. Set dim to a dimension of the picture: they count from 1.</source>
        <translation>维度 {dim} 是批次，其中的图片数目不定，因此不能拆分为 {unflattened_size}。请把 dim 设为图片的某个维度：它们从 1 开始计数。</translation>
    </message>
    <message>
        <source>GLU halves dimension {dim}, but its size {size} is odd.</source>
        <translation>GLU 把维度 {dim} 的两半相乘，而它的大小 {size} 是奇数。</translation>
    </message>
    <message>
        <source>{parameter}={value} is not a dimension of the input, which has {rank}, a batch included.</source>
        <translation>{parameter}={value} 不是输入的维度：输入共有 {rank} 维（批次维也计算在内）。</translation>
    </message>
    <message>
        <source>start_dim={start_dim} comes after end_dim={end_dim}.</source>
        <translation>start_dim={start_dim} 位于 end_dim={end_dim} 之后。</translation>
    </message>
    <message>
        <source>{layer} with return_indices=True returns two tensors, so no layer can follow it in a Sequential.</source>
        <translation>设置了 return_indices=True 的 {layer} 会返回两个张量，因此在 Sequential 中其后不能再接其他层。</translation>
    </message>
    <message>
        <source>The input has {found} features, but in_features is {expected}.</source>
        <translation>输入有 {found} 个特征，但 in_features 为 {expected}。</translation>
    </message>
    <message>
        <source>{layer} takes (features) or (channels, length), but {shape} has {found} dimensions.</source>
        <translation>{layer} 要求输入为（特征）或（通道，长度），而 {shape} 有 {found} 维。</translation>
    </message>
    <message>
        <source>{layer} takes 2 dimensions, (channels, length), but {shape} has {found}.</source>
        <translation>{layer} 要求 2 维输入（通道，长度），而 {shape} 有 {found} 维。</translation>
    </message>
    <message>
        <source>{layer} takes 3 dimensions, (channels, height, width), but {shape} has {found}.</source>
        <translation>{layer} 要求 3 维输入（通道，高，宽），而 {shape} 有 {found} 维。</translation>
    </message>
    <message>
        <source>{layer} takes 4 dimensions, (channels, depth, height, width), but {shape} has {found}.</source>
        <translation>{layer} 要求 4 维输入（通道，深，高，宽），而 {shape} 有 {found} 维。</translation>
    </message>
    <message>
        <source>{layer} takes a batch, (samples, features) or (samples, channels, length), but {shape} has {found} dimensions.</source>
        <translation>{layer} 接受一个批次：（样本，特征）或（样本，通道，长度），但 {shape} 有 {found} 维。</translation>
    </message>
    <message>
        <source>{layer} takes a batch, (samples, channels, height, width), but {shape} has {found} dimensions.</source>
        <translation>{layer} 接受一个批次：（样本，通道，高，宽），但 {shape} 有 {found} 维。</translation>
    </message>
    <message>
        <source>{layer} takes a batch, (samples, channels, depth, height, width), but {shape} has {found} dimensions.</source>
        <translation>{layer} 接受一个批次：（样本，通道，深，高，宽），但 {shape} 有 {found} 维。</translation>
    </message>
    <message>
        <source>{parameter} must be a whole number, not {value}.</source>
        <translation>{parameter} 必须是整数，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be a whole number, or one for each axis such as (3, 5), not {value}.</source>
        <translation>{parameter} 必须是整数，或为每个轴各给一个整数，如 (3, 5)，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be a whole number or None, not {value}.</source>
        <translation>{parameter} 必须是整数或 None，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be a whole number, one for each axis such as (1, 2), &apos;valid&apos; or &apos;same&apos;, not {value}.</source>
        <translation>{parameter} 必须是整数、为每个轴各给的整数（如 (1, 2)）、&apos;valid&apos; 或 &apos;same&apos;，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be a whole number, or one for each side such as (1, 1, 2, 2), the last axis first, not {value}.</source>
        <translation>{parameter} 必须是整数，或为每一侧各给一个整数，如 (1, 1, 2, 2)，从最后一个轴写起，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be a whole number, or one or None for each axis such as (None, 7), not {value}.</source>
        <translation>{parameter} 必须是整数，或为每个轴各给一个整数或 None，如 (None, 7)，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be a whole number, or one for each dimension such as (16, 8, 8), not {value}.</source>
        <translation>{parameter} 必须是一个整数，或每个维度一个整数，如 (16, 8, 8)，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be whole numbers such as (16, 8, 8), not {value}.</source>
        <translation>{parameter} 必须是若干整数，如 (16, 8, 8)，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be a number, one for each axis such as (2.0, 1.5), or None, not {value}.</source>
        <translation>{parameter} 必须是数、为每个轴各给的数（如 (2.0, 1.5)）或 None，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be True, False or None, not {value}.</source>
        <translation>{parameter} 必须是 True、False 或 None，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be True or False, not {value}.</source>
        <translation>{parameter} 必须是 True 或 False，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be a number or None, not {value}.</source>
        <translation>{parameter} 必须是一个数或 None，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be numbers in brackets such as (0.9, 0.999), not {value}.</source>
        <translation>{parameter} 必须是括号中的若干个数，例如 (0.9, 0.999)，不能是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be numbers in brackets such as (1.0, 2.0), or None, not {value}.</source>
        <translation>{parameter} 必须是括号中的若干个数，例如 (1.0, 2.0)，或 None，不能是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be one of the texts {choices}, or None, not {value}.</source>
        <translation>{parameter} 必须是 {choices} 之一，或 None，不能是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be one of the texts {choices}, not {value}.</source>
        <translation>{parameter} 必须是 {choices} 之一，而不是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be a number, not {value}.</source>
        <translation>{parameter} 必须是数，而不是 {value}。</translation>
    </message>
    <message>
        <source>A message of {size} bytes is over the limit of {limit}. Choose a smaller input.</source>
        <translation>{size} 字节的消息超过了上限 {limit} 字节。请选择更小的输入。</translation>
    </message>
    <message>
        <source>Something unexpected happened: {detail} The log file has the details.</source>
        <translation>发生了意外情况：{detail} 详情请见日志文件。</translation>
    </message>
    <message>
        <source>torch cannot use the device &apos;{device}&apos; here. Choose one of: {available}.</source>
        <translation>torch 在此无法使用设备“{device}”。可选设备：{available}。</translation>
    </message>
    <message>
        <source>{way} stops the process on this computer ({device}), as a trial showed. Choose float32 and another optimiser than Muon, or another device.</source>
        <translation>试算表明，{way} 会使这台计算机（{device}）上的进程终止。请选择 float32 和 Muon 以外的优化器，或换一个设备。</translation>
    </message>
    <message>
        <source>torch refuses {way} on this computer ({device}): {detail}. Choose float32 and another optimiser than Muon, or another device.</source>
        <translation>torch 在这台计算机（{device}）上拒绝 {way}：{detail}。请选择 float32 和 Muon 以外的优化器，或换一个设备。</translation>
    </message>
    <message>
        <source>{way} computes wrong numbers on this computer ({device}): {detail}. Choose float32 and another optimiser than Muon, or another device.</source>
        <translation>{way} 在这台计算机（{device}）上算出错误的数：{detail}。请选择 float32 和 Muon 以外的优化器，或换一个设备。</translation>
    </message>
    <message>
        <source>A trial of {way} on this computer ({device}) was not over in time. Try again when it is less busy, or choose float32 and another optimiser than Muon.</source>
        <translation>{way} 在这台计算机（{device}）上的试算没有及时结束。请在较空闲时再试，或选择 float32 和 Muon 以外的优化器。</translation>
    </message>
    <message>
        <source>{device} does not have enough memory. Choose a smaller batch, input or network.</source>
        <translation>{device} 的内存不足。请选择更小的批次、输入或网络。</translation>
    </message>
    <message>
        <source>This needs {needed} of memory, but only {available} is free, so it was not tried. Choose smaller settings.</source>
        <translation>此计算需要 {needed} 内存，而可用内存为 {available}，因此未执行：请选择更小的设置。</translation>
    </message>
    <message>
        <source>Training in batches of {batch_size} pictures needs {needed} of memory, but only {available} is free, so it was not tried. Batches of {fits} fit.</source>
        <translation>每批 {batch_size} 张图片的训练需要 {needed} 内存，但只有 {available} 可用，因此没有尝试。每批 {fits} 张可以放下。</translation>
    </message>
    <message>
        <source>{device} does not have enough memory: a batch of {batch_size} pictures needs more than {needed}, and there is room for {available}. Train in batches of {fits}, or with a smaller network.</source>
        <translation>{device} 的内存不足：一批 {batch_size} 张图片需要超过 {needed}，而只有 {available} 的空间。请使用每批 {fits} 张，或更小的网络。</translation>
    </message>
    <message>
        <source>The engine crashed each time it computed this ({detail}). Change the settings to go on.</source>
        <translation>计算引擎每次进行这一计算时都会终止：{detail} 请更改设置后继续。</translation>
    </message>
    <message>
        <source>The engine gave no answer for {seconds} seconds, so it was started again.</source>
        <translation>计算引擎在 {seconds} 秒内没有响应，已重新启动。</translation>
    </message>
    <message>
        <source>{outcome} Try it again.</source>
        <translation>{outcome}请再试一次。</translation>
    </message>
    <message>
        <source>{layer} with {parameter}={value} needs torch {since} or newer, but torch {version} is installed.</source>
        <translation>{layer} 的 {parameter}={value} 需要 torch {since} 或更新的版本，但已安装的是 torch {version}。</translation>
    </message>
    <message>
        <source>The network has no layer or block named {name}. It has {known}.</source>
        <translation>网络中没有名为 {name} 的层或块。它有 {known}。</translation>
    </message>
    <message>
        <source>The graph has {nodes} nodes; up to {limit} are shown. Disable some layers or blocks.</source>
        <translation>计算图有 {nodes} 个节点，最多显示 {limit} 个。请停用一些层或块。</translation>
    </message>
    <message>
        <source>{loss} needs one number for each class, and class {label} among them. The network gives {shape}, so backward begins at the sum of its outputs.</source>
        <translation>{loss} 需要每个类别一个数，其中包括类别 {label}。网络给出的是 {shape}，因此反向传播从其输出之和开始。</translation>
    </message>
    <message>
        <source>backward() begins at one number, and this is a tensor of {shape}: torch refuses it (grad can be implicitly created only for scalar outputs). Take its sum, its mean, or a loss.</source>
        <translation>backward() 从一个数开始，而这里是形状为 {shape} 的张量：torch 拒绝执行（grad can be implicitly created only for scalar outputs）。请取其和、均值或一个损失。</translation>
    </message>
    <message>
        <source>No gradient comes to the output of {layer}: it is detached behind it, or nothing before it wants one. Backward begins at ones here.</source>
        <translation>没有梯度传到 {layer} 的输出：它之后被 detach 了，或者它之前没有什么需要梯度。这里的反向传播从全 1 开始。</translation>
    </message>
    <message>
        <source>Nothing in the loss wants a gradient: it has no grad_fn, and torch refuses backward(). The forward ran under no_grad(), all parameters are frozen, or the way to them was detached.</source>
        <translation>损失中没有任何部分需要梯度：它没有 grad_fn，torch 拒绝 backward()。前向在 no_grad() 下运行，或所有参数都被冻结，或通向它们的路径已被 detach。</translation>
    </message>
    <message>
        <source>The first backward() freed what the nodes had saved, so torch refuses a second one on the same graph. Run the forward again, or call the first one as backward(retain_graph=True).</source>
        <translation>第一次 backward() 已释放节点保存的内容，因此 torch 拒绝在同一个图上再次执行。请重新运行前向，或在第一次时调用 backward(retain_graph=True)。</translation>
    </message>
    <message>
        <source>A layer overwrote numbers that backward needs, so torch refuses: {detail}. Set inplace=False on the layer behind.</source>
        <translation>有一层覆盖了反向传播需要的数，因此 torch 拒绝：{detail}。请在其后的层设置 inplace=False。</translation>
    </message>
    <message>
        <source>In training a normalisation needs more than one number a channel, and here it gets {shape}: the variance of one number is 0. Take more pictures, or eval().</source>
        <translation>训练模式下，归一化每个通道需要不止一个数，而这里得到的是 {shape}：一个数的方差为 0。请使用更多图片，或改用 eval()。</translation>
    </message>
    <message>
        <source>torch refuses {layer}: {detail}</source>
        <translation>torch 拒绝了 {layer}：{detail}</translation>
    </message>
    <message>
        <source>The network is made for pictures of shape {shape}, but the data set has {expected}. Change the network&apos;s input.</source>
        <translation>网络的输入图像形状为 {shape}，而数据集为 {expected}。请更改网络的输入。</translation>
    </message>
    <message>
        <source>The network ends with shape {shape}, but needs one number for each of the {classes} classes. End it with a Flatten and a Linear with out_features={classes}.</source>
        <translation>网络的最终形状为 {shape}，但 {classes} 个类别各需要一个数。请以 Flatten 和 out_features={classes} 的 Linear 结尾。</translation>
    </message>
    <message>
        <source>The network ends with {layer}(return_indices=True), which returns two tensors: a loss needs one. Set return_indices=False.</source>
        <translation>网络以 {layer}(return_indices=True) 结尾，它返回两个张量，而损失函数只需要一个。请设置 return_indices=False。</translation>
    </message>
    <message>
        <source>Batches of {batch_size} leave a last batch of one picture ({count} in all), and {layer} cannot train on one value per channel. Choose another batch size, such as {better}.</source>
        <translation>批大小为 {batch_size} 时，最后一批只剩一张图像（共 {count} 张），而 {layer} 无法在每个通道只有一个值时训练。请换一个批大小，例如 {better}。</translation>
    </message>
    <message>
        <source>A batch of {batch_size} pictures cannot be shared out equally among {workers} processes. Choose a batch size that {workers} divides, such as {better}, or another number of processes.</source>
        <translation>每批 {batch_size} 张图片无法平均分给 {workers} 个进程。请选择能被 {workers} 整除的批大小，例如 {better}，或者改变进程数。</translation>
    </message>
    <message>
        <source>{layer} cannot train on one value per channel, but a batch of {batch_size} pictures leaves one of the {workers} processes a single picture. Choose another batch size, or fewer processes.</source>
        <translation>{layer} 无法用每个通道仅一个值来训练，但一批 {batch_size} 张图片会让 {workers} 个进程中的某一个只分到一张。请选择其他批大小，或减少进程数。</translation>
    </message>
    <message>
        <source>Each process needs a GPU of its own, but this machine has {count}. Start that many processes, or train on the CPU with --device cpu.</source>
        <translation>每个进程都需要独占一块 GPU，但本机只有 {count} 块。请只启动这么多进程，或用 --device cpu 在 CPU 上训练。</translation>
    </message>
    <message>
        <source>Several processes cannot train together on the device &apos;{device}&apos;. Start one process, or choose the CPU with --device cpu.</source>
        <translation>多个进程无法在设备“{device}”上一起训练。请只启动一个进程，或用 --device cpu 选择 CPU。</translation>
    </message>
    <message>
        <source>{layers} takes means over the pictures of one process, a part of each batch, and the running means are those of the first process. So the weights differ from those that one process would reach. More pictures a batch make the difference smaller.</source>
        <translation>{layers} 只对一个进程的图片（每批的一部分）求均值，滑动均值取自第一个进程。因此得到的权重与单个进程训练的结果不同。每批图片越多，差别越小。</translation>
    </message>
    <message>
        <source>{layers} draws its random numbers in each of the {workers} processes by itself. So the weights differ from those that one process would reach, and are neither better nor worse.</source>
        <translation>{layers} 在 {workers} 个进程中各自抽取随机数。因此得到的权重与单个进程训练的结果不同，但并无优劣之分。</translation>
    </message>
    <message>
        <source>Process {rank} would train with something else than the first one: {settings}. Give all of them the same document, options and data.</source>
        <translation>进程 {rank} 与第一个进程训练的内容不同：{settings}。请给所有进程相同的文档、选项和数据。</translation>
    </message>
    <message>
        <source>Process {rank} cannot start, so no other does. It says why.</source>
        <translation>进程 {rank} 无法启动，因此其他进程也不启动。原因由它说明。</translation>
    </message>
    <message>
        <source>Another process of this run ended or cannot be reached ({detail}), so the run cannot go on. Resume it from its last checkpoint; torchrun does so itself with --max-restarts.</source>
        <translation>这次运行的另一个进程已结束或无法连接（{detail}），因此运行无法继续。请从最后的检查点恢复；使用 --max-restarts 时 torchrun 会自动恢复。</translation>
    </message>
    <message>
        <source>With --max-restarts the run needs a folder that it finds again. Name it with --out DIR.</source>
        <translation>使用 --max-restarts 时，运行需要一个能再次找到的文件夹。请用 --out DIR 指定。</translation>
    </message>
    <message>
        <source>The network has no trained numbers. Add a layer such as a convolution or a Linear.</source>
        <translation>网络没有可训练的参数。请添加卷积或 Linear 之类的层。</translation>
    </message>
    <message>
        <source>The loss was {loss} at the first step, before anything was learned, so the run stopped. Look for a layer that makes infinite numbers, such as a padding of -inf before a convolution.</source>
        <translation>第一步的损失就是 {loss}，此时尚未学到任何东西，因此运行已停止。请检查是否有层产生了无穷大的数，例如卷积之前的 -inf 填充。</translation>
    </message>
    <message>
        <source>At step {step} the loss became {loss}, so the run stopped. Try a learning rate below {lr}.</source>
        <translation>第 {step} 步时损失变为 {loss}，训练已停止。请尝试小于 {lr} 的学习率。</translation>
    </message>
    <message>
        <source>In batch {step} the output of {layer} became {value}, so the run stopped. It is the first number that is not finite; the largest that went into the layer was {largest}. Try a learning rate below {lr}, clip the gradient, or put BatchNorm before the layer.</source>
        <translation>第 {step} 个批次中，{layer} 的输出变成了 {value}，训练因此停止。这是第一个非有限的数；进入该层的最大数是 {largest}。请试试小于 {lr} 的学习率、梯度裁剪，或在该层之前加入 BatchNorm。</translation>
    </message>
    <message>
        <source>In the first batch, before anything was learned, the output of {layer} was {value}, so the run stopped. The largest number that went into the layer was {largest}. Look at the layer&apos;s settings, such as a padding of -inf, and at its initial weights.</source>
        <translation>在第一个批次中，还没有学到任何东西之前，{layer} 的输出就是 {value}，训练因此停止。进入该层的最大数是 {largest}。请检查该层的设置（例如以 -inf 填充）以及初始权重。</translation>
    </message>
    <message>
        <source>In batch {step} the loss became {value}, so the run stopped. All outputs of the network were finite, the largest was {largest}. Try a learning rate below {lr}, or a last layer that suits the loss.</source>
        <translation>第 {step} 个批次的损失变成了 {value}，训练因此停止。网络的所有输出都是有限的，最大为 {largest}。请试试小于 {lr} 的学习率，或换用与损失相配的最后一层。</translation>
    </message>
    <message>
        <source>In batch {step} the gradient became {value} in {layer}, so the run stopped. The loss was still finite; going backwards, this is the first layer. Try a learning rate below {lr}, clip the gradient, or put BatchNorm before the layer.</source>
        <translation>第 {step} 个批次中，{layer} 处的梯度变成了 {value}，训练因此停止。损失仍是有限的；沿反向传播，这是第一个出现的层。请试试小于 {lr} 的学习率、梯度裁剪，或在该层之前加入 BatchNorm。</translation>
    </message>
    <message>
        <source>The step of batch {step} made a weight of {layer} {value}, so the run stopped. Its gradient was finite, and the largest weight was {largest}. Try a learning rate below {lr}.</source>
        <translation>第 {step} 个批次的更新使 {layer} 的一个权重变成 {value}，训练因此停止。它的梯度是有限的，此前最大的权重为 {largest}。请试试小于 {lr} 的学习率。</translation>
    </message>
    <message>
        <source>A picture of batch {step} holds {value}, so the run stopped. Look at the data, and at the settings that change the pictures.</source>
        <translation>第 {step} 个批次的一张图片中含有 {value}，训练因此停止。请检查数据以及改变图片的设置。</translation>
    </message>
    <message>
        <source>The checkpoint {path} is damaged ({detail}), so it is not used.</source>
        <translation>检查点 {path} 已损坏（{detail}），因此不予使用。</translation>
    </message>
    <message>
        <source>All checkpoints in {path} are damaged ({detail}), so the run cannot go on. Start a new run in another folder; nothing in this one was changed.</source>
        <translation>{path} 中的检查点全部损坏（{detail}），因此无法继续这次运行。请在另一个文件夹中开始新的运行；此文件夹中的内容未作更改。</translation>
    </message>
    <message>
        <source>The checkpoint {path} belongs to another network or other settings ({settings}). Restore them to go on, or start a new run.</source>
        <translation>检查点 {path} 属于另一个网络或另一组设置（{settings}）。请恢复它们后继续，或重新开始训练。</translation>
    </message>
    <message>
        <source>{path} holds a run already. Resume it, or choose another folder.</source>
        <translation>{path} 中已有一次训练。请继续该训练，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The run would replace {path}, which is not its own. Choose an empty folder for the run, or move that file elsewhere.</source>
        <translation>这次训练会覆盖 {path}，而它不属于这次训练。请为训练选择一个空文件夹，或把该文件移到别处。</translation>
    </message>
    <message>
        <source>The run in {path} is still going on in another process ({pid}). Wait for it, or stop it first.</source>
        <translation>{path} 中的训练正在另一个进程（{pid}）中进行。请等待其结束，或先将其停止。</translation>
    </message>
    <message>
        <source>{optimiser} has no setting &apos;{setting}&apos;, so nothing was changed.</source>
        <translation>{optimiser} 没有 &apos;{setting}&apos; 这项设置，因此未作任何更改。</translation>
    </message>
    <message>
        <source>The list of runs {path} cannot be used: {detail}. Nothing in it was changed.</source>
        <translation>训练列表 {path} 无法使用：{detail}。其内容未作任何更改。</translation>
    </message>
    <message>
        <source>{path} holds no run that can be shown. Choose the folder of a run: it has a file progress.jsonl, unless the run is of an earlier version.</source>
        <translation>{path} 中没有可以显示的运行。请选择运行的文件夹：其中有文件 progress.jsonl，早期版本的运行除外。</translation>
    </message>
    <message>
        <source>The list of runs is only read here: write one SELECT, which changes nothing and opens no other file.</source>
        <translation>这里只能读取训练列表：请只写一条 SELECT，它不更改任何内容，也不打开其他文件。</translation>
    </message>
    <message>
        <source>The statement cannot be answered: {detail}.</source>
        <translation>无法回答这条语句：{detail}。</translation>
    </message>
    <message>
        <source>The statement needed more than {limit} MB of memory, so it was ended. Ask for less.</source>
        <translation>这条语句需要的内存超过 {limit} MB，因此已被终止。请缩小查询范围。</translation>
    </message>
    <message>
        <source>The statement took longer than {seconds} seconds, so it was ended. Ask for less.</source>
        <translation>这条语句用时超过 {seconds} 秒，因此已被终止。请缩小查询范围。</translation>
    </message>
    <message>
        <source>The weights in {path} are damaged: {detail}. Save or fetch them again.</source>
        <translation>{path} 中的权重已损坏：{detail}。请重新保存或获取。</translation>
    </message>
    <message>
        <source>{path} has no checkpoint to continue from. Start a new run.</source>
        <translation>{path} 中没有可继续的检查点。请重新开始训练。</translation>
    </message>
    <message>
        <source>The run in {path} was trained on other pictures than those that are in {place} now. Give it the pictures that it had, or start a new run.</source>
        <translation>{path} 中的训练所用的图片与 {place} 中现在的图片不同。请恢复原来的图片，或开始新的训练。</translation>
    </message>
    <message>
        <source>The checkpoint {path} was written by a later convviz (format {version}, this one reads up to {supported}). Update convviz to continue from it.</source>
        <translation>检查点 {path} 由更新版本的 convviz 写入（格式 {version}，当前版本最高支持 {supported}）。请更新 convviz 后再继续。</translation>
    </message>
    <message>
        <source>The weights in {path} belong to another network: {detail}</source>
        <translation>{path} 中的权重属于另一个网络：{detail}</translation>
    </message>
    <message>
        <source>The list of runs {path} was written by a later convviz (format {version}, this one reads up to {supported}). It was left as it is. Until convviz is updated, runs are listed beside it, in {beside}.</source>
        <translation>训练列表 {path} 由更新版本的 convviz 写成（格式 {version}，本版本最多支持 {supported}），已保持原样。在更新 convviz 之前，训练记录在同一文件夹的 {beside} 中。</translation>
    </message>
    <message>
        <source>The list of runs {path} is damaged. It was left as it is. Until it is mended or moved away, runs are listed beside it, in {beside}.</source>
        <translation>训练列表 {path} 已损坏，已保持原样。在它修复或移走之前，训练记录在同一文件夹的 {beside} 中。</translation>
    </message>
    <message>
        <source>There is no run {run} in the list of runs.</source>
        <translation>训练列表中没有 {run}。</translation>
    </message>
    <message>
        <source>Set {parameter}={value}; the output is then {output_shape}.</source>
        <translation>设为 {parameter}={value}，则输出为 {output_shape}。</translation>
    </message>
    <message>
        <source>Give an input of shape {value}; the output is then {output_shape}.</source>
        <translation>将输入形状改为 {value}，则输出为 {output_shape}。</translation>
    </message>
    <message>
        <source>Give a {parameter} of shape {value}, {dtype}; the output is then {output_shape}.</source>
        <translation>请给形状为 {value}、类型 {dtype} 的 {parameter}；输出就是 {output_shape}。</translation>
    </message>
    <message>
        <source>Make {parameter}{place} {value}.</source>
        <translation>把 {parameter}{place} 改为 {value}。</translation>
    </message>
    <message>
        <source>Insert {layer} before it; the output is then {output_shape}.</source>
        <translation>在其前插入 {layer}，则输出为 {output_shape}。</translation>
    </message>
    <message>
        <source>Use {layer} instead; the output is then {output_shape}.</source>
        <translation>改用 {layer}，则输出为 {output_shape}。</translation>
    </message>
    <message>
        <source>Remove {layer}, layer {number}; the output is then {output_shape}.</source>
        <translation>移除第 {number} 层 {layer}，则输出为 {output_shape}。</translation>
    </message>
    <message>
        <source>Put {layer} into the shortcut; the output is then {output_shape}.</source>
        <translation>将 {layer} 放入捷径；输出将为 {output_shape}。</translation>
    </message>
    <message>
        <source>Put {layer} at the end of branch {number}; the output is then {output_shape}.</source>
        <translation>将 {layer} 放到分支 {number} 的末尾；输出将为 {output_shape}。</translation>
    </message>
    <message>
        <source>Set {parameter}={value} in {layer}, layer {number}; the output is then {output_shape}.</source>
        <translation>将第 {number} 层 {layer} 设为 {parameter}={value}；输出将为 {output_shape}。</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: </source>
        <translation>第 {line} 行第 {column} 列：</translation>
    </message>
    <message>
        <source>Cell {cell}: </source>
        <translation>第 {cell} 个单元格：</translation>
    </message>
    <message>
        <source>Set {parameter}={value}; something else remains to be corrected.</source>
        <translation>设为 {parameter}={value}；还有其他问题需要修正。</translation>
    </message>
    <message>
        <source>Give other numbers in {parameter}.</source>
        <translation>请在 {parameter} 里换用别的数。</translation>
    </message>
    <message>
        <source>Set {parameter}={value}, which leaves it out.</source>
        <translation>设 {parameter}={value}，把它略去。</translation>
    </message>
    <message>
        <source>Give an input of shape {value}; something else remains to be corrected.</source>
        <translation>将输入形状改为 {value}；还有其他问题需要修正。</translation>
    </message>
    <message>
        <source>Use {layer} instead.</source>
        <translation>请改用 {layer}。</translation>
    </message>
    <message>
        <source>Insert {layer} before it and set {parameter}={value}; the output is then {output_shape}.</source>
        <translation>在其前插入 {layer} 并设 {parameter}={value}，则输出为 {output_shape}。</translation>
    </message>
    <message>
        <source>{path} has no suffix that names a format. Choose one of {known}.</source>
        <translation>{path} 没有表示格式的后缀。请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>{count} steps are too many for one animation. Choose a range of at most {limit} steps.</source>
        <translation>{count} 步对一个动画来说太多。请选择不超过 {limit} 步的范围。</translation>
    </message>
    <message>
        <source>{count} steps of this size are too many for {format}. Choose a range of at most {limit} steps, a smaller scale, or GIF, which needs less memory.</source>
        <translation>此尺寸下，{count} 步对 {format} 来说太多。请选择不超过 {limit} 步的范围、更小的缩放倍数，或占用内存较少的 GIF。</translation>
    </message>
    <message>
        <source>There are no steps {first} to {last}. Choose steps from 1 to {count}.</source>
        <translation>没有第 {first} 至第 {last} 步：请在 1 至 {count} 之间选择。</translation>
    </message>
    <message>
        <source>The matrices of the view {view} have no room in a drawing of this size. Choose a larger one, or the grids.</source>
        <translation>这样大小的画面放不下“{view}”视图的矩阵。请选择更大的画面，或改用网格视图。</translation>
    </message>
    <message>
        <source>{cells} cells are too many to draw; the limit is {limit}. Choose a smaller input.</source>
        <translation>{cells} 格太多，无法绘制；最多可绘制 {limit} 格。请选择更小的输入。</translation>
    </message>
    <message>
        <source>{option} means nothing for {layer}. Leave it out.</source>
        <translation>{option} 对 {layer} 没有意义。请去掉它。</translation>
    </message>
    <message>
        <source>A backward pass begins at the loss {loss}, and none is drawn. Add --backward, or leave --loss out.</source>
        <translation>损失 {loss} 是反向传播的起点，而这里没有画反向传播。请加上 --backward，或去掉 --loss。</translation>
    </message>
    <message>
        <source>No backward pass of {layer} begins at &quot;{loss}&quot;. It begins at one of these losses, with reduction mean or sum: {offered}.</source>
        <translation>{layer} 的反向传播不能从“{loss}”开始。可以从下列损失之一开始，reduction 为 mean 或 sum：{offered}。</translation>
    </message>
    <message>
        <source>{optimiser} learns a kernel, and another view is drawn. Write --view learn, or leave --optimizer out.</source>
        <translation>{optimiser} 是用来学习卷积核的，而画的是别的视图。请写 --view learn，或去掉 --optimizer。</translation>
    </message>
    <message>
        <source>No optimiser is called &quot;{optimiser}&quot; here. Those that learn a kernel are: {offered}.</source>
        <translation>这里没有名为“{optimiser}”的优化器。能学习卷积核的有：{offered}。</translation>
    </message>
    <message>
        <source>The steps of {layer} cannot be shown. Choose another layer, a loss or an optimiser.</source>
        <translation>无法显示 {layer} 的步骤。请选择其他的层、损失或优化器。</translation>
    </message>
    <message>
        <source>A video needs PyAV, which is not installed. Install it by: {python} -m pip install av</source>
        <translation>导出视频需要 PyAV，但尚未安装。安装命令：{python} -m pip install av</translation>
    </message>
    <message>
        <source>The drawing would have {width} × {height} pixels. Choose a size of at least {smallest} each way, and a scale with which neither side is over {limit}.</source>
        <translation>画面将为 {width} × {height} 像素。请选择宽和高均不小于 {smallest} 的尺寸，并选择使两边都不超过 {limit} 的缩放倍数。</translation>
    </message>
    <message>
        <source>This PyAV has no encoder for MP4 ({tried}). Install another one, or write a GIF.</source>
        <translation>此 PyAV 没有 MP4 编码器（{tried}）。请安装另一个版本，或改为导出 GIF。</translation>
    </message>
    <message>
        <source>{count} numbers do not fill an input of shape {shape}. Give as many as it has cells, or leave the shape out.</source>
        <translation>{count} 个数无法填满形状为 {shape} 的输入。请给出与其格数相同的个数，或省略形状。</translation>
    </message>
    <message>
        <source>{layer} has no view {view}. {reason}. Choose the grids.</source>
        <translation>{layer} 没有“{view}”视图。{reason}。请选择网格。</translation>
    </message>
    <message>
        <source>The view {view} does not count uses of cells. Choose the grids or the scatter view, or leave the uses out.</source>
        <translation>“{view}”视图不统计各格的使用次数。请选择网格或散布视图，或不显示使用次数。</translation>
    </message>
    <message>
        <source>The numbers were shortened with &apos;...&apos; when they were printed. Print all of them, with tolist() or numpy.set_printoptions(threshold=sys.maxsize), and copy those.</source>
        <translation>打印时数字被“...”省略了。请用 tolist() 或 numpy.set_printoptions(threshold=sys.maxsize) 打印全部，再复制。</translation>
    </message>
    <message>
        <source>Row {row}, column {column}: &apos;{found}&apos; is not a number. Write one such as 2, -0.5, 1e-3, nan or inf.</source>
        <translation>第 {row} 行第 {column} 列：“{found}”不是数字。请写如 2、-0.5、1e-3、nan 或 inf 的数。</translation>
    </message>
    <message>
        <source>A bracket is not closed at the end. Copy the whole text.</source>
        <translation>末尾有括号未闭合。请复制完整的文本。</translation>
    </message>
    <message>
        <source>Numbers of shape {shape} have more axes than {layer} takes here, which is {expected}. Paste a part of them, or choose another layer.</source>
        <translation>形状为 {shape} 的数值，轴数多于 {layer} 在此接受的 {expected} 个。请只粘贴其中一部分，或选择其他层。</translation>
    </message>
    <message>
        <source>There are no numbers in this text. Use a list such as [[1, 2], [3, 4]], or rows of a spreadsheet.</source>
        <translation>没有数字。请使用如 [[1, 2], [3, 4]] 的列表，或电子表格的若干行。</translation>
    </message>
    <message>
        <source>The text has more than {limit} numbers, the most that can be read. Use a part of them, or open them as a picture.</source>
        <translation>数字超过 {limit} 个，这是可读取的上限。请只取一部分，或作为图片打开。</translation>
    </message>
    <message>
        <source>These are {count} numbers, and at most {limit} are copied as text. Make the part smaller, and copy it then.</source>
        <translation>这里有 {count} 个数，而最多可将 {limit} 个数复制为文本。请先缩小该部分，再复制。</translation>
    </message>
    <message>
        <source>Row {row} does not have as many numbers as the first one ({found}, not {expected}). Make all rows equally long.</source>
        <translation>第 {row} 行的长度（{found}）与第一行（{expected}）不同。请让各行等长。</translation>
    </message>
    <message>
        <source>Block {plane} does not have as many rows as the first one ({found}, not {expected}). Give all blocks the same number of rows.</source>
        <translation>第 {plane} 块的行数（{found}）与第一块（{expected}）不同。请让各块一致。</translation>
    </message>
    <message>
        <source>Brackets are nested more than {limit} deep. Remove the outer ones.</source>
        <translation>括号嵌套超过 {limit} 层。请去掉外层的括号。</translation>
    </message>
    <message>
        <source>A bias needs one number per output channel, {expected} in all; the text has {found}.</source>
        <translation>偏置的每个输出通道需要一个数，共 {expected} 个；而文本中有 {found} 个。</translation>
    </message>
    <message>
        <source>Numbers of shape {shape} do not fit: the part has {expected} planes, the text {planes}. Paste all planes, or one of the same size.</source>
        <translation>形状为 {shape} 的数值不符：此部分有 {expected} 个平面，而文本中有 {planes} 个。请粘贴全部平面，或粘贴一个大小相同的平面。</translation>
    </message>
    <message>
        <source>The output is computed, so nothing can be pasted into it. Go to a cell of the input, the kernel or the bias, and paste there.</source>
        <translation>输出由计算得到，因此不能向其中粘贴。请转到输入、卷积核或偏置的格，再粘贴。</translation>
    </message>
    <message>
        <source>{layer} has no numbers of its own there. Go to a cell of the input, and paste there.</source>
        <translation>{layer} 在此处没有自己的数值。请转到输入的格，再粘贴。</translation>
    </message>
    <message>
        <source>A document keeps at most {limit} numbers that were typed over so many others. Fill the part with a pattern, or make it smaller, and type there.</source>
        <translation>在如此多的数值之上，文档最多保存 {limit} 个手动输入的数值。请用图案填充该部分，或将其缩小后再输入。</translation>
    </message>
    <message>
        <source>{name} cannot be read as a picture: {detail}. Choose a PNG, JPEG, WebP, BMP or GIF.</source>
        <translation>无法将 {name} 读取为图像：{detail}。请选择 PNG、JPEG、WebP、BMP 或 GIF 文件。</translation>
    </message>
    <message>
        <source>{name} has {width} × {height} pixels, more than the {limit} that are read. Make it smaller with a picture program, and choose it again.</source>
        <translation>{name} 有 {width} × {height} 像素，超过了可读取的上限 {limit}。请用图像软件将其缩小，然后重新选择。</translation>
    </message>
    <message>
        <source>{name} has {size} bytes, more than the {limit} that a picture may have. Choose another file.</source>
        <translation>{name} 有 {size} 字节，超过了图像的上限 {limit} 字节。请选择其他文件。</translation>
    </message>
    <message>
        <source>{name} is a recurrent layer: it reads sequences, not pictures.</source>
        <translation>{name} 是循环层：它读取序列，而不是图片。</translation>
    </message>
    <message>
        <source>{name} is an attention layer: it reads sequences of vectors, not pictures.</source>
        <translation>{name} 是注意力层：它读取向量序列，而不是图片。</translation>
    </message>
    <message>
        <source>{name} is an embedding layer: it looks up whole numbers in a table, and reads no pictures.</source>
        <translation>{name} 是嵌入层：它在表中查找整数，不读取图片。</translation>
    </message>
    <message>
        <source>{name} takes two inputs, but a Sequential passes on only one.</source>
        <translation>{name} 需要两个输入，而 Sequential 只传递一个。</translation>
    </message>
    <message>
        <source>{name} is a loss: it compares the network&apos;s output with the right answers, so it is not a layer of the network. Leave it out.</source>
        <translation>{name} 是损失函数：它把网络的输出与正确答案比较，所以不是网络的层。请去掉它。</translation>
    </message>
    <message>
        <source>{name} is a container for other modules. Write its layers in an nn.Sequential, in the order in which they run.</source>
        <translation>{name} 是其他模块的容器。请按运行顺序把其中的层写进 nn.Sequential。</translation>
    </message>
    <message>
        <source>{name} spreads the work over several devices, and changes no shape. Leave it out, or write the plain layer.</source>
        <translation>{name} 把计算分配到多个设备，不改变形状。请去掉它，或写普通的层。</translation>
    </message>
    <message>
        <source>{name} is an old, undocumented form of {instead}. Write that.</source>
        <translation>{name} 是 {instead} 的旧形式，没有文档。请改写为后者。</translation>
    </message>
    <message>
        <source>{name} is an optimiser: it changes the weights by their gradients, so it is not a layer of the network. Leave it out.</source>
        <translation>{name} 是优化器：它按梯度修改权重，因此不是网络中的层。请去掉它。</translation>
    </message>
    <message>
        <source>{parameter} must be above {minimum} and at most {maximum}, but it is {value}.</source>
        <translation>{parameter} 必须大于 {minimum} 且不超过 {maximum}，但它是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be below {maximum}, but it is {value}.</source>
        <translation>{parameter} 必须小于 {maximum}，但它是 {value}。</translation>
    </message>
    <message>
        <source>{parameter} must be {count} numbers, but it is {value}.</source>
        <translation>{parameter} 必须是 {count} 个数，但它是 {value}。</translation>
    </message>
    <message>
        <source>Nesterov needs a momentum above 0 and a dampening of 0. Change one of the three.</source>
        <translation>Nesterov 需要 momentum 大于 0 且 dampening 为 0。请改动三者之一。</translation>
    </message>
    <message>
        <source>{schedule} sets {setting} itself, batch by batch, so it stays as the schedule has it.</source>
        <translation>{schedule} 会逐批自行设定 {setting}，因此它保持学习率计划给出的值。</translation>
    </message>
    <message>
        <source>{schedule} is laid out over the batches of the whole run, so their size stays. Stop the run and start anew with another batch size, or without {schedule}.</source>
        <translation>{schedule} 按整次训练的批次数安排，因此批大小不能改变。请停止训练，用另一批大小重新开始，或不使用 {schedule}。</translation>
    </message>
    <message>
        <source>{schedule} is laid out over {epochs} epochs. Behind them the rate stays as it is then; it can be changed while the run goes on.</source>
        <translation>{schedule} 覆盖 {epochs} 轮。此后学习率保持当时的值，训练进行中可以更改。</translation>
    </message>
    <message>
        <source>Learning rates from {lowest} to {highest} in {steps} batches cannot be tried. The first must be above 0, the last larger than it, and the batches from 2 to {most}.</source>
        <translation>无法用 {steps} 个批次尝试从 {lowest} 到 {highest} 的学习率。第一个必须大于 0，最后一个必须更大，批次数为 2 到 {most}。</translation>
    </message>
    <message>
        <source>fused and foreach cannot both be True. Set one of them to None.</source>
        <translation>fused 和 foreach 不能同时为 True。请把其中一个设为 None。</translation>
    </message>
    <message>
        <source>The schedule moves the momentum, but {optimiser} has none. Set cycle_momentum to False, or choose another optimiser.</source>
        <translation>该学习率计划要改变动量，但 {optimiser} 没有动量。请把 cycle_momentum 设为 False，或换一个优化器。</translation>
    </message>
    <message>
        <source>With pct_start={value} the learning rate would rise for exactly one of the {steps} batches, and torch cannot divide that. Change pct_start a little.</source>
        <translation>pct_start={value} 时，学习率恰好只在 {steps} 批中的一批里上升，torch 无法划分。请稍微改动 pct_start。</translation>
    </message>
    <message>
        <source>With reduction=&quot;none&quot; each picture keeps a loss of its own, and training needs a single one. Choose &quot;mean&quot; or &quot;sum&quot;.</source>
        <translation>reduction=&quot;none&quot; 时每张图片各有一个损失，而训练需要一个数。请选 &quot;mean&quot; 或 &quot;sum&quot;。</translation>
    </message>
    <message>
        <source>The first of the etas must lie between 0 and 1, the second above 1.</source>
        <translation>etas 的第一个数必须在 0 与 1 之间，第二个必须大于 1。</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is no function of x and y. Write one such as x^2 + 10*y^2.</source>
        <translation>“{text}”不是 x 和 y 的函数。请写成 x^2 + 10*y^2 这样的形式。</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; means nothing in a function. Known are {known}.</source>
        <translation>函数中的“{name}”没有意义。可用的有 {known}。</translation>
    </message>
    <message>
        <source>The function is too long: write at most {limit} characters, less nested.</source>
        <translation>函数太长：请最多写 {limit} 个字符，并减少嵌套。</translation>
    </message>
    <message>
        <source>A function of x and y needs two weights, here there are {count}. Give the input the shape (steps, {sizes}), or take the function away.</source>
        <translation>x 和 y 的函数需要两个权重，这里有 {count} 个。请把输入的形状设为（步数, {sizes}），或去掉函数。</translation>
    </message>
    <message>
        <source>{loss} takes the output for what {layer} gives, so the network must end with it. Add it, or choose another loss.</source>
        <translation>{loss} 把输出当作 {layer} 给出的数，所以网络必须以它结尾。请加上它，或选择别的损失。</translation>
    </message>
    <message>
        <source>weight has {count} numbers, but the network has {outputs} outputs. Give one number an output, or None.</source>
        <translation>weight 有 {count} 个数，但网络有 {outputs} 个输出。请为每个输出给一个数，或用 None。</translation>
    </message>
    <message>
        <source>weight holds {value}: the network would be rewarded for what it gets wrong. Give each class 0 or more.</source>
        <translation>weight 中有 {value}：网络会因判断错误而得到奖励。请让每个类别的权重不小于 0。</translation>
    </message>
    <message>
        <source>weight is 0 for every class that is not ignored, so there is nothing to learn. Give a class more than 0, or set weight to None.</source>
        <translation>所有未被忽略的类别的 weight 都是 0，没有可学习的内容。请让某个类别大于 0，或把 weight 设为 None。</translation>
    </message>
    <message>
        <source>A batch of one picture whose class does not count has no mean loss: that would be 0 / 0. Choose a larger batch size or reduction=&quot;sum&quot;.</source>
        <translation>若一个批次只有一张图片，而其类别不计入，就没有平均损失（即 0 / 0）。请选择更大的批次大小，或 reduction=&quot;sum&quot;。</translation>
    </message>
    <message>
        <source>Whitening makes kernels for a Conv2d that reads the pictures themselves. Put one first into the network, or turn whitening off.</source>
        <translation>白化为直接读取图片的 Conv2d 计算卷积核。请把一个 Conv2d 放在网络最前面，或关闭白化。</translation>
    </message>
    <message>
        <source>Whitening mixes all channels, but the first convolution works in {groups} groups. Give it groups=1, or turn whitening off.</source>
        <translation>白化会混合所有通道，但第一个卷积分 {groups} 组计算。请设 groups=1，或关闭白化。</translation>
    </message>
    <message>
        <source>Whitening makes kernels in pairs, {most} at the most for this kernel size, but the first convolution has {channels}. Give it an even number of output channels up to {most}, or turn whitening off.</source>
        <translation>白化成对地产生卷积核，这个核大小最多 {most} 个，但第一个卷积有 {channels} 个。请给它不超过 {most} 的偶数个输出通道，或关闭白化。</translation>
    </message>
    <message>
        <source>Whitening takes pieces of the pictures as large as the kernel, but the kernel of the first convolution reaches further than a side of {size}. Make it smaller, or turn whitening off.</source>
        <translation>白化取与卷积核一样大的图片小块，但第一个卷积的核超出了长 {size} 的边。请把核改小，或关闭白化。</translation>
    </message>
    <message>
        <source>{name} is not known here. Known are: {known}.</source>
        <translation>这里不认识 {name}。可用的有：{known}。</translation>
    </message>
    <message>
        <source>The settings of {name} cannot be read: {detail}.</source>
        <translation>无法读取 {name} 的设置：{detail}。</translation>
    </message>
    <message>
        <source>{loss} opens in the calculator, but no network is trained with it here. Losses to train with: {known}.</source>
        <translation>{loss} 可以在计算器中打开，但这里不用它训练网络。可用于训练的损失：{known}。</translation>
    </message>
    <message>
        <source>&apos;{found}&apos; calls none of these: {known}.</source>
        <translation>“{found}”没有调用其中任何一个：{known}。</translation>
    </message>
    <message>
        <source>{path} is damaged, or torch.export.save did not write it: {detail}. Choose another file, or export the network again.</source>
        <translation>{path} 已损坏，或者不是由 torch.export.save 写出的：{detail}。请选择其他文件，或重新导出该网络。</translation>
    </message>
    <message>
        <source>{path} is a pickle, which could run anything, so it was not opened. Write the network with torch.export.save(torch.export.export(model, (x,)), path), and open that.</source>
        <translation>{path} 是 pickle 文件，打开它可能会执行任意代码，因此没有打开。请用 torch.export.save(torch.export.export(model, (x,)), path) 写出网络，再打开那个文件。</translation>
    </message>
    <message>
        <source>The program in {path} takes {count} tensors; a network here takes one. Export the part that takes one.</source>
        <translation>{path} 中的程序需要 {count} 个张量输入，而这里的网络只接受一个。请导出只有一个输入的部分。</translation>
    </message>
    <message>
        <source>No layer of {path} can be shown: it begins with {operation}, which is no layer here ({place}).</source>
        <translation>{path} 中没有可显示的层：它以 {operation} 开始，而这里没有这样的层（{place}）。</translation>
    </message>
    <message>
        <source>This was left out, for no layer here does it: {operation} ({place}). The shapes are as they were, but the numbers differ.</source>
        <translation>已略去以下运算，因为这里没有对应的层：{operation}（{place}）。形状不变，但数值会不同。</translation>
    </message>
    <message>
        <source>The network ends before {operation}, which is no layer here ({place}).</source>
        <translation>网络在 {operation} 之前结束，这里没有这样的层（{place}）。</translation>
    </message>
    <message>
        <source>{times} layers share {name}. torch would train one set of numbers for all of them; here each has its own.</source>
        <translation>有 {times} 个层共用 {name}。torch 会为它们训练同一组数值，而这里每层各有一组。</translation>
    </message>
    <message>
        <source>The program returns {count} tensors; the network is what makes the first.</source>
        <translation>程序返回 {count} 个张量；这里的网络是产生第一个张量的部分。</translation>
    </message>
    <message>
        <source>The file is of torch 2.8 or older and keeps its weights in a pickle, which is not opened. Save them with torch.save(model.state_dict(), path), and load them into the network.</source>
        <translation>该文件由 torch 2.8 或更早版本写出，权重保存在 pickle 中，不会被打开。请用 torch.save(model.state_dict(), path) 保存权重，再把它们载入网络。</translation>
    </message>
    <message>
        <source>The weights were not taken along: those of {name} are not in the file as they are, but computed from others, or stored in a way that is not read.</source>
        <translation>没有带入权重：{name} 的权重在文件中不是现成的，而是由其他数值计算得出，或以无法读取的方式存放。</translation>
    </message>
    <message>
        <source>{path} holds more than tensors ({name}), and to load that would run code, so it was not loaded. Save the tensors alone: torch.save(model.state_dict(), path).</source>
        <translation>{path} 中不只有张量（还有 {name}），载入它会执行代码，因此没有载入。请只保存张量：torch.save(model.state_dict(), path)。</translation>
    </message>
    <message>
        <source>{path} calls its tensors otherwise ({theirs} where the network has {ours}), but one after the other its {count} tensors have the network&apos;s shapes. If it is the same network, they can be taken by their order.</source>
        <translation>{path} 中张量的名称不同（网络中的 {ours} 在那里叫 {theirs}），但它的 {count} 个张量依次与网络的形状一致。如果是同一个网络，可以按顺序取用。</translation>
    </message>
    <message>
        <source>ONNX has nothing that does what layer {number}, {layer}, does here: a layer that draws random numbers, needs indices, or joins the pictures of a batch cannot be written. Take it out, or put another in its place.</source>
        <translation>ONNX 无法表示第 {number} 层 {layer} 在这里的作用：使用随机数、需要索引或把同一批图片合并的层都不能写出。请去掉它，或换成其他层。</translation>
    </message>
    <message>
        <source>No layer of the network runs, so there is nothing to write as ONNX.</source>
        <translation>网络中没有启用的层，没有内容可写为 ONNX。</translation>
    </message>
    <message>
        <source>The weights have {size} bytes, and an ONNX file holds at most {limit}. Write them as safetensors instead.</source>
        <translation>权重有 {size} 字节，而 ONNX 文件最多容纳 {limit} 字节。请改为写成 safetensors。</translation>
    </message>
    <message>
        <source>The ways through the network part and meet again as no Residual and no Concat can: what is computed at {place} is used in two places that do not lie inside each other.</source>
        <translation>网络中的支路以 Residual 和 Concat 都无法表示的方式分开又汇合：在 {place} 处算出的结果用在了两个互不嵌套的地方。</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Output shape</source>
        <translation>输出形状</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Parameters as a product</source>
        <translation>参数量算式</translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation>乘加次数</translation>
    </message>
    <message>
        <source>Multiply-adds as a product</source>
        <translation>乘加次数算式</translation>
    </message>
    <message>
        <source>Output memory</source>
        <translation>输出内存</translation>
    </message>
    <message>
        <source>Parameter memory</source>
        <translation>参数内存</translation>
    </message>
    <message>
        <source>Receptive field</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>Jump</source>
        <translation>跳距</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>whole input</source>
        <translation>整个输入</translation>
    </message>
    <message>
        <source>{layer} (disabled)</source>
        <translation>{layer}（已停用）</translation>
    </message>
    <message>
        <source>{layer} (does not fit)</source>
        <translation>{layer}（不匹配）</translation>
    </message>
    <message>
        <source>There is no activation between {first} and {second}: together they can do no more than one linear layer.</source>
        <translation>{first} 与 {second} 之间没有激活：它们合起来只相当于一个线性层。</translation>
    </message>
    <message>
        <source>{second} works along the last dimension of {shape} alone. With a Flatten before it, it sees all {flattened} numbers.</source>
        <translation>{second} 只作用于 {shape} 的最后一维。若在其前加上 Flatten，它就能看到全部 {flattened} 个数。</translation>
    </message>
    <message>
        <source>{second} is applied to what {first} gave: one activation is enough.</source>
        <translation>{second} 作用在 {first} 的输出上：一个激活就够了。</translation>
    </message>
    <message>
        <source>{loss} applies a softmax itself, but {second} gives numbers between 0 and 1: with {classes} classes the loss cannot fall below {least}.</source>
        <translation>{loss} 自己会做 softmax，而 {second} 给出的是 0 到 1 之间的数：{classes} 个类别时，损失不可能低于 {least}。</translation>
    </message>
    <message>
        <source>{loss} applies LogSoftmax itself: {second} changes nothing before it.</source>
        <translation>{loss} 自己会做 LogSoftmax：在它之前的 {second} 不起作用。</translation>
    </message>
    <message>
        <source>{loss} takes what {needed} gives. Of the outputs of {second} it means nothing.</source>
        <translation>{loss} 要的是 {needed} 给出的数。用在 {second} 的输出上没有意义。</translation>
    </message>
    <message>
        <source>{loss} takes any numbers, but {second} lets none below zero through: no output can speak against a class.</source>
        <translation>{loss} 接受任意数，而 {second} 不让负数通过：没有输出能否定某个类别。</translation>
    </message>
    <message>
        <source>{second} stands at the end: while training, it sets the network&apos;s own outputs to zero.</source>
        <translation>{second} 位于末尾：训练时它会把网络自己的输出置零。</translation>
    </message>
    <message>
        <source>The bias of {second} does nothing: {first} takes away the mean of each channel.</source>
        <translation>{second} 的偏置不起作用：{first} 会减去每个通道的均值。</translation>
    </message>
    <message>
        <source>{second} stands before {first}, which so learns another variance than it meets when nothing is dropped.</source>
        <translation>{second} 位于 {first} 之前，后者因此学到的方差与不丢弃时遇到的不同。</translation>
    </message>
    <message>
        <source>{second} has one value a channel of each picture ({shape}): a batch of one is refused in training.</source>
        <translation>{second} 对每张图片的每个通道只有一个值（{shape}）：训练时不接受只有一张图片的批次。</translation>
    </message>
    <message>
        <source>{second} leaves {dropped} of {size} cells along an axis unread: no window reaches them.</source>
        <translation>{second} 在一个方向上有 {dropped} 格（共 {size} 格）没有读到：没有窗口覆盖它们。</translation>
    </message>
    <message>
        <source>{second} pads by {padding}, but its kernel spans {kernel}: its outermost windows read nothing but padding.</source>
        <translation>{second} 填充了 {padding} 格，而卷积核只跨 {kernel} 格：最外面的窗口只读到填充。</translation>
    </message>
    <message>
        <source>{second} returns indices beside its output: the network gives a tuple, which no loss takes.</source>
        <translation>{second} 除输出外还返回索引：网络给出的是元组，没有损失函数接受它。</translation>
    </message>
    <message>
        <source>{first} lays the rows of a picture end to end, so the windows of {second} reach from one row into the next.</source>
        <translation>{first} 把图片的各行首尾相接，因此 {second} 的窗口会从一行跨到下一行。</translation>
    </message>
    <message>
        <source>{second} works along the batch: it mixes different pictures.</source>
        <translation>{second} 沿批次维度计算：它混合了不同的图片。</translation>
    </message>
    <message>
        <source>{second} overwrites the input of its block, which other ways of the block read as well.</source>
        <translation>{second} 覆盖了所在块的输入，而块的其他支路也要读它。</translation>
    </message>
    <message>
        <source>{second} drops everything while training: nothing is learned through it.</source>
        <translation>{second} 在训练时丢弃一切：什么也学不到。</translation>
    </message>
    <message>
        <source>The same at more places: {more}.</source>
        <translation>另有 {more} 处相同。</translation>
    </message>
    <message>
        <source>Insert {layer} between</source>
        <translation>在其间插入 {layer}</translation>
    </message>
    <message>
        <source>Insert {layer} after each layer</source>
        <translation>在每层之后插入 {layer}</translation>
    </message>
    <message>
        <source>Insert {layer} before it</source>
        <translation>在其前插入 {layer}</translation>
    </message>
    <message>
        <source>Insert {layer} after it</source>
        <translation>在其后插入 {layer}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Set {parameter}={value}</source>
        <translation>设置 {parameter}={value}</translation>
    </message>
    <message>
        <source>Move {name} behind it</source>
        <translation>把 {name} 移到其后</translation>
    </message>
    <message>
        <source>Insert {layer} at {count} places</source>
        <translation>在 {count} 处插入 {layer}</translation>
    </message>
    <message>
        <source>Remove {count} layers</source>
        <translation>移除 {count} 层</translation>
    </message>
    <message>
        <source>Set {parameter}={value} in {count} layers</source>
        <translation>在 {count} 层中设置 {parameter}={value}</translation>
    </message>
    <message>
        <source>{layer} cannot compare an input of shape {input} with a target of shape {target}. It takes a target of shape {expected}.</source>
        <translation>{layer} 不能把形状为 {input} 的输入与形状为 {target} 的目标相比较。它要求目标的形状为 {expected}。</translation>
    </message>
    <message>
        <source>A target of shape {shape} holds the numbers of classes, which torch takes as integers (int64), but these are float32. Give integers: target.long().</source>
        <translation>形状为 {shape} 的目标装的是类别编号，torch 要求它们是整数（int64），但这里是 float32。请给整数：target.long()。</translation>
    </message>
    <message>
        <source>{layer} takes a target of shape {shape}, as large as the input, as float32, but these are integers (int64), such as one_hot gives. Give floats: target.float().</source>
        <translation>形状为 {shape} 的目标与输入一样大，{layer} 要求它是 float32，但这里是整数（int64），比如 one_hot 给出的就是。请给浮点数：target.float()。</translation>
    </message>
    <message>
        <source>The target holds the class {value} at {place}, but there are {classes} classes, from 0 to {last}. Give it one of these, or set ignore_index={value} to leave it out.</source>
        <translation>目标在 {place} 处的类别是 {value}，但一共只有 {classes} 个类别，从 0 到 {last}。请改成其中之一，或设 ignore_index={value} 把它略去。</translation>
    </message>
    <message>
        <source>{tensor} holds {value} at {place}, but int64 takes whole numbers only. Give it one, or choose float32.</source>
        <translation>{tensor} 在 {place} 处是 {value}，但 int64 只能装整数。请改成整数，或选择 float32。</translation>
    </message>
    <message>
        <source>An input of shape {input} and a target of shape {target} cannot be brought to one shape: counted from the last, their sizes must be equal, or one of them 1.</source>
        <translation>形状为 {input} 的输入与形状为 {target} 的目标无法统一成一个形状：从最后一维数起，它们的大小必须相等，或其中一个为 1。</translation>
    </message>
    <message>
        <source>{first} of shape {first_shape} and {second} of shape {second_shape} cannot be brought to one shape: counted from the last, their sizes must be equal, or one of them 1.</source>
        <translation>形状为 {first_shape} 的 {first} 和形状为 {second_shape} 的 {second} 无法变成同一形状：从最后一维数起，各维大小必须相等，或者其中一个是 1。</translation>
    </message>
    <message>
        <source>{layer} takes {first} and {second} with as many dimensions as each other, but they have the shapes {first_shape} and {second_shape}. Put a size of 1 in front of the shorter one.</source>
        <translation>{layer} 要求 {first} 和 {second} 的维数相同，但它们的形状是 {first_shape} 和 {second_shape}。请在维数较少的一个前面加上大小为 1 的维。</translation>
    </message>
    <message>
        <source>Variances of shape {var} do not fit an input of shape {input}. Give one for each number, {expected}, or leave the last size out, or make one of the sizes 1.</source>
        <translation>形状为 {var} 的方差与形状为 {input} 的输入不相配。请给每个数一个方差（{expected}），或去掉最后一维，或把其中一维的大小设为 1。</translation>
    </message>
    <message>
        <source>{layer} takes no negative number in {tensor}, but {value} stands at {place}. Give 0 or more.</source>
        <translation>{layer} 的 {tensor} 中不能有负数，但 {place} 处是 {value}。请给 0 或更大的数。</translation>
    </message>
    <message>
        <source>The target of {layer} holds the class {value} at {place}, but there are {classes} classes, from 0 to {last}. Give it one of these.</source>
        <translation>{layer} 的目标在 {place} 处是类别 {value}，但只有 {classes} 个类别，从 0 到 {last}。请给其中之一。</translation>
    </message>
    <message>
        <source>The target of {layer} holds the class {value} at {place}, but there are {classes} classes, from 0 to {last}. Give it one of these, or -1, which ends the list.</source>
        <translation>{layer} 的目标在 {place} 处是类别 {value}，但只有 {classes} 个类别，从 0 到 {last}。请给其中之一，或给 -1 来结束列表。</translation>
    </message>
    <message>
        <source>A target with a share for each class has no class to ignore, so ignore_index={value} has no meaning. Set it below 0.</source>
        <translation>目标给出了每个类别的份额，没有可以忽略的类别，所以 ignore_index={value} 没有意义。请把它设为小于 0 的数。</translation>
    </message>
    <message>
        <source>{parameter} has {count} numbers, but there are {classes} classes. Give one number a class, or None.</source>
        <translation>{parameter} 有 {count} 个数，但有 {classes} 个类别。请给每个类别一个数，或设为 None。</translation>
    </message>
    <message>
        <source>{parameter} has {count} numbers, but the last dimension has {last}. Give one number, one for each of these, or None.</source>
        <translation>{parameter} 有 {count} 个数，但最后一维有 {last} 个。请给一个数、每个一个数，或设为 None。</translation>
    </message>
    <message>
        <source>{layer} takes numbers from 0 to 1, but {tensor} holds {value} at {place}. Apply Sigmoid first, or use BCEWithLogitsLoss, which does it itself.</source>
        <translation>{layer} 要求数在 0 到 1 之间，但 {tensor} 在 {place} 处是 {value}。请先用 Sigmoid，或改用自带 sigmoid 的 BCEWithLogitsLoss。</translation>
    </message>
</context>
</TS>
