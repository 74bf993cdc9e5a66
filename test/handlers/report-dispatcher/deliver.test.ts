import { expect } from 'chai';
import fc from 'fast-check';
import { s3Error } from './memory-bucket.ts';
import { notification, setUp } from './world.ts';

const key = '111111111111/prowler/2026-11-21/a.html';
const destination = 'prowler/2026-11-21/a.html';

describe('a delivered report', () => {
  it('has its headers, its metadata and its tags, and says which version it is', async () => {
    const { reports, spoke, send } = setUp();
    const saying = {
      headers: {
        CacheControl: 'no-cache',
        ContentDisposition: 'inline',
        ContentEncoding: 'gzip',
        ContentLanguage: 'de',
        ContentType: 'text/html; charset=utf-8',
        Expires: new Date('2027-01-01T00:00:00.000Z'),
        WebsiteRedirectLocation: '/index.html',
      },
      metadata: { scanner: 'prowler 5', 'source-version': 'not ours' },
      tags: [{ Key: 'severity', Value: 'high' }],
    };
    const { versionId } = reports.put(key, 'one', saying);

    await send(notification('1', key));

    const { headers, metadata, tags, body } = spoke.current(destination) ?? {};
    expect({ headers, metadata, tags, body }).to.deep.equal({
      ...saying,
      metadata: { scanner: 'prowler 5', 'source-version': versionId },
      body: 'one',
    });
  });

  it('is asked for with the owners of both buckets, and only if nothing came before it', async () => {
    const { s3, reports, send } = setUp();
    const { versionId } = reports.put(key, 'one');

    await send(notification('1', key));

    const source = {
      Bucket: 'audit-reports-222222222222',
      Key: key,
      ExpectedBucketOwner: '222222222222',
    };
    const target = {
      Bucket: 'audit-account-reports-111111111111',
      Key: destination,
      ExpectedBucketOwner: '111111111111',
    };
    expect(
      s3.calls.map(([name, input]) => [name, JSON.parse(JSON.stringify(input))]),
    ).to.deep.equal([
      ['HeadObject', source],
      [
        'CopyObject',
        {
          ...target,
          IfNoneMatch: '*',
          CopySource: `audit-reports-222222222222/${key}?versionId=${versionId}`,
          ExpectedSourceBucketOwner: '222222222222',
          Metadata: { 'source-version': versionId },
          MetadataDirective: 'REPLACE',
          TaggingDirective: 'COPY',
        },
      ],
    ]);
  });

  it('keeps any key: spaces, plus, percent, umlauts, 900 bytes', async () => {
    const { reports, spoke, send } = setUp();
    const folder = 'prowler/2026 11 21';
    const names = [
      ' ',
      'a+b',
      '100%',
      '%2B',
      'Müller',
      '\u00fc',
      'u\u0308',
      '😀',
      "a'(b)*!~",
      'a?b#c',
      '\n',
      '&=;:@',
    ];
    const long = 'ü'.repeat((900 - '111111111111/'.length - 1) / 2);
    const all = [...names.map((name) => `${folder}/${name}`), `x${long}`];
    for (const name of all) {
      reports.put(`111111111111/${name}`, name);
    }

    await send(notification('1', ...all.map((name) => `111111111111/${name}`)));

    expect(Buffer.byteLength(`111111111111/x${long}`)).to.be.within(899, 900);
    expect(spoke.keys()).to.deep.equal(all.toSorted());
    for (const name of all) {
      expect(spoke.current(name)?.body).to.equal(name);
    }
  });

  it('keeps any key that S3 takes', async () => {
    const anyKey = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(anyKey, async (name) => {
        fc.pre(!name.endsWith('/'));
        const { reports, spoke, send } = setUp();
        reports.put(`111111111111/${name}`, 'one');

        await send(notification('1', `111111111111/${name}`));

        expect(spoke.keys()).to.deep.equal([name]);
      }),
    );
  });

  it('is not copied twice when its event recurs, at once or later', async () => {
    const { reports, spoke, send, logged } = setUp();
    reports.put(key, 'one');

    await send(notification('1', key, key), notification('2', key), notification('3', key));
    await send(notification('2', key));

    expect(spoke.versions(destination)).to.have.length(1);
    expect(logged.filter(({ action }) => action === 'deliver')).to.have.length(1);
    expect(logged.filter(({ action }) => action === 'deliver-again')).to.have.length(4);
  });

  it('is looked for before it is copied in parts, so that none are copied in vain', async () => {
    const { s3, reports, spoke, send } = setUp();
    reports.put(key, 'x'.repeat(40));

    await send(notification('1', key));
    await send(notification('1', key));

    const names = s3.calls.map(([name]) => name);
    expect(names.filter((name) => name === 'CreateMultipartUpload')).to.have.length(1);
    expect(spoke.versions(destination)).to.have.length(1);
  });

  it('is not copied twice when S3 did it and the answer was lost', async () => {
    const { s3, reports, spoke, send } = setUp();
    reports.put(key, 'one');
    let lost = 0;
    s3.after = async (name) => {
      if (name === 'CopyObject' && lost++ === 0) {
        throw s3Error('InternalError', 500);
      }
    };

    await send(notification('1', key));
    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.deep.equal([]);
    expect(spoke.versions(destination)).to.have.length(1);
  });

  it('is replaced by a newer version', async () => {
    const { reports, spoke, send } = setUp();
    reports.put(key, 'old');
    await send(notification('1', key));
    reports.put(key, 'new');

    await send(notification('2', key));

    expect(spoke.versions(destination).map(({ body }) => body)).to.deep.equal(['old', 'new']);
  });

  it('stays when the event of an older version comes late', async () => {
    const { reports, spoke, send } = setUp();
    reports.put(key, 'old');
    reports.put(key, 'new');
    await send(notification('2', key));

    await send(notification('1', key));

    expect(spoke.versions(destination).map(({ body }) => body)).to.deep.equal(['new']);
  });

  it('is copied again when only what is said of it is new', async () => {
    const { reports, spoke, send } = setUp();
    reports.put(key, 'one', { headers: { ContentType: 'text/plain' } });
    await send(notification('1', key));
    reports.put(key, 'one', { headers: { ContentType: 'text/html' } });

    await send(notification('2', key));

    expect(spoke.current(destination)?.headers).to.deep.equal({ ContentType: 'text/html' });
  });

  it('is replaced by the newer one that comes while it is copied, by the event of that', async () => {
    const { s3, reports, spoke, send } = setUp();
    reports.put(key, 'old');
    let copies = 0;
    s3.before = async (name) => {
      if (name === 'CopyObject' && copies++ === 0) {
        reports.put(key, 'new');
      }
    };

    await send(notification('1', key));
    await send(notification('2', key));

    expect(spoke.versions(destination).map(({ body }) => body)).to.deep.equal(['old', 'new']);
  });

  it('is the newest when that comes while an older one is replaced', async () => {
    const { s3, reports, spoke, send } = setUp();
    reports.put(key, 'oldest');
    await send(notification('1', key));
    reports.put(key, 'old');
    let copies = 0;
    s3.before = async (name, input) => {
      const isReplacing = name === 'CopyObject' && 'IfMatch' in input;
      if (isReplacing && copies++ === 0) {
        reports.put(key, 'new');
      }
    };

    await send(notification('2', key));

    const bodies = spoke.versions(destination).map(({ body }) => body);
    expect(bodies).to.deep.equal(['oldest', 'old', 'new']);
  });

  it('is the newest when another invocation was faster with it', async () => {
    const { s3, reports, spoke, send } = setUp();
    reports.put(key, 'old');
    let copies = 0;
    s3.before = async (name) => {
      if (name !== 'CopyObject' || copies++ > 0) {
        return;
      }
      const { versionId } = reports.put(key, 'new');
      spoke.put(destination, 'new', { metadata: { 'source-version': versionId } });
    };

    await send(notification('1', key));

    expect(spoke.versions(destination).map(({ body }) => body)).to.deep.equal(['new']);
  });

  it('is given back when it is another each time that it is copied', async () => {
    const { s3, reports, send, logged } = setUp();
    reports.put(key, 'before');
    await send(notification('0', key));
    reports.put(key, '0');
    let copies = 0;
    s3.after = async (name) => {
      if (name === 'CopyObject') {
        reports.put(key, `${++copies}`);
      }
    };

    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.deep.equal([{ itemIdentifier: '1' }]);
    // In each of three tries.
    expect(copies).to.equal(3 * 9);
    expect(logged.find(({ action }) => action === 'fail-report')?.message).to.include(
      'ChangingError',
    );
  });

  it('is not brought back by its event when it was deleted meanwhile', async () => {
    const { s3, reports, spoke, send } = setUp();
    reports.put(key, 'one');
    s3.before = async (name) => {
      if (name === 'CopyObject') {
        reports.delete(key);
      }
    };

    const answer = await send(notification('1', key));

    expect(answer.batchItemFailures).to.deep.equal([]);
    expect(spoke.versions(destination)).to.have.length(1);
  });
});
