// Elements from computed places.

// out[n, :] = table[ids[n], :]
kernel void gather_rows(global const real *table, int tableAt, global const int *ids, int idsAt, global real *out,
    int outAt, int width, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int row = i / width;
  out[outAt + i] = table[tableAt + ids[idsAt + row] * width + (i - row * width)];
}

// out[…, i, …] = x[…, index[…, i, …], …]; the places are those of index, out and x held at the start of the axis
kernel void gather(global const int *index, int indexAt, global real *out, int outAt, global const real *x, int xAt,
    int step, Axes axes, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int4 at = places(i, &axes);
  out[outAt + at.s1] = x[xAt + at.s2 + index[indexAt + at.s0] * step];
}
