import type { Alert } from './topic.ts';

const DETAIL_TYPE = 'Alert Test';

/** The alert that `npm run alert-test` waits for, if the event is an alert test; else undefined. */
export function alertTestOf(event: unknown): Alert | undefined {
  const { source, account, region, detail, ...more } = asRecord(event);
  const { marker } = asRecord(detail);
  const isTest =
    more['detail-type'] === DETAIL_TYPE &&
    typeof source === 'string' &&
    source.endsWith('.alert-test') &&
    typeof marker === 'string' &&
    /^[\w-]{8,64}$/.test(marker);
  return isTest
    ? {
        subject: `Alert test ${marker}`,
        text: `This is a test of the alerts: nothing has happened.\nPut on the bus of ${account}, ${region}.\nMarker: ${marker}`,
      }
    : undefined;
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
