"""Kernels on PyTorch, into memory that is there already where it has a form for that:
torch_kernels.py gemm|attention|elementwise [--threads 2] [--only WORDS]"""
import argparse

import torch
import torch.nn.functional as F

from timing import Results, product_shape, products


def uniform(*shape):
    return torch.rand(*shape) * 2 - 1


def gemm(results, shapes=None):
    for layout, batch, m, k, n, fused in shapes or products():
        def make():
            a = uniform(batch, k, m).transpose(1, 2) if layout[0] == 'T' else uniform(batch, m, k)
            b = uniform(batch, n, k).transpose(1, 2) if layout[1] == 'T' else uniform(batch, k, n)
            c = torch.empty(batch, m, n)
            if fused:
                bias = uniform(n)
                return lambda: F.gelu(F.linear(a[0], b[0].t(), bias))
            return (lambda: torch.mm(a[0], b[0], out=c[0])) if batch == 1 else (lambda: torch.bmm(a, b, out=c))
        results.measure(f'gemm {layout}' + (' +bias +gelu' if fused else ''), product_shape(batch, m, k, n), make,
                        2 * batch * m * k * n)


def attention(results, shapes=None):
    usual = [(1, 12, 1024, 64, False), (1, 12, 1024, 64, True), (16, 3, 197, 64, False), (16, 6, 256, 64, True)]
    for backward in (False, True):
        for b, h, t, d, causal in shapes or usual:
            def make():
                q, k, v, do = (uniform(b, h, t, d) for _ in range(4))
                if not backward:
                    return lambda: F.scaled_dot_product_attention(q, k, v, is_causal=causal)
                for x in (q, k, v):
                    x.requires_grad_()

                def body():
                    with torch.enable_grad():
                        o = F.scaled_dot_product_attention(q, k, v, is_causal=causal)
                        torch.autograd.grad(o, (q, k, v), do)
                return body
            pairs = b * h * t * ((t + 1) / 2 if causal else t)
            results.measure('attention ' + ('forward+backward' if backward else 'forward') + (' causal' if causal else ''),
                            ('' if b == 1 else f'{b}x') + f'{h}x{t}x{d}', make, (14 if backward else 4) * pairs * d)


def elementwise(results, shapes=None):
    aten = torch.ops.aten
    for m, n in shapes or ((16, 768), (32768, 1024)):
        def measure(kernel, make):
            results.measure(kernel, f'{m}x{n}', make)

        def add():
            x, y, z = uniform(m, n), uniform(m, n), torch.empty(m, n)
            return lambda: torch.add(x, y, out=z)

        def gelu(approximate):
            x, y = uniform(m, n), torch.empty(m, n)
            return lambda: aten.gelu.out(x, approximate=approximate, out=y)

        def gelu_gradient():
            x, dy, dx = uniform(m, n), uniform(m, n), torch.empty(m, n)
            return lambda: aten.gelu_backward.grad_input(dy, x, grad_input=dx)

        def transpose():
            x, y = uniform(n, m).t(), torch.empty(m, n)
            return lambda: y.copy_(x)

        def total(axis):
            x, y = uniform(m, n), torch.empty(m if axis == 1 else n)
            return lambda: torch.sum(x, axis, out=y)

        def layer_norm():
            x, w, b = uniform(m, n), uniform(n), uniform(n)
            return lambda: torch.native_layer_norm(x, (n,), w, b, 1e-5)

        def layer_norm_gradient():
            x, w, b, dy = uniform(m, n), uniform(n), uniform(n), uniform(m, n)
            _, mean, rstd = torch.native_layer_norm(x, (n,), w, b, 1e-5)
            return lambda: aten.native_layer_norm_backward(dy, x, (n,), mean, rstd, w, b, [True] * 3)

        def softmax():
            x, y = uniform(m, n), torch.empty(m, n)
            return lambda: torch.softmax(x, 1, out=y)

        def softmax_gradient():
            y, dy, dx = torch.rand(m, n), uniform(m, n), torch.empty(m, n)
            return lambda: aten._softmax_backward_data.out(dy, y, 1, dy.dtype, grad_input=dx)

        def cross_entropy():
            x, t, logp = uniform(m, n), torch.randint(0, n, (m,)), torch.empty(m, n)
            loss, weight = torch.empty(m), torch.empty(())

            def body():
                aten._log_softmax.out(x, 1, False, out=logp)
                aten.nll_loss_forward.output(logp, t, None, 0, -100, output=loss, total_weight=weight)
            return body

        def cross_entropy_gradient():
            x, t, d = uniform(m, n), torch.randint(0, n, (m,)), uniform(m)
            logp, weight, dlogp, dx = torch.log_softmax(x, 1), torch.tensor(0.), torch.empty(m, n), torch.empty(m, n)

            def body():
                aten.nll_loss_backward.grad_input(d, logp, t, None, 0, -100, weight, grad_input=dlogp)
                aten._log_softmax_backward_data.out(dlogp, logp, 1, d.dtype, out=dx)
            return body

        def adamw():
            p = torch.nn.Parameter(uniform(m, n))
            p.grad = uniform(m, n)
            optimizer = torch.optim.AdamW([p], lr=1e-4, fused=True)
            return optimizer.step

        measure('add', add)
        measure('gelu', lambda: gelu('none'))
        measure('gelu tanh', lambda: gelu('tanh'))
        measure('gelu gradient', gelu_gradient)
        measure('transpose', transpose)
        measure('sum of rows', lambda: total(1))
        measure('sum of columns', lambda: total(0))
        measure('layer norm', layer_norm)
        measure('layer norm gradient', layer_norm_gradient)
        measure('softmax', softmax)
        measure('softmax gradient', softmax_gradient)
        measure('cross-entropy', cross_entropy)
        measure('cross-entropy gradient', cross_entropy_gradient)
        measure('adamw', adamw)


def main():
    families = dict(gemm=gemm, attention=attention, elementwise=elementwise)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('family', choices=families)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--only')
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(3)
    results = Results('torch', args.threads, args.only)
    with torch.no_grad():
        families[args.family](results)
    results.print()


if __name__ == '__main__':
    main()
