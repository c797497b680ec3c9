package org.vitrail.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.tensor.io.AtomicFile;
import org.vitrail.tensor.io.FormatException;

class CheckpointStoreTest {
  private static final CheckpointStore.Content CONTENT = folder -> Files.writeString(folder.resolve("file"), "whole");

  @TempDir Path run;

  private List<String> names() throws IOException {
    try (var files = Files.list(run)) {
      return files.map(path -> path.getFileName().toString()).filter(name -> !name.equals(".lock")).sorted().toList();
    }
  }

  @Test void onlyTheNewestStay() throws IOException {
    try (var store = new CheckpointStore(run)) {
      for (int step : new int[] {5, 10, 999_999, 1_000_000}) store.save(step, 2, CONTENT);
    }
    assertEquals(List.of("checkpoint-1000000", "checkpoint-999999"), names());
    assertEquals("checkpoint-1000000", CheckpointStore.newest(run).orElseThrow().getFileName().toString());
  }

  @Test void aFullDiskLeavesTheOldCheckpointAndSaysSo() throws IOException {
    try (var store = new CheckpointStore(run)) {
      store.save(5, 1, CONTENT);
      var full = assertThrows(TrainingException.class, () -> store.save(10, 1, folder -> {
        CONTENT.writeTo(folder);
        AtomicFile.write(folder.resolve("second"), channel -> {
          channel.write(java.nio.ByteBuffer.wrap(new byte[100]));
          throw new IOException("No space left on device");
        });
      }));
      assertEquals(run.resolve("checkpoint-000010") + " could not be written: No space left on device; "
          + "checkpoint-000005 is intact, resume from it", full.getMessage());
      assertEquals(List.of("checkpoint-000005"), names());
      assertEquals("whole", Files.readString(run.resolve("checkpoint-000005/file")));
      store.save(10, 1, CONTENT);
      assertEquals(List.of("checkpoint-000010"), names());
    }
  }

  @Test void aCheckpointOfTheSameStepIsReplaced() throws IOException {
    try (var store = new CheckpointStore(run)) {
      store.save(5, 1, CONTENT);
      store.save(5, 1, folder -> Files.writeString(folder.resolve("file"), "new"));
    }
    assertEquals(List.of("checkpoint-000005"), names());
    assertEquals("new", Files.readString(run.resolve("checkpoint-000005/file")));
  }

  @Test void whatACrashLeftIsRemovedAndNeverRead() throws IOException {
    Files.writeString(Files.createDirectories(run.resolve("checkpoint.tmp-7f")).resolve("model.safetensors"), "part");
    assertTrue(CheckpointStore.newest(run).isEmpty());
    new CheckpointStore(run).close();
    assertEquals(List.of(), names());
  }

  @Test void oneRunAtATime() {
    try (var store = new CheckpointStore(run)) {
      assertTrue(assertThrows(TrainingException.class, () -> new CheckpointStore(run)).getMessage()
          .contains("another process"));
      store.save(1, 1, CONTENT);
    }
    new CheckpointStore(run).close();
  }

  @Test void aFolderThatCannotBeMadeIsNamed() throws IOException {
    var file = Files.writeString(run.resolve("file"), "not a folder");
    var refused = assertThrows(TrainingException.class, () -> new CheckpointStore(file.resolve("run")));
    assertTrue(refused.getMessage().startsWith("the run's folder " + file.resolve("run") + " cannot be used: "));
    assertFalse(refused.getMessage().endsWith("null"));
  }

  @Test void aDamagedOrMissingCheckpointIsNamed() throws IOException {
    assertTrue(assertThrows(TrainingException.class, () -> Checkpoint.open(run)).getMessage()
        .startsWith("there is no checkpoint in " + run));
    var folder = Files.createDirectories(run.resolve("checkpoint-000003"));
    Files.writeString(folder.resolve(Checkpoint.STATE), "{\"step\": \"three\", \"seconds\": 1, \"settings\": {}}");
    assertTrue(assertThrows(FormatException.class, () -> Checkpoint.open(run)).getMessage()
        .endsWith("step: expected a count"));
  }
}
