import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { readSnapshotFile, writeSnapshot } from '../../preflight/snapshot-file.ts';
import { account, place, snapshot, stack, withStacks } from './snapshot/sample.ts';

describe('the file of a snapshot', () => {
  let folder: string;
  const file = () => path.join(folder, 'acme.json');

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'snapshot-file-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is read as what was written', () => {
    const whole = withStacks({ text: 'Resources: {}' }, { StackName: 'other', text: 'A: "\\n"\n' });

    const { snapshot: written, bytes } = writeSnapshot(file(), { ...whole, archives: {} });

    expect(readSnapshotFile(file())).to.deep.equal(written);
    expect(written).to.deep.include({ templates: whole.templates, archives: {} });
    expect(statSync(file()).size).to.equal(bytes);
  });

  it('is the same, whatever the order of what AWS answered', () => {
    const [main = account(), other = account()] = snapshot().accounts;
    const stacks = [stack(), stack({ StackName: 'b', Tags: { x: '1', y: '2' } })];
    const again = [stack({ StackName: 'b', Tags: { y: '2', x: '1' } }), stack()];
    writeSnapshot(
      file(),
      snapshot({ accounts: [main, { ...other, places: [place({ stacks })] }] }),
    );
    const first = readFileSync(file(), 'utf8');

    writeSnapshot(
      file(),
      snapshot({
        takenAt: '2026-02-03T04:05:06.000Z',
        accounts: [{ ...other, places: [place({ stacks: again })] }, main],
      }),
    );

    expect(readFileSync(file(), 'utf8')).to.equal(
      first.replace('2026-01-02T03:04:05.000Z', '2026-02-03T04:05:06.000Z'),
    );
  });

  it('has a line for each account and template', () => {
    writeSnapshot(file(), withStacks({ text: 'Resources: {}' }));

    const lines = readFileSync(file(), 'utf8').split('\n');

    expect(lines.filter((line) => line.includes('"JoinedMethod"'))).to.have.length(2);
    expect(lines.filter((line) => line.includes('"Resources: {}"'))).to.have.length(1);
  });

  it('can be read by its owner alone', () => {
    writeFileSync(file(), 'an old one', { mode: 0o644 });

    writeSnapshot(file(), snapshot());

    expect((statSync(file()).mode & 0o777).toString(8)).to.equal('600');
  });

  it('is there as a whole or as it was', () => {
    writeFileSync(file(), 'an old one');
    const broken = { ...snapshot(), quotas: 1n } as unknown as ReturnType<typeof snapshot>;

    expect(() => writeSnapshot(file(), broken)).to.throw(TypeError);

    expect(readFileSync(file(), 'utf8')).to.equal('an old one');
    expect(readdirSync(folder)).to.deep.equal(['acme.json']);
  });

  it('is not written through a link that waits for it', () => {
    const target = path.join(folder, 'target');
    symlinkSync(target, path.join(folder, `.acme.json.${process.pid}`));

    expect(() => writeSnapshot(file(), snapshot())).to.throw(/EEXIST/);

    expect(readdirSync(folder)).to.deep.equal([`.acme.json.${process.pid}`]);
  });

  it('has pseudonyms of what the organization file declares, too', () => {
    const key = 'a key of sixteen';
    const organizationText =
      'Organization: { New: { Type: OC::ORG::Account, Properties: { AccountName: Acme New } } }\n';

    const { pseudonyms } = writeSnapshot(file(), snapshot(), {
      pseudonyms: { key, organizationText },
    });

    expect(readFileSync(file(), 'utf8')).not.to.match(/222222222222|Acme|acme|o-a1b2c3d4e5|ab12/);
    expect(pseudonyms?.apply(organizationText)).to.match(/AccountName: Name [a-z]{8} }/);
  });

  it('lists what was redacted without saying who', () => {
    const [main = account()] = snapshot().accounts;
    const tags = { 'payments@acme.test-token': 'hunter2' };

    const { redactions } = writeSnapshot(
      file(),
      snapshot({ accounts: [main, account({ tags })] }),
      { pseudonyms: { key: 'a key of sixteen' } },
    );

    expect(redactions.map(({ place: at }) => at).join()).not.to.contain('acme');
    expect(readFileSync(file(), 'utf8')).not.to.contain('hunter2');
  });
});
