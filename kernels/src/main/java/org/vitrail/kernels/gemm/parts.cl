// The second pass of a product whose sum over k was cut into parts.

// C = F(alpha · Σ_part partial[part, matrix, m, n] + …), the parts in order
kernel void add_parts(global const real *partial, int partialAt, int parts, int apart, global real *c, int cAt, int cRow,
    global const real *bias, int biasAt, int biasStep, global const real *residual, int residualAt, int residualRow,
    int residualColumn, int m, int n, real alpha, int accumulate, Axes batches, int count) {
  int i = get_global_id(0);
  if (i >= count) return;
  int column = i % n;
  int row = i / n % m;
  int4 matrix = places(i / n / m, &batches);
  real sum = 0;
  for (int part = 0; part < parts; part++) sum += partial[partialAt + part * apart + i];
  global real *target = c + cAt + matrix.s2 + row * cRow + column;
  real x = alpha * sum;
  if (bias) x += bias[biasAt + column * biasStep];
  if (accumulate) x += *target;
  x = F(x, 1, 0);
  if (residual) x += residual[residualAt + matrix.s3 + row * residualRow + column * residualColumn];
  *target = x;
}
