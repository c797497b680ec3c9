// A product for devices that compute on wide vectors and have no local memory of their own: processors. B is packed into
// panels of PANEL columns; a work-item multiplies ROWS rows of A with one panel, all sums in registers.

#define PANEL 32
#define WIDE real16
#define LOAD(p) vload16(0, p)

// panels[matrix, n / PANEL, k, PANEL], 0 beyond column n
kernel void pack(global const real *b, int bAt, int bRow, int bColumn, global real *panels, int panelsAt, int k, int n,
    Axes batches, int panelCount) {
  int panel = get_global_id(0) % panelCount;
  int matrix = get_global_id(0) / panelCount;
  b += bAt + places(matrix, &batches).s1;
  panels += panelsAt + (matrix * panelCount + panel) * k * PANEL;
  int width = min(PANEL, n - panel * PANEL);
  for (int row = 0; row < k; row++) {
    for (int column = 0; column < PANEL; column++) {
      real x = column < width ? b[row * bRow + (panel * PANEL + column) * bColumn] : 0;
      panels[row * PANEL + column] = OPERAND(x);
    }
  }
}

kernel void multiply(global const real *a, int aAt, int aRow, int aColumn, global const real *panels, int panelsAt,
    int panelStep, global real *c, int cAt, int cRow, EPILOGUE, int m, int n, int k, real alpha, int accumulate,
    Axes batches) {
  int m0 = get_global_id(0) * ROWS;
  int panel = get_global_id(1);
  int4 matrix = places(get_global_id(2), &batches);
  a += aAt + matrix.s0;
  c += cAt + matrix.s2;
  global const real *right = panels + panelsAt + get_global_id(2) * panelStep + panel * k * PANEL;

  global const real *left[ROWS]; // rows beyond the last repeat it
  WIDE sums[ROWS][2];
  for (int i = 0; i < ROWS; i++) {
    left[i] = a + min(m0 + i, m - 1) * aRow;
    sums[i][0] = (WIDE)(0);
    sums[i][1] = (WIDE)(0);
  }
  for (int kk = 0; kk < k; kk++) {
    WIDE b0 = LOAD(right + kk * PANEL);
    WIDE b1 = LOAD(right + kk * PANEL + 16);
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      WIDE x = (WIDE)(OPERAND(left[i][kk * aColumn]));
      sums[i][0] = fma(x, b0, sums[i][0]);
      sums[i][1] = fma(x, b1, sums[i][1]);
    }
  }

  int width = min(PANEL, n - panel * PANEL);
  for (int i = 0; i < ROWS && m0 + i < m; i++) {
    real row[PANEL];
    vstore16(sums[i][0], 0, row);
    vstore16(sums[i][1], 0, row + 16);
    for (int j = 0; j < width; j++) {
      int column = panel * PANEL + j;
      FINISH(row[j], c + (m0 + i) * cRow + column, m0 + i, column, matrix.s3);
    }
  }
}
