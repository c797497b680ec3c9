// Tensor cores: D = A·B + D for a 16×16 tile of A, a 16×8 tile of B in bfloat16 and a 16×8 tile of D in float, shared
// out among the 32 work-items of a warp: consecutive get_local_id(0), a multiple of 32 first. PTX ISA, section "Matrix
// fragments for mma.m16n8k16 with floating point type". Work-item `lane` of its warp holds, with g = lane / 4 and
// t = lane % 4 and each pair packed into an uint, its first element in the lower half:
//
//   a[0] = A[g, 2t], A[g, 2t+1]       a[1] = A[g+8, 2t], A[g+8, 2t+1]
//   a[2] = A[g, 2t+8], A[g, 2t+9]     a[3] = A[g+8, 2t+8], A[g+8, 2t+9]
//   b[0] = B[2t, g], B[2t+1, g]       b[1] = B[2t+8, g], B[2t+9, g]
//   d[0] = D[g, 2t]   d[1] = D[g, 2t+1]   d[2] = D[g+8, 2t]   d[3] = D[g+8, 2t+1]
//
// So two tiles of D side by side (columns 0–7 and 8–15), packed in pairs, are the A of a next product:
// a = {pack(d0, d1), pack(d2, d3), pack(e0, e1), pack(e2, e3)}.

#define WARP 32

#ifndef EMULATE_MMA

#define MMA_SCRATCH 1

// Two floats as bfloat16, rounded to the nearest, ties to even; `low` in the lower half.
static inline uint pack_bf16(float low, float high) {
  uint both;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(high), "f"(low));
  return both;
}

// d += a·b. All work-items of a warp take part.
static inline void mma_bf16(float *d, const uint *a, const uint *b, local uint *scratch) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
      "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

// The x of the work-item whose number in its warp differs in the bits of `difference`.
static inline float exchange(float x, int difference, local uint *scratch) {
  float other;
  asm volatile("shfl.sync.bfly.b32 %0, %1, %2, 31, 0xffffffff;" : "=f"(other) : "f"(x), "r"(difference));
  return other;
}

#else // The same in plain OpenCL, for tests: the fragments go through `scratch`. All work-items of a group take part.

// Elements of `scratch` for each work-item of the group.
#define MMA_SCRATCH 6

static inline uint round_bf16(float x) {
  uint bits = as_uint(x);
  return x != x ? 0x7fff : (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
}

static inline uint pack_bf16(float low, float high) { return round_bf16(low) | round_bf16(high) << 16; }

static inline float unpack_bf16(uint pair, int half_) { return as_float(half_ ? pair & 0xffff0000u : pair << 16); }

static inline void mma_bf16(float *d, const uint *a, const uint *b, local uint *scratch) {
  int lane = get_local_id(0) % WARP;
  local uint *warp = scratch + (get_local_id(0) - lane) * MMA_SCRATCH;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int i = 0; i < 4; i++) warp[lane * MMA_SCRATCH + i] = a[i];
  for (int i = 0; i < 2; i++) warp[lane * MMA_SCRATCH + 4 + i] = b[i];
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int i = 0; i < 4; i++) {
    int row = lane / 4 + i / 2 * 8;
    int column = lane % 4 * 2 + i % 2;
    for (int k = 0; k < 16; k++) {
      int pair = k % 8 / 2;
      uint left = warp[(row % 8 * 4 + pair) * MMA_SCRATCH + row / 8 + k / 8 * 2];
      uint right = warp[(column * 4 + pair) * MMA_SCRATCH + 4 + k / 8];
      d[i] += unpack_bf16(left, k % 2) * unpack_bf16(right, k % 2);
    }
  }
}

static inline float exchange(float x, int difference, local uint *scratch) {
  barrier(CLK_LOCAL_MEM_FENCE);
  scratch[get_local_id(0)] = as_uint(x);
  barrier(CLK_LOCAL_MEM_FENCE);
  return as_float(scratch[get_local_id(0) ^ difference]);
}
#endif
