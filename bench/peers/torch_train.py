"""A training step on PyTorch, eager f32: torch_train.py vit-tiny|vit-32px|decoder [--threads 2] [--steps 5]"""
import argparse
import json
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = (y.view(b, t, self.heads, d // self.heads).transpose(1, 2)
                   for y in self.qkv(self.norm1(x)).split(d, 2))
        o = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(o.transpose(1, 2).reshape(b, t, d))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x)), approximate='tanh'))


class Decoder(nn.Module):
    """GPT-2 with a head that shares the weights of the embedding."""

    def __init__(self, vocabulary, context, width, depth, heads):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*[Block(width, heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(width)
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, 0, 0.02)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)

    def forward(self, ids):
        x = self.tokens(ids) + self.positions.weight[:ids.shape[1]]
        return F.linear(self.norm(self.blocks(x)), self.tokens.weight)


def vit(batch, side, classes, **config):
    import timm
    model = timm.models.vision_transformer.VisionTransformer(img_size=side, num_classes=classes, num_heads=3,
                                                             embed_dim=192, **config)
    nn.init.trunc_normal_(model.head.weight, std=0.02)
    return model, torch.randn(batch, 3, side, side), torch.randint(0, classes, (batch,)), 1e-3, 0.05


def decoder():
    ids, targets = torch.randint(0, 512, (16, 256)), torch.randint(0, 512, (16, 256))
    return Decoder(512, 256, 384, 6, 6), ids, targets, 3e-4, 0.01


MODELS = {
    'vit-tiny': lambda: vit(16, 224, 1000, patch_size=16, depth=12),
    'vit-32px': lambda: vit(128, 32, 10, patch_size=4, depth=6),
    'decoder': decoder,
}


def peak_bytes():
    with open('/proc/self/status') as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith('VmHWM'))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('model', choices=MODELS)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--warm-up', type=int, default=3)
    parser.add_argument('--steps', type=int, default=5)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    model, x, y, rate, decay = MODELS[args.model]()
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=decay)

    def step():
        begin = time.perf_counter()
        optimizer.zero_grad()
        scores = model(x)
        loss = F.cross_entropy(scores.view(-1, scores.shape[-1]), y.view(-1))
        loss.backward()
        optimizer.step()
        return time.perf_counter() - begin, loss.item()

    steps = [step() for _ in range(args.warm_up + args.steps)]
    seconds = sorted(s for s, _ in steps[args.warm_up:])
    print(json.dumps([dict(
        kernel=f'train {args.model}', backend='torch', shape=f'batch {len(x)}', threads=args.threads,
        seconds=seconds[0], medianSeconds=seconds[len(seconds) // 2], firstSeconds=steps[0][0], peakBytes=peak_bytes(),
        parameters=sum(p.numel() for p in model.parameters()), firstLoss=steps[0][1], lastLoss=steps[-1][1])]))


main()
