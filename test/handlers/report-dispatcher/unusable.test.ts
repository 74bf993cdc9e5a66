import { expect } from 'chai';
import { notification, setUp } from './world.ts';

const original = (key: string): string => Buffer.from(key).toString('base64');

describe('a report that S3 does not accept in the bucket of its account', () => {
  for (const [key, reason, moved] of [
    ['111111111111/../x.csv', 'relative-key', 'quarantine/111111111111/sha256-'],
    ['111111111111/a/../../x.csv', 'relative-key', 'quarantine/111111111111/sha256-'],
    ['111111111111/soap', 'reserved-key', 'quarantine/111111111111/soap'],
  ] as const) {
    it(`is quarantined under a key that it accepts: ${key}`, async () => {
      const { reports, spoke, counted, send } = setUp();
      const { versionId } = reports.put(key, 'one', { metadata: { scanner: 'x' } });

      const answer = await send(notification('1', key));

      const [found = ''] = reports.keys();
      expect(answer.batchItemFailures).to.deep.equal([]);
      expect(found.replace(/[\da-f]{64}$/, '')).to.equal(moved);
      expect(reports.current(found)?.tags).to.deep.equal([{ Key: 'reason', Value: reason }]);
      expect(reports.current(found)?.metadata).to.deep.equal({
        scanner: 'x',
        'source-version': versionId,
        ...(reason === 'relative-key' ? { 'original-key': original(key) } : {}),
      });
      expect(counted).to.deep.equal([{ key, reason }]);
      expect(spoke.keys()).to.deep.equal([]);
    });
  }

  it('is delivered when segments of dots stay within the folder of the account', async () => {
    const { reports, spoke, send } = setUp();
    reports.put('111111111111/a/../x.csv', 'one');
    reports.put('111111111111/./soap/x.csv', 'two');

    await send(notification('1', '111111111111/a/../x.csv', '111111111111/./soap/x.csv'));

    expect(spoke.keys()).to.deep.equal(['./soap/x.csv', 'a/../x.csv']);
  });

  it('is quarantined without its metadata when a copy would have more than 2 KB', async () => {
    const { reports, spoke, counted, send } = setUp();
    const key = '111111111111/prowler/a.csv';
    const metadata = { scanner: 'x'.repeat(2041) };
    const { versionId } = reports.put(key, 'one', { metadata });

    await send(notification('1', key));

    const moved = reports.current(`quarantine/${key}`);
    expect(moved?.metadata).to.deep.equal({ 'source-version': versionId });
    expect(moved?.tags).to.deep.equal([{ Key: 'reason', Value: 'large-metadata' }]);
    expect(counted).to.deep.equal([{ key, reason: 'large-metadata' }]);
    expect(reports.versions(key)[0]?.metadata).to.deep.equal(metadata);
    expect(spoke.keys()).to.deep.equal([]);
  });

  it('is delivered with metadata of 2 KB, the version of the report included', async () => {
    const { reports, spoke, send } = setUp();
    const free = 2048 - 'scanner'.length - 'source-version'.length - 'v1'.length;
    reports.put('111111111111/a.csv', 'one', { metadata: { scanner: 'x'.repeat(free) } });

    await send(notification('1', '111111111111/a.csv'));

    expect(spoke.keys()).to.deep.equal(['a.csv']);
  });

  it('is quarantined without its metadata in the quarantine of unknown accounts, too', async () => {
    const { reports, send } = setUp();
    const key = `666666666666/${'ü'.repeat(505)}`;
    const { versionId } = reports.put(key, 'one', { metadata: { scanner: 'x'.repeat(2041) } });

    await send(notification('1', key));

    const [moved = ''] = reports.keys();
    expect(moved).to.match(/^quarantine\/666666666666\/sha256-/);
    expect(reports.current(moved)?.metadata).to.deep.equal({
      'original-key': original(key),
      'source-version': versionId,
    });
  });
});
