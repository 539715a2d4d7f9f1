<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AccuracyCard</name>
    <message>
        <source>validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy by epoch, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>best {percent} at epoch {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AddLayerPopup</name>
    <message>
        <source>Name, or code such as Conv2d(3, 32, 5)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No layer has this name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AgreementMark</name>
    <message>
        <source>Comparison with torch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torch is computing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torch is starting …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torch&apos;s process has ended. This is computed again as soon as a new one runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computed by torch on {device}: too much to work out twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torch differs: its output is {shape}, not {own}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torch differs: {shape}, largest difference {number}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torch agrees: {shape}, largest difference {number}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torch refuses this layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torch gave no values. {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Axes</name>
    <message>
        <source>Depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AxisBlock</name>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is impossible:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last window would start in the right padding, so it is dropped:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last window starts inside the input or the left padding:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CalculatorPage</name>
    <message>
        <source>Change {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the layer to {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the input&apos;s shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit a cell of the input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit a cell of the kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the bias</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CalculatorPlanes</name>
    <message>
        <source>Input {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel {shape} of filter {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maximum of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>channel {channel}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slice {slice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>channel {channel}, slice {slice}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallBar</name>
    <message>
        <source>The layer as its PyTorch call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The input&apos;s channels, then its spatial axes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the layer as PyTorch code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bias</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallLine</name>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of layer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CardList</name>
    <message>
        <source>Layers of the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable or disable the layer (Ctrl+E)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CardModel</name>
    <message>
        <source>{count} params</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} mult-adds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output {shape}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CellEditor</name>
    <message>
        <source>Value of the cell</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChannelBar</name>
    <message>
        <source>Output channel before (Page Up)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next output channel (Page Down)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input channels before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next input channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output channel {channel} of 0–{last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>input channels {first}–{last} of {count} that it reads</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodePanel</name>
    <message>
        <source>The network as PyTorch code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sequential</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As an nn.Sequential</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As an nn.Module with a forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the code (Ctrl+Shift+C)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Data</name>
    <message>
        <source>CIFAR-10 is not on this computer yet. Download it, or choose where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for CIFAR-10…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloaded; checking and unpacking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate}/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{train} training and {test} test pictures in {path}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DataFetch</name>
    <message>
        <source>The download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The check of the data</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DataPanel</name>
    <message>
        <source>Shapes-10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawn here: circles, stars, arrows… 32×32 in colour. Nothing to download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CIFAR-10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>60,000 photographs of animals and vehicles, 32×32 in colour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download (170 MB)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder or an archive that holds CIFAR-10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawn by convviz: nothing to download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on downloading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder that holds CIFAR-10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive of CIFAR-10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archives (*.tar.gz *.tgz *.tar);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An archive (.tar.gz)…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DecimalField</name>
    <message>
        <source>Write a number, such as 0.1 or 1e-3.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DocumentActions</name>
    <message>
        <source>&amp;New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the changes to {name}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without saving, they are lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>convviz documents (*{suffix});;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EngineKeeper</name>
    <message>
        <source>The engine is not running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is starting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is ready: torch {version}, {device}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{outcome} A new one is starting and will compute again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{outcome} Torch&apos;s values are missing until it is started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EpochLossCard</name>
    <message>
        <source>training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss by epoch</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FailureNotice</name>
    <message>
        <source>Input {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Insert {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {layer}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Fills</name>
    <message>
        <source>Zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ramp: 0, 1, 2, …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One-hot: a single 1 in the middle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkerboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random integers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random normal numbers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>{size} kB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormulaSection</name>
    <message>
        <source>o output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>i input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>k kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s stride</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p padding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d dilation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a output padding</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormulaSource</name>
    <message>
        <source>The drawing of formulas</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormulaStepsView</name>
    <message>
        <source>Working</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormulaView</name>
    <message>
        <source>Copy as LaTeX</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Formula</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InputShapeField</name>
    <message>
        <source>Shape of one picture: channels × height × width, without the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write 1 to {most} sizes from 1 to {limit}, such as 3, 32, 32.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KernelGallery</name>
    <message>
        <source>Kernels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel {number}: from {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kernel {number} of {count} is chosen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Kernels</name>
    <message>
        <source>Identity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Box blur</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaussian blur</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sharpen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sobel, left to right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sobel, top to bottom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laplacian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Emboss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayerExplanation</name>
    <message>
        <source>Why this size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayerFacts</name>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of one picture, forward; biases are not counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept with the network, but not trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of one picture, in float32</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayerFamily</name>
    <message>
        <source>Convolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Padding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayerForm</name>
    <message>
        <source>Enabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A disabled layer passes its input through unchanged (Ctrl+E)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in calculator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step through this layer with the shape that it has here (Ctrl+Return)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What follows from this</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayerSummary</name>
    <message>
        <source>max(0, x).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x, or negative_slope times x below zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x, or a learned slope times x below zero; one slope for all or one a channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x, or alpha (exp(x) - 1) below zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A scaled ELU that keeps mean 0 and variance 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x times the normal distribution&apos;s share below x.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x sigmoid(x).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x tanh(softplus(x)).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 / (1 + exp(-x)).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hyperbolic tangent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log(1 + exp(beta x)) / beta; x itself where beta x is over the threshold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x / (1 + |x|).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU, clipped at 6.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x, clipped to [min_val, max_val].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x ReLU6(x + 3) / 6.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU6(x + 3) / 6.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exp(x) / sum of exp(x).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The logarithm of Softmax.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolution over one axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolution over height and width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolution over depth, height and width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transposed convolution over one axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transposed convolution over height and width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transposed convolution over depth, height and width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zero each value with probability p; scale the rest by 1/(1-p).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zero each channel with probability p; scale the rest by 1/(1-p).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every output is a weighted sum of all features in the last dimension, plus a bias.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch normalisation of features, or of channels along one axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch normalisation of planes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch normalisation of volumes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max pooling over one axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max pooling over height and width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max pooling over depth, height and width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average pooling over one axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average pooling over height and width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average pooling over depth, height and width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join the dimensions from start_dim to end_dim, which may be negative, into one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing happens.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayersPanel</name>
    <message>
        <source>No layer yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the first one, or paste an nn.Sequential with Ctrl+V.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add layer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>input of one picture</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LossCard</name>
    <message>
        <source>Loss of each batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight of the past in the smoothed line: 0 is the raw line itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic axis: equal distances are equal ratios</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>smoothing {weight}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at batch {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open {layer} in the calculator</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the &amp;log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About convviz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No documents yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NetworkActions</name>
    <message>
        <source>&amp;Add layer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D&amp;elete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move d&amp;own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E&amp;nable or disable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste layers from code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit pa&amp;rameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in ca&amp;lculator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the co&amp;de</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Show the code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NetworkEditor</name>
    <message>
        <source>Add {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add {count} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {count} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate {count} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable {count} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable {count} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change {parameter} of {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let {parameter} of {layer} follow the layer before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set {parameter} of {layer} by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the network&apos;s input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mend {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Insert {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {count} layers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Information</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NumberField</name>
    <message>
        <source>Write one integer, or {count} as {example}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write one integer, such as 3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>{name} could not be started: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} sent what is no message, and was ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} did not answer in time, and was ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} ended by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} ended with exit code {code}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was killed from outside, or for want of memory ({signal}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} used an instruction that this processor lacks ({signal}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} crashed (code {code}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} crashed ({signal}).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PageActions</name>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output channel before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next output channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release the pinned cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PageRail</name>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ParameterField</name>
    <message>
        <source>auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the layer before; typing a value ends that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} follows the layer before</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>Cells of the kernel along each axis: one number, or one an axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells between neighbouring windows. Pooling takes the kernel&apos;s size when it is None.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells added at both ends of each axis. A transposed convolution loses them instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells between neighbouring taps: 1 is a solid kernel, 2 leaves one cell out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells added at one end of the output, to choose among the sizes that are possible with a stride.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the padding holds: zeros, the input mirrored, its edge repeated, or its other end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Round the output size up, so that a last window may reach past the input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the average counts the zeros of the padding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What sums are divided by, in place of the number of cells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return where each maximum was, too. A Sequential cannot pass that on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels of the input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels of the output: how many different kernels there are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts that see only their share of the channels. It divides in_channels and out_channels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a trained number to each output channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the input&apos;s last dimension.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the output&apos;s last dimension.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained slopes: one for all channels, or one a channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First dimension that is joined; 0 is the batch, 1 the channels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last dimension that is joined; -1 counts from behind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dimension along which numbers add up to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How likely a value is set to zero, from 0 to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write over the input, which saves memory; the result is the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A small number added to the variance, so that nothing divides by zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of each batch goes into the running mean and variance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train a scale and a shift for each channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep a running mean and variance, which evaluation uses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slope below zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slope that training begins with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the curve goes below zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How sharply the curve bends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above it the curve is a straight line, which is numerically stable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller values become this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger values become this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the curve is computed exactly or by a formula with tanh.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlaneStackView</name>
    <message>
        <source>Picture of the step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text} is not a number. Write one such as 2, -0.5, 1e-3 or 1/9.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlaneView</name>
    <message>
        <source>{group}, row {row}, column {column}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>padding, {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value}, read by no window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>past the padded input, not counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inserted zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlotCard</name>
    <message>
        <source>Show everything (0)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PresetMenu</name>
    <message>
        <source>Presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} on an input of {shape}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Course examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guide to convolution arithmetic: with numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guide to convolution arithmetic: convolutions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guide to convolution arithmetic: transposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolution of a 5×5 input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolution with stride 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolution with padding 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max pooling, ceil_mode=True</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max pooling, ceil_mode=False</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First layer of the course network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolution, no padding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolution, padding 1, stride 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average pooling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max pooling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No padding, no strides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arbitrary padding, no strides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half padding, no strides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full padding, no strides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No padding, strides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Padding, strides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Padding, strides (odd)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dilation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No padding, no strides, transposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arbitrary padding, no strides, transposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half padding, no strides, transposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full padding, no strides, transposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No padding, strides, transposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Padding, strides, transposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Padding, strides (odd), transposed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemCard</name>
    <message>
        <source>The nearest settings that work:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings are valid and give {shape}, but that is {cells} cells: more than can be drawn one by one ({limit}). The formula holds all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output is then {shape}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernels that the run learns are shown here when it ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When a run ends, its accuracy and the kernels that it learned are shown here. Any of them can be opened in the calculator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{accuracy} of the test pictures are named right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best: {accuracy} after epoch {epoch}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs finished: {epochs}. Batches: {batches}. Time: {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has no Conv2d whose kernels could be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel {number} of {count}: its red, green and blue planes as one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel {number} of {count}, plane {plane} of {planes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which input channel&apos;s plane of each kernel is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learned kernels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SaveResult</name>
    <message>
        <source>Save the trained weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights (*.safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{names} exists already. Replace it?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place of CIFAR-10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is made small: how wrong the network is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the weights follow the gradient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures whose gradients are averaged before the weights move once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often every training picture is seen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sets the first weights and the order of the pictures: the same seed, the same run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where torch computes. Auto takes a graphics card if torch can use one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor cores that torch uses; None lets torch choose. Fewer leave more for other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate: how far the weights move against the gradient in one step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the step before that is kept: 0 is none, 0.9 is usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the new gradient that momentum leaves out: usually 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How strongly large weights are pulled towards zero (an L2 penalty).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look ahead along the momentum. It needs momentum above 0 and no dampening.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the gradient&apos;s mean: near 1 is long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the gradient&apos;s square: near 1 is long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added to the divisor, so that it is never zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divide by the largest squares so far, not by the present ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of certainty that is spread over all classes: 0 is none, 0.1 is usual.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>fixed during a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Explanation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters: {product}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply-adds: {product}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worth knowing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepLinesWidget</name>
    <message>
        <source>This step in numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>channel {channel}:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all channels:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bias {value}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepPanel</name>
    <message>
        <source>This step in numbers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StructForm</name>
    <message>
        <source>Write a number from {low} to {high}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a number from {low} to below {below}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a number of at least {low}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a finite number.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>First step (Home)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One step back (Left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One step forward (Right)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last step (End)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again after the last step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to any step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of the animation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TotalsBar</name>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shape of one picture&apos;s result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enabled layers, of all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers that training changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiplications with addition, forward, for one picture; biases not counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the input and every output, for one picture in float32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the parameters, in float32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{enabled} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>The checkpoint {name} of epoch {epoch} is kept: Resume goes on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A checkpoint is kept: Resume goes on from there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingActions</name>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the result…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open kernel in the calculator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train on a single batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause first: then a step trains on a single batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End after the batch in hand, with a checkpoint to go on from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is being trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a result when a run has ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the weights (safetensors) with the network beside them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step through the chosen kernel with its trained numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train the network from new first weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run is going on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait after the batch in hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with the last run from its last checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingEditor</name>
    <message>
        <source>Change {setting}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>Saved as {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fixed while a run goes on. Stop it to change the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose where CIFAR-10 is, or download it first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer {number} of the network: {sentence}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingSession</name>
    <message>
        <source>Stop training and close?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run is going on. What is finished stays saved: the run ends after the batch in hand and writes a checkpoint, from which it can go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop training and close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trainer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Start anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch {epoch} of {epochs}, batch {batch} of {batches}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading torch and the pictures…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping after this batch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diverged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} pictures/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on {device}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Train this network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the 50,000 training photographs of CIFAR-10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shapes-10, small pictures that convviz draws itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{params} numbers of the network learn from {data}, {epochs} times over, in batches of {batch}. The plots here follow every batch; after every epoch the network is tested on pictures that it has never seen.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WindowSession</name>
    <message>
        <source>Some settings were unreadable and are at their default now: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calculator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong that convviz did not foresee: {summary}. Your document is still here; save it, and see the log at {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About convviz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;convviz {version}&lt;/h3&gt;&lt;p&gt;Convolution and pooling arithmetic, seen: sizes, windows, values, networks and their training, exactly as torch does.&lt;/p&gt;&lt;p&gt;MIT licence. The pictures speak the language of Dumoulin and Visin, “A guide to convolution arithmetic for deep learning” (arXiv 1603.07285).&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_EpochCard</name>
    <message>
        <source>after the first epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at epoch {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>There is no data set named “{name}”. Choose one of these: {choices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CIFAR-10 is not at {path}. Download it, or choose a folder or an archive that you have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} holds no file of CIFAR-10. Choose the folder cifar-10-batches-bin or cifar-10-batches-py, or the archive cifar-10-binary.tar.gz or cifar-10-python.tar.gz.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CIFAR-10 at {path} is incomplete: {file} is missing. Unpack the archive again, or choose the archive itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has {found_bytes} bytes, but this file of CIFAR-10 has {expected_bytes}. Unpack the archive again, or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has {found_bytes} bytes, more than the {limit_bytes} that a file of CIFAR-10 can have, so it was not read. Unpack the archive again, or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In {path}, picture {record} has the label {label}, but CIFAR-10&apos;s labels are 0 to 9. The file is damaged: unpack the archive again, or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CIFAR-10 at {path} was read, but {count} of its files are not the official ones: {files}. If you did not expect that, download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not a sound archive ({detail}). Download it again, or choose another archive or an unpacked folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} unpacks to far more than CIFAR-10, so reading stopped after {limit_bytes} bytes. Choose the official archive, cifar-10-binary.tar.gz or cifar-10-python.tar.gz.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} asks to run code ({name}), which no file of CIFAR-10 does. Nothing of it was run. Do not trust where this file comes from; download CIFAR-10 again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} does not hold pictures as CIFAR-10&apos;s files do ({detail}). Unpack the archive again, or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{url} cannot be reached ({detail}). Check the network and try again, or choose a folder or an archive of CIFAR-10 that you have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server answers {url} with status {status}. Try again later, or choose a folder or an archive of CIFAR-10 that you have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to {url} broke several times ({detail}). The {bytes_done} bytes that arrived are kept: start the download again to go on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{url} offers {found_bytes} bytes instead of {expected_bytes}: perhaps a network&apos;s login page. Open the address in a browser, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {url} sent is not the official file: its SHA-256 is {found} instead of {expected}. It was deleted. Try again, perhaps over another network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of {path} has {free_bytes} bytes free, and the download needs {needed_bytes} more. Make room, or choose another folder; what arrived is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The download was cancelled. The {bytes_done} bytes in {path} are kept: start it again to go on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linear works on the last dimension of {shape} alone ({in_features} features). With a Flatten before it, it would see all {flattened} values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CrossEntropyLoss applies a softmax itself: with {layer} as the last layer, it is applied twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} has no dim, so torch chooses dimension {chosen} and warns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} joins the {batch} pictures of a batch: start at dimension 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} expects {expected} dimensions after the batch&apos;s, so it takes the batch of {shape} for channels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{room} is a multiple of the stride {stride}: the windows fit without rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{room} is no multiple of the stride {stride}, so the last {dropped} cells of the padded input are read by no window: {real} real, {padding} padding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rounding up adds a window that reaches {overhang} cells past the padded input. Those cells are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rounding up would add window {window}, but it would start at cell {start} of the padded input, where the right padding begins ({limit}). So it is dropped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ceil_mode changes nothing here: {room} is a multiple of the stride {stride}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stride {stride} is larger than the window&apos;s {extent} cells: {skipped} cells between neighbouring windows are never read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output is as long as the input: {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With dilation {dilation} the {kernel_size} taps span {effective} cells. The {holes} holes between them are skipped, not multiplied by zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A kernel of one cell has no holes: the dilation {dilation} changes nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;same&apos; pads {total} cells in all: {before} before and {after} behind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;same&apos; needs {total} cells of padding, an odd number: {before} before and {after} behind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stride {stride} puts {zeros} zeros between neighbouring cells: {size} cells become {stretched}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a transposed convolution padding shrinks the output: {padding} cells at each end, {cropped} in all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolutions of inputs from {smallest} to {largest} cells give this size; output_padding={output_padding} chooses {output_size}. The added cells are computed, not zeros.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The padding of {layer} holds zeros.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The padding of {layer} counts as minus infinity, so it never wins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The padding mirrors the input, without repeating its edge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The padding repeats the cells at the edge of the input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The padding continues with the cells of the other end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a stride, pooling takes the kernel&apos;s size: {stride}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each sum is divided by the window&apos;s cells inside the padded input: {full} at most, {smallest} at least.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each sum is divided by the window&apos;s real cells, without padding: {full} at most, {smallest} at least.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each sum is divided by divisor_override={divisor}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{groups} groups: each makes {out_each} output channels of {in_each} input channels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depthwise: each of the {groups} input channels makes {out_each} output channels of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no layer named &apos;{name}&apos; in this version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings of {layer} cannot be read: {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is no document: it is not JSON text ({detail}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is no convviz document, or it is damaged: {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has {size} bytes, but a document has at most {limit}. It was not opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was written by a later convviz (format {version}, this one reads up to {supported}). Update convviz to open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no layer in this code. Write one, such as Conv2d(3, 8, 3).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code has {size} characters; at most {limit} are read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}, column {column}: too many things stand inside each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}, column {column}: this is not Python ({detail}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {found} is neither a layer nor an nn.Sequential.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}, column {column}: there is no layer named {name}. The nearest is {nearest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {layer} has no parameter {parameter}. It has: {accepted}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {layer} takes at most {most} arguments, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {layer} is given {parameter} twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {layer} needs {parameter}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {parameter} of {layer} is {found}, which would have to be executed. Write its value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {parameter} of {layer} cannot be {found}, which is of another type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {parameter} of {layer} is over the limit of {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A training setting is outside its limits: {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shape of the input is missing. Give it, such as --input 3,32,32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be read: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written: {detail}. What was there is unchanged; choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full, so {path} was not saved. What was there is unchanged; make room, or choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} must be at least 1, but it is {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} must be at least 0, but it is {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter}={value} must be one number, or one for each of the {axes} spatial axes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} comes to {value}, which is over the limit of {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} is {value}, which is below the limit of {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} must be a finite number, but it is {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} must be above 0, but it is {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} cannot be {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} cannot be &apos;{value}&apos;. It is one of: {choices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} must lie between {minimum} and {maximum}, but it is {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interval from {minimum} to {maximum} is empty: its end must be larger.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter}={channels} cannot be split into groups={groups}: groups must divide in_channels and out_channels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>padding=&apos;same&apos; keeps the size only with stride=1, but the stride is {stride}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter}={value} would divide by zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A transposed convolution knows only padding_mode=&apos;zeros&apos;, not &apos;{value}&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} cannot take an input of shape {shape}: it takes {expected} dimensions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The input has {found} channels, but {parameter} is {expected}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last dimension of the input is {found}, but in_features is {expected}. Flattened, the input has {flattened} features.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The input {shape} is empty: each of its sizes must be at least 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Along axis {axis} the kernel spans {effective_kernel} cells, but the padded input has only {padded_size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Along axis {axis} kernel_size={kernel_size} is larger than the input&apos;s {size} cells. Here torch does not count the padding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Along axis {axis} the output size comes to {output_size}: no window fits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Along axis {axis} padding={padding} is more than half of kernel_size={kernel_size}: a pooling window could hold nothing but padding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Along axis {axis} output_padding={output_padding} must be smaller than the stride ({stride}) or the dilation ({dilation}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Along axis {axis} reflection can pad at most one cell less than the input: the padding is {padding}, the input {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Along axis {axis} circular padding can wrap around only once: the padding is {padding}, the input {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch normalisation cannot train on one value per channel, and {shape} has no more: use a larger batch or a larger input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter}={value} is no dimension of the input, which has {rank} with its batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start_dim={start_dim} comes after end_dim={end_dim}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} with return_indices=True returns two tensors, so no layer can follow it in a Sequential.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} must be a whole number, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} must be a whole number, or one for each axis such as (3, 5), not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} must be a whole number or None, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} must be a whole number, one for each axis such as (1, 2), &apos;valid&apos; or &apos;same&apos;, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} must be True or False, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameter} must be a number, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A message of {size} bytes is over the limit of {limit}. Choose a smaller input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unexpected happened: {detail} The log file has the details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torch cannot use the device &apos;{device}&apos; here. Choose one of: {available}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The memory of {device} is not enough. Choose a smaller batch, input or network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This needs {needed} of memory, and {available} is free. It was not tried: choose smaller settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine ended whenever it computed this ({detail}). Change the settings to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine gave no answer for {seconds} seconds and was started anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torch refuses {layer}: {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network is made for pictures of shape {shape}, but the data set has {expected}. Change the network&apos;s input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network ends with shape {shape}, but needs one number for each of the {classes} classes. End it with a Flatten and a Linear with out_features={classes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has no trained numbers. Add a layer such as a convolution or a Linear.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At step {step} the loss became {loss}, so the run stopped. Try a learning rate below {lr}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has no checkpoint to go on from. Start a new run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint {path} is damaged ({detail}), so it is not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint {path} belongs to another network or other settings ({settings}). Restore them to go on, or start a new run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint {path} was written by a later convviz (format {version}, this one reads up to {supported}). Update convviz to go on from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} holds a run already. Resume it, or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run in {path} goes on in another process ({pid}). Wait for it, or stop it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights in {path} are damaged: {detail}. Save or fetch them again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights in {path} belong to another network: {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of runs {path} cannot be used: {detail}. Nothing of it was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of runs {path} was written by a later convviz (format {version}, this one reads up to {supported}). Update convviz to use it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no run {run} in the list of runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set {parameter}={value}; the output is then {output_shape}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give an input of shape {value}; the output is then {output_shape}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Insert {layer} before it; the output is then {output_shape}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {layer}, layer {number}; the output is then {output_shape}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set {parameter}={value}; something else remains to be mended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give an input of shape {value}; something else remains to be mended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Insert {layer} before it and set {parameter}={value}; the output is then {output_shape}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
