// Attention in blocks (Dao 2023, FlashAttention-2, algorithm 1) on tensor cores: operands and weights in bfloat16,
// scores and sums in float. A warp has TILES tiles of 16 queries and keeps their scores and sums where the tensor cores
// leave them (mma.cl): its work-item has of each tile the rows g and g + 8, and of each 8 columns 2t and 2t + 1. All
// warps of a group walk along the keys together, COLUMNS at a time.
//
// The order of the sum over d is free: where the tensor cores want elements 2t, 2t+1, 2t+8 and 2t+9 of 16, they are
// given 4t to 4t+3 of queries and keys, which are neighbours.

#define WARPS 4
#define GROUP (WARPS * WARP)
#define TILES (ROWS / 16 / WARPS)
#define DEPTH ((HEAD + 15) / 16)
#define WIDTH ((VALUE + 7) / 8)
// g and t of mma.cl.
#define G (ITEM % WARP / 4)
#define T (ITEM % 4)
// Pairs of words from one key, and one four of keys, to the next: so that half a warp reads every bank once.
#define KEY_PITCH (4 * (DEPTH | 1))
#define VALUE_PITCH ((VALUE + 15) / 16 * 16 + 4)

// Barriers of an emulation had better not be many.
#ifdef EMULATE_MMA
#define UNROLL _Pragma("unroll 1")
#else
#define UNROLL _Pragma("unroll")
#endif

// to[key, d / 4] holds four neighbours along d.
INLINE void stage_keys(local uint2 *to, global const float *k, int step, int rows) {
  bool aligned = is_aligned(k, step);
  int n = COLUMNS * 4 * DEPTH;
#pragma unroll 4
  for (int start = 0; start < n; start += GROUP) {
    int e = start + ITEM;
    if (n % GROUP != 0 && e >= n) continue;
    int r = e / (4 * DEPTH);
    int c = e % (4 * DEPTH);
    float4 x = r < rows ? four(k + r * step + 4 * c, HEAD - 4 * c, aligned) : (float4)(0);
    to[r * KEY_PITCH + c] = (uint2)(pack_bf16(x.s0, x.s1), pack_bf16(x.s2, x.s3));
  }
}

// to[4 · tile + t, d] holds the keys 2t, 2t+1, 2t+8 and 2t+9 of a tile of 16.
INLINE void stage_values(local uint2 *to, global const float *v, int step, int rows) {
  int n = COLUMNS / 4 * VALUE;
#pragma unroll 4
  for (int start = 0; start < n; start += GROUP) {
    int e = start + ITEM;
    if (n % GROUP != 0 && e >= n) continue;
    int d = e % VALUE;
    int r = e / VALUE / 4 * 16 + e / VALUE % 4 * 2;
    float4 x;
    x.s0 = r < rows ? v[r * step + d] : 0;
    x.s1 = r + 1 < rows ? v[(r + 1) * step + d] : 0;
    x.s2 = r + 8 < rows ? v[(r + 8) * step + d] : 0;
    x.s3 = r + 9 < rows ? v[(r + 9) * step + d] : 0;
    to[e / VALUE * VALUE_PITCH + d] = (uint2)(pack_bf16(x.s0, x.s1), pack_bf16(x.s2, x.s3));
  }
}

// The largest, or the sum, of what the four work-items know that have one row.
INLINE float row_max(float x, local uint *scratch) {
  x = fmax(x, exchange(x, 1, scratch));
  return fmax(x, exchange(x, 2, scratch));
}

INLINE float row_sum(float x, local uint *scratch) {
  x += exchange(x, 1, scratch);
  return x + exchange(x, 2, scratch);
}

// query[i, d] = the fragment of 16 queries and 16 of their numbers; `own` is the query of this item's first row.
INLINE void load_queries(uint query[TILES][DEPTH][4], global const float *q, int step, int own, int count) {
  bool aligned = is_aligned(q, step);
  UNROLL for (int r = 0; r < 2 * TILES; r++) {
    UNROLL for (int d = 0; d < DEPTH; d++) {
      int at = own + 8 * r;
      int c = 16 * d + 4 * T;
      float4 x = at < count ? four(q + at * step + c, HEAD - c, aligned) : (float4)(0);
      query[r / 2][d][r % 2] = pack_bf16(x.s0, x.s1);
      query[r / 2][d][r % 2 + 2] = pack_bf16(x.s2, x.s3);
    }
  }
}

// s = scale · q·kᵀ
INLINE void multiply_keys(float s[TILES][COLUMNS / 8][4], uint query[TILES][DEPTH][4], local const uint2 *keyBlock,
    float scale, local uint *scratch) {
  UNROLL for (int n = 0; n < COLUMNS / 8; n++) {
    UNROLL for (int e = 0; e < TILES * 4; e++) s[e / 4][n][e % 4] = 0;
    UNROLL for (int d = 0; d < DEPTH; d++) {
      uint2 word = keyBlock[(8 * n + G) * KEY_PITCH + 4 * d + T];
      uint key[2] = {word.s0, word.s1};
      UNROLL for (int i = 0; i < TILES; i++) mma_bf16(s[i][n], query[i][d], key, scratch);
    }
    UNROLL for (int e = 0; e < TILES * 4; e++) s[e / 4][n][e % 4] *= scale;
  }
}

// An item's row r of s: s += mask, and −∞ where the query does not see a key: after so many `columns`, and after column
// `last`. Column 0 is this item's first, there the mask begins.
INLINE void hide(int r, float s[TILES][COLUMNS / 8][4], global const float *mask, int step, int columns, int last) {
  UNROLL for (int n = 0; n < COLUMNS / 8; n++) {
    UNROLL for (int e = 0; e < 2; e++) {
      int c = 8 * n + e;
      if (c >= columns || c > last) s[r / 2][n][r % 2 * 2 + e] = -INFINITY;
      else if (mask) s[r / 2][n][r % 2 * 2 + e] += mask[c * step];
    }
  }
}

// The online softmax of an item's row r: scores become exp(s − m) for the largest m so far, and what was summed before
// is worth less. `total` is this item's part of the row's.
INLINE void weigh(int r, float s[TILES][COLUMNS / 8][4], float sum[TILES][WIDTH][4], float *largest, float *total,
    local uint *scratch) {
  int i = r / 2;
  int c = r % 2 * 2; // the row's two numbers of four
  float raised = *largest;
  UNROLL for (int n = 0; n < COLUMNS / 8; n++) raised = fmax(raised, fmax(s[i][n][c], s[i][n][c + 1]));
  raised = row_max(raised, scratch);
  float kept = native_exp(*largest - shift(raised));
  *largest = raised;
  *total *= kept;
  UNROLL for (int n = 0; n < COLUMNS / 8; n++) {
    s[i][n][c] = native_exp(s[i][n][c] - shift(raised));
    s[i][n][c + 1] = native_exp(s[i][n][c + 1] - shift(raised));
    *total += s[i][n][c] + s[i][n][c + 1];
  }
  UNROLL for (int n = 0; n < WIDTH; n++) {
    sum[i][n][c] *= kept;
    sum[i][n][c + 1] *= kept;
  }
}

// sum += p·v
INLINE void add_values(float sum[TILES][WIDTH][4], float p[TILES][COLUMNS / 8][4], local const uint2 *valueBlock,
    local uint *scratch) {
  UNROLL for (int tile = 0; tile < COLUMNS / 16; tile++) {
    uint weights[TILES][4];
    UNROLL for (int e = 0; e < TILES * 4; e++) {
      int n = 2 * tile + e % 4 / 2;
      weights[e / 4][e % 4] = pack_bf16(p[e / 4][n][e % 2 * 2], p[e / 4][n][e % 2 * 2 + 1]);
    }
    UNROLL for (int n = 0; n < WIDTH; n++) {
      uint2 word = valueBlock[(4 * tile + T) * VALUE_PITCH + 8 * n + G];
      uint value[2] = {word.s0, word.s1};
      UNROLL for (int i = 0; i < TILES; i++) mma_bf16(sum[i][n], weights[i], value, scratch);
    }
  }
}

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void forward(OPERANDS, global real *o, int oAt, global real *m, int mAt, global real *l, int lAt,
    local uint *scratch) {
  local uint2 keyBlock[COLUMNS * KEY_PITCH];
  local uint2 valueBlock[COLUMNS / 4 * VALUE_PITCH];
  int first = get_group_id(0) * ROWS;
  int own = first + ITEM / WARP * TILES * 16 + G; // the query of this item's first row
  int h = get_group_id(1);
  int b = get_group_id(2);
  int kvHead = h / (HEADS(queries) / HEADS(keys));
  int visible = causal ? min(COUNT(keys), first + ROWS) : COUNT(keys);
  k += kAt + row(&keys, 0, b, kvHead, 0);
  v += vAt + row(&keys, 1, b, kvHead, 0);
  if (mask) mask += maskAt + row(&pairs, 0, b, h, own);

  uint query[TILES][DEPTH][4];
  load_queries(query, q + qAt + row(&queries, 0, b, h, 0), STEP(queries, 0), own, COUNT(queries));
  float sum[TILES][WIDTH][4];
  UNROLL for (int e = 0; e < TILES * WIDTH * 4; e++) sum[e / 4 / WIDTH][e / 4 % WIDTH][e % 4] = 0;
  float largest[TILES * 2];
  float total[TILES * 2];
  UNROLL for (int r = 0; r < TILES * 2; r++) {
    largest[r] = -INFINITY;
    total[r] = 0;
  }
  for (int j = 0; j < visible; j += COLUMNS) {
    barrier(CLK_LOCAL_MEM_FENCE);
    stage_keys(keyBlock, k + j * STEP(keys, 0), STEP(keys, 0), COUNT(keys) - j);
    stage_values(valueBlock, v + j * STEP(keys, 1), STEP(keys, 1), COUNT(keys) - j);
    barrier(CLK_LOCAL_MEM_FENCE);
    float s[TILES][COLUMNS / 8][4];
    multiply_keys(s, query, keyBlock, scale, scratch);
    bool all = !mask && j + COLUMNS <= COUNT(keys) && !(causal && j + COLUMNS > first);
    UNROLL for (int r = 0; r < TILES * 2; r++) {
      int at = own + 8 * r;
      int key = j + 2 * T;
      if (!all && at < COUNT(queries)) {
        hide(r, s, mask ? mask + 8 * r * QUERY_STEP + key * KEY_STEP : 0, KEY_STEP, COUNT(keys) - key,
            causal ? at - key : INT_MAX);
      }
      weigh(r, s, sum, &largest[r], &total[r], scratch);
    }
    add_values(sum, s, valueBlock, scratch);
  }
  UNROLL for (int r = 0; r < TILES * 2; r++) total[r] = row_sum(total[r], scratch);
  UNROLL for (int r = 0; r < TILES * 2; r++) {
    int at = own + 8 * r;
    if (at >= COUNT(queries)) continue;
    float divisor = total[r] == 0 ? NAN : total[r];
    global float *to = o + oAt + row(&queries, 1, b, h, at);
    UNROLL for (int e = 0; e < WIDTH * 2; e++) {
      int d = e / 2 * 8 + 2 * T + e % 2;
      if (d < VALUE) to[d] = sum[r / 2][e / 2][r % 2 * 2 + e % 2] / divisor;
    }
    if (T != 0) continue;
    m[mAt + row(&numbers, 0, b, h, at)] = largest[r];
    l[lAt + row(&numbers, 1, b, h, at)] = divisor;
  }
}
