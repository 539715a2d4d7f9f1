"""What torch computes for the window: values of layers, opened layers, devices, memory."""
