package org.vitrail.vlm.tower;

import java.util.Arrays;
import org.vitrail.tensor.Tensor;

/** Which token's state stands for a text. */
public sealed interface TextPooling {

  /** The place (m) I32 of that token in each text of ids (m, L) I32. */
  Tensor places(Tensor ids);

  /** The first token {@code id}, usually the end of the text; the first of all where there is none. */
  record FirstOf(int id) implements TextPooling {
    @Override public Tensor places(Tensor ids) {
      return ids.eq(id).argmax(1);
    }
  }

  /** The first token with the largest id: CLIP's vocabulary has the end of text last. */
  record LargestId() implements TextPooling {
    @Override public Tensor places(Tensor ids) {
      return ids.argmax(1);
    }
  }

  /** The first place. */
  record First() implements TextPooling {
    @Override public Tensor places(Tensor ids) {
      return ids.intsHere(new int[ids.dim(0)], ids.dim(0));
    }
  }

  /** The last place, whatever stands there, as SigLIP has it. */
  record Last() implements TextPooling {
    @Override public Tensor places(Tensor ids) {
      var places = new int[ids.dim(0)];
      Arrays.fill(places, ids.dim(1) - 1);
      return ids.intsHere(places, places.length);
    }
  }
}
