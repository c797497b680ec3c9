"""Ours and a peer in turns, as a Markdown table with ratios: compare.py gemm|attention|elementwise|train"""
import argparse
import json
import math
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MODELS = ('vit-tiny', 'vit-32px', 'decoder', 'clip-s', 'vq-s', 'chameleon-s')
# Has the C library keep what is freed for what comes next, as Vitrail does: else PyTorch's kernels without an output
# argument are measured with the page faults of their result.
KEEP_MEMORY = dict(MALLOC_MMAP_MAX_='0', MALLOC_TRIM_THRESHOLD_=str(1 << 40))


def run(command, env=None):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, env=env)
    if done.returncode:
        sys.exit(f'compare.py: {" ".join(map(str, command))} failed')
    return json.loads(done.stdout)


def only(args):
    return ['--only', args.only] if args.only else []


def ours(args, model):
    command = [args.vitrail, 'bench', args.family, '--json', '--threads', args.threads, *only(args)]
    command += ['--quick'] if args.quick or model else []
    return run(command + (['--model', model] if model else []))


def theirs(args, model):
    if args.family == 'train':
        return run([sys.executable, HERE / 'torch_train.py', model, '--threads', args.threads])
    if args.peer == 'torch':
        return run([sys.executable, HERE / 'torch_kernels.py', args.family, '--threads', args.threads, *only(args)],
                   {**os.environ, **KEEP_MEMORY})
    env = dict(os.environ)
    if 'avx512f' in Path('/proc/cpuinfo').read_text():
        env.setdefault('OPENBLAS_CORETYPE', 'SkylakeX')
    library = ['--library', args.library] if args.library else []
    return run([sys.executable, HERE / 'openblas.py', '--threads', args.threads, *only(args), *library], env)


def merge(best, rows):
    """Keeps of each kernel and shape the fastest run, and of memory the greatest peak."""
    for row in rows:
        key = row['kernel'], row['shape']
        before = best.get(key, row)
        best[key] = {**min(before, row, key=lambda r: r['seconds']),
                     'peakBytes': max(before.get('peakBytes', 0), row.get('peakBytes', 0))}


def time(seconds):
    if seconds >= 1:
        return f'{seconds:.2f} s'
    return f'{seconds * 1e3:.3g} ms' if seconds >= 1e-3 else f'{seconds * 1e6:.3g} µs'


def mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def table(a, b, peer):
    print(f'| kernel | shape | ours | {peer} | ratio |\n|---|---|---:|---:|---:|')
    both = [key for key in a if key in b]
    ratios = [b[key]['seconds'] / a[key]['seconds'] for key in both]
    for key, ratio in zip(both, ratios):
        print(f'| {key[0]} | {key[1]} | {time(a[key]["seconds"])} | {time(b[key]["seconds"])} | {ratio:.2f} |')
    if ratios:
        print(f'\nGeometric mean {mean(ratios):.2f}, least {min(ratios):.2f}.')


def training(a, b):
    print('| model | ours | torch | ratio | our memory | torch | ratio | loss, ours | torch |')
    print('|---|---:|---:|---:|---:|---:|---:|---:|---:|')
    for key, x in a.items():
        y = b[key]
        loss = [f'{r["firstLoss"]:.3f} to {r["lastLoss"]:.3f}' for r in (x, y)]
        print(f'| {key[0]}, {key[1]} | {time(x["seconds"])} | {time(y["seconds"])} | {y["seconds"] / x["seconds"]:.2f} '
              f'| {x["peakBytes"] / 1e6:.0f} MB | {y["peakBytes"] / 1e6:.0f} MB | {y["peakBytes"] / x["peakBytes"]:.2f} '
              f'| {loss[0]} | {loss[1]} |')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('family', choices=('gemm', 'attention', 'elementwise', 'train'))
    parser.add_argument('--peer', choices=('torch', 'openblas'), default='torch', help='openblas does products alone')
    parser.add_argument('--threads', type=int, default=os.cpu_count())
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--only', help='words that kernel and shape must hold')
    parser.add_argument('--model', choices=MODELS, help='one training step (all of them)')
    parser.add_argument('--quick', action='store_true')
    parser.add_argument('--library', help='another libopenblas.so.0')
    parser.add_argument('--vitrail', default=HERE.parent.parent / 'vitrail')
    args = parser.parse_args()
    if args.peer == 'openblas' and args.family != 'gemm':
        parser.error('OpenBLAS does products alone: compare.py gemm --peer openblas')
    models = [None] if args.family != 'train' else [args.model] if args.model else MODELS
    a, b = {}, {}
    for _ in range(args.rounds):
        for model in models:
            merge(a, ours(args, model))
            merge(b, theirs(args, model))
    if args.family == 'train':
        training(a, b)
    else:
        table(a, b, args.peer)


main()
