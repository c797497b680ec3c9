/** The training loop, its metrics, and checkpoints from which it resumes bit for bit. */
package org.vitrail.nn.train;
