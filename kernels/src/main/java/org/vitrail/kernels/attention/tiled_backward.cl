// The gradient of attention in blocks (Dao 2023, FlashAttention-2, algorithm 2): p is computed again from m and l,
// p = exp(s − m) / l, ds = p · (do·v − Σ dO·o). A group of work-items has ROWS queries and walks along the keys, or has
// ROWS keys and walks along the queries, COLUMNS at a time, so that nothing is added to by two.

// dq = scale · ds·k
kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void backward_queries(OPERANDS, global const real *m, int mAt, global const real *l, int lAt, global const real *dots,
    int dotsAt, global const real *dO, int dOAt, global real *dq, int dqAt) {
  local real4 rows[ROWS * PITCH(HEAD)];
  local real4 gradients[ROWS * PITCH(VALUE)];
  local real4 columns[COLUMNS * WIDER(PITCH(HEAD), PITCH(VALUE))];
  local real4 weights[ROWS * PITCH(COLUMNS)];
  int first = get_group_id(0) * ROWS;
  int h = get_group_id(1);
  int b = get_group_id(2);
  int kvHead = h / (HEADS(queries) / HEADS(keys));
  int count = min(ROWS, COUNT(queries) - first);
  int visible = causal ? min(COUNT(keys), first + count) : COUNT(keys);
  k += kAt + row(&keys, 0, b, kvHead, 0);
  v += vAt + row(&keys, 1, b, kvHead, 0);
  if (mask) mask += maskAt + row(&pairs, 0, b, h, first);

  stage(rows, ROWS, HEAD, q + qAt + row(&queries, 0, b, h, first), STEP(queries, 0), count);
  stage(gradients, ROWS, VALUE, dO + dOAt + row(&queries, 1, b, h, first), STEP(queries, 1), count);
  real largest[ROWS_EACH];
  real inverse[ROWS_EACH];
  real dot[ROWS_EACH];
#pragma unroll
  for (int r = 0; r < ROWS_EACH; r++) {
    int query = first + min(ROW(r), count - 1);
    largest[r] = m[mAt + row(&numbers, 0, b, h, query)];
    inverse[r] = 1 / l[lAt + row(&numbers, 1, b, h, query)];
    dot[r] = dots[dotsAt + row(&numbers, 2, b, h, query)];
  }
  real4 sum[ROWS_EACH * VECTORS_EACH(HEAD)];
  CLEAR(sum, HEAD)
  for (int j = 0; j < visible; j += COLUMNS) {
    real s[ROWS_EACH][COLUMNS_EACH];
    real dp[ROWS_EACH][COLUMNS_EACH];
    barrier(CLK_LOCAL_MEM_FENCE);
    stage(columns, COLUMNS, VALUE, v + j * STEP(keys, 1), STEP(keys, 1), COUNT(keys) - j);
    barrier(CLK_LOCAL_MEM_FENCE);
    multiply_rows(dp, gradients, columns, VALUE);
    barrier(CLK_LOCAL_MEM_FENCE);
    stage(columns, COLUMNS, HEAD, k + j * STEP(keys, 0), STEP(keys, 0), COUNT(keys) - j);
    barrier(CLK_LOCAL_MEM_FENCE);
    multiply_rows(s, rows, columns, HEAD);
    score(s, scale, weights, mask ? mask + j * KEY_STEP : 0, QUERY_STEP, KEY_STEP, count, COUNT(keys) - j, 1,
        causal ? first - j : INT_MAX);
#pragma unroll
    for (int r = 0; r < ROWS_EACH; r++) {
#pragma unroll
      for (int c = 0; c < COLUMNS_EACH; c++) {
        s[r][c] = exp(s[r][c] - largest[r]) * inverse[r] * (dp[r][c] - dot[r]);
      }
    }
    put(weights, s);
    barrier(CLK_LOCAL_MEM_FENCE);
    add_product(sum, weights, columns, HEAD);
  }
  write(dq + dqAt + row(&queries, 2, b, h, first), STEP(queries, 2), count, HEAD, scale, sum);
}

// dk = scale · dsᵀ·q and dv = pᵀ·do, summed over the heads that read the keys
kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void backward_keys(OPERANDS, global const real *m, int mAt, global const real *l, int lAt, global const real *dots,
    int dotsAt, global const real *dO, int dOAt, global real *dk, int dkAt, global real *dv, int dvAt) {
  local real4 rows[ROWS * PITCH(HEAD)];
  local real4 values[ROWS * PITCH(VALUE)];
  local real4 columns[COLUMNS * WIDER(PITCH(HEAD), PITCH(VALUE))];
  local real4 weights[ROWS * PITCH(COLUMNS)];
  int first = get_group_id(0) * ROWS;
  int kvHead = get_group_id(1);
  int b = get_group_id(2);
  int group = HEADS(queries) / HEADS(keys);
  int count = min(ROWS, COUNT(keys) - first);

  stage(rows, ROWS, HEAD, k + kAt + row(&keys, 0, b, kvHead, first), STEP(keys, 0), count);
  stage(values, ROWS, VALUE, v + vAt + row(&keys, 1, b, kvHead, first), STEP(keys, 1), count);
  real4 dKeys[ROWS_EACH * VECTORS_EACH(HEAD)];
  CLEAR(dKeys, HEAD)
  real4 dValues[ROWS_EACH * VECTORS_EACH(VALUE)];
  CLEAR(dValues, VALUE)
  for (int h = kvHead * group; h < (kvHead + 1) * group; h++) {
    global const real *maskOfKeys = mask ? mask + maskAt + row(&pairs, 0, b, h, 0) + first * KEY_STEP : 0;
    for (int i = causal ? first / COLUMNS * COLUMNS : 0; i < COUNT(queries); i += COLUMNS) {
      global const real *block = q + qAt + row(&queries, 0, b, h, i);
      real s[ROWS_EACH][COLUMNS_EACH];
      real dp[ROWS_EACH][COLUMNS_EACH];
      barrier(CLK_LOCAL_MEM_FENCE);
      stage(columns, COLUMNS, HEAD, block, STEP(queries, 0), COUNT(queries) - i);
      barrier(CLK_LOCAL_MEM_FENCE);
      multiply_rows(s, rows, columns, HEAD);
      barrier(CLK_LOCAL_MEM_FENCE);
      stage(columns, COLUMNS, VALUE, dO + dOAt + row(&queries, 1, b, h, i), STEP(queries, 1), COUNT(queries) - i);
      barrier(CLK_LOCAL_MEM_FENCE);
      multiply_rows(dp, values, columns, VALUE);
      score(s, scale, weights, maskOfKeys ? maskOfKeys + i * QUERY_STEP : 0, KEY_STEP, QUERY_STEP, count,
          COUNT(queries) - i, -1, causal ? i - first : INT_MAX);
#pragma unroll
      for (int c = 0; c < COLUMNS_EACH; c++) {
        int query = min(i + COLUMN(c), COUNT(queries) - 1);
        real largest = m[mAt + row(&numbers, 0, b, h, query)];
        real inverse = 1 / l[lAt + row(&numbers, 1, b, h, query)];
        real dot = dots[dotsAt + row(&numbers, 2, b, h, query)];
#pragma unroll
        for (int r = 0; r < ROWS_EACH; r++) {
          s[r][c] = exp(s[r][c] - largest) * inverse;
          dp[r][c] = s[r][c] * (dp[r][c] - dot);
        }
      }
      put(weights, s);
      barrier(CLK_LOCAL_MEM_FENCE);
      add_product(dValues, weights, columns, VALUE);
      barrier(CLK_LOCAL_MEM_FENCE);
      put(weights, dp);
      stage(columns, COLUMNS, HEAD, block, STEP(queries, 0), COUNT(queries) - i);
      barrier(CLK_LOCAL_MEM_FENCE);
      add_product(dKeys, weights, columns, HEAD);
    }
  }
  write(dk + dkAt + row(&keys, 2, b, kvHead, first), STEP(keys, 2), count, HEAD, scale, dKeys);
  write(dv + dvAt + row(&keys, 3, b, kvHead, first), STEP(keys, 3), count, VALUE, 1, dValues);
}
