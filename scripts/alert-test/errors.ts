/** The test could not be run, or not to its end. */
export class AlertTestError extends Error {
  override name = 'AlertTestError';
}
