// Philox4x32-10, as Philox.java has it. `wide` is double, or float where the device has nothing wider.

#pragma OPENCL FP_CONTRACT OFF

// The four words of the block `counter` of the stream `key`; other attempts are other blocks.
static inline uint4 philox(ulong key, ulong counter, uint attempt) {
  uint2 k = (uint2)((uint)key, (uint)(key >> 32));
  uint4 c = (uint4)((uint)counter, (uint)(counter >> 32), attempt, 0);
  for (int round = 0; round < 10; round++) {
    c = (uint4)(mul_hi(0xCD9E8D57u, c.s2) ^ c.s1 ^ k.s0, 0xCD9E8D57u * c.s2,
        mul_hi(0xD2511F53u, c.s0) ^ c.s3 ^ k.s1, 0xD2511F53u * c.s0);
    k += (uint2)(0x9E3779B9u, 0xBB67AE85u);
  }
  return c;
}

// A number of 24 bits in [0, 1)
static inline wide unit(uint word) { return (word >> 8) * (wide)0x1p-24; }

// Each work-item draws the four numbers of a block. Writes those of elements start, start + 1, …, start + n − 1.
static inline void store(wide x0, wide x1, wide x2, wide x3, ulong counter, ulong start, int n, global float *out) {
  int at = (int)(4 * counter - start);
  if (at >= 0 && at < n) out[at] = x0;
  if (at + 1 >= 0 && at + 1 < n) out[at + 1] = x1;
  if (at + 2 >= 0 && at + 2 < n) out[at + 2] = x2;
  if (at + 3 >= 0 && at + 3 < n) out[at + 3] = x3;
}
