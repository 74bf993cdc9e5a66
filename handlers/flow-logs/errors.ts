/** What every error of the flow logs' handler extends. */
export class FlowLogsError extends Error {
  override name = 'FlowLogsError';
}

/** An event that the handler does not support. */
export class UnknownEventError extends FlowLogsError {
  override name = 'UnknownEventError';
}

/** Some accounts or regions did not converge; the message names up to five. */
export class SweepError extends FlowLogsError {
  override name = 'SweepError';
}
