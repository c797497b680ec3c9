package org.vitrail.cli;

import java.util.List;
import org.vitrail.cli.classify.NfResNetOptions;
import org.vitrail.cli.classify.ResNetOptions;
import org.vitrail.cli.classify.VitOptions;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.contrastive.ClipOptions;
import org.vitrail.cli.contrastive.LlipOptions;
import org.vitrail.cli.contrastive.SiglipOptions;
import org.vitrail.cli.fusion.ChameleonOptions;
import org.vitrail.cli.fusion.Cm3Options;
import org.vitrail.cli.fusion.InstructOptions;
import org.vitrail.cli.fusion.VqOptions;
import org.vitrail.cli.language.TrainBertCommand;
import org.vitrail.cli.language.TrainLmCommand;
import org.vitrail.cli.train.TrainModelCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrail train}: a command for each kind of model. */
@Command(name = "train", description = "Train a model.",
    footer = {"  vitrail train vit --data digits --patch 2",
      "  vitrail train resnet --data scenes",
      "  vitrail train clip --data scenes",
      "  vitrail train vq --data scenes",
      "  vitrail train lm --data book.txt",
      "  vitrail train bert --data captions.txt --preset bert_s", "  vitrail train vit --help"})
public final class TrainCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The command with those below it. */
  public static CommandLine line(Console console) {
    var train = new CommandLine(new TrainCommand());
    for (var options : List.of(new VitOptions(), new ResNetOptions(), new NfResNetOptions(), new ClipOptions(),
        new SiglipOptions(), new LlipOptions(), new VqOptions(), new ChameleonOptions(), new Cm3Options(),
        new InstructOptions())) {
      train.addSubcommand(options.command(), TrainModelCommand.line(console, options));
    }
    train.addSubcommand(new TrainLmCommand(console)).addSubcommand(new TrainBertCommand(console));
    return train;
  }

  @Override public void run() {
    throw new ParameterException(spec.commandLine(),
        "name the model to train: vit, resnet, nf-resnet, clip, siglip, llip, vq, chameleon, cm3leon, instruct, lm or "
        + "bert");
  }
}
