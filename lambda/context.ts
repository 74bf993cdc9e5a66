/** The parts of Lambda's context that are used. */
export interface LambdaContext {
  logStreamName: string;
  invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}
