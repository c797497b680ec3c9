package org.vitrail.nn.parity;

/**
 * What a parity case came to.
 *
 * @param name of the case, as its folder is called
 * @param className the reference's class, or the name of the set
 * @param compared number of tensors that were compared
 * @param outputs the worst error of an output, as a share of what its tolerance allows: at most 1 if all agree
 * @param gradients the same of the gradients
 * @param message what is wrong or missing, empty for a case that passes
 */
public record CaseResult(String name, String className, int compared, double outputs, double gradients, Status status,
    String message) {

  /** PASS if everything agrees; UNSUPPORTED if nothing disagrees but something could not be run. */
  public enum Status { PASS, FAIL, UNSUPPORTED }

  public boolean passed() {
    return status == Status.PASS;
  }
}
