<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
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
        <source>channel {channel}, slice {slice}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallBar</name>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The type of layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer as its PyTorch call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input shape: channels, then the spatial axes</source>
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
        <source>{count} parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} multiply-adds</source>
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
    <name>LiteralField</name>
    <message>
        <source>Write one integer, such as 3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write one integer, such as 3, or None.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write one integer, or one an axis: ({each}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write one integer, one an axis: ({each}), or None.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write one integer, one an axis: ({each}), or one of {choices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a number, such as 0.1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a value as in Python.</source>
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
    <name>PlaneStackView</name>
    <message>
        <source>Picture of the step</source>
        <translation type="unfinished"></translation>
    </message>
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
    <message>
        <source>“{text}” is not a number. Write one such as 2, -0.5, 1e-3 or 1/9.</source>
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
    <name>StepLinesWidget</name>
    <message>
        <source>This step in numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>channel {channel}</source>
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
    <name>Transport</name>
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
        <source>Steps a second (+ and −)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed} a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step} of {count}</source>
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
</TS>
