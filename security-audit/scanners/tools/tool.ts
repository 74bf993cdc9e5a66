import type { Finding, Severity, Tool } from '../../types.ts';

/** The request to a scanner. */
export interface ToolRequest {
  /** The folder that it writes to. */
  folder: string;
  regions: readonly string[];
  checks?: readonly string[];
  compliance?: readonly string[];
}

/** The output of a scan. */
export interface ToolReports {
  folder: string;
  accountId: string;
  /** Optional. Called with each check of the reports: it has no result if nothing passed or failed. */
  onCheck?: (check: string, hasResult: boolean) => void;
  /** Whether a report without findings is accepted. */
  mayBeEmpty: boolean;
}

/** The definition of a scanner for the runner. */
export interface ToolDefinition {
  name: Tool;
  title: string;
  /** The command, in the `bin` of its virtual environment. */
  command: string;
  /** The environment variable that names another command. */
  variable: string;
  /** The versions of Python that it runs on, first and last. */
  python: readonly [first: number, last: number];
  /** The image for --container, and the path of the command in it. */
  image: string;
  entrypoint: string;
  arguments(request: ToolRequest): string[];
  /** Exit codes after which its reports are complete. */
  successCodes: readonly number[];
  /**
   * Whether a line of its log is about a resource that it could not read, for a check that it makes.
   * @param checks those that the operator named; none for all that can be judged
   */
  isError(line: string, checks?: readonly string[]): boolean;
  /** Whether a line of its log confirms that the account has no findings. */
  saysEmpty(line: string, accountId: string): boolean;
  /** The number of checks that it makes, if a line of its log says so; else they are in its reports. */
  asked(line: string): number | undefined;
  /** Whether a file, by its name, is a human-readable report. */
  isReport(name: string): boolean;
  /**
   * The checks that the account fails.
   * @throws ReportError when the reports are missing, incomplete, or about another account
   */
  findings(reports: ToolReports): AsyncIterable<Finding>;
}

/**
 * The image of container/Dockerfile, with every scanner. There is no maintained image of ScoutSuite,
 * and that of Prowler is only for its user 1000, in whose home it is installed.
 * @see https://github.com/prowler-cloud/prowler/blob/master/Dockerfile
 */
export const image = 'ofn-audit-security-audit:prowler-5.46.0-scoutsuite-5.14.0';

/** From the worst on. */
export const severities: readonly Severity[] = [
  'critical',
  'high',
  'medium',
  'low',
  'informational',
];

export function noFailures(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };
}
