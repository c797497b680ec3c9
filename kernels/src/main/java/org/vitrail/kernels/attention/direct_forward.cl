// Attention without local memory: a work-item has one query and walks along the keys, eight at a time, with an online
// softmax (Dao 2023, FlashAttention-2, algorithm 1).

kernel void forward(OPERANDS, global real *o, int oAt, global real *m, int mAt, global real *l, int lAt) {
  int i = get_global_id(0);
  int h = get_global_id(1);
  int b = get_global_id(2);
  if (i >= COUNT(queries)) return;
  int kvHead = h / (HEADS(queries) / HEADS(keys));
  int visible = causal ? min(i + 1, COUNT(keys)) : COUNT(keys);
  k += kAt + row(&keys, 0, b, kvHead, 0);
  v += vAt + row(&keys, 1, b, kvHead, 0);
  if (mask) mask += maskAt + row(&pairs, 0, b, h, i);

  real query[HEAD];
  load(query, q + qAt + row(&queries, 0, b, h, i), HEAD);
  real sum[VALUE];
  for (int d = 0; d < VALUE; d++) sum[d] = 0;
  real largest = -INFINITY;
  real total = 0;
  for (int j = 0; j < visible; j += 8) {
    real s[8];
    real raised = largest;
    for (int c = 0; c < 8; c++) {
      s[c] = j + c < visible
          ? score(dot_product(query, k + (j + c) * STEP(keys, 0), HEAD), scale, mask, (j + c) * KEY_STEP) : -INFINITY;
      raised = fmax(raised, s[c]);
    }
    real p[8];
    vstore8(exp(vload8(0, s) - shift(raised)), 0, p);
    real kept = exp(largest - shift(raised));
    largest = raised;
    total *= kept;
    if (kept != 1) for (int d = 0; d < VALUE; d++) sum[d] *= kept;
    for (int c = 0; c < 8 && j + c < visible; c++) {
      total += p[c];
      add(sum, p[c], v + (j + c) * STEP(keys, 1), VALUE);
    }
  }
  real divisor = total == 0 ? NAN : total;
  store(o + oAt + row(&queries, 1, b, h, i), 1 / divisor, sum, VALUE);
  m[mAt + row(&numbers, 0, b, h, i)] = largest;
  l[lAt + row(&numbers, 1, b, h, i)] = divisor;
}
