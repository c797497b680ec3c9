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
