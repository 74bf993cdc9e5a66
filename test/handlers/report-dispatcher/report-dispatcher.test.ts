import { expect } from 'chai';
import { UnknownMessageError } from '../../../handlers/report-dispatcher/errors.ts';
import { dispatch } from '../../../handlers/report-dispatcher/report-dispatcher.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { s3Error } from './memory-bucket.ts';
import { notification, organizationOf, replay, sample, settings, setUp } from './world.ts';

const failures = (...ids: string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('a batch of the queue', () => {
  it('takes every report to the bucket of its account, and to no other', async () => {
    const { reports, spoke, other, send } = setUp();
    reports.put('111111111111/prowler/2026-11-21/a.html', 'one');
    reports.put('444444444444/prowler/2026-11-21/a.html', 'four');
    reports.put('111111111111/scout/2026-11-21/a.html', 'another tool');

    const answer = await send(
      notification(
        '1',
        '111111111111/prowler/2026-11-21/a.html',
        '444444444444/prowler/2026-11-21/a.html',
      ),
      notification('2', '111111111111/scout/2026-11-21/a.html'),
    );

    expect(answer).to.deep.equal(failures());
    expect(spoke.keys()).to.deep.equal(['prowler/2026-11-21/a.html', 'scout/2026-11-21/a.html']);
    expect(spoke.current('prowler/2026-11-21/a.html')?.body).to.equal('one');
    expect(spoke.current('scout/2026-11-21/a.html')?.body).to.equal('another tool');
    expect(other.keys()).to.deep.equal(['prowler/2026-11-21/a.html']);
    expect(other.current('prowler/2026-11-21/a.html')?.body).to.equal('four');
  });

  it('is read as Lambda gives it', async () => {
    const { reports, spoke, dependencies } = setUp();
    reports.put('111111111111/prowler/2026-11-21/report.html', 'one');

    const answer = await dispatch(sample('queue-batch'), dependencies, settings);

    expect(answer).to.deep.equal(failures());
    expect(spoke.keys()).to.deep.equal(['prowler/2026-11-21/report.html']);
  });

  it('is not held up by a bad message, which alone fails', async () => {
    const { reports, spoke, logged, send } = setUp();
    reports.put('111111111111/a', 'one');
    reports.put('111111111111/c', 'three');

    const answer = await send(
      notification('1', '111111111111/a'),
      { messageId: '2', body: 'no JSON', attributes: { ApproximateReceiveCount: '5' } },
      notification('3', '111111111111/c'),
    );

    expect(answer).to.deep.equal(failures('2'));
    expect(spoke.keys()).to.deep.equal(['a', 'c']);
    expect(logged.filter(({ level }) => level === 'ERROR')).to.deep.equal([
      {
        message:
          'A message failed, and is redelivered or moved to the dead-letter queue: UnknownMessageError: A message that is not JSON',
        action: 'fail-message',
        level: 'ERROR',
        messageId: '2',
        receiveCount: '5',
      },
    ]);
  });

  it('tries all records of a message when one fails, and fails the message with its reason', async () => {
    const { s3, reports, spoke, logged, send } = setUp();
    for (const name of ['a', 'b', 'c']) {
      reports.put(`111111111111/${name}`, name);
    }
    s3.before = async (name, { Key }) => {
      if (name === 'CopyObject' && Key === 'b') {
        throw s3Error('SlowDown', 503);
      }
    };

    const answer = await send(
      notification('1', '111111111111/a', '111111111111/b', '111111111111/c'),
    );

    expect(answer).to.deep.equal(failures('1'));
    expect(spoke.keys()).to.deep.equal(['a', 'c']);
    expect(logged.find(({ action }) => action === 'fail-report')).to.deep.equal({
      message: 'Not delivered: SlowDown: SlowDown',
      action: 'fail-report',
      level: 'ERROR',
      accountId: '111111111111',
      key: '111111111111/b',
    });
  });

  it('tries what failed again by itself, after pauses: the queue would take minutes', async () => {
    const { s3, reports, spoke, pauses, send } = setUp();
    for (const name of ['a', 'b']) {
      reports.put(`111111111111/${name}`, name);
    }
    let throttled = 2;
    s3.before = async (name, { Key }) => {
      if (name === 'CopyObject' && Key === 'b' && throttled-- > 0) {
        throw s3Error('SlowDown', 503);
      }
    };

    const answer = await send(
      notification('1', '111111111111/a'),
      notification('2', '111111111111/b'),
    );

    expect(answer).to.deep.equal(failures());
    expect(pauses).to.deep.equal([2_000, 8_000]);
    expect(spoke.versions('a')).to.have.length(1);
    expect(spoke.versions('b')).to.have.length(1);
  });

  it('leaves what failed three times to the queue', async () => {
    const { s3, reports, pauses, send } = setUp();
    reports.put('111111111111/a', 'one');
    s3.before = async (name) => {
      if (name === 'CopyObject') {
        throw s3Error('SlowDown', 503);
      }
    };

    const answer = await send(notification('1', '111111111111/a'));

    expect(answer).to.deep.equal(failures('1'));
    expect(pauses).to.deep.equal([2_000, 8_000]);
  });

  it('tries nothing again for which there is no time, or which it does not understand', async () => {
    const { s3, reports, pauses, dependencies, send } = setUp();
    reports.put('111111111111/a', 'one');
    s3.before = async (name) => {
      if (name === 'CopyObject') {
        throw s3Error('SlowDown', 503);
      }
    };
    const Records = [notification('1', '111111111111/a')];
    let calls = 0;
    // First for the margin, then before it begins.
    const remainingMs = () => (++calls > 2 ? 31_999 : 300_000);

    const answer = await dispatch({ Records }, { ...dependencies, remainingMs }, settings);
    await send({ messageId: '2', body: 'no JSON' });

    expect(answer).to.deep.equal(failures('1'));
    expect(pauses).to.deep.equal([]);
  });

  it('copies only what is not there yet when a message recurs', async () => {
    const { s3, reports, spoke, send } = setUp();
    for (const name of ['a', 'b']) {
      reports.put(`111111111111/${name}`, name);
    }
    s3.before = async (name, { Key }) => {
      if (name === 'CopyObject' && Key === 'b') {
        throw s3Error('InternalError', 500);
      }
    };
    const message = notification('1', '111111111111/a', '111111111111/b');
    await send(message);
    s3.before = async () => {};

    const answer = await send(message);

    expect(answer).to.deep.equal(failures());
    expect(spoke.versions('a')).to.have.length(1);
    expect(spoke.versions('b')).to.have.length(1);
  });

  it('begins nothing for which there is no time, and gives it back', async () => {
    const { reports, spoke, dependencies, logged } = setUp();
    const keys = Array.from({ length: 12 }, (_, index) => `111111111111/${index + 10}`);
    for (const key of keys) {
      reports.put(key, key);
    }
    let calls = 0;
    const remainingMs = () => (++calls > 4 ? 29_999 : 300_000);

    const Records = keys.map((key, index) => notification(`${index}`, key));
    const answer = await dispatch({ Records }, { ...dependencies, remainingMs }, settings);

    expect(spoke.keys()).to.deep.equal(['10', '11', '12']);
    expect(
      answer.batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)),
    ).to.deep.equal([3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(logged.find(({ level }) => level === 'ERROR')?.message).to.include(
      'Not enough time left',
    );
  });

  it('begins with half of the time of a function that has little', async () => {
    const { reports, spoke, dependencies } = setUp();
    reports.put('111111111111/a', 'one');
    const remainingMs = () => 10_000;

    const Records = [notification('1', '111111111111/a')];
    await dispatch({ Records }, { ...dependencies, remainingMs }, settings);

    expect(spoke.keys()).to.deep.equal(['a']);
  });

  it('fails, and moves nothing, when the accounts cannot be read', async () => {
    const throttled = organizationOf(() => {
      throw awsError('TooManyRequestsException', 'slow down');
    });
    const { reports, send, logged } = setUp(throttled);
    reports.put('666666666666/a', 'whose?');

    const answer = await send(notification('1', '666666666666/a'));

    expect(answer).to.deep.equal(failures('1'));
    expect(reports.keys()).to.deep.equal(['666666666666/a']);
    expect(logged[0]?.message).to.include('TooManyRequestsException: slow down');
  });

  it('asks the organization once for all its reports', async () => {
    const { reports, organizations, send } = setUp();
    const keys = Array.from({ length: 10 }, (_, index) => `111111111111/${index}`);
    for (const key of keys) {
      reports.put(key, key);
    }

    await send(...keys.map((key) => notification(key, key)));

    expect(organizations.commands).to.deep.equal([
      ['DescribeAccount', { AccountId: '111111111111' }],
    ]);
  });

  it("leaves the dispatcher's own objects alone", async () => {
    const { s3, send } = setUp();

    const answer = await send(notification('1', 'quarantine/a', 'waiting/111111111111/a'));

    expect(answer).to.deep.equal(failures());
    expect(s3.calls).to.deep.equal([]);
  });

  it('does nothing for a report that is not there any more', async () => {
    const { s3, send, logged } = setUp();

    const answer = await send(notification('1', '111111111111/a'), replay('2', '111111111111/b'));

    expect(answer).to.deep.equal(failures());
    expect(new Set(s3.calls.map(([name]) => name))).to.deep.equal(new Set(['HeadObject']));
    expect(logged.map(({ action }) => action)).to.deep.equal(['skip-gone', 'skip-gone']);
  });

  it('is refused when it is none', async () => {
    const { dependencies } = setUp();

    for (const event of [undefined, {}, { Records: 'a' }]) {
      const error = await dispatch(event, dependencies, settings).catch((thrown) => thrown);
      expect(error).to.be.instanceOf(UnknownMessageError);
    }
  });
});
