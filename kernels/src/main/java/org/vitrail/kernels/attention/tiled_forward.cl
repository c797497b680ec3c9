// Attention in blocks (Dao 2023, FlashAttention-2, algorithm 1): a group of work-items has ROWS queries and walks along
// the keys, COLUMNS at a time. Scores and weights go through local memory, where item r makes the online softmax of
// row r.

// Scores become exp(s − m) for the largest m so far; what was summed before is worth `kept` of it.
INLINE real weigh(local real4 *s, real *m, real *l) {
  real4 highest = s[0];
#pragma unroll
  for (int c = 1; c < COLUMNS / 4; c++) highest = fmax(highest, s[c]);
  real raised = fmax(*m, fmax(fmax(highest.s0, highest.s1), fmax(highest.s2, highest.s3)));
  real4 sum = 0;
#pragma unroll
  for (int c = 0; c < COLUMNS / 4; c++) {
    s[c] = exp(s[c] - shift(raised));
    sum += s[c];
  }
  real kept = exp(*m - shift(raised));
  *m = raised;
  *l = *l * kept + (sum.s0 + sum.s1 + (sum.s2 + sum.s3));
  return kept;
}

// sum[r] *= factors[r]
INLINE void rescale(real4 *sum, local const real *factors) {
#pragma unroll
  for (int i = 0; i < ROWS_EACH; i++) {
    real factor = factors[ROW(i)];
#pragma unroll
    for (int c = 0; c < VECTORS_EACH(VALUE); c++) sum[i * VECTORS_EACH(VALUE) + c] *= factor;
  }
}

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void forward(OPERANDS, global real *o, int oAt, global real *m, int mAt, global real *l, int lAt) {
  local real4 rows[ROWS * PITCH(HEAD)];
  local real4 columns[COLUMNS * WIDER(PITCH(HEAD), PITCH(VALUE))];
  local real4 weights[ROWS * PITCH(COLUMNS)];
  local real factors[ROWS];
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
  real4 sum[ROWS_EACH * VECTORS_EACH(VALUE)];
  CLEAR(sum, VALUE)
  real largest = -INFINITY;
  real total = 0;
  for (int j = 0; j < visible; j += COLUMNS) {
    barrier(CLK_LOCAL_MEM_FENCE);
    stage(columns, COLUMNS, HEAD, k + j * STEP(keys, 0), STEP(keys, 0), COUNT(keys) - j);
    barrier(CLK_LOCAL_MEM_FENCE);
    real s[ROWS_EACH][COLUMNS_EACH];
    multiply_rows(s, rows, columns, HEAD);
    score(s, scale, weights, mask ? mask + j * KEY_STEP : 0, QUERY_STEP, KEY_STEP, count, COUNT(keys) - j, 1,
        causal ? first - j : INT_MAX);
    put(weights, s);
    barrier(CLK_LOCAL_MEM_FENCE);
    stage(columns, COLUMNS, VALUE, v + j * STEP(keys, 1), STEP(keys, 1), COUNT(keys) - j);
    if (ITEM < ROWS) factors[ITEM] = weigh(weights + ITEM * PITCH(COLUMNS), &largest, &total);
    barrier(CLK_LOCAL_MEM_FENCE);
    rescale(sum, factors);
    add_product(sum, weights, columns, VALUE);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  if (ITEM < ROWS) {
    real divisor = total == 0 ? NAN : total;
    factors[ITEM] = 1 / divisor;
    if (ITEM < count) {
      m[mAt + row(&numbers, 0, b, h, first + ITEM)] = largest;
      l[lAt + row(&numbers, 1, b, h, first + ITEM)] = divisor;
    }
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  rescale(sum, factors);
  write(o + oAt + row(&queries, 1, b, h, first), STEP(queries, 1), count, VALUE, 1, sum);
}
