// dw[g, m, k] = Σ_p dy[g, m, p] · x[g, k, p] over the places p of all pictures, a stretch of `length` of them at a
// time: partial[stretch, g, m, k], whose stretches are added up afterwards.

// The sum of x over the work-items of a group, in a fixed order. `scratch` has room for one each.
static inline real sum_of_group(real x, local real *scratch) {
  int item = get_local_id(0);
  scratch[item] = x;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int half_ = GROUP / 2; half_ > 0; half_ /= 2) {
    if (item < half_) scratch[item] += scratch[item + half_];
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  return scratch[0];
}

// A group per weight and stretch, for few rows
kernel void weight_sums(global const real *x, int xAt, global const real *dy, int dyAt, global real *partial,
    int partialAt, Correlation c, int length) {
  local real scratch[GROUP];
  int weight = get_group_id(0);
  int stretch = get_group_id(1);
  int depth = c.planes * c.area;
  int row = weight / depth;
  int group = row / c.rows;
  int4 term = term_of(weight - row * depth, &c);
  int end = min(c.pictures * c.outPlane, (stretch + 1) * length);
  real sum = 0;
  for (int p = stretch * length + get_local_id(0); p < end; p += GROUP) {
    Place q = place_of(p, &c);
    int i = q.i * c.y.step + c.y.start + term.s1;
    int j = q.j * c.x.step + c.x.start + term.s2;
    if (i < 0 || i >= c.y.size || j < 0 || j >= c.x.size) continue;
    sum += dy[dyAt + pixel_of(q, group, row - group * c.rows, &c)]
        * x[xAt + planes_of(q.picture, group, &c) + term.s0 + i * c.x.size + j];
  }
  sum = sum_of_group(sum, scratch);
  if (get_local_id(0) == 0) partial[partialAt + stretch * c.groups * c.rows * depth + weight] = sum;
}

// A group per tile of rows and products k
kernel __attribute__((reqd_work_group_size(16, 16, 1)))
void weight_tiles(global const real *x, int xAt, global const real *dy, int dyAt, global real *partial, int partialAt,
    Correlation c, int length) {
  local Side rowSide;
  local Side patchSide;
  int depth = c.planes * c.area;
  int group = get_group_id(2) % c.groups;
  int stretch = get_group_id(2) / c.groups;
  int firstRow = get_group_id(1) * TILE;
  int firstTerm = get_group_id(0) * TILE;
  int end = min(c.pictures * c.outPlane, (stretch + 1) * length);
  int item = get_local_id(1) * 16 + get_local_id(0);

  int d = item % DEPTH;
  int4 terms[4];
  for (int s = 0; s < 4; s++) terms[s] = term_of(firstTerm + item / DEPTH + 16 * s, &c);

  real4 sum[4] = {0, 0, 0, 0};
  for (int first = stretch * length; first < end; first += DEPTH) {
    bool exists = first + d < end;
    Place q = place_of(min(first + d, end - 1), &c);
    int top = q.i * c.y.step + c.y.start;
    int left = q.j * c.x.step + c.x.start;
    global const real *planes = x + xAt + planes_of(q.picture, group, &c);
    for (int s = 0; s < 4; s++) {
      int m = item / DEPTH + 16 * s;
      int i = top + terms[s].s1;
      int j = left + terms[s].s2;
      bool inside = exists && firstTerm + m < depth && i >= 0 && i < c.y.size && j >= 0 && j < c.x.size;
      put(patchSide[d], m, inside ? planes[terms[s].s0 + i * c.x.size + j] : 0);
      put(rowSide[d], m, exists && firstRow + m < c.rows ? dy[dyAt + pixel_of(q, group, firstRow + m, &c)] : 0);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    add_products(rowSide, patchSide, sum);
    barrier(CLK_LOCAL_MEM_FENCE);
  }

  for (int a = 0; a < 4; a++) {
    int m = firstRow + 4 * get_local_id(1) + a;
    if (m >= c.rows) break;
    real values[4];
    vstore4(sum[a], 0, values);
    for (int b = 0; b < 4; b++) {
      int k = firstTerm + 4 * get_local_id(0) + b;
      if (k < depth) partial[partialAt + ((stretch * c.groups + group) * c.rows + m) * depth + k] = values[b];
    }
  }
}
