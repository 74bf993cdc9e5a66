import { expect } from 'chai';
import fc from 'fast-check';
import {
  copySourceOf,
  decodeKey,
  placeOf,
  quarantineKeyOf,
  spokeBucketOf,
  waitingKeyOf,
} from '../../../handlers/report-dispatcher/keys.ts';
import { encoded } from './world.ts';

// What S3 takes: any text that is well-formed Unicode.
const anyKey = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 });
const accountId = fc.stringMatching(/^\d{12}$/);

describe('a key of the report bucket', () => {
  it('begins with the account, and all below that is the key in the account', () => {
    const place = placeOf('111111111111/prowler/2026-11-21/report.html');

    expect(place).to.deep.equal({
      kind: 'report',
      accountId: '111111111111',
      destinationKey: 'prowler/2026-11-21/report.html',
    });
  });

  it('may have one folder only, and folders without a name', () => {
    expect(placeOf('111111111111/a')).to.include({ destinationKey: 'a' });
    expect(placeOf('111111111111//a')).to.include({ destinationKey: '/a' });
  });

  it('names no account when its first folder is anything but 12 digits', () => {
    const keys = ['a', 'prowler/a', '11111111111/a', '1111111111111/a', '/111111111111/a'];
    for (const key of [
      ...keys,
      '111111111111',
      ' 111111111111/a',
      '١١١١١١١١١١١١/a',
      '11111111111a/a',
    ]) {
      expect(placeOf(key), key).to.deep.equal({ kind: 'stray', reason: 'no-account' });
    }
  });

  it('names no file when nothing is below the account, or an empty folder', () => {
    for (const key of ['111111111111/', '111111111111/prowler/']) {
      expect(placeOf(key), key).to.deep.equal({ kind: 'stray', reason: 'no-file' });
    }
  });

  it("is not dispatched when it is the dispatcher's own", () => {
    for (const key of [quarantineKeyOf('a'), waitingKeyOf('111111111111/a')]) {
      expect(placeOf(key), key).to.deep.equal({ kind: 'internal' });
    }
  });

  it('is what it was before S3 encoded it, whatever is in it', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(decodeKey(encoded(key))).to.equal(key);
      }),
    );
  });

  it('is refused when it is not encoded as S3 does', () => {
    expect(() => decodeKey('100%')).to.throw(URIError);
  });

  it("never leads out of its account's bucket, nor out of its folder", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyKey,
          fc.tuple(accountId, anyKey).map((all) => all.join('/')),
        ),
        (key) => {
          const place = placeOf(key);

          if (place.kind !== 'report') {
            return;
          }
          expect(`${place.accountId}/${place.destinationKey}`).to.equal(key);
          const bucket = spokeBucketOf('audit-account-reports-{account}-x', place.accountId);
          expect(bucket).to.equal(`audit-account-reports-${key.slice(0, 12)}-x`);
        },
      ),
    );
  });

  it('is what it was before CopySource encoded it, and never names another version', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (key, versionId) => {
        const source = new URL(`http://s3/${copySourceOf('reports', key, versionId)}`);

        expect(copySourceOf('reports', key, versionId)).to.match(/^[\x21-\x7e]+$/);
        expect(source.searchParams.getAll('versionId')).to.deep.equal([versionId]);
        // A URL takes the meaning out of folders that are called . or ..; S3 does not.
        if (key.split('/').some((folder) => /^\.\.?$/.test(folder))) {
          return;
        }
        expect(decodeURIComponent(source.pathname)).to.equal(`/reports/${key}`);
      }),
    );
  });
});

describe('a copy source', () => {
  it('encodes all but the slashes between folders', () => {
    const source = copySourceOf('reports', '111111111111/Müller 100% a+b?/x#y', 'a/b=');

    expect(source).to.equal(
      'reports/111111111111/M%C3%BCller%20100%25%20a%2Bb%3F/x%23y?versionId=a%2Fb%3D',
    );
  });
});
