"""The modalities that come with matloom; importing this registers them."""

from . import composition, crystal, density, dos, embedding, image, processing, table, text, xrd

__all__ = ["composition", "crystal", "density", "dos", "embedding", "image", "processing", "table", "text", "xrd"]
