// Norms of rows and their gradients with respect to x, the lanes of a row side by side. Weight, bias and residual may
// be null: 1, 0 and 0. Rows may be heads with weights of their own; each `heads` of them stand a step from the next.

// With g rounded the same way in mean(g) and beside it, a row of one element has the gradient 0.
#pragma OPENCL FP_CONTRACT OFF

// Where the head of a row begins behind the first of all
#define HEAD_AT(row, step) ((row).number / heads * (step) + (row).number % heads * n)

#define WEIGHT(i) (weight ? weight[weightAt + i] : 1)
#define BIAS(i) (bias ? bias[biasAt + i] : 0)
#define RESIDUAL(i) (residual ? residual[residualAt + i] : 0)

// y = (x − mean)·rstd·weight + bias, rstd = 1/√(var + eps)
kernel void layer_norm(global const real *x, int xAt, int xStep, global const real *weight, int weightAt,
    global const real *bias, int biasAt, real eps, global real *y, int yAt, int yStep, global real *mean, int meanAt,
    global real *rstd, int rstdAt, int heads, int rows, int n, int lanes) {
  local pair scratch[GROUP];
  Row row = own_row(rows, n, lanes);
  x += xAt + HEAD_AT(row, xStep);
  y += yAt + HEAD_AT(row, yStep);
  weightAt += row.number % heads * n;
  biasAt += row.number % heads * n;
  pair sum = to_pair(0);
  FOR_OWN(i, row) sum = plus(sum, to_pair(x[i]));
  real m = row_sum(sum, row, scratch) / n;
  pair squares = to_pair(0);
  FOR_OWN(i, row) squares = plus(squares, to_pair((x[i] - m) * (x[i] - m)));
  real s = 1 / sqrt(row_sum(squares, row, scratch) / n + eps);
  FOR_OWN(i, row) y[i] = (x[i] - m) * s * WEIGHT(i) + BIAS(i);
  if (!is_first(row)) return;
  mean[meanAt + row.number] = m;
  rstd[rstdAt + row.number] = s;
}

// y = x·rstd·weight, rstd = 1/√(mean(x²) + eps)
kernel void rms_norm(global const real *x, int xAt, global const real *weight, int weightAt, real eps, global real *y,
    int yAt, global real *rstd, int rstdAt, int rows, int n, int lanes) {
  local pair scratch[GROUP];
  Row row = own_row(rows, n, lanes);
  x += xAt + row.at;
  y += yAt + row.at;
  pair squares = to_pair(0);
  FOR_OWN(i, row) squares = plus(squares, to_pair(x[i] * x[i]));
  real s = 1 / sqrt(row_sum(squares, row, scratch) / n + eps);
  FOR_OWN(i, row) y[i] = x[i] * s * WEIGHT(i);
  if (is_first(row)) rstd[rstdAt + row.number] = s;
}

// dx = rstd·(g − mean(g) − h·mean(g·h)) + residual, h = (x − mean)·rstd, g = dy·weight; an RMS norm has no mean, null,
// and no term mean(g)
kernel void norm_grad(global const real *x, int xAt, int xStep, global const real *weight, int weightAt,
    global const real *mean, int meanAt, global const real *rstd, int rstdAt, global const real *dy, int dyAt,
    int dyStep, global const real *residual, int residualAt, global real *dx, int dxAt, int dxStep, int heads, int rows,
    int n, int lanes) {
  local pair scratch[GROUP];
  Row row = own_row(rows, n, lanes);
  x += xAt + HEAD_AT(row, xStep);
  dy += dyAt + HEAD_AT(row, dyStep);
  dx += dxAt + HEAD_AT(row, dxStep);
  weightAt += row.number % heads * n;
  residualAt += row.at;
  real m = mean && row.n > 0 ? mean[meanAt + row.number] : 0;
  real s = row.n > 0 ? rstd[rstdAt + row.number] : 0;
  pair sum_g = to_pair(0);
  pair sum_gh = to_pair(0);
  FOR_OWN(i, row) {
    real g = dy[i] * WEIGHT(i);
    sum_g = plus(sum_g, to_pair(g));
    sum_gh = plus(sum_gh, times(to_pair(g), (x[i] - m) * s));
  }
  real mean_g = mean ? row_sum(sum_g, row, scratch) / n : 0;
  real mean_gh = row_sum(sum_gh, row, scratch) / n;
  FOR_OWN(i, row) {
    real g = dy[i] * WEIGHT(i);
    dx[i] = s * (g - mean_g - (x[i] - m) * s * mean_gh) + RESIDUAL(i);
  }
}
