/** The same workloads under JMH, for its statistics and its profilers. */
package org.vitrail.bench.jmh;
