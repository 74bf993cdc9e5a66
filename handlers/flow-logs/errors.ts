/** What every error of the flow logs' handler extends. */
export class FlowLogsError extends Error {
  override name = 'FlowLogsError';
}

/** An event that the handler has no answer to. */
export class UnknownEventError extends FlowLogsError {
  override name = 'UnknownEventError';
}

/** EC2 did not make a flow log, and would not the next time either. */
export class NotCreatedError extends FlowLogsError {
  override name = 'NotCreatedError';
}

/** Some accounts or regions are not as they should be; the message names up to five. */
export class SweepError extends FlowLogsError {
  override name = 'SweepError';
}
