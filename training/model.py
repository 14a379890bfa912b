"""The encoder with its heads.

One pass gives, per word piece: a score for each label (source, cue, content; begin or inside), and two short vectors
whose product says how likely the piece belongs to the cue that begins at another piece. Transition scores between
labels are learnt with the labels (linear-chain CRF, Lafferty et al. 2001) and used by the reader's Viterbi search.
"""

import torch
from torch import Tensor, nn
from transformers import BertModel

from corpus import LABELS
from starts import STARTS

LINK_WIDTH = 64
FORBIDDEN = -1e4


def illegal() -> Tensor:
    """What may not follow what: an inside label only goes on with its own role."""
    wrong = torch.zeros(len(LABELS), len(LABELS))
    for before, one in enumerate(LABELS):
        for after, other in enumerate(LABELS):
            if other.startswith("I-") and one[2:] != other[2:]:
                wrong[before, after] = FORBIDDEN
    return wrong


class AttributionModel(nn.Module):
    def __init__(self, encoder: BertModel):
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.label = nn.Linear(width, len(LABELS))
        self.member = nn.Linear(width, LINK_WIDTH)
        self.head = nn.Linear(width, LINK_WIDTH)
        self.transition = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.start = nn.Parameter(torch.zeros(len(LABELS)))

    @staticmethod
    def fresh(start: str) -> "AttributionModel":
        return AttributionModel(STARTS[start].encoder())

    @staticmethod
    def load(path: str) -> tuple["AttributionModel", str]:
        """Trained weights, and the name of the start that they came from."""
        kept = torch.load(path, weights_only=False)
        start = kept["options"]["start"]
        model = AttributionModel.fresh(start).only(kept["options"].get("layers"))
        model.load_state_dict(kept["model"])
        return model.eval(), start

    def only(self, layers: list[int] | None) -> "AttributionModel":
        """A shallower model: these layers of the encoder, the others taken out (Sajjad et al. 2023)."""
        if layers:
            self.encoder.encoder.layer = nn.ModuleList(self.encoder.encoder.layer[n] for n in layers)
            self.encoder.config.num_hidden_layers = len(layers)
        return self

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return self.label(hidden), self.member(hidden) / LINK_WIDTH**0.5, self.head(hidden)

    def transitions(self) -> tuple[Tensor, Tensor]:
        start = self.start + torch.tensor([FORBIDDEN if label.startswith("I-") else 0.0 for label in LABELS])
        return start, self.transition + illegal()


def chain_loss(emissions: Tensor, labels: Tensor, mask: Tensor, start: Tensor, transition: Tensor) -> Tensor:
    """Negative log-likelihood of the marked labels per token. Shapes: [batch, tokens, labels], [batch, tokens]."""
    gold = emissions.gather(2, labels.unsqueeze(2)).squeeze(2) * mask
    steps = transition[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]
    score = gold.sum() + start[labels[:, 0]].sum() + steps.sum()
    forward = start + emissions[:, 0]
    for at in range(1, emissions.shape[1]):
        step = torch.logsumexp(forward.unsqueeze(2) + transition, dim=1) + emissions[:, at]
        forward = torch.where(mask[:, at].unsqueeze(1) > 0, step, forward)
    return (torch.logsumexp(forward, dim=1).sum() - score) / mask.sum()
