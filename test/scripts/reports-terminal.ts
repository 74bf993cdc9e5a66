import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../scripts/reports.ts';
import { organizationFile } from '../doubles/organization.ts';
import { centralBucket, type FakeAws, fakeAws } from './reports-fakes.ts';

const parameters = `homeRegion: us-east-1
governedRegions: [us-east-1]
managementAccount: ManagementAccount
securityAccount: SecurityAccount
logArchiveAccount: LogArchiveAccount
configRules: []
conformancePacks: []
reportBucketNamespace: global
`;

/** Delivered. */
export const key = '444444444444/prowler/2026-11-20/report.json';
/** Waits. */
export const other = '333333333333/scout/2026-11-21/report.json';

/** One report delivered, one that waits, one in quarantine. */
export const buckets: FakeAws['buckets'] = {
  [centralBucket]: {
    [key]: { version: 'v7', size: 12_345 },
    [other]: { size: 0 },
    [`waiting/${other}`]: {},
    'quarantine/999999999999/prowler/2026-11-20/a.json': { tags: { reason: 'unknown-account' } },
  },
  'ofn-audit-account-reports-444444444444': {
    'prowler/2026-11-20/report.json': { metadata: { 'source-version': 'v7' } },
  },
};

/** Where the command is typed, in a folder with an organization of its own. */
export class Terminal {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-reports-'));

  constructor() {
    writeFileSync(path.join(this.#folder, 'parameters.yml'), parameters);
    writeFileSync(path.join(this.#folder, 'organization.yml'), organizationFile);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  /** @param argv the command and its options */
  async type(
    [name = '', ...argv]: readonly string[],
    aws: FakeAws = { buckets },
    { isTTY = false, msPerLook = 0 } = {},
  ) {
    const { sessions, calls, bodies } = fakeAws(aws);
    const written = { stdout: '', stderr: '' };
    const to = (stream: keyof typeof written) => ({
      isTTY,
      write: (text: string) => {
        written[stream] += text;
      },
    });
    const files = [
      '--parameters',
      path.join(this.#folder, 'parameters.yml'),
      '--organization',
      path.join(this.#folder, 'organization.yml'),
    ];
    let at = 0;
    const code = await run([name, ...files, ...argv], {
      ...{ stdout: to('stdout'), stderr: to('stderr'), env: {} },
      connect: async () => sessions,
      wait: async () => undefined,
      now: () => {
        at += msPerLook;
        return at;
      },
    });
    return { code, calls, bodies, ...written };
  }
}
