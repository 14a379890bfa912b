"""`python quantise.py IN.onnx OUT.onnx`: weights to int8, per channel, activations at run time.

All kinds of operator, the embedding table too (Gather), or the file is 59 MB. `reduce_range` keeps seven bits, so that
processors without VNNI do not overflow.
"""

import sys

from onnxruntime.quantization import QuantType, quantize_dynamic


def main(source: str, out: str) -> None:
    quantize_dynamic(source, out, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
                     extra_options={"MatMulConstBOnly": True})


if __name__ == "__main__":
    main(*sys.argv[1:])
