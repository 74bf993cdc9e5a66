import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseOcsf, prowler } from '../../../../security-audit/scanners/tools/prowler.ts';
import type { Finding } from '../../../../security-audit/types.ts';

const account = '222222222222';

async function* whole(value: unknown) {
  yield typeof value === 'string' ? value : JSON.stringify(value);
}

const parse = async (value: unknown): Promise<(Finding | undefined)[]> => {
  const all: (Finding | undefined)[] = [];
  for await (const one of parseOcsf(whole(value), account)) {
    all.push(one);
  }
  return all;
};

const record = {
  metadata: { event_code: 'iam_root_mfa_enabled' },
  finding_info: { title: 'Root has MFA' },
  severity: 'Critical',
  ...{ status: 'New', status_code: 'FAIL' },
  cloud: { account: { uid: account }, region: 'us-east-1' },
  resources: [
    { uid: 'arn:aws:iam::222222222222:root', region: 'eu-west-1', group: { name: 'iam' } },
  ],
  unmapped: { compliance: { 'CIS-5.0': ['1.4'], 'PCI-4.0': ['8.4.2', '8.4.1'] } },
};

describe("Prowler's findings", () => {
  it('are what failed, with controls by their usual names', async () => {
    expect(await parse([record, { ...record, status_code: 'PASS' }])).to.deep.equal([
      {
        ...{ account, tool: 'prowler', check: 'iam_root_mfa_enabled', title: 'Root has MFA' },
        ...{ severity: 'critical', service: 'iam', region: 'eu-west-1' },
        resource: 'arn:aws:iam::222222222222:root',
        controls: ['CIS-5.0 1.4', 'PCI-4.0 8.4.2', 'PCI-4.0 8.4.1'],
      },
      undefined,
    ]);
  });

  it('are not those that are muted, nor what has to be looked at by hand', async () => {
    const muted = { ...record, status: 'Suppressed' };
    const manual = { ...record, status_code: 'MANUAL' };

    expect(await parse([muted, manual])).to.deep.equal([undefined, undefined]);
  });

  it('give a check a result if something passed or failed, and no other', async () => {
    const seen: [string, boolean][] = [];
    const records = ['PASS', 'FAIL', 'MANUAL'].map((status_code) => ({ ...record, status_code }));

    for await (const _ of parseOcsf(whole(records), account, (...one) => seen.push(one))) {
      // All are read.
    }

    expect(seen.map(([, hasResult]) => hasResult)).to.deep.equal([true, true, false]);
    expect(prowler.asked('Executing 649 checks, please wait...')).to.equal(649);
    expect(prowler.asked('649 checks')).to.equal(undefined);
  });

  it('have a severity, a service and a region, whatever is missing', async () => {
    const bare = { ...record, severity: 'Fatal', resources: [{ name: 'root' }], finding_info: {} };

    const [finding] = await parse([{ ...bare, unmapped: {} }]);

    expect(finding).to.deep.equal({
      ...{ account, tool: 'prowler', check: 'iam_root_mfa_enabled', title: 'iam_root_mfa_enabled' },
      ...{ severity: 'informational', service: 'iam', region: 'us-east-1', resource: 'root' },
      controls: [],
    });
  });

  it('are refused when they are about another account, also those that passed', async () => {
    const other = { ...record, status_code: 'PASS', cloud: { account: { uid: '999999999999' } } };

    const error = await parse([record, other]).catch((one: unknown) => one);

    expect(String(error)).to.equal(
      "ReportError: prowler.ocsf.json is about the account '999999999999', not 222222222222",
    );
  });

  it('never end in another error, and none is of another account, whatever the file has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
        const error = await parse(text).catch((one: unknown) => one);

        if (error instanceof Error) {
          expect(error.name).to.equal('ReportError');
        } else {
          expect(error).to.deep.equal([]);
        }
      }),
    );
  });

  it('never end in another error when single fields are anything', async () => {
    const keys = Object.keys(record).filter((key) => key !== 'cloud');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keys), fc.jsonValue(), async (key, value) => {
        const result = await parse([{ ...record, [key]: value }]).catch((one: unknown) => one);

        if (result instanceof Error) {
          expect(result.name).to.equal('ReportError');
          expect(key).to.equal('metadata');
        }
      }),
    );
  });

  describe('in a folder', () => {
    let folder: string;

    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'prowler-'));
    });

    afterEach(() => rmSync(folder, { recursive: true }));

    const find = async (mayBeEmpty: boolean): Promise<Finding[]> => {
      const found: Finding[] = [];
      for await (const one of prowler.findings({ folder, accountId: account, mayBeEmpty })) {
        found.push(one);
      }
      return found;
    };

    for (const [text, what] of [
      [undefined, 'missing'],
      ['[]', 'empty'],
    ] as const) {
      it(`are believed to be none when the file is ${what} only if that may be`, async () => {
        if (text !== undefined) {
          writeFileSync(path.join(folder, 'prowler.ocsf.json'), text);
        }

        const error = await find(false).catch((one: unknown) => one);

        expect(await find(true)).to.deep.equal([]);
        expect(String(error)).to.equal(
          `ReportError: prowler.ocsf.json is ${what}: it evaluated nothing`,
        );
      });
    }

    it('may be none when there is something that passed', async () => {
      const passed = JSON.stringify([{ ...record, status_code: 'PASS' }]);
      writeFileSync(path.join(folder, 'prowler.ocsf.json'), passed);

      expect(await find(false)).to.deep.equal([]);
    });
  });

  it('are asked for by a command line that has each name as a word of its own', () => {
    const words = prowler.arguments({
      ...{ folder: '/out', regions: ['eu-west-1', 'us-east-1'], checks: ['a', 'b'] },
    });

    expect(words).to.deep.equal([
      'aws',
      '--region',
      'eu-west-1',
      'us-east-1',
      '--output-formats',
      'csv',
      'json-ocsf',
      'html',
      '--output-directory',
      '/out',
      '--output-filename',
      'prowler',
      '--log-level',
      'ERROR',
      '--no-banner',
      '--no-color',
      '--ignore-exit-code-3',
      '--checks',
      'a',
      'b',
    ]);
  });
});

describe("an error in Prowler's log", () => {
  const line = (text: string) =>
    `2026-11-30 09:00:00,000 [File: organizations_service.py:190] \t[Module: organizations_service]\t ERROR: ${text}`;
  // As Prowler 5.46.0 logs it where an account lists delegated administrators.
  const status = line(
    'us-east-1 -- ValidationError[173]: 1 validation error for DelegatedAdministrator',
  );

  it('is a line about what it could not read', () => {
    expect(prowler.isError(line('us-east-1 -- ClientError[35]: AccessDenied'))).to.equal(true);
    const other = line('us-east-1 -- ValidationError[9]: 1 validation error for Key');
    expect(prowler.isError(other)).to.equal(true);
    expect(prowler.isError('  none is not an allowed value')).to.equal(false);
  });

  it('is not one about a check that is not run, unless the operator names that check', () => {
    const check = 'organizations_delegated_administrators';

    expect(prowler.arguments({ folder: '/x', regions: [] })).to.include(check);
    expect(prowler.isError(status)).to.equal(false);
    expect(prowler.isError(status, ['iam_root_mfa_enabled'])).to.equal(false);
    expect(prowler.isError(status, ['iam_root_mfa_enabled', check])).to.equal(true);
  });
});
