// out[n, g, m, q] = bias[g, m] + Σ_k w[g, m, k] · source[n, g, k, q], where k is a plane and a tap of it.

// A work-item per pixel of out
kernel void correlate(global const real *source, int sourceAt, global const real *weights, int weightsAt,
    global const real *bias, int biasAt, global real *out, int outAt, Correlation c) {
  int p = get_global_id(0);
  int m = get_group_id(1);
  int group = get_group_id(2);
  if (p >= c.pictures * c.y.places * c.x.places) return;
  Place q = place_of(p, &c);
  global const real *plane = source + sourceAt + planes_of(q.picture, group, &c);
  global const real *w = weights + weightsAt + weights_of(group, &c) + m * c.rowStep + c.y.firstTap * c.kernelX
      + c.x.firstTap;
  real sum = 0;
  for (int k = 0; k < c.planes; k++, plane += c.y.size * c.x.size, w += c.planeStep) {
    for (int u = 0; u < c.y.taps; u++) {
      int y = q.i * c.y.step + c.y.start + u * c.y.slope;
      if (y < 0 || y >= c.y.size) continue;
      for (int v = 0; v < c.x.taps; v++) {
        int x = q.j * c.x.step + c.x.start + v * c.x.slope;
        if (x < 0 || x >= c.x.size) continue;
        sum += w[u * c.y.tapStep * c.kernelX + v * c.x.tapStep] * plane[y * c.x.size + x];
      }
    }
  }
  out[outAt + pixel_of(q, group, m, &c)] = sum + (bias ? bias[biasAt + group * c.rows + m] : 0);
}

// A group per tile of rows and places: the product of the weights with the matrix of patches, of which only the part at
// hand is ever written, to local memory.
kernel __attribute__((reqd_work_group_size(16, 16, 1)))
void correlate_tiles(global const real *source, int sourceAt, global const real *weights, int weightsAt,
    global const real *bias, int biasAt, global real *out, int outAt, Correlation c) {
  local Side rowSide;
  local Side patchSide;
  local int4 terms[DEPTH];
  int places = c.pictures * c.y.places * c.x.places;
  int depth = c.planes * c.y.taps * c.x.taps;
  int group = get_group_id(2);
  int firstRow = get_group_id(1) * TILE;
  int firstPlace = get_group_id(0) * TILE;
  int item = get_local_id(1) * 16 + get_local_id(0);

  int column = item % TILE;
  bool exists = firstPlace + column < places;
  Place q = place_of(min(firstPlace + column, places - 1), &c);
  int top = q.i * c.y.step + c.y.start;
  int left = q.j * c.x.step + c.x.start;
  global const real *planes = source + sourceAt + planes_of(q.picture, group, &c);
  global const real *w = weights + weightsAt + weights_of(group, &c);

  real4 sum[4] = {0, 0, 0, 0};
  if (item < DEPTH) terms[item] = term_of(item, &c);
  for (int k = 0; k < depth; k += DEPTH) {
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int d = item / TILE; d < DEPTH; d += 256 / TILE) {
      int4 term = terms[d];
      int y = top + term.s1;
      int x = left + term.s2;
      bool inside = exists && k + d < depth && y >= 0 && y < c.y.size && x >= 0 && x < c.x.size;
      put(patchSide[d], column, inside ? planes[term.s0 + y * c.x.size + x] : 0);
    }
    int own = item % DEPTH;
    for (int m = item / DEPTH; m < TILE; m += 256 / DEPTH) {
      bool inside = firstRow + m < c.rows && k + own < depth;
      put(rowSide[own], m, inside ? w[(firstRow + m) * c.rowStep + terms[own].s3] : 0);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (item < DEPTH) terms[item] = term_of(k + DEPTH + item, &c);
    add_products(rowSide, patchSide, sum);
  }

  for (int a = 0; a < 4; a++) {
    int m = firstRow + 4 * get_local_id(1) + a;
    if (m >= c.rows) break;
    real values[4];
    vstore4(sum[a] + (bias ? bias[biasAt + group * c.rows + m] : 0), 0, values);
    for (int b = 0; b < 4; b++) {
      int p = firstPlace + 4 * get_local_id(0) + b;
      if (p < places) out[outAt + pixel_of(place_of(p, &c), group, m, &c)] = values[b];
    }
  }
}
