// Moves elements; `from` and `to` are the types.

// z = value
kernel void fill(global to *z, int zAt, to value, Axes axes, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  z[zAt + places(i, &axes).s0] = value;
}

// y = x
kernel void copy(global const from *x, int xAt, global to *y, int yAt, Axes axes, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int4 at = places(i, &axes);
#ifdef SATURATE
  y[yAt + at.s1] = convert_int_sat(x[xAt + at.s0]);
#else
  y[yAt + at.s1] = x[xAt + at.s0];
#endif
}
