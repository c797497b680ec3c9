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

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void forward(OPERANDS, global real *o, int oAt, global real *m, int mAt, global real *l, int lAt) {
  local uint2 keyBlock[COLUMNS * KEY_PITCH];
  local uint2 valueBlock[COLUMNS / 4 * VALUE_PITCH];
  local uint scratch[GROUP * MMA_SCRATCH];
  int g = ITEM % WARP / 4;
  int t = ITEM % 4;
  int first = get_group_id(0) * ROWS;
  int own = first + ITEM / WARP * TILES * 16 + g; // the query of this item's first row
  int h = get_group_id(1);
  int b = get_group_id(2);
  int kvHead = h / (HEADS(queries) / HEADS(keys));
  int visible = causal ? min(COUNT(keys), first + ROWS) : COUNT(keys);
  q += qAt + row(&queries, 0, b, h, 0);
  k += kAt + row(&keys, 0, b, kvHead, 0);
  v += vAt + row(&keys, 1, b, kvHead, 0);
  if (mask) mask += maskAt + row(&pairs, 0, b, h, 0);

  uint query[TILES][DEPTH][4];
  UNROLL for (int i = 0; i < 2 * TILES; i++) {
    UNROLL for (int d = 0; d < DEPTH; d++) {
      int at = own + 8 * i;
      float4 x = at < COUNT(queries) ? four(q + at * STEP(queries, 0) + 16 * d + 4 * t, HEAD - 16 * d - 4 * t,
          is_aligned(q, STEP(queries, 0))) : (float4)(0);
      query[i / 2][d][i % 2] = pack_bf16(x.s0, x.s1);
      query[i / 2][d][i % 2 + 2] = pack_bf16(x.s2, x.s3);
    }
  }
  float sum[TILES][WIDTH][4];
  UNROLL for (int e = 0; e < TILES * WIDTH * 4; e++) sum[e / 4 / WIDTH][e / 4 % WIDTH][e % 4] = 0;
  float largest[TILES][2];
  float total[TILES][2];
  UNROLL for (int e = 0; e < TILES * 2; e++) {
    largest[e / 2][e % 2] = -INFINITY;
    total[e / 2][e % 2] = 0;
  }

  for (int j = 0; j < visible; j += COLUMNS) {
    barrier(CLK_LOCAL_MEM_FENCE);
    stage_keys(keyBlock, k + j * STEP(keys, 0), STEP(keys, 0), COUNT(keys) - j);
    stage_values(valueBlock, v + j * STEP(keys, 1), STEP(keys, 1), COUNT(keys) - j);
    barrier(CLK_LOCAL_MEM_FENCE);

    float s[TILES][COLUMNS / 8][4];
    UNROLL for (int n = 0; n < COLUMNS / 8; n++) {
      UNROLL for (int e = 0; e < TILES * 4; e++) s[e / 4][n][e % 4] = 0;
      UNROLL for (int d = 0; d < DEPTH; d++) {
        uint2 word = keyBlock[(8 * n + g) * KEY_PITCH + 4 * d + t];
        uint key[2] = {word.s0, word.s1};
        UNROLL for (int i = 0; i < TILES; i++) mma_bf16(s[i][n], query[i][d], key, scratch);
      }
      UNROLL for (int e = 0; e < TILES * 4; e++) s[e / 4][n][e % 4] *= scale;
    }

    if (mask || j + COLUMNS > COUNT(keys) || causal && j + COLUMNS > first) {
      UNROLL for (int e = 0; e < TILES * 4; e++) {
        int at = own + e / 2 * 8;
        int key = j + 2 * t + e % 2;
        global const float *line = mask + at * QUERY_STEP + key * KEY_STEP;
        UNROLL for (int n = 0; n < COLUMNS / 8; n++) {
          bool seen = at < COUNT(queries) && key < COUNT(keys) && !(causal && key > at);
          if (!seen) s[e / 4][n][e % 4] = -INFINITY;
          else if (mask) s[e / 4][n][e % 4] += *line;
          key += 8;
          line += 8 * KEY_STEP;
        }
      }
    }

    UNROLL for (int r = 0; r < TILES * 2; r++) {
      int i = r / 2;
      int c = r % 2 * 2; // this row's two numbers of four
      float raised = largest[i][r % 2];
      UNROLL for (int n = 0; n < COLUMNS / 8; n++) raised = fmax(raised, fmax(s[i][n][c], s[i][n][c + 1]));
      raised = row_max(raised, scratch);
      float kept = native_exp(largest[i][r % 2] - shift(raised));
      largest[i][r % 2] = raised;
      total[i][r % 2] *= kept;
      UNROLL for (int n = 0; n < COLUMNS / 8; n++) {
        s[i][n][c] = native_exp(s[i][n][c] - shift(raised));
        s[i][n][c + 1] = native_exp(s[i][n][c + 1] - shift(raised));
        total[i][r % 2] += s[i][n][c] + s[i][n][c + 1];
      }
      UNROLL for (int n = 0; n < WIDTH; n++) {
        sum[i][n][c] *= kept;
        sum[i][n][c + 1] *= kept;
      }
    }

    UNROLL for (int tile = 0; tile < COLUMNS / 16; tile++) {
      uint weights[TILES][4];
      UNROLL for (int i = 0; i < TILES; i++) {
        UNROLL for (int e = 0; e < 4; e++) {
          int n = 2 * tile + e / 2;
          weights[i][e] = pack_bf16(s[i][n][e % 2 * 2], s[i][n][e % 2 * 2 + 1]);
        }
      }
      UNROLL for (int n = 0; n < WIDTH; n++) {
        uint2 word = valueBlock[(4 * tile + t) * VALUE_PITCH + 8 * n + g];
        uint value[2] = {word.s0, word.s1};
        UNROLL for (int i = 0; i < TILES; i++) mma_bf16(sum[i][n], weights[i], value, scratch);
      }
    }
  }

  UNROLL for (int r = 0; r < TILES * 2; r++) total[r / 2][r % 2] = row_sum(total[r / 2][r % 2], scratch);
  UNROLL for (int r = 0; r < TILES * 2; r++) {
    int i = r / 2;
    int at = own + 8 * r;
    float divisor = total[i][r % 2] == 0 ? NAN : total[i][r % 2];
    if (at >= COUNT(queries)) continue;
    global float *to = o + oAt + row(&queries, 1, b, h, at);
    UNROLL for (int e = 0; e < WIDTH * 2; e++) {
      int d = e / 2 * 8 + 2 * t + e % 2;
      if (d < VALUE) to[d] = sum[i][e / 2][r % 2 * 2 + e % 2] / divisor;
    }
    if (t == 0) {
      m[mAt + row(&numbers, 0, b, h, at)] = largest[i][r % 2];
      l[lAt + row(&numbers, 1, b, h, at)] = divisor;
    }
  }
}
