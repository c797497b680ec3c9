package org.vitrail.vlm.siglip;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Dropout;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.PatchEmbedding;
import org.vitrail.vit.Positions;
import org.vitrail.vit.Vit;

/** The tower of SigLIP for pictures: a vision transformer without a class token, whose tokens attention pools. */
public sealed interface SiglipTower extends Part permits SiglipTower.Square, NaflexTower {

  /** A vector (n, D) for each picture of pixels (n, C, H, W). */
  Tensor forward(Tensor pixels);

  /** SigLIP's, for pictures of one size. */
  record Square(Vit vit) implements SiglipTower {

    /** A new tower as the reference begins. */
    static Square of(Vit.Config c, Init init) {
      var input = c.input();
      var block = c.block();
      int width = block.width();
      int pixels = input.channels() * input.patch() * input.patch();
      Parameter table = init.normal("positions.table", Math.pow(width, -0.5), 1, c.rows() * c.columns(), width);
      var patches = init.at("patches");
      return new Square(new Vit(c,
          new PatchEmbedding(SiglipInit.lecun(patches, "weight", pixels, width, input.channels(), input.patch(),
              input.patch()), patches.zeros("bias", width)),
          null, null, null, new Positions(table, 0, c.rows(), c.columns(), false),
          Dropout.of(init.at("dropout"), 0), null,
          SiglipInit.blocks(init.at("blocks"), block, c.depth()), LayerNorm.of(init.at("norm"), width, block.eps()),
          SiglipInit.pool(init.at("attentionPool"), block), null, null, null));
    }

    @Override public Tensor forward(Tensor pixels) {
      return vit.pool(vit.encode(pixels));
    }
  }
}
