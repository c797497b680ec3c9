package org.vitrail.bench.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.vitrail.autograd.Tape;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.nn.Init;
import org.vitrail.nn.Mode;
import org.vitrail.nn.Part;
import org.vitrail.nn.data.Dataset;
import org.vitrail.nn.loss.CrossEntropy;
import org.vitrail.nn.loss.ZLoss;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.Vit;
import org.vitrail.vlm.clip.Clip;
import org.vitrail.vlm.loss.Pairing;
import org.vitrail.vlm.loss.Softmax;
import org.vitrail.vlm.vq.PictureBatch;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqConfig;
import org.vitrail.vlm.vq.VqTask;

/**
 * One training step again and again on one random batch: forward, backward, AdamW. The loss of the first step is near
 * log(classes), and it falls as the batch is learned by heart.
 */
public final class TrainingStep {
  private static final RandomStream DATA = RandomStream.of(2).at("data");

  /** The steps that are measured. */
  public enum Model {
    /** ViT-Tiny/16 (Touvron et al. 2021) on pictures of 224 pixels, 1000 classes. */
    VIT_TINY("vit-tiny", 16) {
      @Override public TrainingStep create(int batch) {
        return vit(batch, Vit.Config.classifier(224, 16, 192, 12, 3, 1000));
      }
    },
    /** A ViT 192 wide and 6 deep on pictures of 32 pixels in patches of 4, 10 classes. */
    VIT_SMALL("vit-32px", 128) {
      @Override public TrainingStep create(int batch) {
        return vit(batch, Vit.Config.classifier(32, 4, 192, 6, 3, 10));
      }
    },
    /** A GPT-2 384 wide and 6 deep, context 256, 512 tokens. */
    DECODER("decoder", 16) {
      @Override public TrainingStep create(int batch) {
        return decoder(batch, DecoderConfig.gpt2(512, 256, 384, 6, 6, 1536), ZLoss.NONE);
      }
    },
    /** The recipe of nanoGPT for a CPU: 128 wide, 4 deep, context 64, 65 characters; what is small shows. */
    NANO_GPT("nanogpt", 12) {
      @Override public TrainingStep create(int batch) {
        return decoder(batch, DecoderConfig.gpt2(65, 64, 128, 4, 4, 512), ZLoss.NONE);
      }
    },
    /** A CLIP 64 wide, 3 and 2 deep, on pictures of 32 pixels and texts of 18 tokens; what is small shows. */
    CLIP_SMALL("clip-s", 64) {
      @Override public TrainingStep create(int batch) {
        return clip(batch, Clip.Config.small(79, 18, 78));
      }
    },
    /** A VQ picture tokenizer, 32 pixels to 8x8 codes of 128, whose codebook follows running means. */
    VQ_SMALL("vq-s", 32) {
      @Override public TrainingStep create(int batch) {
        return vq(batch, VqConfig.small());
      }
    },
    /** A Chameleon 128 wide and 4 deep on documents of 40 words and codes, with z-loss; what is small shows. */
    CHAMELEON_SMALL("chameleon-s", 64) {
      @Override public TrainingStep create(int batch) {
        return decoder(batch, DecoderConfig.chameleon(337, 40, 128, 4, 4, 4, 344, DecoderConfig.Placement.BEFORE),
            ZLoss.CHAMELEON);
      }
    };

    private final String label;
    private final int batch;

    Model(String label, int batch) {
      this.label = label;
      this.batch = batch;
    }

    /** What the command line calls it. */
    public String label() {
      return label;
    }

    /** Examples in a step where nothing else is said. */
    public int batch() {
      return batch;
    }

    /** The step of {@code batch} examples on the current device. */
    public abstract TrainingStep create(int batch);

    /**
     * The model that the command line calls {@code label}.
     *
     * @throws IllegalArgumentException if there is none, naming those that exist
     */
    public static Model labelled(String label) {
      return Arrays.stream(values()).filter(model -> model.label.equals(label)).findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no model is called '" + label + "'; there are "
              + Arrays.stream(values()).map(Model::label).collect(Collectors.joining(", "))));
    }
  }

  private final Device device = Devices.current();
  private final Part model;
  private final Supplier<Tensor> loss;
  private final AdamW optimizer;
  private final double rate;

  private TrainingStep(Part model, Supplier<Tensor> loss, double rate, double decay) {
    this.model = model;
    this.loss = loss;
    this.optimizer = new AdamW(Group.of(model.parameters().values(), decay));
    this.rate = rate;
  }

  /** A classifier of random pictures. */
  static TrainingStep vit(int batch, Vit.Config config) {
    var model = Vit.of(config, Init.of(1));
    var input = config.input();
    var pixels = DATA.at("pixels").normal(Shape.of(batch, input.channels(), input.height(), input.width()), 0, 1);
    var labels = ids("labels", config.head().classes(), batch);
    return new TrainingStep(model, () -> CrossEntropy.MEAN.of(model.forward(pixels), labels), 1e-3, 0.05);
  }

  /** A language model of random tokens. */
  static TrainingStep decoder(int batch, DecoderConfig config, ZLoss objective) {
    var model = Decoder.of(config, Init.of(1));
    var tokens = ids("tokens", config.vocabulary(), batch, config.context());
    var next = ids("next", config.vocabulary(), batch, config.context());
    return new TrainingStep(model, () -> objective.of(model.forward(tokens), next).mean(), 3e-4, 0.01);
  }

  /** Two towers on random pictures and texts. */
  static TrainingStep clip(int batch, Clip.Config config) {
    var model = Clip.of(config, Init.of(1));
    var pixels = DATA.at("pixels").normal(Shape.of(batch, 3, config.image().height(), config.image().width()), 0, 1);
    var texts = ids("texts", config.text().vocabulary(), batch, config.text().context());
    var pairs = Pairing.diagonal(batch);
    return new TrainingStep(model, () -> Softmax.PLAIN.of(
        model.logits(model.encodeImages(pixels), model.encodeTexts(texts)), pairs), 1e-3, 0.05);
  }

  /** Random pictures to codes and back. */
  static TrainingStep vq(int batch, VqConfig config) {
    var task = new VqTask(Vq.of(config, Init.of(1)), VqTask.Recipe.of(1), Dataset.of(List.of()));
    var pictures = new PictureBatch(DATA.at("pixels")
        .uniform(Shape.of(batch, config.channels(), config.side(), config.side()), -1, 1));
    return new TrainingStep(task.vq(), () -> task.loss(pictures), 1e-3, 0.01);
  }

  private static Tensor ids(String name, int bound, int... shape) {
    var random = DATA.at(name);
    return Tensor.of(random.ints(Shape.of(shape).size(), 0, bound).toArray(), shape);
  }

  /** Takes a step on the device on which it was made and returns the loss before it. */
  public double run() {
    return Devices.on(device, () -> Scope.call("step", () -> {
      var gradients = Tape.gradients(() -> Mode.training(DATA.at("dropout"), loss::get));
      optimizer.step(gradients, rate);
      return gradients.loss().item();
    }));
  }

  /** Number of trained values. */
  public long parameters() {
    return model.parameters().values().stream().mapToLong(Tensor::size).sum();
  }
}
