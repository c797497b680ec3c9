// Sums of the columns of a (rows, n) matrix in two passes: each group adds a stretch of rows, then one adds the stretches.

// partial[stretch, column] = Σ x[row, column] over `height` rows from stretch · height on
kernel void add_rows(global const real *x, int xAt, int rows, int n, int height, global real *partial, int partialAt) {
  int column = get_global_id(0);
  int stretch = get_global_id(1);
  if (column >= n) return;
  int end = min(rows, (stretch + 1) * height);
  real sum = 0;
  for (int row = stretch * height; row < end; row++) sum += x[xAt + row * n + column];
  partial[partialAt + stretch * n + column] = sum;
}
