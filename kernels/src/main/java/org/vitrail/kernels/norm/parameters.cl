// Gradients of weight and bias: sums over the rows of a (rows, heads·n) matrix, in stretches of rows. A group takes
// COLUMNS neighbouring columns of a stretch, with LANES work-items for each.

#define COLUMNS 32
#define LANES 8

// The sum over the lanes of a column
static inline real column_sum(pair x, local pair *scratch) {
  int item = get_local_id(0);
  scratch[item] = x;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int half_ = LANES / 2; half_ > 0; half_ /= 2) {
    if (item < half_ * COLUMNS) scratch[item] = plus(scratch[item], scratch[item + half_ * COLUMNS]);
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  real sum = to_real(scratch[item % COLUMNS]);
  barrier(CLK_LOCAL_MEM_FENCE);
  return sum;
}

// dWeight (stretches, heads·n) = Σ dy·h, dBias (stretches, heads·n) = Σ dy over `height` rows, h = (x − mean)·rstd; an
// RMS norm has no mean, null, and each of the results may be unwanted, null.
kernel void parameter_sums(global const real *x, int xAt, int xStep, global const real *mean, int meanAt,
    global const real *rstd, int rstdAt, global const real *dy, int dyAt, int dyStep, int rows, int heads, int n,
    int height, global real *dWeight, int dWeightAt, global real *dBias, int dBiasAt) {
  local pair scratch[COLUMNS * LANES];
  int lane = get_local_id(0) / COLUMNS;
  int columns = heads * n;
  int column = get_group_id(0) * COLUMNS + get_local_id(0) % COLUMNS;
  int stretch = get_group_id(1);
  int end = column < columns ? min(rows, (stretch + 1) * height) : 0;
  pair slopes = to_pair(0);
  pair products = to_pair(0);
  for (int r = stretch * height + lane; r < end; r += LANES) {
    int statistic = r * heads + column / n;
    real m = mean ? mean[meanAt + statistic] : 0;
    real g = dy[dyAt + r * dyStep + column];
    pair h = times(to_pair(x[xAt + r * xStep + column] - m), rstd[rstdAt + statistic]);
    slopes = plus(slopes, to_pair(g));
    products = plus(products, times(h, g));
  }
  real weight = column_sum(products, scratch);
  real bias = column_sum(slopes, scratch);
  if (lane > 0 || column >= columns) return;
  if (dWeight) dWeight[dWeightAt + stretch * columns + column] = weight;
  if (dBias) dBias[dBiasAt + stretch * columns + column] = bias;
}
