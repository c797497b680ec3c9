// A product on tensor cores: operands in bfloat16, sums in float. Both operands are first packed into tiles of 16 x 16,
// each as the 32 work-items of a warp want it (mma.cl), so that the product itself moves nothing but whole tiles.

#define MI 4        // tiles of a warp along m
#define NI 2        // tiles of a warp along n
#define WARPS_M 2
#define WARPS_N 4
#define TILES 8     // of a group along m and along n: WARPS_M * MI and WARPS_N * NI
#define DEPTH 2     // tiles of a step along k
#define ITEMS (WARPS_M * WARPS_N * WARP)
#define PIECE (TILES * DEPTH * WARP)
#define STAGE_WIDTH (NI * 16)

// packed[matrix, row tile, k tile, lane] of x, whose rows are `rowStep` and whose columns are `kStep` apart; 0 beyond.
// For the right operand the "rows" are its columns. `which` is the view of the batches that x is.
kernel void pack_tiles(global const float *x, int xAt, int rowStep, int kStep, global uint4 *packed, int packedAt, int rows,
    int k, int rowTiles, int kTiles, Axes batches, int which, int count) {
  int i = get_global_id(0);
  if (i >= count) return;
  int lane = i % WARP;
  int kTile = i / WARP % kTiles;
  int rowTile = i / WARP / kTiles % rowTiles;
  int4 matrix = places(i / WARP / kTiles / rowTiles, &batches);
  x += xAt + (which == 0 ? matrix.s0 : matrix.s1);
  float at[8]; // rows g and g + 8, columns 2t, 2t + 1, 2t + 8, 2t + 9
  for (int e = 0; e < 8; e++) {
    int row = rowTile * 16 + lane / 4 + e / 2 % 2 * 8;
    int column = kTile * 16 + lane % 4 * 2 + e % 2 + e / 4 * 8;
    at[e] = row < rows && column < k ? x[row * rowStep + column * kStep] : 0;
  }
  packed[i] = (uint4)(pack_bf16(at[0], at[1]), pack_bf16(at[2], at[3]), pack_bf16(at[4], at[5]), pack_bf16(at[6], at[7]));
}

// DEPTH tiles of each of the TILES rows of tiles: whole runs of memory.
#define FETCH(next, packed, kTile)                                                              \
  for (int l = 0; l < PIECE / ITEMS; l++) {                                                            \
    int at = l * ITEMS + item;                                                                         \
    next[l] = packed[(at / (DEPTH * WARP)) * kTiles * WARP + (kTile) * WARP + at % (DEPTH * WARP)]; \
  }

kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void multiply_tiles(global const uint4 *a, int aAt, global const uint4 *b, int bAt, global float *c, int cAt, int cRow,
    EPILOGUE, int m, int n, int rowTiles, int columnTiles, int kTiles, float alpha, int accumulate, Axes batches,
    int batchCount, int stretch, int partial, local uint *scratch) {
  local uint4 pieces[2][2][PIECE];
  int item = get_local_id(0);
  int lane = item % WARP;
  int warpM = item / WARP / WARPS_N;
  int warpN = item / WARP % WARPS_N;
  int part = get_group_id(2) / batchCount;
  int matrix = get_group_id(2) % batchCount;
  int4 place = places(matrix, &batches);
  int kEnd = min(kTiles, (part + 1) * stretch);
  a += (matrix * rowTiles + get_group_id(1) * TILES) * kTiles * WARP;
  b += (matrix * columnTiles + get_group_id(0) * TILES) * kTiles * WARP;
  c += cAt + place.s2 + part * partial;

  float sums[MI][2 * NI][4];
#pragma unroll
  for (int i = 0; i < MI; i++) {
#pragma unroll
    for (int j = 0; j < 2 * NI; j++) sums[i][j][0] = sums[i][j][1] = sums[i][j][2] = sums[i][j][3] = 0;
  }
  uint4 aNext[PIECE / ITEMS];
  uint4 bNext[PIECE / ITEMS];
  FETCH(aNext, a, part * stretch)
  FETCH(bNext, b, part * stretch)
  int side = 0;
  for (int kTile = part * stretch; kTile < kEnd; kTile += DEPTH, side ^= 1) {
    local uint4 *left = pieces[side][0];
    local uint4 *right = pieces[side][1];
    for (int l = 0; l < PIECE / ITEMS; l++) {
      left[l * ITEMS + item] = aNext[l];
      right[l * ITEMS + item] = bNext[l];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (kTile + DEPTH < kEnd) {
      FETCH(aNext, a, kTile + DEPTH)
      FETCH(bNext, b, kTile + DEPTH)
    }
#pragma unroll
    for (int kk = 0; kk < DEPTH; kk++) {
      uint4 rightTiles[NI];
#pragma unroll
      for (int j = 0; j < NI; j++) rightTiles[j] = right[((warpN * NI + j) * DEPTH + kk) * WARP + lane];
#pragma unroll
      for (int i = 0; i < MI; i++) {
        uint4 tile = left[((warpM * MI + i) * DEPTH + kk) * WARP + lane];
        uint rows[4] = {tile.s0, tile.s1, tile.s2, tile.s3};
#pragma unroll
        for (int j = 0; j < NI; j++) {
          uint columns[4] = {rightTiles[j].s0, rightTiles[j].s2, rightTiles[j].s1, rightTiles[j].s3};
          mma_bf16(sums[i][2 * j], rows, columns, scratch);
          mma_bf16(sums[i][2 * j + 1], rows, columns + 2, scratch);
        }
      }
    }
  }

  // A row of tiles of each warp after the other through local memory, so that neighbours write neighbours.
  local float *stage = (local float *)pieces + item / WARP * 16 * STAGE_WIDTH;
#pragma unroll
  for (int i = 0; i < MI; i++) {
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
    for (int j = 0; j < 2 * NI; j++) {
#pragma unroll
      for (int e = 0; e < 4; e++) {
        stage[(lane / 4 + e / 2 * 8) * STAGE_WIDTH + j * 8 + lane % 4 * 2 + e % 2] = sums[i][j][e];
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll 1
    for (int e = lane; e < 16 * STAGE_WIDTH; e += WARP) {
      int row = (get_group_id(1) * TILES + warpM * MI + i) * 16 + e / STAGE_WIDTH;
      int column = (get_group_id(0) * TILES + warpN * NI) * 16 + e % STAGE_WIDTH;
      if (row < m && column < n) FINISH(stage[e], c + row * cRow + column, row, column, place.s3);
    }
  }
}
