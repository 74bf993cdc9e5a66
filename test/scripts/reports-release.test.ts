import { expect } from 'chai';
import { release } from '../../scripts/reports/release.ts';
import { s3Error } from '../handlers/report-dispatcher/memory-bucket.ts';
import { MemoryS3 } from '../handlers/report-dispatcher/memory-s3.ts';

const key = '444444444444/prowler/2026-11-20/ä b.json';
const quarantined = `quarantine/${key}`;
const reason = { Key: 'reason', Value: 'unknown-account' };

/** A central bucket with one report in quarantine, as the dispatcher leaves it. */
function setUp() {
  const s3 = new MemoryS3();
  const bucket = s3.createBucket('reports', '222222222222');
  const put = () =>
    bucket.put(quarantined, 'one', {
      headers: { ContentType: 'text/csv' },
      metadata: { scanner: 'x', 'source-version': 'v0' },
      tags: [{ Key: 'kind', Value: 'a b&c=d' }, reason],
    });
  const { versionId } = put();
  const told: string[] = [];
  const send = (keys = [key], limits = {}) =>
    release({
      central: { s3: s3.client, bucket: 'reports', owner: '222222222222' },
      ...{ keys, ...limits },
      onProgress: (text) => told.push(text),
    });
  return { s3, bucket, put, versionId, told, send };
}

const failed = (text: string) => ({ released: 0, failed: [{ key, reason: text }] });

describe('a release of quarantined reports', () => {
  it('puts a report back to its key as it was, without the tag that says why', async () => {
    const { bucket, versionId, told, send } = setUp();

    expect(await send()).to.deep.equal({ released: 1, failed: [] });
    expect(bucket.keys()).to.deep.equal([key]);
    expect(bucket.current(key)).to.deep.include({
      body: 'one',
      headers: { ContentType: 'text/csv' },
      metadata: { scanner: 'x', 'source-version': versionId },
      tags: [{ Key: 'kind', Value: 'a b&c=d' }],
    });
    expect(told).to.deep.equal(['1/1 released']);
  });

  it('leaves the versions of the quarantined one behind a delete marker', async () => {
    const { bucket, send } = setUp();

    await send();

    expect(bucket.versions(quarantined).map(({ isDeleteMarker }) => isDeleteMarker)).to.deep.equal([
      false,
      true,
    ]);
  });

  it('takes over the key of a report that has been deleted', async () => {
    const { bucket, send } = setUp();
    bucket.put(key, 'one');
    bucket.delete(key);

    await send();

    expect(bucket.keys()).to.deep.equal([key]);
  });

  it('leaves a newer report at the key, and the quarantined one', async () => {
    const { bucket, send } = setUp();
    bucket.put(key, 'newer');

    const result = await send();

    expect(result.failed[0]?.reason).to.match(/^another report has come to this key since/);
    expect(bucket.keys()).to.deep.equal([key, quarantined]);
    expect(bucket.versions(key)).to.have.length(1);
  });

  it('leaves a newer report that comes to the key in between', async () => {
    const { s3, bucket, send } = setUp();
    s3.before = async (name) => {
      if (name === 'CopyObject') {
        bucket.put(key, 'newer');
      }
    };

    expect(await send()).to.deep.equal(
      failed('it, or what is at its key, changed meanwhile: try it once more'),
    );
    expect(bucket.current(key)?.body).to.equal('newer');
    expect(bucket.current(quarantined)?.body).to.equal('one');
  });

  it('ends what was copied before, but not deleted', async () => {
    const { s3, bucket, send } = setUp();
    s3.before = async (name) => {
      if (name === 'DeleteObject') {
        throw s3Error('SlowDown', 503);
      }
    };
    expect(await send()).to.deep.equal(failed('SlowDown: SlowDown'));
    s3.before = async () => {};

    expect(await send()).to.deep.equal({ released: 1, failed: [] });
    expect(bucket.keys()).to.deep.equal([key]);
    expect(bucket.versions(key)).to.have.length(1);
  });

  it('leaves one that the dispatcher has put into quarantine again', async () => {
    const { s3, bucket, put, send } = setUp();
    s3.after = async (name) => {
      if (name === 'CopyObject') {
        bucket.delete(key);
        put();
      }
    };

    expect(await send()).to.deep.equal(
      failed('it was quarantined once more meanwhile: try it again in a minute'),
    );
    expect(bucket.keys()).to.deep.equal([quarantined]);
  });

  it('is content when another process ends the release', async () => {
    const { s3, bucket, send } = setUp();
    s3.after = async (name) => {
      if (name === 'CopyObject') {
        bucket.delete(quarantined);
      }
    };

    expect(await send()).to.deep.equal({ released: 1, failed: [] });
    expect(bucket.versions(quarantined)).to.have.length(2);
  });

  it('reports one that has gone meanwhile', async () => {
    const { bucket, send } = setUp();
    bucket.delete(quarantined);

    expect(await send()).to.deep.equal(failed('it is not in quarantine any more'));
  });

  it('copies a large one in parts, with its tags', async () => {
    const { s3, bucket, send } = setUp();

    expect(await send([key], { partBytes: 2 })).to.deep.equal({ released: 1, failed: [] });
    expect(s3.calls.filter(([name]) => name === 'UploadPartCopy')).to.have.length(2);
    expect(bucket.current(key)).to.deep.include({
      body: 'one',
      tags: [{ Key: 'kind', Value: 'a b&c=d' }],
    });
  });

  it('reports why one cannot be released, and releases the others', async () => {
    const { bucket, told, send } = setUp();
    const other = '333333333333/scout/2026-11-21/a.json';
    bucket.put(`quarantine/${other}`, 'two');
    bucket.allows = (action, at) => action !== 's3:PutObject' || at !== key;

    expect(await send([key, other])).to.deep.equal({
      released: 1,
      failed: [{ key, reason: 'AccessDenied: AccessDenied' }],
    });
    expect(bucket.keys()).to.deep.equal([other, quarantined]);
    expect(told.at(-1)).to.equal('1/2 released, 1 not');
  });
});
