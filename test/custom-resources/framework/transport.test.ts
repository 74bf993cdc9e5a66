import { expect } from 'chai';
import { transport } from '../../../custom-resources/framework/transport.ts';
import { OutOfAttemptsError } from '../../../lambda/errors.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { sampleEvent } from '../../doubles/custom-resource.ts';

const event = sampleEvent('create');
const answer = { status: 'FAILED', reason: 'stream: because', physicalId: 'thing' } as const;

describe('transport', () => {
  it('carries the reason in the log stream name and always passes a physical id', async () => {
    const sent: unknown[][] = [];
    const send = transport(
      async () => {},
      async (...args) => void sent.push(args),
    );

    await send(event, answer);

    const expected = [event, { logStreamName: 'stream: because' }, 'FAILED', undefined, 'thing', 0];
    expect(sent).to.deep.equal([expected]);
  });

  it('sends again when the connection fails', async () => {
    let calls = 0;
    const send = transport(
      async () => {},
      async () => {
        calls++;
        if (calls < 3) {
          throw awsError('Error', 'reset', { code: 'ECONNRESET' });
        }
      },
    );

    await send(event, answer);

    expect(calls).to.equal(3);
  });

  it('throws when no attempt gets through', async () => {
    const send = transport(
      async () => {},
      () => Promise.reject(awsError('Error', 'reset', { code: 'ECONNRESET' })),
    );

    const error = await send(event, answer).catch((thrown: unknown) => thrown);

    expect(error).to.be.instanceOf(OutOfAttemptsError);
  });
});
