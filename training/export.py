"""`python export.py MODEL.pt OUT.onnx`: the graph as ONNX, compared with PyTorch on a padded batch.

The dynamo exporter is used on purpose: the older one gives a wrong graph for padded batches.
"""

import sys

import numpy as np
import onnxruntime
import torch
from transformers import logging

from model import AttributionModel

logging.set_verbosity_error()
TOLERANCE = 1e-4


def load(path: str) -> AttributionModel:
    model, _ = AttributionModel.load(path)
    model.encoder.set_attn_implementation("eager")
    return model


def padded_batch() -> tuple[torch.Tensor, torch.Tensor]:
    chance = torch.Generator().manual_seed(3)
    ids = torch.randint(1000, 30000, (3, 40), generator=chance)
    mask = torch.ones_like(ids)
    mask[1, 25:] = 0
    mask[2, 7:] = 0
    return ids * mask, mask


def main(weights: str, out: str) -> None:
    model = load(weights)
    inputs = padded_batch()
    sizes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("pieces")}
    torch.onnx.export(
        model, inputs, out, dynamo=True, opset_version=18, external_data=False,
        input_names=["input_ids", "attention_mask"], output_names=["labels", "members", "heads"],
        dynamic_shapes={"input_ids": sizes, "attention_mask": sizes},
    )
    with torch.no_grad():
        wanted = model(*inputs)
    session = onnxruntime.InferenceSession(out, providers=["CPUExecutionProvider"])
    got = session.run(None, {"input_ids": inputs[0].numpy(), "attention_mask": inputs[1].numpy()})
    real = inputs[1].numpy() > 0
    for name, one, other in zip(("labels", "members", "heads"), wanted, got):
        distance = float(np.abs(one.numpy()[real] - other[real]).max())
        print(f"{name}: largest difference {distance:.2g}")
        if distance > TOLERANCE:
            sys.exit(f"{out}: {name} differs from PyTorch by {distance}")


if __name__ == "__main__":
    main(*sys.argv[1:])
