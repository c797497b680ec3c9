/**
 * File formats: safetensors, GGUF, PyTorch's pickles, NumPy's npy and npz, JSON. Readers check every length against the
 * file before they allocate; whatever the bytes, they answer with the right values or with one {@link
 * org.vitrail.tensor.io.FormatException}.
 */
package org.vitrail.tensor.io;
