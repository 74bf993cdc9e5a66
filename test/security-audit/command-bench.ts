import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../security-audit/cli.ts';
import type { PageInput } from '../../security-audit/reports/consolidate.ts';
import type { Surroundings } from '../../security-audit/runs/steps.ts';
import type { Run } from '../../security-audit/types.ts';
import { Bench, type Call, type FakeOptions, fakeAws } from './fakes.ts';

const root = path.join(import.meta.dirname, '../..');

export const security = '111111111111';
export const ids = [
  '222222222222',
  '333333333333',
  '444444444444',
  '555555555555',
  '666666666666',
] as const;
export const listed = [
  { Id: security, Name: 'Security', State: 'ACTIVE' },
  ...ids.map((Id, index) => ({ Id, Name: `Team ${index}`, State: 'ACTIVE' })),
];

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
  calls: Call[];
  pages: PageInput[];
  /** MFA devices that a code was asked for. */
  codes: string[];
}

/** The command in this process, with a real scanner and an AWS that is none. */
export class CommandBench extends Bench {
  now = Date.parse('2026-11-28T09:30:00Z');

  async audit(
    argv: readonly string[],
    fake: FakeOptions = {},
    more: Partial<Surroundings> = {},
  ): Promise<Outcome> {
    const { buildClients, calls } = fakeAws({ accounts: listed, ...fake });
    const told = { stdout: '', stderr: '' };
    const [pages, codes]: [PageInput[], string[]] = [[], []];
    const output = (name: 'stdout' | 'stderr') => ({
      write(text: string) {
        told[name] += text;
      },
    });
    const around: Surroundings = {
      ...{ stdout: output('stdout'), stderr: output('stderr'), buildClients },
      ...{ env: { PATH: process.env['PATH'], PROWLER: this.scanner }, now: () => this.now },
      signal: new AbortController().signal,
      askCode: async (serial) => {
        codes.push(serial);
        return '123456';
      },
      renderPage: (input) => {
        pages.push(input);
        return '<html>';
      },
      ...more,
    };
    const files = ['--organization', path.join(root, 'organization.yml')];
    const parameters = ['--parameters', path.join(root, 'organization-parameters.yml')];
    const code = await run([...argv, '--output', this.output, ...files, ...parameters], around);
    return { code, ...told, calls, pages, codes };
  }

  /** What stands in the files of runs, the earliest first. */
  runs(): Run[] {
    return readdirSync(path.join(this.output, 'runs'))
      .filter((name) => name.endsWith('Z.json'))
      .sort()
      .map((name) => JSON.parse(this.read(`runs/${name}`)));
  }
}

export const named = (calls: readonly Call[], name: string) =>
  calls.filter((call) => call.name === name).map(({ input }) => input);
