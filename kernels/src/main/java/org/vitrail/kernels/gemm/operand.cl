// What happens to an operand of a product before it is multiplied; sums are always in `real`.

static inline real f32(real x) { return x; }

#ifdef SINGLE
// To the nearest number of 8 bits of precision (bfloat16), ties to even.
static inline real bf16(real x) {
  uint bits = as_uint(x);
  uint rounded = (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000;
  return isnan(x) ? x : as_float(rounded);
}

// To the nearest number of 11 bits of precision (IEEE half), ties to even; beyond 65504 infinite.
static inline real f16(real x) {
  ushort bits;
  vstore_half_rte(x, 0, (half *)&bits);
  return vload_half(0, (half *)&bits);
}
#endif
