// Reading operands four at a time, rounded to a lower precision: OPERAND is a function of operand.cl.

// What an item holds is in registers only where functions and the loops over it are unrolled in the kernel itself.
#define INLINE static inline __attribute__((always_inline))

#define ITEM ((int)get_local_id(0))

// Whether vectors in rows that are `step` apart can be read as such.
INLINE bool is_aligned(global const real *rows, int step) {
  return step % 4 == 0 && (size_t)rows % sizeof(real4) == 0;
}

// The first n numbers of a vector, zeros after them.
INLINE real4 four(global const real *x, int n, bool aligned) {
  real4 v = 0;
  if (n >= 4 && aligned) {
    v = *(global const real4 *)x;
  } else {
    if (n > 0) v.s0 = x[0];
    if (n > 1) v.s1 = x[1];
    if (n > 2) v.s2 = x[2];
    if (n > 3) v.s3 = x[3];
  }
  return (real4)(OPERAND(v.s0), OPERAND(v.s1), OPERAND(v.s2), OPERAND(v.s3));
}
