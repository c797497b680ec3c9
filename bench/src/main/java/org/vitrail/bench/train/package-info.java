/** The training steps that are measured, and what a step costs. */
package org.vitrail.bench.train;
