kernel void uniform(ulong key, ulong start, int n, wide low, wide high, global float *out, int outAt) {
  ulong counter = start / 4 + get_global_id(0);
  uint4 words = philox(key, counter, 0);
  wide span = high - low;
  store(low + span * unit(words.s0), low + span * unit(words.s1), low + span * unit(words.s2),
      low + span * unit(words.s3), counter, start, n, out + outAt);
}
