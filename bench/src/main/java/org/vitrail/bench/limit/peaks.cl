// The kernels whose speed is the device's: nothing but multiply-adds, nothing but loads, loads and stores. `vector` is
// one of floats; BLOCK of them are what a group goes through at a time, a power of two, at least four times its size.

// n times sixteen multiply-adds that wait for nothing but the round before.
kernel void multiply_add(int n, global vector *out, int outAt) {
  vector a[16];
  float start = get_global_id(0);
  for (int i = 0; i < 16; i++) a[i] = (vector)(start + i);
  for (int round = 0; round < n; round++) {
#pragma unroll
    for (int i = 0; i < 16; i++) a[i] = a[i] * 0.999f + 0.001f;
  }
  vector sum = a[0];
  for (int i = 1; i < 16; i++) sum += a[i];
  out[outAt + get_global_id(0)] = sum;
}

// All groups together move on through x, pass by pass and over and over.
kernel void read(global const vector *x, int xAt, int blocks, int passes, global vector *out, int outAt) {
  int item = get_local_id(0);
  int step = get_local_size(0);
  int block = get_group_id(0) % blocks;
  vector a = 0, b = 0, c = 0, d = 0;
  for (int pass = 0; pass < passes; pass++) {
    global const vector *at = x + (long)block * BLOCK;
    for (int i = item; i < BLOCK; i += 4 * step) {
      a += at[i];
      b += at[i + step];
      c += at[i + 2 * step];
      d += at[i + 3 * step];
    }
    block = (block + get_num_groups(0)) % blocks;
  }
  out[outAt + get_global_id(0)] = a + b + c + d;
}

// As `read`; where there are more groups than blocks some change the same one, and nobody looks at the result.
kernel void update(global vector *x, int xAt, int blocks, int passes) {
  int item = get_local_id(0);
  int step = get_local_size(0);
  int block = get_group_id(0) % blocks;
  for (int pass = 0; pass < passes; pass++) {
    global vector *at = x + (long)block * BLOCK;
    for (int i = item; i < BLOCK; i += 4 * step) {
      vector a = at[i], b = at[i + step], c = at[i + 2 * step], d = at[i + 3 * step];
      at[i] = a * 0.999f + 0.001f;
      at[i + step] = b * 0.999f + 0.001f;
      at[i + 2 * step] = c * 0.999f + 0.001f;
      at[i + 3 * step] = d * 0.999f + 0.001f;
    }
    block = (block + get_num_groups(0)) % blocks;
  }
}

// Local memory: `passes` times BLOCK vectors, four side by side.
kernel void read_local(int passes, global vector *out, int outAt) {
  local vector scratch[BLOCK];
  int item = get_local_id(0);
  int step = get_local_size(0);
  for (int i = item; i < BLOCK; i += step) scratch[i] = (vector)(i);
  barrier(CLK_LOCAL_MEM_FENCE);
  vector a = 0, b = 0, c = 0, d = 0;
  for (int pass = 0; pass < passes; pass++) {
    for (int i = item; i < BLOCK; i += 4 * step) {
      int at = (i + pass) & (BLOCK - 1);
      a += scratch[at];
      b += scratch[(at + step) & (BLOCK - 1)];
      c += scratch[(at + 2 * step) & (BLOCK - 1)];
      d += scratch[(at + 3 * step) & (BLOCK - 1)];
    }
  }
  out[outAt + get_global_id(0)] = a + b + c + d;
}

kernel void update_local(int passes, global vector *out, int outAt) {
  local vector scratch[BLOCK];
  int item = get_local_id(0);
  int step = get_local_size(0);
  for (int i = item; i < BLOCK; i += step) scratch[i] = (vector)(i);
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int pass = 0; pass < passes; pass++) {
    for (int i = item; i < BLOCK; i += step) scratch[i] = scratch[i] * 0.999f + 0.001f;
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  out[outAt + get_global_id(0)] = scratch[item];
}
