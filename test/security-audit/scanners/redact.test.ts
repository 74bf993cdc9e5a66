import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  filesBelow,
  redactFiles,
  redacting,
  Secrets,
} from '../../../security-audit/scanners/redact.ts';

const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const ends = [...at.map((one) => one % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends
    .map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
    .filter((one) => one.length);
};

const pass = async (secrets: Secrets, chunks: readonly Buffer[]): Promise<Buffer> =>
  buffer(Readable.from(chunks).pipe(redacting(secrets)));

describe('redaction', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9/+=]{16,60}$/);
  const noise = fc.stringMatching(/^[ -~äöü€\n]{0,40}$/);
  const cuts = fc.array(fc.nat(), { maxLength: 8 });

  it('removes every secret, wherever the chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        noise,
        cuts,
        async (all, text, at) => {
          const secrets = new Secrets();
          secrets.add(...all);
          const said = all.flatMap((one) => [one, text, encodeURIComponent(one)]).join('');

          const passed = (await pass(secrets, cut(Buffer.from(said), at))).toString();

          for (const one of all) {
            expect(passed).not.to.contain(one);
            expect(passed).not.to.contain(encodeURIComponent(one));
          }
        },
      ),
    );
  });

  it('lets everything else pass, byte by byte', async () => {
    await fc.assert(
      fc.asyncProperty(secret, fc.uint8Array({ maxLength: 300 }), cuts, async (one, bytes, at) => {
        const said = Buffer.from(bytes);
        fc.pre(!said.toString('latin1').includes(one));
        const secrets = new Secrets();
        secrets.add(one);

        expect(await pass(secrets, cut(said, at))).to.deep.equal(said);
      }),
    );
  });

  it('keeps what only begins like a secret', async () => {
    const secrets = new Secrets();
    secrets.add('ASIAEXAMPLE');

    const passed = await pass(
      secrets,
      ['ASIA', 'EXAM', 'INE ASIAEX'].map((one) => Buffer.from(one)),
    );

    expect(passed.toString()).to.equal('ASIAEXAMINE ASIAEX');
  });

  it('removes the longer of two secrets that begin alike', () => {
    const secrets = new Secrets();
    secrets.add('abcdef', 'abcdefghi');

    expect(secrets.remove('abcdefghi abcdef')).to.deep.equal({
      ...{ text: '[redacted] [redacted]', count: 2 },
    });
  });

  it('knows secrets that come while a stream runs', async () => {
    const secrets = new Secrets();
    async function* said() {
      yield Buffer.from('one');
      secrets.add('second-secret');
      yield Buffer.from(' second-secret');
    }

    const passed = await buffer(Readable.from(said()).pipe(redacting(secrets)));

    expect(passed.toString()).to.equal('one [redacted]');
  });

  describe('of files', () => {
    let folder: string;

    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'redact-'));
    });

    afterEach(() => rmSync(folder, { recursive: true }));

    it('writes only those that have a secret', async () => {
      const secrets = new Secrets();
      secrets.add('open-sesame');
      writeFileSync(path.join(folder, 'good'), 'nothing');
      writeFileSync(path.join(folder, 'bad'), 'say open-sesame');
      const before = statSync(path.join(folder, 'good')).ino;

      await redactFiles(folder, secrets);

      expect(readFileSync(path.join(folder, 'bad'), 'utf8')).to.equal('say [redacted]');
      expect(statSync(path.join(folder, 'good')).ino).to.equal(before);
      expect(await filesBelow(folder)).to.deep.equal(['bad', 'good']);
    });

    it('removes links, which could lead anywhere', async () => {
      symlinkSync('/etc/passwd', path.join(folder, 'link'));

      expect(await filesBelow(folder)).to.deep.equal([]);
    });
  });
});
