// Two normal numbers (Box and Muller 1958)
static inline double2 normal_pair(uint first, uint second) {
  double radius = sqrt(-2 * fd_log(unit(first) + 0x1p-24));
  return radius * fd_cos_sin(6.283185307179586 * unit(second));
}

static inline double4 normal_block(ulong key, ulong counter, uint attempt) {
  uint4 words = philox(key, counter, attempt);
  return (double4)(normal_pair(words.s0, words.s1), normal_pair(words.s2, words.s3));
}

kernel void normal(ulong key, ulong start, int n, double mean, double std, global float *out, int outAt) {
  ulong counter = start / 4 + get_global_id(0);
  double4 z = mean + std * normal_block(key, counter, 0);
  store(z.s0, z.s1, z.s2, z.s3, counter, start, n, out + outAt);
}

// What is beyond the limit is drawn again, each element from its own place in the next attempts.
kernel void truncated_normal(ulong key, ulong start, int n, double std, double limit, global float *out, int outAt) {
  ulong counter = start / 4 + get_global_id(0);
  double4 z = normal_block(key, counter, 0);
  for (uint attempt = 1; any(fabs(z) > limit); attempt++) {
    z = select(z, normal_block(key, counter, attempt), fabs(z) > limit);
  }
  z *= std;
  store(z.s0, z.s1, z.s2, z.s3, counter, start, n, out + outAt);
}
