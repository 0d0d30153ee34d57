"""What a server answered in, the same without anybody's token out: what may be printed of a failure."""

import re


def without_token(text: str) -> str:
    """The message with the user's token, should the Hugging Face hub have sent it back, blotted out."""
    from huggingface_hub import get_token

    own = get_token()
    return re.sub(r"hf_[A-Za-z0-9]{8,}", "***", text.replace(own, "***") if own else text)
