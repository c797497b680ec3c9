// Blocks of rows in local memory, and products of them that a group of 8 x 8 work-items has in registers. The item at
// (TY, TX) has rows TY + 8i and columns TX + 8j of a product of ROWS x COLUMNS.
#define GROUP 64
#define ROWS_EACH (ROWS / 8)
#define COLUMNS_EACH (COLUMNS / 8)

// Of items that follow each other two have the same column, and every second has the same row: reads of four numbers
// then meet in as few cycles as a warp can have.
#define ITEM ((int)get_local_id(0))
#define TX (ITEM / 2 % 8)
#define TY (ITEM % 2 + ITEM / 16 * 2)

// A row of `width` numbers in vectors of four, and the odd number of vectors from one row to the next: eight rows then
// begin in different banks.
#define VECTORS(width) (((width) + 3) / 4)
#define PITCH(width) (VECTORS(width) | 1)
#define NUMBERS(width) (4 * PITCH(width))
// An item has every eighth vector of a row.
#define VECTORS_EACH(width) ((VECTORS(width) + 7) / 8)

#define WIDER(a, b) ((a) > (b) ? (a) : (b))

#define ROW(i) (TY + 8 * (i))
#define COLUMN(j) (TX + 8 * (j))
// The last vectors of a row are there twice for items that have none.
#define VECTOR(c, width) min(TX + 8 * (c), VECTORS(width) - 1)

// An item's sums are in registers only where the loops over them unroll in the kernel itself.
#define INLINE static inline __attribute__((always_inline))

// The first n of four numbers.
INLINE real4 some(global const real *x, int n) {
  return (real4)(x[0], n > 1 ? x[1] : 0, n > 2 ? x[2] : 0, n > 3 ? x[3] : 0);
}

// to[r, d] = from[r, d]; zeros from row `rows` to `height`, and after `width` numbers up to whole vectors. Rows of
// whole vectors at multiples of their size are read so.
INLINE void stage(local real4 *to, int height, int width, global const real *from, int step, int rows) {
  bool whole = width % 4 == 0 && step % 4 == 0 && (size_t)from % sizeof(real4) == 0;
#pragma unroll 4
  for (int e = ITEM; e < height * VECTORS(width); e += GROUP) {
    int r = e / VECTORS(width);
    int c = e % VECTORS(width);
    int at = r * step + 4 * c;
    real4 x = 0;
    if (r < rows && whole) x = *(global const real4 *)(from + at);
    if (r < rows && !whole) x = some(from + at, width - 4 * c);
    to[r * PITCH(width) + c] = x;
  }
}

// s = a·bᵀ for `width` numbers in a row
INLINE void multiply_rows(real s[ROWS_EACH][COLUMNS_EACH], local const real4 *a, local const real4 *b, int width) {
#pragma unroll
  for (int i = 0; i < ROWS_EACH; i++) {
#pragma unroll
    for (int j = 0; j < COLUMNS_EACH; j++) s[i][j] = 0;
  }
  a += ROW(0) * PITCH(width);
  b += COLUMN(0) * PITCH(width);
#pragma unroll 4
  for (int d = 0; d < VECTORS(width); d++) {
    real4 left[ROWS_EACH];
#pragma unroll
    for (int i = 0; i < ROWS_EACH; i++) left[i] = a[8 * i * PITCH(width) + d];
#pragma unroll
    for (int j = 0; j < COLUMNS_EACH; j++) {
      real4 right = b[8 * j * PITCH(width) + d];
#pragma unroll
      for (int i = 0; i < ROWS_EACH; i++) {
        s[i][j] += left[i].s0 * right.s0;
        s[i][j] += left[i].s1 * right.s1;
        s[i][j] += left[i].s2 * right.s2;
        s[i][j] += left[i].s3 * right.s3;
      }
    }
  }
}

// One number of each of an item's rows times one row of b.
#define ADD_ROW(sum, left, x, b, k, width)                                                             \
  _Pragma("unroll") for (int c = 0; c < VECTORS_EACH(width); c++) {                                    \
    real4 right = b[(k) * PITCH(width) + VECTOR(c, width)];                                            \
    _Pragma("unroll") for (int i = 0; i < ROWS_EACH; i++) sum[i * VECTORS_EACH(width) + c] += left[i].x * right; \
  }

// sum += w·b for w of ROWS x COLUMNS and b of COLUMNS rows of `width` numbers; sum has VECTORS_EACH(width) for each row
INLINE void add_product(real4 *sum, local const real4 *w, local const real4 *b, int width) {
#pragma unroll 2
  for (int k = 0; k < COLUMNS / 4; k++) {
    real4 left[ROWS_EACH];
#pragma unroll
    for (int i = 0; i < ROWS_EACH; i++) left[i] = w[ROW(i) * PITCH(COLUMNS) + k];
    ADD_ROW(sum, left, s0, b, 4 * k, width)
    ADD_ROW(sum, left, s1, b, 4 * k + 1, width)
    ADD_ROW(sum, left, s2, b, 4 * k + 2, width)
    ADD_ROW(sum, left, s3, b, 4 * k + 3, width)
  }
}

// w = s
INLINE void put(local real4 *w, real s[ROWS_EACH][COLUMNS_EACH]) {
  local real *numbers = (local real *)w;
#pragma unroll
  for (int i = 0; i < ROWS_EACH; i++) {
#pragma unroll
    for (int j = 0; j < COLUMNS_EACH; j++) numbers[ROW(i) * NUMBERS(COLUMNS) + COLUMN(j)] = s[i][j];
  }
}

#define CLEAR(sum, width) \
  _Pragma("unroll") for (int n = 0; n < ROWS_EACH * VECTORS_EACH(width); n++) sum[n] = 0;

// to[r, d] = factor · sum[r, d] for `rows` rows
INLINE void write(global real *to, int step, int rows, int width, real factor, const real4 *sum) {
#pragma unroll
  for (int i = 0; i < ROWS_EACH; i++) {
    if (ROW(i) >= rows) continue;
#pragma unroll
    for (int c = 0; c < VECTORS_EACH(width); c++) {
      int d = 4 * COLUMN(c);
      real4 x = factor * sum[i * VECTORS_EACH(width) + c];
      global real *at = to + ROW(i) * step + d;
      if (d < width) at[0] = x.s0;
      if (d + 1 < width) at[1] = x.s1;
      if (d + 2 < width) at[2] = x.s2;
      if (d + 3 < width) at[3] = x.s3;
    }
  }
}

// s becomes scale · s + mask, and −∞ where a query does not see a key: beyond so many `rows` and `columns`, and where
// sign · (column − row) > lead. The mask begins at row and column 0. Where there is more to do than to scale, s goes
// through w, in which neighbours look at neighbours.
INLINE void score(real s[ROWS_EACH][COLUMNS_EACH], real scale, local real4 *w, global const real *mask, int rowStep,
    int columnStep, int rows, int columns, int sign, int lead) {
#pragma unroll
  for (int i = 0; i < ROWS_EACH; i++) {
#pragma unroll
    for (int j = 0; j < COLUMNS_EACH; j++) s[i][j] *= scale;
  }
  if (!mask && columns >= COLUMNS && lead >= WIDER(ROWS, COLUMNS)) return;
  put(w, s);
  barrier(CLK_LOCAL_MEM_FENCE);
  local real *numbers = (local real *)w;
#pragma unroll 1
  for (int e = ITEM; e < ROWS * COLUMNS; e += GROUP) {
    int r = e / COLUMNS;
    int c = e % COLUMNS;
    bool seen = r < rows && c < columns && sign * (c - r) <= lead;
    if (!seen) numbers[r * NUMBERS(COLUMNS) + c] = -INFINITY;
    else if (mask) numbers[r * NUMBERS(COLUMNS) + c] += mask[r * rowStep + c * columnStep];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
  for (int i = 0; i < ROWS_EACH; i++) {
#pragma unroll
    for (int j = 0; j < COLUMNS_EACH; j++) s[i][j] = numbers[ROW(i) * NUMBERS(COLUMNS) + COLUMN(j)];
  }
}
