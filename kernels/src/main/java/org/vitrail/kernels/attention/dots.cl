// The part of the gradient of softmax that is the same for all keys.

#define SHARE 8

// dots = Σ_d dO · o for each query; eight work-items have a row. `rows` has the axes of o, dO and dots.
kernel void add_dots(global const real *o, int oAt, global const real *dO, int dOAt, global real *dots, int dotsAt,
    Axes rows, int count, int width) {
  local real parts[GROUP];
  int item = get_local_id(0);
  int i = get_global_id(0) / SHARE;
  int4 at = places(min(i, count - 1), &rows);
  real sum = 0;
  for (int d = item % SHARE; d < width; d += SHARE) sum += dO[dOAt + at.s1 + d] * o[oAt + at.s0 + d];
  parts[item] = sum;
  barrier(CLK_LOCAL_MEM_FENCE);
  if (item % SHARE != 0 || i >= count) return;
  for (int part = 1; part < SHARE; part++) sum += parts[item + part];
  dots[dotsAt + at.s2] = sum;
}
