// Rows of numbers that one work-item holds.

static inline void load(real *to, global const real *from, int n) {
  for (int d = 0; d < n; d++) to[d] = from[d];
}

static inline void store(global real *to, real factor, const real *from, int n) {
  for (int d = 0; d < n; d++) to[d] = factor * from[d];
}

// Σ x·y; the order of its sum depends on n alone.
static inline real dot_product(const real *x, global const real *y, int n) {
  real16 sums = 0;
  int d = 0;
  for (; d + 16 <= n; d += 16) sums += vload16(0, x + d) * vload16(0, y + d);
  real4 four = sums.s0123 + sums.s4567 + (sums.s89ab + sums.scdef);
  real sum = four.s0 + four.s1 + (four.s2 + four.s3);
  for (; d < n; d++) sum += x[d] * y[d];
  return sum;
}

// sum += p · x
static inline void add(real *sum, real p, global const real *x, int n) {
  for (int d = 0; d < n; d++) sum[d] += p * x[d];
}

// scale · q·k + mask of a query and a key
static inline real score(real product, real scale, global const real *mask, int at) {
  real s = scale * product;
  return mask ? s + mask[at] : s;
}
