"""`python train.py PREPARED OUT [--epochs 4 ...]`: fine-tunes the encoder and its heads on the prepared corpus.

Processes share the work by averaging gradients (one thread each: faster on a few cores than one process with many).
A run that was cut off goes on from OUT/last.pt. The weights that are kept are the running mean of the last steps.
"""

import argparse
import copy
import json
import math
import os
import pickle
import random
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
import torch.nn.functional as F

from corpus import LABELS, NO_LINK
from evaluate import evaluate
from model import AttributionModel, chain_loss
from starts import STARTS
from windows import pack, shuffled_size


def examples(start: str, parts, chance: random.Random):
    """All windows of one epoch, each with the marks of one annotator."""
    found = []
    for document, pieces, versions in parts:
        marks = chance.choice(versions)
        for window in pack(document, pieces, STARTS[start].pieces.marks, shuffled_size(chance)):
            found.append(example(window, marks))
    return found


def example(window, marks):
    """Ids; places, labels and link targets of the tokens that have a piece (target 0, the frame: cue not in sight)."""
    places, labels, targets = [], [], []
    for token in range(window.first, window.last):
        place = window.places[token - window.first]
        if not place:
            continue
        cue = marks.cues[token]
        inside = cue != NO_LINK and window.first <= cue < window.last
        label = marks.labels[token]
        # A role that goes on after a window's border or after words of another role begins anew.
        if LABELS[label].startswith("I-") and (not labels or LABELS[labels[-1]][2:] != LABELS[label][2:]):
            label -= 1
        places.append(place)
        labels.append(label)
        targets.append((window.places[cue - window.first] if inside else 0) if label else -100)
    return window.ids, places, labels, targets


def batches(found, size: int, chance: random.Random):
    """Windows of like length together, in random order."""
    found.sort(key=lambda e: (len(e[0]) // 8, chance.random()))
    groups = [found[n : n + size] for n in range(0, len(found), size)]
    chance.shuffle(groups)
    return groups


def stack(rows, fill):
    longest = max(len(row) for row in rows)
    return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])


def loss_of(model, batch, link_weight: float):
    ids = stack([e[0] for e in batch], 0)
    attention = (ids > 0).long()
    places, labels, targets = (stack([e[n] for e in batch], fill) for n, fill in ((1, 0), (2, 0), (3, -100)))
    mask = (places > 0).float()
    emission, member, head = model(ids, attention)
    rows = torch.arange(len(batch)).unsqueeze(1)
    emission = emission[rows, places]
    start, transition = model.transitions()
    chain = chain_loss(emission, labels, mask, start, transition)
    plain = F.cross_entropy(emission[mask > 0], labels[mask > 0])
    scores = member[rows, places] @ head.transpose(1, 2)
    scores = scores.masked_fill(attention.unsqueeze(1) == 0, -1e4)
    linked = F.cross_entropy(scores.flatten(0, 1), targets.flatten(), ignore_index=-100)
    return chain + 0.5 * plain + link_weight * linked, (chain.item(), plain.item(), linked.item())


def average_gradients(parameters, world: int):
    if world == 1:
        return
    flat = torch.cat([p.grad.flatten() for p in parameters])
    dist.all_reduce(flat)
    flat /= world
    at = 0
    for p in parameters:
        p.grad.copy_(flat[at : at + p.numel()].view_as(p))
        at += p.numel()


def groups(model, peak: float, layer_decay: float):
    """Lower layers learn slower; heads learn faster."""
    depth = model.encoder.config.num_hidden_layers
    found = []
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("encoder.encoder.layer."):
            rate = peak * layer_decay ** (depth - 1 - int(name.split(".")[3]))
        elif name.startswith("encoder."):
            rate = peak * layer_decay**depth
        else:
            rate = peak * 3
        decay = 0.0 if parameter.dim() < 2 or not name.startswith("encoder.") else 0.01
        found.append({"params": [parameter], "lr": rate, "peak": rate, "weight_decay": decay})
    return found


def plan(start: str, train, options):
    """The batches of all epochs, in order; the same in every process."""
    found = []
    for epoch in range(math.ceil(options.epochs)):
        chance = random.Random(options.seed * 1000 + epoch)
        found += batches(examples(start, train, chance), options.batch, chance)
    per_epoch = len(found) / math.ceil(options.epochs)
    return found[: int(per_epoch * options.epochs)]


def freeze(model, layers: int):
    """Embeddings and lower layers that stay as they are keep what the start knows of languages that are not trained on
    (Wu and Dredze 2019), and cost no backward pass."""
    if layers < 0:
        return
    still = [model.encoder.embeddings, *model.encoder.encoder.layer[:layers]]
    for part in still:
        part.requires_grad_(False)


class State:
    """Model, optimiser, running mean of the weights, and how far they are."""

    def __init__(self, out: Path, start: str, options):
        self.file = out / "last.pt"
        self.model = AttributionModel.fresh(start)
        if options.begin:
            self.model.load_state_dict(torch.load(options.begin, weights_only=False)["model"])
        self.model.only(options.layers)
        freeze(self.model, options.freeze)
        self.mean = copy.deepcopy(self.model)
        self.optimiser = torch.optim.AdamW(groups(self.model, options.rate, options.layer_decay))
        self.step = 0
        if self.file.exists():
            kept = torch.load(self.file, weights_only=False)
            self.step = kept["step"]
            for name in ("model", "mean", "optimiser"):
                getattr(self, name).load_state_dict(kept[name])

    def save(self):
        parts = {name: getattr(self, name).state_dict() for name in ("model", "mean", "optimiser")}
        torch.save({**parts, "step": self.step}, self.file)

    def descend(self, loss, share: float, world: int):
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * share
        self.optimiser.zero_grad()
        loss.backward()
        parameters = [p for p in self.model.parameters() if p.grad is not None]
        average_gradients(parameters, world)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        self.optimiser.step()
        self.step += 1
        keep = min(0.995, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for slow, fast in zip(self.mean.parameters(), self.model.parameters()):
                slow.lerp_(fast, 1 - keep)


def run(rank: int, world: int, options):
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    if world > 1:
        os.environ["MASTER_ADDR"], os.environ["MASTER_PORT"] = "127.0.0.1", str(options.port)
        dist.init_process_group("gloo", rank=rank, world_size=world)
    with open(options.prepared, "rb") as file:
        parts = pickle.load(file)
    out = Path(options.out)
    start = options.start = parts["start"]
    schedule = plan(start, parts["train"], options)
    total = len(schedule) // world
    state = State(out, start, options)
    torch.manual_seed(options.seed * 1000 + 10 * state.step + rank)
    first, begun, told = state.step, time.time(), []
    for step in range(first, total):
        state.model.train()
        loss, losses = loss_of(state.model, schedule[step * world + rank], options.link_weight)
        state.descend(loss, min(1.0, (step + 1) / options.warm) * (1 - step / total), world)
        told.append(losses)
        if rank == 0 and state.step % 20 == 0:
            chain, plain, link = (sum(x) / len(told) for x in zip(*told))
            pace = (time.time() - begun) / (state.step - first)
            print(f"{state.step}/{total} chain {chain:.4f} plain {plain:.4f} link {link:.4f}, {pace:.2f} s a step, "
                  f"{pace * (total - state.step) / 60:.0f} min left", flush=True)
            told = []
        if rank == 0 and state.step % options.save == 0:
            state.save()
        if rank == 0 and options.look and state.step % options.look == 0:
            print(state.step, json.dumps(evaluate(state.mean, start, parts["dev"][:24])), flush=True)
    if rank == 0:
        for name in ("mean", "model"):
            weights = getattr(state, name)
            torch.save({"model": weights.state_dict(), "options": vars(options)}, out / f"{name}.pt")
            print(name, json.dumps(evaluate(weights, start, parts["dev"])), flush=True)


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("prepared")
    ask.add_argument("out")
    ask.add_argument("--epochs", type=float, default=4)
    ask.add_argument("--batch", type=int, default=8)
    ask.add_argument("--rate", type=float, default=2e-4)
    ask.add_argument("--layer-decay", type=float, default=0.9)
    ask.add_argument("--link-weight", type=float, default=0.5)
    ask.add_argument("--freeze", type=int, default=-1, help="keep the embeddings and this many layers as they are")
    ask.add_argument("--begin", help="weights of an earlier training to go on from with another plan")
    ask.add_argument("--layers", type=int, nargs="+", help="keep only these layers of the encoder (0 is the lowest)")
    ask.add_argument("--warm", type=int, default=60)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--processes", type=int, default=2)
    ask.add_argument("--save", type=int, default=100)
    ask.add_argument("--look", type=int, default=0)
    ask.add_argument("--port", type=int, default=29533)
    options = ask.parse_args()
    Path(options.out).mkdir(parents=True, exist_ok=True)
    if options.processes > 1:
        mp.spawn(run, args=(options.processes, options), nprocs=options.processes)
    else:
        run(0, 1, options)


if __name__ == "__main__":
    main()
