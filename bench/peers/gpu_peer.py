"""The work of bench/gpu.sh on PyTorch, eager, in f32 (without TF32) and in bf16, as JSON:
gpu_peer.py [--steps 'vit-tiny:256 decoder:256'] [--device cpu] [--small]
Or the ratios of ours to it: gpu_peer.py --table ours.json peer.json [--precision bf16]"""
import argparse
import json
import sys

import torch_kernels
import torch_train

import torch
from timing import Results

CUBES = [(layout, 1, n, n, n, False) for n in (1024, 2048, 4096) for layout in ('NN', 'NT', 'TN')]
PRODUCTS = CUBES + [
    ('NT', 1, 50432, 192, 768, True), ('NT', 1, 50432, 768, 192, False), ('TN', 1, 192, 50432, 768, False),
    ('NT', 1, 16384, 768, 3072, False), ('NN', 1536, 64, 64, 64, False), ('NT', 1, 1, 4096, 11008, False)]
ATTENTION = [(16, 12, 1024, 64, False), (16, 12, 1024, 64, True), (256, 3, 197, 64, False), (256, 6, 256, 64, True)]
ROWS = [(32768, 1024)]


def kernels(args, finish, precision):
    torch.set_default_dtype(torch.bfloat16 if precision == 'bf16' else torch.float32)
    results = Results('torch', 0, None, seconds=0.1, least=5e-3, finish=finish)
    with torch.no_grad():
        families = [(torch_kernels.gemm, PRODUCTS, [('NN', 1, 128, 128, 128, False)]),
                    (torch_kernels.attention, ATTENTION, [(1, 2, 128, 64, True)])]
        if precision == 'f32':
            families.append((torch_kernels.elementwise, ROWS, [(16, 768)]))
        for family, shapes, small in families:
            attempt(family.__name__, lambda: family(results, small if args.small else shapes))
    torch.set_default_dtype(torch.float32)
    return results.rows


def steps(args, finish, precision):
    for step in args.steps.split():
        name, batch = step.split(':')
        row = attempt(name, lambda: torch_train.measure(name, int(batch), 0, 2 if args.small else 6,
                                                        2 if args.small else 15, precision == 'bf16', finish))
        if row:
            if args.device == 'cuda':
                row['deviceBytes'] = torch.cuda.max_memory_reserved()
                torch.cuda.empty_cache()
                torch.cuda.reset_peak_memory_stats()
            yield row


def attempt(what, measurement):
    """What `measurement` gives; where it fails the others are measured all the same."""
    try:
        return measurement()
    except (RuntimeError, NotImplementedError) as e:
        print(f'gpu_peer.py: {what} could not be measured: {e}', file=sys.stderr)


def measure(args):
    torch.set_default_device(args.device)
    torch.set_num_threads(1)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    finish = torch.cuda.synchronize if args.device == 'cuda' else lambda: None
    if args.device == 'cuda':
        print(f'PyTorch {torch.__version__}, {torch.cuda.get_device_name()}', file=sys.stderr)
    rows = []
    for precision in ('f32', 'bf16'):
        for row in (*steps(args, finish, precision), *kernels(args, finish, precision)):
            rows.append({**row, 'precision': precision})
    print(json.dumps(rows))


def table(ours, peer, precision):
    """A Markdown table of what both have measured; ours is all of one precision."""
    def load(file):
        with open(file) as text:
            return json.load(text)

    theirs = {(row['kernel'], row['shape']): row for row in load(peer) if row['precision'] == precision}
    print(f'### {precision}\n\n| kernel | shape | ours | PyTorch | ratio |\n|---|---|---:|---:|---:|')
    for row in load(ours):
        other = theirs.get((row['kernel'].replace(' bf16', ''), row['shape']))
        if other:
            a, b = row['seconds'] * 1e3, other['seconds'] * 1e3
            print(f'| {row["kernel"]} | {row["shape"]} | {a:.4g} ms | {b:.4g} ms | {b / a:.2f} |')
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--steps', default='vit-tiny:256 vit-32px:1024 decoder:256', help='models with their batches')
    parser.add_argument('--device', default='cuda')
    parser.add_argument('--small', action='store_true', help='hardly any work, to see whether it runs')
    parser.add_argument('--table', nargs=2, metavar=('OURS', 'PEER'))
    parser.add_argument('--precision', default='f32', choices=('f32', 'bf16'))
    args = parser.parse_args()
    if args.table:
        table(*args.table, args.precision)
    else:
        measure(args)


main()
