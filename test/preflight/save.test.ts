import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { saveSnapshot } from '../../preflight/save.ts';
import { readSnapshotFile } from '../../preflight/snapshot-file.ts';
import { account, snapshot } from './snapshot/sample.ts';

const organizationText = `Organization:
  Shop:
    Type: OC::ORG::Account
    Properties: { AccountName: Acme Payments, AccountId: '222222222222' }
`;

describe('a snapshot that is saved', () => {
  let folder: string;
  const at = (name: string) => path.join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'save-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is reported with its size, and with what was redacted', () => {
    const [main = account()] = snapshot().accounts;
    const secret = snapshot({ accounts: [main, account({ tags: { 'api-token': 'hunter2' } })] });

    const lines = saveSnapshot(secret, { file: at('acme.json') });

    expect(readdirSync(folder)).to.deep.equal(['acme.json']);
    expect(lines).to.deep.equal([
      `${at('acme.json')} has the snapshot, 1 KiB`,
      'redacted 1 values:',
      '  value of api-token: accounts.1.tags.api-token',
    ]);
  });

  it('has its organization file beside it with pseudonyms, and the map on request', () => {
    const lines = saveSnapshot(snapshot(), {
      file: at('acme.json'),
      pseudonyms: { env: {}, organizationText, mapFile: at('map.json') },
    });

    const map = JSON.parse(readFileSync(at('map.json'), 'utf8'));
    const id = map['222222222222'];
    expect(readFileSync(at('acme.organization.yml'), 'utf8')).to.equal(
      organizationText.replace('222222222222', id).replace('Acme Payments', map['Acme Payments']),
    );
    const { accounts } = readSnapshotFile(at('acme.json'));
    expect(accounts.find(({ Id }) => Id === id)?.Name).to.equal(map['Acme Payments']);
    for (const name of ['acme.json', 'acme.organization.yml', 'map.json']) {
      expect((statSync(at(name)).mode & 0o777).toString(8), name).to.equal('600');
    }
    expect(lines.slice(2)).to.deep.equal([
      'pseudonyms are made with a key: the id of the organization',
      `${at('acme.organization.yml')} has the organization file with these pseudonyms: ` +
        `npm run rehearse -- --from ${at('acme.json')} --organization ${at('acme.organization.yml')}`,
      `${at('map.json')} takes the pseudonyms back: keep it to yourself`,
    ]);
  });

  it('has the pseudonyms of the key that is given', () => {
    const save = (keyText: string | undefined) => {
      saveSnapshot(snapshot(), {
        file: at('acme.json'),
        pseudonyms: { env: {}, organizationText, keyText },
      });
      return readFileSync(at('acme.json'), 'utf8');
    };

    expect(save('a key of sixteen')).to.equal(save('a key of sixteen\n'));
    expect(save('a key of sixteen')).not.to.equal(save(undefined));
    expect(() => save('short')).to.throw(/has 5 characters/);
  });
});
