/**
 * Those of a record in the log group, in AWS's order.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html#flow-logs-default
 */
const DEFAULT_FIELDS = [
  'version',
  'account-id',
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
];

/**
 * The fields of a record in the bucket: the default ones, and those with the original source and
 * destination behind load balancers and NAT gateways. `templates/athena/columns/flow-logs.json` has
 * a column for each.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
const FIELDS = [
  ...DEFAULT_FIELDS,
  'vpc-id',
  'subnet-id',
  'instance-id',
  'tcp-flags',
  'type',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'az-id',
  'sublocation-type',
  'sublocation-id',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
  'flow-direction',
  'traffic-path',
];

const formatOf = (fields: readonly string[]): string =>
  fields.map((field) => `\${${field}}`).join(' ');

export const LOG_FORMAT: string = formatOf(FIELDS);

/** That of a flow log whose format is not set. */
export const DEFAULT_FORMAT: string = formatOf(DEFAULT_FIELDS);
