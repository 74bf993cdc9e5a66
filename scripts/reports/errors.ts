/** The command could not be run, or not to its end. */
export class ReportsError extends Error {
  override name = 'ReportsError';
}
