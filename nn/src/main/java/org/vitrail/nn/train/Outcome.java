package org.vitrail.nn.train;

import java.nio.file.Path;
import java.util.SequencedMap;

/**
 * How a run ended.
 *
 * @param step steps done
 * @param interrupted whether it was asked to stop before its last step
 * @param checkpoint where the run can be continued, or the finished model be read
 * @param seconds time spent training, earlier parts of a resumed run included
 * @param metrics the last evaluation; empty if there was none
 */
public record Outcome(int step, boolean interrupted, Path checkpoint, double seconds,
    SequencedMap<String, Double> metrics) {}
