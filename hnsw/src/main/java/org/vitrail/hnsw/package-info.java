/** Approximate search among many vectors. */
package org.vitrail.hnsw;
