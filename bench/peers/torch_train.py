"""A training step on PyTorch, eager f32: torch_train.py vit-tiny|vit-32px|decoder|clip-s|vq-s|chameleon-s"""
import argparse
import json
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


GELU = dict(exact=F.gelu, tanh=lambda x: F.gelu(x, approximate='tanh'), quick=lambda x: x * torch.sigmoid(1.702 * x))


class Block(nn.Module):
    def __init__(self, width, heads, causal, gelu, eps):
        super().__init__()
        self.heads, self.causal, self.gelu = heads, causal, GELU[gelu]
        self.norm1, self.norm2 = nn.LayerNorm(width, eps), nn.LayerNorm(width, eps)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = (y.view(b, t, self.heads, d // self.heads).transpose(1, 2)
                   for y in self.qkv(self.norm1(x)).split(d, 2))
        o = F.scaled_dot_product_attention(q, k, v, is_causal=self.causal)
        x = x + self.out(o.transpose(1, 2).reshape(b, t, d))
        return x + self.fc2(self.gelu(self.fc1(self.norm2(x))))


def entropy(scores, targets):
    return F.cross_entropy(scores.view(-1, scores.shape[-1]), targets.view(-1))


def initialize(model):
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Embedding)):
            nn.init.normal_(module.weight, 0, 0.02)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)


class Decoder(nn.Module):
    """GPT-2 with a head that shares the weights of the embedding."""

    def __init__(self, vocabulary, context, width, depth, heads):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*[Block(width, heads, True, 'tanh', 1e-5) for _ in range(depth)])
        self.norm = nn.LayerNorm(width)
        initialize(self)

    def forward(self, ids, targets):
        x = self.tokens(ids) + self.positions.weight[:ids.shape[1]]
        return entropy(F.linear(self.norm(self.blocks(x)), self.tokens.weight), targets)


class Vit(nn.Module):
    """A ViT with a class token, as timm's."""

    def __init__(self, side, patch, width, depth, heads, classes):
        super().__init__()
        self.patches = nn.Conv2d(3, width, patch, patch)
        self.token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (side // patch) ** 2 + 1, width) * 0.02)
        self.blocks = nn.Sequential(*[Block(width, heads, False, 'exact', 1e-6) for _ in range(depth)])
        self.norm, self.head = nn.LayerNorm(width, 1e-6), nn.Linear(width, classes)
        initialize(self)

    def forward(self, pixels, targets):
        x = self.patches(pixels).flatten(2).transpose(1, 2)
        x = torch.cat((self.token.expand(len(x), -1, -1), x), 1) + self.positions
        return entropy(self.head(self.norm(self.blocks(x))[:, 0]), targets)


class Clip(nn.Module):
    """CLIP-S on pictures of 32 pixels and texts of 18 tokens, QuickGELU, as OpenAI's model."""

    def __init__(self, width=64, heads=4, side=32, patch=4, vocabulary=79, context=18):
        super().__init__()
        self.patches = nn.Conv2d(3, width, patch, patch, bias=False)
        self.token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.places = nn.Parameter(torch.randn(1, (side // patch) ** 2 + 1, width) * 0.02)
        self.before = nn.LayerNorm(width)
        self.image = nn.Sequential(*[Block(width, heads, False, 'quick', 1e-5) for _ in range(3)])
        self.after, self.image_map = nn.LayerNorm(width), nn.Linear(width, width, bias=False)
        self.words, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.text = nn.Sequential(*[Block(width, heads, True, 'quick', 1e-5) for _ in range(2)])
        self.final, self.text_map = nn.LayerNorm(width), nn.Linear(width, width, bias=False)
        self.scale = nn.Parameter(torch.tensor(2.6593))
        initialize(self)

    def forward(self, pixels, ids):
        x = self.patches(pixels).flatten(2).transpose(1, 2)
        x = torch.cat((self.token.expand(len(x), -1, -1), x), 1) + self.places
        u = F.normalize(self.image_map(self.after(self.image(self.before(x))[:, 0])), dim=-1)
        y = self.final(self.text(self.words(ids) + self.positions.weight))
        v = F.normalize(self.text_map(y[torch.arange(len(y)), ids.argmax(-1)]), dim=-1)
        logits = self.scale.exp() * u @ v.t()
        pairs = torch.arange(len(logits), device=logits.device)
        return (F.cross_entropy(logits, pairs) + F.cross_entropy(logits.t(), pairs)) / 2


class ChameleonBlock(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.heads, dim = heads, width // heads
        self.norm1, self.norm2 = nn.RMSNorm(width, 1e-5), nn.RMSNorm(width, 1e-5)
        self.qkv, self.out = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.weights = nn.ParameterList(torch.ones(heads, dim) for _ in 'qk')
        self.biases = nn.ParameterList(torch.zeros(heads, dim) for _ in 'qk')
        self.gate_up, self.down = nn.Linear(width, 2 * hidden, bias=False), nn.Linear(hidden, width, bias=False)

    def ready(self, x, i, cos, sin):
        """Heads of queries (i = 0) or keys (i = 1), each normalised with weights of its own, then turned."""
        x = F.layer_norm(x, x.shape[-1:], eps=1e-5) * self.weights[i] + self.biases[i]
        x = x.transpose(1, 2)
        a, b = x.chunk(2, -1)
        return x * cos + torch.cat((-b, a), -1) * sin

    def forward(self, x, cos, sin):
        b, t, d = x.shape
        q, k, v = (y.view(b, t, self.heads, d // self.heads) for y in self.qkv(self.norm1(x)).split(d, 2))
        o = F.scaled_dot_product_attention(self.ready(q, 0, cos, sin), self.ready(k, 1, cos, sin), v.transpose(1, 2),
                                           is_causal=True)
        x = x + self.out(o.transpose(1, 2).reshape(b, t, d))
        gate, up = self.gate_up(self.norm2(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Chameleon(nn.Module):
    """A Llama that normalises its queries and keys, with z-loss."""

    def __init__(self, vocabulary, context, width, depth, heads, hidden):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.blocks = nn.ModuleList(ChameleonBlock(width, heads, hidden) for _ in range(depth))
        self.norm, self.head = nn.RMSNorm(width, 1e-5), nn.Linear(width, vocabulary, bias=False)
        dim = width // heads
        angles = torch.outer(torch.arange(context), 10000 ** (-torch.arange(0, dim, 2) / dim)).repeat(1, 2)
        self.register_buffer('cos', angles.cos())
        self.register_buffer('sin', angles.sin())
        initialize(self)

    def forward(self, ids, targets):
        x = self.tokens(ids)
        for block in self.blocks:
            x = block(x, self.cos, self.sin)
        scores = self.head(self.norm(x))
        return entropy(scores, targets) + 1e-5 * scores.logsumexp(-1).square().mean()


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(8, width, 1e-6), nn.GroupNorm(8, width, 1e-6)
        self.conv1, self.conv2 = nn.Conv2d(width, width, 3, 1, 1), nn.Conv2d(width, width, 3, 1, 1)

    def forward(self, x):
        return x + self.conv2(F.silu(self.norm2(self.conv1(F.silu(self.norm1(x))))))


class Vq(nn.Module):
    """VQ-S: pictures of 32 pixels, two by two as one place, to 8x8 codes of 128 and back; a codebook of running means."""

    def __init__(self, width=48, codes=128, dz=16):
        super().__init__()
        norm = [nn.GroupNorm(8, width, 1e-6), nn.SiLU()]
        self.encoder = nn.Sequential(
            nn.PixelUnshuffle(2), nn.Conv2d(12, width, 3, 1, 1), Residual(width), nn.ZeroPad2d((0, 1, 0, 1)),
            nn.Conv2d(width, width, 3, 2), Residual(width), *norm, nn.Conv2d(width, width, 3, 1, 1),
            nn.Conv2d(width, dz, 1))
        self.decoder = nn.Sequential(
            nn.Conv2d(dz, width, 1), nn.Conv2d(width, width, 3, 1, 1), Residual(width), nn.Upsample(scale_factor=2),
            nn.Conv2d(width, width, 3, 1, 1), Residual(width), nn.GroupNorm(8, width, 1e-6), nn.SiLU(),
            nn.Conv2d(width, 12, 3, 1, 1), nn.PixelShuffle(2))
        self.register_buffer('codes', torch.randn(codes, dz) * 0.1)
        self.register_buffer('counts', torch.ones(codes))
        self.register_buffer('sums', self.codes.clone())

    def forward(self, pixels, _):
        grid = self.encoder(pixels)
        z = grid.permute(0, 2, 3, 1).reshape(-1, grid.shape[1])
        with torch.no_grad():
            nearest = (z.square().sum(1, keepdim=True) + self.codes.square().sum(1) - 2 * z @ self.codes.t()).argmin(1)
            q = self.codes[nearest]
            self.counts.mul_(0.99).add_(torch.bincount(nearest, minlength=len(self.codes)), alpha=0.01)
            self.sums.mul_(0.99).index_add_(0, nearest, z, alpha=0.01)
            total = self.counts.sum()
            steady = (self.counts + 1e-5) / (total + len(self.codes) * 1e-5) * total
            self.codes.copy_(self.sums / steady[:, None])
        straight = (z + (q - z).detach()).view(len(pixels), *grid.shape[2:], -1).permute(0, 3, 1, 2)
        return F.mse_loss(self.decoder(straight), pixels) + 0.25 * F.mse_loss(z, q)


def vit(batch, side, patch, depth, classes):
    data = torch.randn(batch, 3, side, side), torch.randint(0, classes, (batch,))
    return Vit(side, patch, 192, depth, 3, classes), *data, 1e-3, 0.05


def decoder(batch):
    data = torch.randint(0, 512, (batch, 256)), torch.randint(0, 512, (batch, 256))
    return Decoder(512, 256, 384, 6, 6), *data, 3e-4, 0.01


def clip(batch):
    return Clip(), torch.randn(batch, 3, 32, 32), torch.randint(0, 79, (batch, 18)), 1e-3, 0.05


def chameleon(batch):
    data = torch.randint(0, 337, (batch, 40)), torch.randint(0, 337, (batch, 40))
    return Chameleon(337, 40, 128, 4, 4, 344), *data, 3e-4, 0.01


def vq(batch):
    return Vq(), torch.rand(batch, 3, 32, 32) * 2 - 1, None, 1e-3, 0.01


# The model, its input and targets, rate and decay; by name, with the batch that is usual.
MODELS = {
    'vit-tiny': (16, lambda batch: vit(batch, 224, 16, 12, 1000)),
    'vit-32px': (128, lambda batch: vit(batch, 32, 4, 6, 10)),
    'decoder': (16, decoder),
    'clip-s': (64, clip),
    'vq-s': (32, vq),
    'chameleon-s': (64, chameleon),
}


def peak_bytes():
    with open('/proc/self/status') as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith('VmHWM'))


def measure(name, batch, threads, warm_up, steps, bf16=False, finish=lambda: None):
    """The step `name` on the default device, as a row of vitrail bench's JSON."""
    torch.manual_seed(1)
    model, x, y, rate, decay = MODELS[name][1](batch or MODELS[name][0])
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=decay)

    def step():
        begin = time.perf_counter()
        optimizer.zero_grad()
        with torch.autocast(x.device.type, torch.bfloat16, enabled=bf16):
            loss = model(x, y)
        loss.backward()
        optimizer.step()
        value = loss.item()
        finish()
        return time.perf_counter() - begin, value

    taken = [step() for _ in range(warm_up + steps)]
    seconds = sorted(s for s, _ in taken[warm_up:])
    median = seconds[len(seconds) // 2]
    return dict(kernel=f'train {name}', backend='torch', shape=f'batch {len(x)}', threads=threads, seconds=seconds[0],
                medianSeconds=median, firstSeconds=taken[0][0], examplesPerSecond=len(x) / median,
                peakBytes=peak_bytes(), parameters=sum(p.numel() for p in model.parameters()),
                firstLoss=taken[0][1], lastLoss=taken[-1][1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('model', choices=MODELS)
    parser.add_argument('--batch', type=int)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--warm-up', type=int, default=3)
    parser.add_argument('--steps', type=int, default=5)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    print(json.dumps([measure(args.model, args.batch, args.threads, args.warm_up, args.steps)]))


if __name__ == '__main__':
    main()
