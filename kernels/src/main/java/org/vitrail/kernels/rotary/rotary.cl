// Each work-item turns one pair of elements by its angle. The places are those of the pairs' first elements.

// (a, b) → (a·cos − b·sin, b·cos + a·sin)
kernel void rotate_pairs(global const real *x, int xAt, global const real *cosine, int cosineAt,
    global const real *sine, int sineAt, global real *y, int yAt, int apart, Axes axes, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int4 at = places(i, &axes);
  real a = x[xAt + at.s0];
  real b = x[xAt + at.s0 + apart];
  real c = cosine[cosineAt + at.s1];
  real s = sine[sineAt + at.s2];
  y[yAt + at.s3] = a * c - b * s;
  y[yAt + at.s3 + apart] = b * c + a * s;
}
