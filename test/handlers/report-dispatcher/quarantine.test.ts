import { expect } from 'chai';
import { s3Error } from './memory-bucket.ts';
import { notification, setUp } from './world.ts';

const cases = [
  ['readme.txt', 'no-account'],
  ['prowler/2026-11-21/a.html', 'no-account'],
  ['111111111111/', 'no-file'],
  ['666666666666/prowler/a.html', 'unknown-account'],
  ['555555555555/prowler/a.html', 'closed-account'],
] as const;

describe('a report that belongs to no account', () => {
  for (const [key, reason] of cases) {
    it(`is moved to quarantine and counted: ${key} has ${reason}`, async () => {
      const { reports, counted, send } = setUp();
      const tags = [{ Key: 'tool', Value: 'prowler' }];
      const { versionId } = reports.put(key, 'one', { tags, metadata: { scanner: 'x' } });

      const answer = await send(notification('1', key));

      expect(answer.batchItemFailures).to.deep.equal([]);
      expect(reports.keys()).to.deep.equal([`quarantine/${key}`]);
      const moved = reports.current(`quarantine/${key}`);
      expect(moved?.body).to.equal('one');
      expect(moved?.tags).to.deep.equal([...tags, { Key: 'reason', Value: reason }]);
      expect(moved?.metadata).to.deep.equal({ scanner: 'x', 'source-version': versionId });
      expect(reports.versions(key).map(({ isDeleteMarker }) => isDeleteMarker)).to.deep.equal([
        false,
        true,
      ]);
      expect(counted).to.deep.equal([{ key, reason }]);
    });
  }

  it('is moved once when its event recurs', async () => {
    const { reports, counted, send } = setUp();
    reports.put('readme.txt', 'one');

    await send(notification('1', 'readme.txt'));
    await send(notification('1', 'readme.txt'));

    expect(reports.versions('quarantine/readme.txt')).to.have.length(1);
    expect(reports.versions('readme.txt')).to.have.length(2);
    expect(counted).to.have.length(1);
  });

  it('is moved once when it could be copied but not deleted at first', async () => {
    const { s3, reports, send } = setUp();
    reports.put('readme.txt', 'one');
    s3.before = async (name) => {
      if (name === 'DeleteObject') {
        throw s3Error('SlowDown', 503);
      }
    };
    await send(notification('1', 'readme.txt'));
    s3.before = async () => {};

    const answer = await send(notification('1', 'readme.txt'));

    expect(answer.batchItemFailures).to.deep.equal([]);
    expect(reports.keys()).to.deep.equal(['quarantine/readme.txt']);
    expect(reports.versions('quarantine/readme.txt')).to.have.length(1);
  });

  it('is not deleted in place of a newer one that comes while it is moved', async () => {
    const { s3, reports, send } = setUp();
    reports.put('readme.txt', 'old');
    let deletions = 0;
    s3.before = async (name) => {
      if (name === 'DeleteObject' && deletions++ === 0) {
        reports.put('readme.txt', 'new');
      }
    };

    await send(notification('1', 'readme.txt'));

    expect(reports.keys()).to.deep.equal(['quarantine/readme.txt']);
    const moved = reports.versions('quarantine/readme.txt').map(({ body }) => body);
    expect(moved).to.deep.equal(['old', 'new']);
  });

  it('is moved in parts when it is large', async () => {
    const { reports, send } = setUp();
    reports.put('readme.txt', 'a report of more than 20 bytes', {
      tags: [{ Key: 'a', Value: 'b' }],
    });

    await send(notification('1', 'readme.txt'));

    const moved = reports.current('quarantine/readme.txt');
    expect(moved?.body).to.equal('a report of more than 20 bytes');
    expect(moved?.tags.map(({ Key }) => Key)).to.deep.equal(['a', 'reason']);
  });

  it('fails when it is another each time that it is moved', async () => {
    const { s3, reports, send, logged } = setUp();
    reports.put('readme.txt', '0');
    let moves = 0;
    s3.before = async (name) => {
      if (name === 'DeleteObject') {
        reports.put('readme.txt', `${++moves}`);
      }
    };

    const answer = await send(notification('1', 'readme.txt'));

    expect(answer.batchItemFailures).to.have.length(1);
    expect(logged[0]?.message).to.include('ChangingError').and.include('10 times');
  });
});
