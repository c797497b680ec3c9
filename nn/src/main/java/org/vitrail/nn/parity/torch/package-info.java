/** PyTorch expressions such as {@code F.gelu(x @ w.T)[..., 1:]}, read and computed with this engine's tensors. */
package org.vitrail.nn.parity.torch;
