// Cross-entropy of rows of logits with one target class each.

// Differences of large logits, one for each row, are taken in 64 bits where the device has them.
#ifdef cl_khr_fp64
typedef double precise;
#else
typedef real precise;
#endif

// lse = log Σ exp(x), loss = (1 − ε)·(lse − x[t]) + ε·(lse − mean(x)) + z·lse², 0 for ignored targets; a target that
// is no class has no loss, NaN.
kernel void cross_entropy(global const real *logits, int logitsAt, global const int *targets, int targetsAt,
    global real *loss, int lossAt, global real *lse, int lseAt, real smoothing, real z, int ignore, int rows, int n,
    int lanes) {
  local pair scratch[GROUP];
  Row row = own_row(rows, n, lanes);
  logits += logitsAt + row.at;
  Normaliser all = normaliser(logits, row, scratch);
  real mean = 0;  // of the logits, minus their maximum
  if (smoothing != 0) {
    pair sum = to_pair(0);
    FOR_OWN(i, row) sum = plus(sum, to_pair(logits[i] - all.max));
    mean = row_sum(sum, row, scratch) / n;
  }
  if (!is_first(row)) return;
  int target = targets[targetsAt + row.number];
  precise log_sum = (precise)all.max + log(all.sum);
  precise right = log_sum - (target >= 0 && target < n ? logits[target] : NAN);
  precise smoothed = smoothing == 0 ? 0 : smoothing * (log_sum - all.max - mean);
  precise squared = z == 0 ? 0 : z * log_sum * log_sum;
  lse[lseAt + row.number] = log_sum;
  loss[lossAt + row.number] = target == ignore ? 0 : (1 - smoothing) * right + smoothed + squared;
}

// dLogits = dLoss · ((1 + 2·z·lse)·exp(x − lse) − (1 − ε)·[c = t] − ε/classes), 0 for ignored rows
kernel void cross_entropy_grad(global const real *logits, int logitsAt, global const int *targets, int targetsAt,
    global const real *lse, int lseAt, global const real *dLoss, int dLossAt, global real *dLogits, int dLogitsAt,
    real smoothing, real z, int ignore, int rows, int n, int lanes) {
  Row row = own_row(rows, n, lanes);
  if (row.n == 0) return;
  logits += logitsAt + row.at;
  dLogits += dLogitsAt + row.at;
  int target = targets[targetsAt + row.number];
  real log_sum = lse[lseAt + row.number];
  real slope = dLoss[dLossAt + row.number];
  real pull = z == 0 ? 1 : 1 + 2 * z * log_sum;
  FOR_OWN(i, row) {
    real q = (i == target ? 1 - smoothing : 0) + smoothing / n;
    dLogits[i] = target == ignore ? 0 : slope * (pull * exp(logits[i] - log_sum) - q);
  }
}
