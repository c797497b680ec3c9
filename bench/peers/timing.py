"""How the peers are timed: the fastest of many runs, as in vitrail bench."""
import json
import time


def fastest(body, seconds=0.5, fewest=5, least=2e-4, finish=lambda: None):
    """Seconds of the fastest run; a sample is as many runs as take `least` seconds, with `finish` at their end."""
    def sample(runs):
        begin = time.perf_counter()
        for _ in range(runs):
            body()
        finish()
        return (time.perf_counter() - begin) / runs

    sample(1)
    runs = 1
    for _ in range(3):
        runs = max(1, int(least / max(sample(runs), 1e-9)))
    best, samples, start = float('inf'), 0, time.perf_counter()
    while samples < fewest or time.perf_counter() - start < seconds:
        best = min(best, sample(runs))
        samples += 1
    return best


class Results:
    """
    Prints what is measured as the JSON of vitrail bench; `only` are words that kernel and shape must hold, `how` goes
    to `fastest`.
    """

    def __init__(self, backend, threads, only, **how):
        self.backend, self.threads, self.how, self.rows = backend, threads, how, []
        self.words = (only or '').lower().split()

    def measure(self, kernel, shape, make, flops=0):
        """`make` gives the body to time; it is called only if the kernel is wanted."""
        if not all(word in f'{kernel} {shape}'.lower() for word in self.words):
            return
        seconds = fastest(make(), **self.how)
        self.rows.append(dict(kernel=kernel, backend=self.backend, shape=shape, threads=self.threads, seconds=seconds,
                              gflops=flops / seconds / 1e9))

    def print(self):
        print(json.dumps(self.rows))


def products():
    """The products of vitrail bench: (layout, batch, m, k, n, fused)."""
    cubes = [(n, n, n) for n in (64, 128, 256, 512, 1024, 2048)]
    transformer = [(6304, 192, 768), (6304, 768, 192), (512, 768, 3072), (1024, 64, 1024)]
    for m, k, n in cubes + transformer:
        for layout in ('NN', 'NT', 'TN'):
            yield layout, 1, m, k, n, False
    yield 'NT', 1, 6304, 192, 768, True
    yield 'NN', 96, 64, 64, 64, False
    yield 'NT', 48, 197, 64, 197, False
    yield 'NT', 1, 1, 4096, 11008, False


def product_shape(batch, m, k, n):
    return f'{m}x{k}x{n}' if batch == 1 else f'{batch}x({m}x{k}x{n})'
