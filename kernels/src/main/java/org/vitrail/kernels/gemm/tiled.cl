// A product in tiles for devices with local memory. A group of work-items makes a tile of C of BM x BN: it walks along k
// in steps of BK, brings such pieces of A and B to local memory, and each item multiplies its TM x TN elements in
// registers. The pieces of the next step come from global memory while this one is multiplied.
//
// A_ALONG_K: neighbours along k are neighbours in memory, else those along m. B_ALONG_N likewise, else those along k.
// VEC: 4 where A and B can be read four numbers at a time, else 1. OPERAND rounds to a lower precision, F is the activation.

#define ITEMS ((BM / TM) * (BN / TN))
#define COLUMNS (BN / TN)

// An item's rows are TM/4 runs of four, ROW_RUN apart, its columns likewise: then neighbours read neighbouring words.
#define ROW_RUN (BM / (TM / 4))
#define COLUMN_RUN (BN / (TN / 4))

#define PAD 4
#define A_PITCH (BM + PAD)
#define B_PITCH (BN + PAD)
#define A_LOADS (BM * BK / VEC / ITEMS)
#define B_LOADS (BN * BK / VEC / ITEMS)

#if VEC == 4
typedef real4 load_t;
#define GET(p, i) (*(global const real4 *)((p) + (i)))
#else
typedef real load_t;
#define GET(p, i) ((p)[i])
#endif

// Where load number `l` of an item stands in the piece: its place along the axis that is next to next in memory (fast),
// and along the other (slow).
#define FAST(l, width) (((l) * ITEMS + item) % ((width) / VEC) * VEC)
#define SLOW(l, width) (((l) * ITEMS + item) / ((width) / VEC))

// The four or the one numbers of a load go to `piece`, along its rows or down its columns.
static inline void put_along(local real *piece, int at, load_t x) {
#if VEC == 4
  piece[at] = OPERAND(x.s0); piece[at + 1] = OPERAND(x.s1); piece[at + 2] = OPERAND(x.s2); piece[at + 3] = OPERAND(x.s3);
#else
  piece[at] = OPERAND(x);
#endif
}

static inline void put_across(local real *piece, int at, int pitch, load_t x) {
#if VEC == 4
  piece[at] = OPERAND(x.s0); piece[at + pitch] = OPERAND(x.s1);
  piece[at + 2 * pitch] = OPERAND(x.s2); piece[at + 3 * pitch] = OPERAND(x.s3);
#else
  piece[at] = OPERAND(x);
#endif
}

#if A_ALONG_K
#define A_K(l) FAST(l, BK)
#define A_M(l) SLOW(l, BK)
#define A_PUT(l, x) put_across(aPiece, A_K(l) * A_PITCH + A_M(l), A_PITCH, x)
#else
#define A_K(l) SLOW(l, BM)
#define A_M(l) FAST(l, BM)
#define A_PUT(l, x) put_along(aPiece, A_K(l) * A_PITCH + A_M(l), x)
#endif

#if B_ALONG_N
#define B_K(l) SLOW(l, BN)
#define B_N(l) FAST(l, BN)
#define B_PUT(l, x) put_along(bPiece, B_K(l) * B_PITCH + B_N(l), x)
#else
#define B_K(l) FAST(l, BK)
#define B_N(l) SLOW(l, BK)
#define B_PUT(l, x) put_across(bPiece, B_K(l) * B_PITCH + B_N(l), B_PITCH, x)
#endif

// The pieces of A (rows from m0) and B (columns from n0) at k0, 0 beyond the edges.
#define FETCH(k0)                                                                                        \
  for (int l = 0; l < A_LOADS; l++) {                                                                    \
    bool inside = m0 + A_M(l) < m && (k0) + A_K(l) < kEnd;                                               \
    aNext[l] = inside ? GET(a, (m0 + A_M(l)) * aRow + ((k0) + A_K(l)) * aColumn) : (load_t)(0);          \
  }                                                                                                      \
  for (int l = 0; l < B_LOADS; l++) {                                                                    \
    bool inside = n0 + B_N(l) < n && (k0) + B_K(l) < kEnd;                                               \
    bNext[l] = inside ? GET(b, ((k0) + B_K(l)) * bRow + (n0 + B_N(l)) * bColumn) : (load_t)(0);          \
  }

// batches: of A, B, C and the residual. `stretch` numbers of the sum over k are this group's; with more than one stretch
// each goes to a C of its own, `partial` apart, to be added later.
kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void multiply(global const real *a, int aAt, int aRow, int aColumn, global const real *b, int bAt, int bRow, int bColumn,
    global real *c, int cAt, int cRow, EPILOGUE, int m, int n, int k, real alpha, int accumulate, Axes batches,
    int batchCount, int stretch, int partial) {
  local real pieces[2][BK * (A_PITCH + B_PITCH)] __attribute__((aligned(sizeof(real4)))); // four are read at a time
  int item = get_local_id(0);
  int m0 = get_group_id(1) * BM;
  int n0 = get_group_id(0) * BN;
  int part = get_group_id(2) / batchCount;
  int4 matrix = places(get_group_id(2) % batchCount, &batches);
  int kEnd = min(k, (part + 1) * stretch);
  a += aAt + matrix.s0;
  b += bAt + matrix.s1;
  c += cAt + matrix.s2 + part * partial;

  real sums[TM][TN];
#pragma unroll
  for (int i = 0; i < TM; i++) {
#pragma unroll
    for (int j = 0; j < TN; j++) sums[i][j] = 0;
  }
  load_t aNext[A_LOADS];
  load_t bNext[B_LOADS];
  int ty = item / COLUMNS * 4;
  int tx = item % COLUMNS * 4;

  FETCH(part * stretch)
  int side = 0;
  for (int k0 = part * stretch; k0 < kEnd; k0 += BK, side ^= 1) {
    local real *aPiece = pieces[side];
    local real *bPiece = aPiece + BK * A_PITCH;
    for (int l = 0; l < A_LOADS; l++) A_PUT(l, aNext[l]);
    for (int l = 0; l < B_LOADS; l++) B_PUT(l, bNext[l]);
    barrier(CLK_LOCAL_MEM_FENCE);
    FETCH(k0 + BK)
#pragma unroll
    for (int kk = 0; kk < BK; kk++) {
      real4 left[TM / 4];
      real4 right[TN / 4];
#pragma unroll
      for (int i = 0; i < TM / 4; i++) left[i] = *(local real4 *)(aPiece + kk * A_PITCH + i * ROW_RUN + ty);
#pragma unroll
      for (int j = 0; j < TN / 4; j++) right[j] = *(local real4 *)(bPiece + kk * B_PITCH + j * COLUMN_RUN + tx);
#pragma unroll
      for (int i = 0; i < TM; i++) {
#pragma unroll
        for (int j = 0; j < TN; j++) {
          sums[i][j] = fma(((real *)left)[i], ((real *)right)[j], sums[i][j]);
        }
      }
    }
  }

  // Row by row through local memory, so that neighbours write neighbours.
  local real *stage = pieces[0];
  barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
  for (int i = 0; i < TM; i++) {
#pragma unroll
    for (int j = 0; j < TN; j++) stage[item / COLUMNS * BN + j / 4 * COLUMN_RUN + tx + j % 4] = sums[i][j];
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll 1
    for (int e = item; e < BM / TM * BN; e += ITEMS) {
      int row = m0 + i / 4 * ROW_RUN + e / BN * 4 + i % 4;
      int column = n0 + e % BN;
      if (row < m && column < n) FINISH(stage[e], c + row * cRow + column, row, column, matrix.s3);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
}
