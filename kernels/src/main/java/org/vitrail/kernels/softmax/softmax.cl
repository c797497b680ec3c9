// Normalised exponentials of rows, the lanes of a row side by side.

typedef struct {
  real max;
  real sum;  // Σ exp(x − max)
} Normaliser;

// Maximum and sum in one pass, the sum so far being scaled when a larger element comes: Milakov and Gimelshein 2018.
static inline Normaliser normaliser(global const real *x, Row row, local pair *scratch) {
  real max = -INFINITY;
  real sum = 0;
  FOR_OWN(i, row) {
    real e = x[i] == max ? 1 : exp(-fabs(x[i] - max));
    sum = x[i] > max ? sum * e + 1 : sum + e;
    max = x[i] > max ? x[i] : max;
  }
  Normaliser all;
  all.max = row_max(max, row, (local real *)scratch);
  real scaled = max == all.max ? sum : sum * exp(max - all.max);
  all.sum = row_sum(to_pair(isinf(all.max) ? NAN : scaled), row, scratch);
  return all;
}

// y = exp(x − max) / Σ exp(x − max)
kernel void softmax(global const real *x, int xAt, global real *y, int yAt, int rows, int n, int lanes) {
  local pair scratch[GROUP];
  Row row = own_row(rows, n, lanes);
  x += xAt + row.at;
  y += yAt + row.at;
  Normaliser all = normaliser(x, row, scratch);
  real scale = 1 / all.sum;
  FOR_OWN(i, row) y[i] = exp(x[i] - all.max) * scale;
}

// y = x − max − log Σ exp(x − max)
kernel void log_softmax(global const real *x, int xAt, global real *y, int yAt, int rows, int n, int lanes) {
  local pair scratch[GROUP];
  Row row = own_row(rows, n, lanes);
  x += xAt + row.at;
  y += yAt + row.at;
  Normaliser all = normaliser(x, row, scratch);
  real log_sum = log(all.sum);
  FOR_OWN(i, row) y[i] = x[i] - all.max - log_sum;
}

// dx = y · (dy − Σ dy·y)
kernel void softmax_grad(global const real *y, int yAt, global const real *dy, int dyAt, global real *dx, int dxAt,
    int rows, int n, int lanes) {
  local pair scratch[GROUP];
  Row row = own_row(rows, n, lanes);
  y += yAt + row.at;
  dy += dyAt + row.at;
  dx += dxAt + row.at;
  pair products = to_pair(0);
  FOR_OWN(i, row) products = plus(products, times(to_pair(dy[i]), y[i]));
  real dot = row_sum(products, row, scratch);
  FOR_OWN(i, row) dx[i] = y[i] * (dy[i] - dot);
}

// dx = dy − exp(y) · Σ dy
kernel void log_softmax_grad(global const real *y, int yAt, global const real *dy, int dyAt, global real *dx, int dxAt,
    int rows, int n, int lanes) {
  local pair scratch[GROUP];
  Row row = own_row(rows, n, lanes);
  y += yAt + row.at;
  dy += dyAt + row.at;
  dx += dxAt + row.at;
  pair slopes = to_pair(0);
  FOR_OWN(i, row) slopes = plus(slopes, to_pair(dy[i]));
  real sum = row_sum(slopes, row, scratch);
  FOR_OWN(i, row) dx[i] = dy[i] - exp(y[i]) * sum;
}
