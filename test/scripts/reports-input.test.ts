import { expect } from 'chai';
import { run } from '../../scripts/reports.ts';
import { awsError } from '../doubles/aws-client.ts';
import type { Call } from './reports-fakes.ts';
import { buckets, Terminal } from './reports-terminal.ts';

describe('input of npm run reports', () => {
  let terminal: Terminal;

  beforeEach(() => {
    terminal = new Terminal();
  });

  afterEach(() => terminal.remove());

  for (const [argv, message] of [
    [['replay'], /^reports: Nothing says which reports to replay: give --account, /],
    [
      ['replay', '--all', '--waiting'],
      /--all is every report that is not in quarantine: leave it out/,
    ],
    [
      ['replay', '--all', '--quarantined'],
      /--all is every report that is not in quarantine: leave/,
    ],
    [['replay', '--waiting', '--quarantined'], /different reports: give one of them/],
    [
      ['replay', '--quarantined', '--account', '999999999999'],
      /The account 999999999999 is not in the organization: its reports stay in quarantine until/,
    ],
    [['quarantine', '--account', 'SandboxAccount'], /unknown option '--account'/],
    [['list', '--from', '2026-02-30'], /'2026-02-30' is invalid. It is a day such as 2026-11-20/],
    [['list', '--from', '2026-11-20', '--to', '2026-11-19'], /--from is 2026-11-20, after --to/],
    [['list', '--tool', 'a/b'], /'a\/b' is invalid. It is one folder, without a slash/],
    [['list', '--account', 'Missing'], /no account 'Missing': use one of ManagementAccount, /],
    [['list', '--account', '4444'], /organization.yml has no account '4444'/],
    [['list', '--account', ''], /It is empty/],
    [['list', '--parameters', 'nowhere.yml'], /Cannot read nowhere.yml: Error: ENOENT/],
    [['list', '--dry-run'], /unknown option '--dry-run'.*: see --help/],
    [['quarantine', 'surplus'], /too many arguments/],
  ] as const) {
    it(`exits 2 for ${argv.join(' ')}`, async () => {
      const { code, stdout, stderr, calls } = await terminal.type([...argv]);

      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr)
        .to.match(/^reports: .+\n$/)
        .and.match(message);
      expect(calls.some(({ name }) => name === 'SendMessageBatch')).to.equal(false);
    });
  }

  it('exits 2 without a command, or with another one, and names those there are', async () => {
    for (const argv of [[], ['send']]) {
      const written: string[] = [];
      const write = (text: string) => written.push(text);
      const connect = () => Promise.reject(new Error('not to be reached'));

      const code = await run(argv, { stdout: { write }, stderr: { write }, env: {}, connect });

      expect(code).to.equal(2);
      expect(written.join('')).to.match(/^reports: The command is .+: use one of list, replay, qu/);
    }
  });

  it('exits 2 when AWS refuses, and says so in one line', async () => {
    const instead = ({ name }: Call) => {
      if (name === 'ListObjectVersions') {
        throw awsError('AccessDenied', 'not\nauthorized');
      }
    };

    const { code, stderr } = await terminal.type(['list'], { buckets, instead });

    expect([code, stderr]).to.deep.equal([2, 'reports: AccessDenied: not authorized\n']);
  });

  it('writes its help, and that of each command with every option', async () => {
    const whole = await terminal.type(['--help']);
    const replay = await terminal.type(['replay', '--help']);

    expect([whole.code, replay.code]).to.deep.equal([0, 0]);
    for (const text of ['list', 'replay', 'quarantine', 'Exit codes', 'AWS_ENDPOINT_URL']) {
      expect(whole.stdout).to.include(text);
    }
    for (const option of ['account', 'tool', 'from', 'waiting', 'quarantined', 'dry-run', 'role']) {
      expect(replay.stdout).to.include(`--${option}`);
    }
  });
});
