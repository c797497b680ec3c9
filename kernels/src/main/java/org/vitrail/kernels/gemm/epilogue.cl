// The end of a product: what becomes of a sum before it is an element of C.

// The arguments that Product.epilogue gives; bias and residual may be null.
#define EPILOGUE                                                                                  \
  global const real *bias, int biasAt, int biasStep, global const real *residual, int residualAt, \
      int residualRow, int residualColumn

// target = F(alpha·sum + bias[column] + (accumulate ? target : 0)) + residual[row, column]; the residual's matrix begins
// `place` behind its first
#define FINISH(sum, target, row, column, place)                                                          \
  do {                                                                                                   \
    real x = alpha * (sum);                                                                              \
    if (bias) x += bias[biasAt + (column) * biasStep];                                                   \
    if (accumulate) x += *(target);                                                                      \
    x = F(x, 1, 0);                                                                                      \
    if (residual) x += residual[residualAt + (place) + (row) * residualRow + (column) * residualColumn]; \
    *(target) = x;                                                                                       \
  } while (0)
