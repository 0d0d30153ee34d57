"""matloom weaves scientific papers into linked materials records, and records into multimodal training sets."""

__version__ = "0.1.0"
