// What every kernel of attention reads: views of shape (batch, heads, queries or keys, width); the width of q and k is
// HEAD, that of v, o and dO is VALUE. `queries` has the first three axes of q, of o or dO and of dq; `keys` those of k,
// v, dk and dv; `numbers` those of m, l and Σ dO·o, one for each query; `pairs` the four axes of the mask, which may be
// null.
#define OPERANDS                                                                                                       \
  global const real *q, int qAt, global const real *k, int kAt, global const real *v, int vAt,                        \
      global const real *mask, int maskAt, Axes queries, Axes keys, Axes numbers, Axes pairs, real scale, int causal

#define HEADS(axes) (axes.shape[1])
#define COUNT(axes) (axes.shape[2])
// From one row of view `v` to the next; in `pairs` from one query, and one key.
#define STEP(axes, v) (axes.strides[v][2])
#define QUERY_STEP (pairs.strides[0][2])
#define KEY_STEP (pairs.strides[0][3])

// Where row i of head h begins in view v of `axes`.
static inline int row(const Axes *axes, int v, int b, int h, int i) {
  return b * axes->strides[v][0] + h * axes->strides[v][1] + i * axes->strides[v][2];
}

// What is to be subtracted from scores whose maximum is m: not −∞ from −∞ while no key was seen.
static inline real shift(real m) { return m == -INFINITY ? 0 : m; }
