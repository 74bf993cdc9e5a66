import { expect } from 'chai';
import type { AwsEvent } from '../aws-types.ts';
import { requireNoEventLost } from '../lost-events.ts';

const event = (fields: Record<string, unknown>): AwsEvent =>
  ({
    sequence: 1,
    time: 0,
    account: '111111111111',
    region: 'eu-west-1',
    ...fields,
  }) as unknown as AwsEvent;

const look = async (...events: AwsEvent[]): Promise<string> => {
  try {
    return await requireNoEventLost({ events: async () => ({ events, next: events.length }) });
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the look for lost events', () => {
  it('is content with events that were delivered or are in a dead-letter queue', async () => {
    const seen = await look(
      event({ kind: 'event', outcome: 'dead-lettered' }),
      event({ kind: 'stack', name: 'audit-trail' }),
    );

    expect(seen).to.match(/^every event had a bus/);
  });

  it('names the bus that is not there', async () => {
    const seen = await look(
      event({ kind: 'event', outcome: 'lost', bus: 'audit-reports', source: 'ofn-audit' }),
    );

    expect(seen).to.equal(
      'expected no event to be lost, got 1: ofn-audit to the bus audit-reports, which is not there, of 111111111111/eu-west-1',
    );
  });

  it('names the target that took nothing', async () => {
    const seen = await look(
      event({
        kind: 'event',
        outcome: 'dropped',
        target: 'arn:aws:sns:x',
        error: 'NO_PERMISSIONS',
      }),
    );

    expect(seen).to.equal(
      'expected no event to be lost, got 1: NO_PERMISSIONS at the target arn:aws:sns:x of 111111111111/eu-west-1',
    );
  });
});
