import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { Problem } from '../../problem.ts';
import { readSnapshotFile } from '../../snapshot/read.ts';

const whole = {
  format: 1,
  homeRegion: 'us-east-1',
  regions: ['us-east-1'],
  organization: { Id: 'o-1234567890', MasterAccountId: '111111111111', rootId: 'r-ab12' },
  accounts: [{ Id: '111111111111', places: [] }],
};

describe('a snapshot file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'snapshot-'));
  const file = path.join(folder, 'organization.json');

  after(() => rmSync(folder, { recursive: true }));

  const problemOf = (text: string | undefined): Problem => {
    rmSync(file, { force: true });
    if (text !== undefined) {
      writeFileSync(file, text);
    }
    try {
      readSnapshotFile(file);
    } catch (error) {
      if (error instanceof Problem) {
        return error;
      }
      throw error;
    }
    throw new Error(`expected a Problem for ${text}`);
  };

  it('is read as it was written', () => {
    writeFileSync(file, JSON.stringify(whole));

    expect(readSnapshotFile(file)).to.deep.equal(whole);
  });

  for (const [what, text, place, cause] of [
    ['no such file', undefined, undefined, /^there is no such file$/],
    ['no JSON', '{"format": 1,', undefined, /^it is not JSON: /],
    ['something else', '{"Stacks": []}', undefined, /^it is JSON, but not a snapshot/],
    ['a list', '[]', undefined, /^it is JSON, but not a snapshot/],
    ['another format', '{"format": 2}', 'format', /^its format is 2, and this version reads 1$/],
    ['no home region', without('homeRegion'), 'homeRegion', /^it is missing/],
    ['no regions', without('regions'), 'regions', /^it is missing/],
    ['no organization', without('organization'), 'organization.Id', /^it is missing/],
    ['no accounts', without('accounts'), 'accounts', /^it is missing/],
    [
      'accounts that were not read',
      JSON.stringify({ ...whole, accounts: [{ Id: '111111111111' }] }),
      'accounts.0.places',
      /^it is missing/,
    ],
  ] as const) {
    it(`is refused with its name and a remedy: ${what}`, () => {
      const { parts } = problemOf(text);

      expect(parts.file).to.equal(file);
      expect(parts.place).to.equal(place);
      expect(parts.cause).to.match(cause);
      expect(parts.remedy).to.match(/npm run preflight -- --snapshot FILE$/);
    });
  }
});

function without(key: keyof typeof whole): string {
  return JSON.stringify({ ...whole, [key]: undefined });
}
