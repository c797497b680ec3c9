// What all kernels have in common. `real` is the type of their numbers: float, double or int.

#pragma OPENCL FP_CONTRACT ON
#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif

#define JOIN_TOKENS(a, b) a##b
#define JOIN(a, b) JOIN_TOKENS(a, b)
#define real4 JOIN(real, 4)
#define real16 JOIN(real, 16)

#define MAX_RANK 8
#define MAX_VIEWS 4

// The axes that up to four views of one shape share. Of rank 0: element i stands at place i of each.
typedef struct {
  int rank;
  int shape[MAX_RANK];
  int strides[MAX_VIEWS][MAX_RANK];
} Axes;

// One step along an axis, in each of the views.
static inline int4 steps(const Axes *axes, int axis) {
  return (int4)(axes->strides[0][axis], axes->strides[1][axis], axes->strides[2][axis], axes->strides[3][axis]);
}

// Where element i stands in each of the views.
static inline int4 places(int i, const Axes *axes) {
  if (axes->rank == 0) return (int4)(i);
  int4 at = (int4)(0);
  for (int axis = axes->rank - 1; axis > 0; axis--) {
    int rest = i / axes->shape[axis];
    at += (i - rest * axes->shape[axis]) * steps(axes, axis);
    i = rest;
  }
  return at + i * steps(axes, 0);
}

// The sum of x over the work-items of a group, in a fixed order; every item gets it. `scratch` has room for one each.
#define REDUCE_GROUP(name, combine)                                         \
  static inline real name(real x, local real *scratch) {                          \
    int item = get_local_id(0);                                            \
    scratch[item] = x;                                                     \
    barrier(CLK_LOCAL_MEM_FENCE);                                          \
    for (int half_ = get_local_size(0) / 2; half_ > 0; half_ /= 2) {       \
      if (item < half_) scratch[item] = combine(scratch[item], scratch[item + half_]); \
      barrier(CLK_LOCAL_MEM_FENCE);                                        \
    }                                                                      \
    real result = scratch[0];                                              \
    barrier(CLK_LOCAL_MEM_FENCE);                                          \
    return result;                                                         \
  }
