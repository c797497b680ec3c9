"""Products on OpenBLAS: openblas.py [--threads 2] [--only WORDS] [--library libopenblas.so.0]"""
import argparse
import ctypes
import sys

import numpy as np

from timing import Results, product_shape, products

ROW_MAJOR, NO_TRANSPOSE, TRANSPOSE = 101, 111, 112


def pointer(array):
    return array.ctypes.data_as(ctypes.POINTER(ctypes.c_float))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--only')
    parser.add_argument('--library', default='libopenblas.so.0')
    args = parser.parse_args()

    blas = ctypes.CDLL(args.library)
    blas.openblas_get_corename.restype = blas.openblas_get_config.restype = ctypes.c_char_p
    blas.openblas_set_num_threads(args.threads)
    print(f'{blas.openblas_get_config().decode()}; kernels for {blas.openblas_get_corename().decode()}',
          file=sys.stderr)
    one, zero = ctypes.c_float(1), ctypes.c_float(0)

    def product(layout, batch, m, k, n):
        rng = np.random.default_rng(3)
        a = rng.uniform(-1, 1, (batch, k, m) if layout[0] == 'T' else (batch, m, k)).astype(np.float32)
        b = rng.uniform(-1, 1, (batch, n, k) if layout[1] == 'T' else (batch, k, n)).astype(np.float32)
        c = np.zeros((batch, m, n), np.float32)
        flags = [TRANSPOSE if letter == 'T' else NO_TRANSPOSE for letter in layout]
        if m == 1:
            vector = [pointer(x) for x in (b, a, c)]
            return c, a, b, lambda: blas.cblas_sgemv(ROW_MAJOR, NO_TRANSPOSE, n, k, one, vector[0], k, vector[1], 1,
                                                     zero, vector[2], 1)
        operands = [[pointer(x[i]) for x in (a, b, c)] for i in range(batch)]

        def body():
            for pa, pb, pc in operands:
                blas.cblas_sgemm(ROW_MAJOR, *flags, m, n, k, one, pa, a.shape[2], pb, b.shape[2], zero, pc, n)
        return c, a, b, body

    def checked(layout, batch, m, k, n):
        c, a, b, body = product(layout, batch, m, k, n)
        body()
        x = np.random.default_rng(4).uniform(-1, 1, n)
        bx = (b[0].T if layout[1] == 'T' else b[0]) @ x
        expected = (a[0].T if layout[0] == 'T' else a[0]) @ bx
        assert np.abs(c[0] @ x - expected).max() <= 4 * 2 ** -24 * k * n ** 0.5, f'{layout} {m}x{k}x{n} is wrong'
        return body

    results = Results('openblas', args.threads, args.only)
    for layout, batch, m, k, n, fused in products():
        if not fused:
            results.measure(f'gemm {layout}', product_shape(batch, m, k, n),
                            lambda: checked(layout, batch, m, k, n), 2 * batch * m * k * n)
    results.print()


main()
