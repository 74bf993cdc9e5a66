import { expect } from 'chai';
import { notification, replay, setUp } from './world.ts';

const key = '222222222222/prowler/Müller a+b%.html';
const marker = `waiting/${key}`;

describe('a report whose account has no bucket yet', () => {
  it('waits: an empty object marks it, and the message is done', async () => {
    const { reports, send, logged } = setUp();
    reports.put(key, 'one');

    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.deep.equal([]);
    expect(reports.keys()).to.deep.equal([key, marker]);
    expect(reports.current(marker)?.body).to.equal('');
    expect(logged).to.deep.equal([
      {
        message: 'Waits until audit-account-reports-222222222222 is there',
        action: 'wait',
        level: 'WARN',
        accountId: '222222222222',
        key,
      },
    ]);
  });

  it('has one marker, however often its event recurs', async () => {
    const { reports, send } = setUp();
    reports.put(key, 'one');

    await send(notification('1', key));
    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.deep.equal([]);
    expect(reports.versions(marker)).to.have.length(1);
  });

  it('fails when it is replayed and the bucket is not there, and keeps its marker', async () => {
    const { reports, send, logged } = setUp();
    reports.put(key, 'one');
    await send(notification('1', key));

    const answer = await send(replay('2', key));

    expect(answer.batchItemFailures).to.deep.equal([{ itemIdentifier: '2' }]);
    expect(reports.keys()).to.deep.equal([key, marker]);
    expect(logged.find(({ action }) => action === 'fail-report')?.message).to.equal(
      `Not delivered: MissingBucketError: The account of ${key} has no bucket, although the report ` +
        'was replayed for it: if the account has deleted it, create it again as the README of ' +
        'security-reporting says',
    );
  });

  it('is delivered by the replay once the bucket is there, and waits no longer', async () => {
    const { s3, reports, send } = setUp();
    reports.put(key, 'one');
    await send(notification('1', key));
    const bucket = s3.createBucket('audit-account-reports-222222222222', '222222222222');

    const answer = await send(replay('2', key));

    expect(answer.batchItemFailures).to.deep.equal([]);
    expect(bucket.current('prowler/Müller a+b%.html')?.body).to.equal('one');
    expect(reports.keys()).to.deep.equal([key]);
  });

  it('waits no longer when a newer version was delivered meanwhile', async () => {
    const { s3, reports, send } = setUp();
    reports.put(key, 'old');
    await send(notification('1', key));
    const bucket = s3.createBucket('audit-account-reports-222222222222', '222222222222');
    reports.put(key, 'new');
    await send(notification('2', key));

    await send(replay('3', key));

    expect(bucket.versions('prowler/Müller a+b%.html').map(({ body }) => body)).to.deep.equal([
      'new',
    ]);
    expect(reports.keys()).to.deep.equal([key]);
  });

  it('waits no longer when it is gone', async () => {
    const { reports, send } = setUp();
    reports.put(key, 'one');
    await send(notification('1', key));
    reports.delete(key);

    await send(replay('2', key));

    expect(reports.keys()).to.deep.equal([]);
  });

  it('goes to quarantine by the replay when its account is not there any more', async () => {
    const closed = '555555555555/a';
    const { reports, send } = setUp();
    reports.put(closed, 'one');
    reports.put(`waiting/${closed}`, '');

    await send(replay('1', closed));

    expect(reports.keys()).to.deep.equal([`quarantine/${closed}`]);
  });

  it('is replayed by hand without a marker, and leaves none', async () => {
    const { reports, spoke, send } = setUp();
    reports.put('111111111111/a', 'one');

    await send(replay('1', '111111111111/a'));

    expect(spoke.keys()).to.deep.equal(['a']);
    expect(reports.versions('waiting/111111111111/a')).to.deep.equal([]);
  });

  it('goes to quarantine when its key leaves no room for the marker', async () => {
    const { reports, send, counted } = setUp();
    const long = `222222222222/${'x'.repeat(1004)}`;
    reports.put(long, 'one');

    const answer = await send(notification('1', long));

    expect(answer.batchItemFailures).to.deep.equal([]);
    expect(counted).to.deep.equal([{ key: long, reason: 'long-key' }]);
    expect(reports.keys()).to.have.length(1);
    expect(reports.keys()[0]).to.match(/^quarantine\/222222222222\/sha256-[\da-f]{64}$/);
  });

  it('is delivered with the longest key, once the bucket is there', async () => {
    const { spoke, send, reports } = setUp();
    const long = `111111111111/${'x'.repeat(1011)}`;
    reports.put(long, 'one');

    await send(replay('1', long));

    expect(spoke.current('x'.repeat(1011))?.body).to.equal('one');
  });
});
