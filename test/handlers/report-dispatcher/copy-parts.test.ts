import { expect } from 'chai';
import { s3Error } from './memory-bucket.ts';
import { notification, setUp } from './world.ts';

// Above 20 bytes, and of parts of 4 bytes.
const body = 'a report of more than 20 bytes';
const key = '111111111111/a b.csv';

describe('a report that is too large for one copy', () => {
  it('is copied in parts, with its headers, metadata and tags', async () => {
    const { s3, reports, spoke, send } = setUp();
    s3.copyLimit = 20;
    const saying = {
      headers: { ContentType: 'text/csv', ContentEncoding: 'gzip' },
      metadata: { scanner: 'x' },
      tags: [{ Key: 'a b', Value: 'ü&=' }],
    };
    const { versionId } = reports.put(key, body, saying);

    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.deep.equal([]);
    const { headers, metadata, tags, body: copied } = spoke.current('a b.csv') ?? {};
    expect({ headers, metadata, tags, copied }).to.deep.equal({
      ...saying,
      metadata: { scanner: 'x', 'source-version': versionId },
      copied: body,
    });
    expect(spoke.versions('a b.csv')).to.have.length(1);
    expect(s3.uploads.size).to.equal(0);
  });

  it('is copied whole when it is exactly as large as one copy may be', async () => {
    const { s3, reports, spoke, send } = setUp();
    reports.put(key, body.slice(0, 20));

    await send(notification('1', key));

    expect(spoke.current('a b.csv')?.body).to.equal(body.slice(0, 20));
    expect(s3.calls.map(([name]) => name)).to.not.include('CreateMultipartUpload');
  });

  it('asks for each part of this version only, of the bucket of this owner', async () => {
    const { s3, reports, send } = setUp();
    const { versionId, etag } = reports.put(key, body);

    await send(notification('1', key));

    const parts = s3.calls.filter(([name]) => name === 'UploadPartCopy').map(([, input]) => input);
    expect(parts).to.have.length(8);
    expect(parts[7]).to.deep.equal({
      Bucket: 'audit-account-reports-111111111111',
      Key: 'a b.csv',
      ExpectedBucketOwner: '111111111111',
      CopySource: `audit-reports-222222222222/111111111111/a%20b.csv?versionId=${versionId}`,
      ExpectedSourceBucketOwner: '222222222222',
      CopySourceIfMatch: etag,
      CopySourceRange: 'bytes=28-29',
      PartNumber: 8,
      UploadId: (parts[0] as { UploadId: string }).UploadId,
    });
  });

  it('copies at most 8 parts at a time', async () => {
    const { s3, reports, spoke, send } = setUp();
    const large = body.repeat(10);
    reports.put(key, large);
    let [now, most] = [0, 0];
    s3.before = async (name) => {
      if (name !== 'UploadPartCopy') {
        return;
      }
      now += 1;
      most = Math.max(most, now);
      for (let turn = 0; turn < 20; turn++) {
        await undefined;
      }
      now -= 1;
    };

    await send(notification('1', key));

    expect(spoke.current('a b.csv')?.body).to.equal(large);
    expect(most).to.equal(8);
  });

  it('leaves nothing behind when a part fails, and is copied the next time', async () => {
    const { s3, reports, spoke, send } = setUp();
    reports.put(key, body);
    s3.before = async (name) => {
      if (name === 'UploadPartCopy') {
        throw s3Error('InternalError', 500);
      }
    };
    const first = await send(notification('1', key));
    const left = s3.uploads.size;
    s3.before = async () => {};

    const second = await send(notification('1', key));

    expect([first, second].map((answer) => answer.batchItemFailures.length)).to.deep.equal([1, 0]);
    expect(left).to.equal(0);
    expect(spoke.current('a b.csv')?.body).to.equal(body);
  });

  it('is copied all the same when its upload, or the version, is removed under our hands', async () => {
    for (const gone of ['NoSuchUpload', 'NoSuchVersion']) {
      const { s3, reports, spoke, send } = setUp();
      reports.put(key, body);
      let removed = 0;
      s3.before = async (name) => {
        if (name === 'UploadPartCopy' && removed++ === 0) {
          throw s3Error(gone, 404);
        }
      };

      const answer = await send(notification('1', key));

      expect(answer.batchItemFailures, gone).to.deep.equal([]);
      expect(spoke.versions('a b.csv'), gone).to.have.length(1);
    }
  });

  it('reports why it failed, also when its parts cannot be removed', async () => {
    const { s3, reports, send, logged } = setUp();
    reports.put(key, body);
    s3.before = async (name) => {
      if (name === 'UploadPartCopy') {
        throw s3Error('InternalError', 500);
      }
      if (name === 'AbortMultipartUpload') {
        throw s3Error('AccessDenied', 403);
      }
    };

    await send(notification('1', key));

    const each = ['abort-copy', 'fail-report'];
    expect(logged.map(({ action }) => action)).to.deep.equal([
      ...each,
      ...each,
      ...each,
      'fail-message',
    ]);
    expect(logged[1]?.message).to.include('InternalError');
  });

  it('is copied once when S3 did it and the answer was lost', async () => {
    const { s3, reports, spoke, send } = setUp();
    reports.put(key, body);
    let lost = 0;
    s3.after = async (name) => {
      if (name === 'CompleteMultipartUpload' && lost++ === 0) {
        throw s3Error('InternalError', 500);
      }
    };

    await send(notification('1', key));
    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.deep.equal([]);
    expect(spoke.versions('a b.csv')).to.have.length(1);
  });

  it('is copied once when its event comes twice at once', async () => {
    const { s3, reports, spoke, send } = setUp();
    reports.put(key, body);

    const answer = await send(notification('1', key), notification('2', key));

    expect(answer.batchItemFailures).to.deep.equal([]);
    expect(spoke.versions('a b.csv')).to.have.length(1);
    expect(s3.uploads.size).to.equal(0);
  });

  it('waits like any other when its account has no bucket', async () => {
    const { reports, send } = setUp();
    reports.put('222222222222/a', body);

    await send(notification('1', '222222222222/a'));

    expect(reports.keys()).to.deep.equal(['222222222222/a', 'waiting/222222222222/a']);
  });
});
