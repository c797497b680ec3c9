// The rate of tensor cores, see mma.cl.

// n times eight products of tiles that wait for nothing but the round before.
kernel void multiply_tiles(int n, global float *out, int outAt) {
  local uint scratch[GROUP * MMA_SCRATCH];
  float d[8][4];
  for (int i = 0; i < 8; i++) {
    for (int j = 0; j < 4; j++) d[i][j] = i + j;
  }
  float x = get_local_id(0) * 0.001f;
  uint a[4] = {pack_bf16(x, -x), pack_bf16(-x, x), pack_bf16(x, x), pack_bf16(-x, -x)};
  uint b[2] = {pack_bf16(0.5f, x), pack_bf16(-x, 0.5f)};
  for (int round = 0; round < n; round++) {
#pragma unroll
    for (int i = 0; i < 8; i++) mma_bf16(d[i], a, b, scratch);
  }
  float sum = 0;
  for (int i = 0; i < 8; i++) sum += d[i][0] + d[i][1] + d[i][2] + d[i][3];
  out[outAt + get_global_id(0)] = sum;
}
