/**
 * What models of pictures and texts can do, measured: zero-shot classification, retrieval, a linear probe, and probes of
 * what they are known to find hard, on generated scenes. {@link org.vitrail.vlm.probe.Probe} is the way in.
 */
package org.vitrail.vlm.probe;
