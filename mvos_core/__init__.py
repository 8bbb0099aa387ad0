"""MobileVOS: video object segmentation that runs on a laptop's CPU, headless.

The package holds values (`types`), clips (`video`), masks, one network (`model`), the generators that
do the long work (`propagation`), training, evaluation and the command line. It never imports Qt.
"""

__version__ = "0.1.0"
