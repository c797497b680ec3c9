// The kernels whose speed is the device's: nothing but multiply-adds, nothing but loads, loads and stores. `floatn` is a
// vector of floats; BLOCK of them, a power of two and at least four times its size, are what a group goes through at a
// time.

// n times sixteen multiply-adds that wait for nothing but the round before.
kernel void multiply_add(int n, global floatn *out, int outAt) {
  floatn a[16];
  float start = get_global_id(0);
  for (int i = 0; i < 16; i++) a[i] = (floatn)(start + i);
  for (int round = 0; round < n; round++) {
#pragma unroll
    for (int i = 0; i < 16; i++) a[i] = a[i] * 0.999f + 0.001f;
  }
  floatn sum = a[0];
  for (int i = 1; i < 16; i++) sum += a[i];
  out[outAt + get_global_id(0)] = sum;
}

// All groups together move on through x, pass by pass and over and over.
kernel void read(global const floatn *x, int xAt, int blocks, int passes, global floatn *out, int outAt) {
  int item = get_local_id(0);
  int step = get_local_size(0);
  int block = get_group_id(0) % blocks;
  floatn a = 0, b = 0, c = 0, d = 0;
  for (int pass = 0; pass < passes; pass++) {
    global const floatn *at = x + (long)block * BLOCK;
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
kernel void update(global floatn *x, int xAt, int blocks, int passes) {
  int item = get_local_id(0);
  int step = get_local_size(0);
  int block = get_group_id(0) % blocks;
  for (int pass = 0; pass < passes; pass++) {
    global floatn *at = x + (long)block * BLOCK;
    for (int i = item; i < BLOCK; i += 4 * step) {
      floatn a = at[i], b = at[i + step], c = at[i + 2 * step], d = at[i + 3 * step];
      at[i] = a * 0.999f + 0.001f;
      at[i + step] = b * 0.999f + 0.001f;
      at[i + 2 * step] = c * 0.999f + 0.001f;
      at[i + 3 * step] = d * 0.999f + 0.001f;
    }
    block = (block + get_num_groups(0)) % blocks;
  }
}

// Local memory: `passes` times BLOCK vectors, four side by side.
kernel void read_local(int passes, global floatn *out, int outAt) {
  local floatn scratch[BLOCK];
  int item = get_local_id(0);
  int step = get_local_size(0);
  for (int i = item; i < BLOCK; i += step) scratch[i] = (floatn)(i);
  barrier(CLK_LOCAL_MEM_FENCE);
  floatn a = 0, b = 0, c = 0, d = 0;
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

kernel void update_local(int passes, global floatn *out, int outAt) {
  local floatn scratch[BLOCK];
  int item = get_local_id(0);
  int step = get_local_size(0);
  for (int i = item; i < BLOCK; i += step) scratch[i] = (floatn)(i);
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int pass = 0; pass < passes; pass++) {
    for (int i = item; i < BLOCK; i += step) scratch[i] = scratch[i] * 0.999f + 0.001f;
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  out[outAt + get_global_id(0)] = scratch[item];
}
