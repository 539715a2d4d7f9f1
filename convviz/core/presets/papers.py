"""The papers that known layers come from."""

from __future__ import annotations

from typing import Final

from convviz.core.explaining.sources import Source, paper

ALEXNET: Final = Source(
    "Krizhevsky et al. 2012, NIPS",
    "https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks",
    "ImageNet Classification with Deep Convolutional Neural Networks",
)
NETWORK_IN_NETWORK: Final = paper("Lin et al.", 2013, "Network In Network", "1312.4400")
VGG: Final = paper(
    "Simonyan & Zisserman",
    2014,
    "Very Deep Convolutional Networks for Large-Scale Image Recognition",
    "1409.1556",
)
GOOGLENET: Final = paper("Szegedy et al.", 2014, "Going Deeper with Convolutions", "1409.4842")
C3D: Final = paper(
    "Tran et al.",
    2014,
    "Learning Spatiotemporal Features with 3D Convolutional Networks",
    "1412.0767",
)
RESNET: Final = paper(
    "He et al.", 2015, "Deep Residual Learning for Image Recognition", "1512.03385"
)
WAVENET: Final = paper(
    "van den Oord et al.", 2016, "WaveNet: A Generative Model for Raw Audio", "1609.03499"
)
CYCLE_GAN: Final = paper(
    "Zhu et al.",
    2017,
    "Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks",
    "1703.10593",
)
MOBILENETS: Final = paper(
    "Howard et al.",
    2017,
    "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications",
    "1704.04861",
)
DEEPLAB: Final = paper(
    "Chen et al.",
    2017,
    "Rethinking Atrous Convolution for Semantic Image Segmentation",
    "1706.05587",
)
DROPOUT: Final = paper(
    "Hinton et al.",
    2012,
    "Improving neural networks by preventing co-adaptation of feature detectors",
    "1207.0580",
)
SPATIAL_DROPOUT: Final = paper(
    "Tompson et al.",
    2014,
    "Efficient Object Localization Using Convolutional Networks",
    "1411.4280",
)
VIT: Final = paper(
    "Dosovitskiy et al.",
    2020,
    "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
    "2010.11929",
)
