// log, cos and sin in double precision with the bits of Java's StrictMath: the polynomials of fdlibm 5.3, for the
// arguments that Box and Muller's numbers have. What fdlibm does beyond that changes no bit of them: the logarithm is
// that of k·2⁻²⁴ in (0, 1], the angle is 2π·k·2⁻²⁴ in [0, 2π), and all 2²⁴ of each were compared.
//
// Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems, Inc.
// business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice
// is preserved.

static inline int high_word(double x) { return (int)(as_long(x) >> 32); }

// x = 2ᵏ·(1 + f) with √½ < 1 + f < √2; log x = k·log 2 + log(1 + f), with s = f/(2 + f)
static inline double fd_log(double x) {
  int high = high_word(x);
  int mantissa = high & 0xfffff;
  int half_ = (mantissa + 0x95f64) & 0x100000;
  double k = (high >> 20) - 1023 + (half_ >> 20);
  double f = as_double((as_long(x) & 0xffffffffL) | (long)(mantissa | (half_ ^ 0x3ff00000)) << 32) - 1;
  double s = f / (2 + f);
  double z = s * s;
  double w = z * z;
  double even = w * (0x1.999999997fa04p-2 + w * (0x1.c71c51d8e78afp-3 + w * 0x1.39a09d078c69fp-3));
  double odd = z * (0x1.5555555555593p-1
      + w * (0x1.2492494229359p-2 + w * (0x1.7466496cb03dep-3 + w * 0x1.2f112df3e5244p-3)));
  double r = odd + even;
  double upper = k * 0x1.62e42feep-1;
  double lower = k * 0x1.a39ef35793c76p-33;
  if (((mantissa - 0x6147a) | (0x6b851 - mantissa)) <= 0) return upper - ((s * (f - r) - lower) - f);
  double h = 0.5 * f * f;
  return upper - ((h - (s * (h + r) + lower)) - f);
}

// sin(x + y) and cos(x + y) for |x| ≤ π/4 and its tail y
static inline double kernel_sin(double x, double y, bool hasTail) {
  double z = x * x;
  double v = z * x;
  double s1 = -0x1.5555555555549p-3;
  double r = 0x1.111111110f8a6p-7 + z * (-0x1.a01a019c161d5p-13
      + z * (0x1.71de357b1fe7dp-19 + z * (-0x1.ae5e68a2b9cebp-26 + z * 0x1.5d93a5acfd57cp-33)));
  return hasTail ? x - ((z * (0.5 * y - v * r) - y) - v * s1) : x + v * (s1 + z * r);
}

static inline double kernel_cos(double x, double y) {
  double z = x * x;
  double r = z * (0x1.555555555554cp-5 + z * (-0x1.6c16c16c15177p-10 + z * (0x1.a01a019cb159p-16
      + z * (-0x1.27e4f809c52adp-22 + z * (0x1.1ee9ebdb4b1c4p-29 + z * -0x1.8fae9be8838d4p-37)))));
  int high = high_word(x) & 0x7fffffff;
  if (high < 0x3FD33333) return 1 - (0.5 * z - (z * r - x * y));
  double q = high > 0x3fe90000 ? 0.28125 : as_double((long)(high - 0x00200000) << 32);
  return (1 - q) - ((0.5 * z - q) - (z * r - x * y));
}

// (cos x, sin x): x less n·π/2, of which two parts are subtracted one after the other, is in [−π/4, π/4]
static inline double2 fd_cos_sin(double x) {
  if (high_word(x) <= 0x3fe921fb) return (double2)(kernel_cos(x, 0), kernel_sin(x, 0, false));
  int n = (int)(x * 0x1.45f306dc9c883p-1 + 0.5);
  double first = x - n * 0x1.921fb544p0;
  double second = n * 0x1.0b4611a6p-34;
  double rest = first - second;
  double tail = n * 0x1.3198a2e037073p-69 - ((first - rest) - second);
  double y0 = rest - tail;
  double y1 = (rest - y0) - tail;
  double2 turned = (double2)(kernel_cos(y0, y1), kernel_sin(y0, y1, true));
  if (n & 1) turned = (double2)(-turned.s1, turned.s0);
  return n & 2 ? -turned : turned;
}
