import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import { isMap } from '../../organization/organization-file.ts';

/** As long as a message stays in the queue of failures. */
const DAYS = 14;

/**
 * Why the dispatcher could not deliver, by the key of the report: what its log said last. Nothing
 * when there is no such log.
 */
export async function readFailures(
  logs: Pick<CloudWatchLogsClient, 'send'>,
  { resourcePrefix, now }: { resourcePrefix: string; now: number },
): Promise<Map<string, string>> {
  const input = {
    logGroupName: `/aws/lambda/${resourcePrefix}-report-dispatcher`,
    // A term, which finds it in the JSON of the line.
    filterPattern: '"fail-report"',
    startTime: now - DAYS * 86_400_000,
  };
  try {
    const events = await collect(async (nextToken) => {
      const page = await logs.send(new FilterLogEventsCommand({ ...input, nextToken }));
      return { items: page.events, next: page.nextToken };
    });
    events.sort((one, other) => (one.timestamp ?? 0) - (other.timestamp ?? 0));
    return new Map(events.flatMap(({ message = '' }) => failureIn(message)));
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) {
      return new Map();
    }
    throw error;
  }
}

/** A line of handlers/report-dispatcher; any other has none. */
function failureIn(line: string): [string, string][] {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return []; // Lines of the runtime are not JSON.
  }
  const { action, key, message } = isMap(entry) ? entry : {};
  return action === 'fail-report' && typeof key === 'string' && typeof message === 'string'
    ? [[key, message]]
    : [];
}
