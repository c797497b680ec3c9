// The gradient of attention without local memory (Dao 2023, FlashAttention-2, algorithm 2): p is computed again from m
// and l, p = exp(s − m) / l, ds = p · (do·v − Σ dO·o).

// A work-item has one query: dq = scale · Σ_j ds · k
kernel void backward_queries(OPERANDS, global const real *m, int mAt, global const real *l, int lAt,
    global const real *dots, int dotsAt, global const real *dO, int dOAt, global real *dq, int dqAt) {
  int i = get_global_id(0);
  int h = get_global_id(1);
  int b = get_global_id(2);
  if (i >= COUNT(queries)) return;
  int kvHead = h / (HEADS(queries) / HEADS(keys));
  int visible = causal ? min(i + 1, COUNT(keys)) : COUNT(keys);
  k += kAt + row(&keys, 0, b, kvHead, 0);
  v += vAt + row(&keys, 1, b, kvHead, 0);
  if (mask) mask += maskAt + row(&pairs, 0, b, h, i);
  real largest = m[mAt + row(&numbers, 0, b, h, i)];
  real total = l[lAt + row(&numbers, 1, b, h, i)];
  real dot = dots[dotsAt + row(&numbers, 2, b, h, i)];

  real query[HEAD];
  load(query, q + qAt + row(&queries, 0, b, h, i), HEAD);
  real gradient[VALUE];
  load(gradient, dO + dOAt + row(&queries, 1, b, h, i), VALUE);
  real sum[HEAD];
  for (int d = 0; d < HEAD; d++) sum[d] = 0;
  for (int j = 0; j < visible; j++) {
    real s = score(dot_product(query, k + j * STEP(keys, 0), HEAD), scale, mask, j * KEY_STEP);
    real p = exp(s - largest) / total;
    add(sum, p * (dot_product(gradient, v + j * STEP(keys, 1), VALUE) - dot), k + j * STEP(keys, 0), HEAD);
  }
  store(dq + dqAt + row(&queries, 2, b, h, i), scale, sum, HEAD);
}

// A work-item has one key: dk = scale · Σ ds · q and dv = Σ p · do over the queries of all heads that read it
kernel void backward_keys(OPERANDS, global const real *m, int mAt, global const real *l, int lAt,
    global const real *dots, int dotsAt, global const real *dO, int dOAt, global real *dk, int dkAt, global real *dv,
    int dvAt) {
  int j = get_global_id(0);
  int kvHead = get_global_id(1);
  int b = get_global_id(2);
  if (j >= COUNT(keys)) return;
  int group = HEADS(queries) / HEADS(keys);

  real key[HEAD];
  load(key, k + kAt + row(&keys, 0, b, kvHead, j), HEAD);
  real value[VALUE];
  load(value, v + vAt + row(&keys, 1, b, kvHead, j), VALUE);
  real dKey[HEAD];
  for (int d = 0; d < HEAD; d++) dKey[d] = 0;
  real dValue[VALUE];
  for (int d = 0; d < VALUE; d++) dValue[d] = 0;
  for (int h = kvHead * group; h < (kvHead + 1) * group; h++) {
    global const real *maskOfKey = mask ? mask + maskAt + row(&pairs, 0, b, h, 0) + j * KEY_STEP : 0;
    for (int i = causal ? j : 0; i < COUNT(queries); i++) {
      global const real *query = q + qAt + row(&queries, 0, b, h, i);
      global const real *gradient = dO + dOAt + row(&queries, 1, b, h, i);
      real s = score(dot_product(key, query, HEAD), scale, maskOfKey, i * QUERY_STEP);
      real p = exp(s - m[mAt + row(&numbers, 0, b, h, i)]) / l[lAt + row(&numbers, 1, b, h, i)];
      real dp = dot_product(value, gradient, VALUE);
      add(dValue, p, gradient, VALUE);
      add(dKey, p * (dp - dots[dotsAt + row(&numbers, 2, b, h, i)]), query, HEAD);
    }
  }
  store(dk + dkAt + row(&keys, 2, b, kvHead, j), scale, dKey, HEAD);
  store(dv + dvAt + row(&keys, 3, b, kvHead, j), 1, dValue, VALUE);
}
