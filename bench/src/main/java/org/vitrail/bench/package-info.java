/** Measurement of kernels and training steps against the machine's own limits. */
package org.vitrail.bench;
