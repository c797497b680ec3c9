/**
 * Pictures: reading PNG and JPEG, resizing, preparing them for a model, and augmentation.
 *
 * <p>The reference is the Python world that public checkpoints were trained in: a file is read as Pillow reads it, a
 * resized picture has the same bytes as {@code Image.resize}, and a {@link org.vitrail.vit.image.Processor} yields what
 * the Hugging Face image processor of the same name yields.
 */
package org.vitrail.vit.image;
