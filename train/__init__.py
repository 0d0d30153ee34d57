"""Jobs: pretrain, finetune, evaluate, search."""
