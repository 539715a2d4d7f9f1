"""Networks as ONNX files, which other programs open; written here, without a library."""
