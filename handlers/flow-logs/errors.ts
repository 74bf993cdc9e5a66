/** What every error of the flow logs' handler extends. */
export class FlowLogsError extends Error {
  override name = 'FlowLogsError';
}

/** An event that the handler does not support. */
export class UnknownEventError extends FlowLogsError {
  override name = 'UnknownEventError';
}

/** EC2 did not create a flow log, and a retry would not help. */
export class NotCreatedError extends FlowLogsError {
  override name = 'NotCreatedError';
}

/** Some accounts or regions did not converge; the message names up to five. */
export class SweepError extends FlowLogsError {
  override name = 'SweepError';
}
