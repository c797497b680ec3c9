/** The kernels that are measured, each at the shapes that matter, and the proof that they compute the right thing. */
package org.vitrail.bench.kernel;
