import type { Finding, Severity, Tool } from '../../types.ts';

/** What a scanner is asked for. */
export interface ToolRequest {
  /** The folder that it writes to. */
  folder: string;
  regions: readonly string[];
  checks?: readonly string[];
  compliance?: readonly string[];
}

/** What a scan left behind. */
export interface ToolReports {
  folder: string;
  accountId: string;
  /** Whether having nothing to tell of is believed. */
  mayBeEmpty: boolean;
}

/** All that the runner knows of a scanner. */
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
  /** Exit codes after which its reports are whole. */
  successCodes: readonly number[];
  /** Whether a line of its log tells of something that it could not look at. */
  isError(line: string): boolean;
  /** Whether a line of its log says that the account has nothing to tell of. */
  saysEmpty(line: string, accountId: string): boolean;
  /** Whether a file, by its name, is a report that people read. */
  isReport(name: string): boolean;
  /**
   * The checks that the account fails.
   * @throws ReportError when the reports are not there, not whole, or about another account
   */
  findings(reports: ToolReports): AsyncIterable<Finding>;
}

/**
 * What container/Dockerfile makes, with every scanner. Nobody keeps an image of ScoutSuite, and
 * that of Prowler is for its user 1000 alone, whose home it lives in.
 * @see https://github.com/prowler-cloud/prowler/blob/master/Dockerfile
 */
export const image = 'ofn-audit-security-audit:prowler-5.46.0-scoutsuite-5.14.0';

/** From the worst on. */
export const severities: readonly Severity[] = [
  ...(['critical', 'high', 'medium', 'low', 'informational'] as const),
];

export function noFailures(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };
}
