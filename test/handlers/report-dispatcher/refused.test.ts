import { expect } from 'chai';
import { s3Error } from './memory-bucket.ts';
import { notification, setUp } from './world.ts';

const key = '111111111111/prowler/2026-11-21/a.html';

describe('a report that S3 refuses', () => {
  it('fails with what is lacking when the report bucket lets us not read it', async () => {
    const { reports, send, logged } = setUp();
    reports.put(key, 'one');
    reports.allows = (action) => action !== 's3:GetObject';

    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.have.length(1);
    expect(logged[0]?.message)
      .to.include('S3 returned 403 for HeadObject')
      .and.include('s3:ListBucket');
  });

  it('fails, and does not wait, when the bucket of the account does not admit it', async () => {
    const { reports, spoke, send, logged } = setUp();
    reports.put(key, 'one');
    spoke.allows = () => false;

    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.have.length(1);
    expect(reports.keys()).to.deep.equal([key]);
    expect(logged[0]?.message).to.include(
      'audit-account-reports-111111111111 denies the dispatcher access: it must be owned by account 111111111111',
    );
  });

  it('fails when the bucket of that name belongs to another account, who gets nothing', async () => {
    const { s3, reports, send, logged } = setUp();
    reports.put('222222222222/a', 'one');
    const taken = s3.createBucket('audit-account-reports-222222222222', '999999999999');

    const answer = await send(notification('1', '222222222222/a'));

    expect(answer.batchItemFailures).to.have.length(1);
    expect(reports.keys()).to.deep.equal(['222222222222/a']);
    expect(taken.keys()).to.deep.equal([]);
    expect(logged[0]).to.include({ action: 'fail-report', accountId: '222222222222' });
  });

  it('fails so for a report that is copied in parts, before any is', async () => {
    const { s3, reports, spoke, send, logged } = setUp();
    reports.put(key, 'x'.repeat(40));
    spoke.allows = () => false;
    const names: string[] = [];
    s3.before = async (name) => void names.push(name);

    await send(notification('1', key));

    expect(new Set(names)).to.deep.equal(new Set(['HeadObject']));
    expect(logged[0]?.message).to.include('denies the dispatcher access');
  });

  it('is delivered when it recurs and the policy is there: its stack was being made', async () => {
    const { reports, spoke, send } = setUp();
    reports.put(key, 'one');
    spoke.allows = () => false;
    await send(notification('1', key));
    spoke.allows = () => true;

    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.deep.equal([]);
    expect(spoke.keys()).to.deep.equal(['prowler/2026-11-21/a.html']);
  });

  it('fails when the account lets us look but not write: its stack is there', async () => {
    const { reports, spoke, send, logged } = setUp();
    reports.put(key, 'one');
    spoke.allows = (action) => action !== 's3:PutObject';

    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.have.length(1);
    expect(logged[0]?.message).to.equal('Not delivered: AccessDenied: AccessDenied');
    expect(reports.keys()).to.deep.equal([key]);
  });

  it('fails when the report bucket lets us not read the tags, and does not wait', async () => {
    const { reports, send } = setUp();
    reports.put(key, 'one', { tags: [{ Key: 'a', Value: 'b' }] });
    reports.allows = (action) => action !== 's3:GetObjectVersionTagging';

    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.have.length(1);
    expect(reports.keys()).to.deep.equal([key]);
  });

  it('fails when the bucket keeps no versions', async () => {
    const { reports, send, logged } = setUp();
    reports.put(key, 'one');
    reports.isVersioned = false;

    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.have.length(1);
    expect(logged[0]?.message).to.include('is not versioned');
  });

  it('fails with the answer to a HEAD request, for which S3 returns only the status', async () => {
    const { s3, reports, send, logged } = setUp();
    reports.put(key, 'one');
    s3.before = async (name) => {
      if (name === 'HeadObject') {
        throw s3Error('Unknown', 301);
      }
    };

    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.have.length(1);
    expect(logged[0]?.message).to.include('S3 returned 301 for HeadObject').and.include('region');
  });
});
