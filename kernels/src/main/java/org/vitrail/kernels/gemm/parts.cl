// The second pass of a product whose sum over k was cut into parts.

// C = F(alpha · Σ_part partial[part, matrix, m, n] + …), the parts in order
kernel void add_parts(global const real *partial, int partialAt, int parts, int apart, global real *c, int cAt, int cRow,
    EPILOGUE, int m, int n, real alpha, int accumulate, Axes batches, int count) {
  int i = get_global_id(0);
  if (i >= count) return;
  int column = i % n;
  int row = i / n % m;
  int4 matrix = places(i / n / m, &batches);
  real sum = 0;
  for (int part = 0; part < parts; part++) sum += partial[partialAt + part * apart + i];
  FINISH(sum, c + cAt + matrix.s2 + row * cRow + column, row, column, matrix.s3);
}
