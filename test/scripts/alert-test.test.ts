import { expect } from 'chai';
import { type AlertTestOptions, alertTest } from '../../scripts/alert-test/alert-test.ts';
import { AlertTestError } from '../../scripts/alert-test/errors.ts';
import { awsError } from '../doubles/aws-client.ts';
import { failureOf } from '../doubles/failure-of.ts';
import {
  type AwsOptions,
  type Call,
  detailOf,
  fakeAws,
  settings,
  told,
} from './alert-test-fakes.ts';

/** A clock that advances by a second each time it is read. */
function clock(): () => number {
  let at = 0;
  return () => {
    at += 1_000;
    return at;
  };
}

function start(aws: AwsOptions, options: Partial<AlertTestOptions> = {}) {
  const { sessions, calls } = fakeAws(aws);
  const result = alertTest({ sessions, settings, now: clock(), ...options });
  return { result, calls };
}

const named = (calls: Call[], name: string) => calls.filter((call) => call.name === name);
const placesOf = (calls: Call[]) =>
  named(calls, 'PutEvents').map((call) => [detailOf(call).path, call.account, call.region]);

describe('the alert test', () => {
  it('puts a sign-in and a change of AWS Config in a member, and a finding in each governed region of the security account', async () => {
    const { result, calls } = start({});

    const results = await result;

    expect(placesOf(calls)).to.deep.equal([
      ['sign-ins', '444444444444', 'eu-west-1'],
      ['findings', '222222222222', 'us-east-1'],
      ['findings', '222222222222', 'eu-west-1'],
      ['config', '444444444444', 'eu-west-1'],
    ]);
    expect(results.map(({ seconds }) => seconds !== undefined)).to.deep.equal([
      true,
      true,
      true,
      true,
    ]);
  });

  it('puts what the rules of the templates look for, on the default bus', async () => {
    const { result, calls } = start({}, { path: 'sign-ins' });

    const [{ marker } = { marker: '' }] = await result;

    const [put] = named(calls, 'PutEvents');
    expect(put?.input).to.deep.equal({
      Entries: [
        {
          Source: 'ofn-audit.alert-test',
          DetailType: 'Alert Test',
          Detail: JSON.stringify({ marker, path: 'sign-ins' }),
        },
      ],
    });
    expect(marker).to.match(/^[\w-]{8,64}$/);
  });

  it('reports the seconds from the event to its alert', async () => {
    const { result } = start({}, { path: 'sign-ins' });

    // The clock is read at the event, to begin with, before the message and after it.
    expect((await result).map(({ seconds }) => seconds)).to.deep.equal([2]);
  });

  it('listens with a queue that only the topic may send to, encrypted on its way', async () => {
    const { result, calls } = start({}, { path: 'sign-ins' });
    await result;

    const [queue] = named(calls, 'CreateQueue');
    const attributes = queue?.input['Attributes'] as Record<string, string> | undefined;
    const [allow, deny] = JSON.parse(attributes?.['Policy'] ?? '').Statement;
    expect(attributes?.['SqsManagedSseEnabled']).to.equal('true');
    expect(queue).to.include({ account: '222222222222', region: 'us-east-1' });
    expect(allow).to.deep.include({
      Principal: { Service: 'sns.amazonaws.com' },
      Resource: `arn:aws:sqs:us-east-1:222222222222:${queue?.input['QueueName']}`,
      Condition: {
        ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:222222222222:ofn-audit-alerts' },
      },
    });
    expect(deny.Condition).to.deep.equal({ Bool: { 'aws:SecureTransport': 'false' } });
  });

  it('listens to the topic that alertTopic names, to which the functions publish then', async () => {
    const alertTopic = 'arn:aws:sns:us-east-1:222222222222:our-own';
    const instead = ({ name }: Call) =>
      name === 'ListTopics'
        ? { Topics: [{ TopicArn: `${alertTopic}-too` }, { TopicArn: alertTopic }] }
        : undefined;

    const { result, calls } = start({ instead }, { settings: { ...settings, alertTopic } });
    await result;

    expect(named(calls, 'Subscribe').map(({ input }) => input['TopicArn'])).to.deep.equal([
      alertTopic,
    ]);
  });

  it('passes over the alerts of others, and over those that only name the marker', async () => {
    const alertOf = (event: { marker: string }) => `Finding\0about ${event.marker}\0${told(event)}`;
    const lost = (event: { marker: string }) => `Finding\0about ${event.marker}`;

    const [arrived] = await start({ alertOf }, { path: 'sign-ins' }).result;
    const [missing] = await start({ alertOf: lost }, { path: 'sign-ins' }).result;

    expect(arrived?.seconds).to.be.a('number');
    expect(missing?.seconds).to.equal(undefined);
  });

  it('waits no longer than the timeout, for all of them together', async () => {
    const alertOf = (event: { marker: string; path: string }) =>
      event.path === 'sign-ins' ? told(event) : undefined;

    const { result, calls } = start({ alertOf }, { timeoutSeconds: 30 });

    expect((await result).map(({ seconds }) => seconds === undefined)).to.deep.equal([
      false,
      true,
      true,
      true,
    ]);
    const waits = named(calls, 'ReceiveMessage').map(({ input }) => Number(input.WaitTimeSeconds));
    expect(Math.max(...waits)).to.equal(20);
    expect(Math.min(...waits)).to.be.at.least(1);
  });

  it('removes queue and subscription in the end, arrived or not', async () => {
    for (const aws of [{}, { alertOf: () => undefined }]) {
      const { result, calls } = start(aws, { timeoutSeconds: 5 });
      await result;

      expect(calls.slice(-2).map(({ name }) => name)).to.deep.equal(['Unsubscribe', 'DeleteQueue']);
    }
  });

  it('removes them when it is interrupted, too', async () => {
    const interrupted = new AbortController();
    const instead = ({ name }: Call) => {
      if (name === 'ReceiveMessage') {
        interrupted.abort();
        throw awsError('AbortError', 'Request aborted');
      }
    };

    const { result, calls } = start({ instead }, { signal: interrupted.signal });

    expect(await failureOf(result)).to.have.property('name', 'AbortError');
    expect(calls.slice(-2).map(({ name }) => name)).to.deep.equal(['Unsubscribe', 'DeleteQueue']);
  });

  it('removes the queue when it can not be subscribed', async () => {
    const instead = ({ name }: Call) => {
      if (name === 'Subscribe') {
        throw awsError('AuthorizationError', 'no');
      }
    };

    const { result, calls } = start({ instead });

    expect(await failureOf(result)).to.have.property('name', 'AuthorizationError');
    expect(calls.at(-1)?.name).to.equal('DeleteQueue');
    expect(named(calls, 'Unsubscribe')).to.deep.equal([]);
  });

  it('says what is left when it can not be removed, and removes the rest', async () => {
    const instead = ({ name }: Call) => {
      if (name === 'Unsubscribe') {
        throw awsError('InternalError', 'later');
      }
    };

    const { result, calls } = start({ instead });

    expect(await failureOf(result)).to.include({
      name: 'AlertTestError',
      message:
        'Remove by hand what is left: the subscription arn:subscription (InternalError: later)',
    });
    expect(named(calls, 'DeleteQueue')).to.have.length(1);
  });

  it('makes nothing when it is interrupted before', async () => {
    const { result, calls } = start({}, { signal: AbortSignal.abort() });

    expect(await failureOf(result)).to.have.property('name', 'AbortError');
    expect(named(calls, 'CreateQueue')).to.deep.equal([]);
  });

  it('reports that alerts are not deployed', async () => {
    const instead = ({ name }: Call) => (name === 'ListTopics' ? { Topics: [] } : undefined);

    expect(await failureOf(start({ instead }).result)).to.include({
      name: 'AlertTestError',
      message:
        'There is no topic ofn-audit-alerts: deploy the capability alerts first, or correct alertTopic',
    });
  });

  it('reports an event that EventBridge refuses', async () => {
    const instead = ({ name }: Call) =>
      name === 'PutEvents'
        ? { FailedEntryCount: 1, Entries: [{ ErrorCode: 'AccessDenied', ErrorMessage: 'no' }] }
        : undefined;

    const failure = await failureOf(start({ instead }, { path: 'sign-ins' }).result);

    expect(failure)
      .to.be.instanceOf(AlertTestError)
      .with.property('message')
      .that.matches(
        /^EventBridge refused the event of sign-ins: Sandbox .+ \(AccessDenied: no\): /,
      );
  });
});
