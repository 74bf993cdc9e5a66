import { expect } from 'chai';
import fc from 'fast-check';
import { CoverageError } from '../../organization/errors.ts';
import { parseOptions } from '../../security-audit/options.ts';

const parse = (...argv: string[]) => parseOptions(argv, () => undefined);

describe('the options of npm run security-audit', () => {
  it('have defaults that are safe', () => {
    expect(parse()).to.deep.equal({
      ...{ accounts: [], tools: ['prowler'], parallel: 4, duration: 3_600, timeout: 7_200 },
      ...{ output: 'reports', upload: false, resume: false, container: false },
      ...{ organization: 'organization.yml', parameters: 'organization-parameters.yml' },
    });
  });

  it('are read, short or long', () => {
    const long = parse(
      'Production',
      '222222222222',
      '--role',
      'audit/Role',
      '--parallel',
      '8',
      '--mfa',
      'serial',
      '--duration',
      '7200',
      '--tool',
      'both',
      '--regions',
      'eu-west-1, us-east-1',
    );

    expect(long).to.include({ role: 'audit/Role', parallel: 8, mfa: 'serial', duration: 7_200 });
    expect(long?.accounts).to.deep.equal(['Production', '222222222222']);
    expect(long?.tools).to.deep.equal(['prowler', 'scoutsuite']);
    expect(long?.regions).to.deep.equal(['eu-west-1', 'us-east-1']);
    expect(parse('-r', 'R', '-p', '8', '-m', 's', '-d', '900')).to.include({
      ...{ role: 'R', parallel: 8, mfa: 's', duration: 900 },
    });
  });

  it('show examples and exit codes', () => {
    let help = '';

    const options = parseOptions(['--help'], (text) => {
      help += text;
    });

    expect(options).to.equal(undefined);
    expect(help).to.contain('Exit codes:').and.contain('130  interrupted').and.contain('Examples:');
  });

  it('take the durations that AWS takes, and no others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000 }), (seconds) => {
        if (seconds >= 900 && seconds <= 43_200) {
          expect(parse('-d', `${seconds}`)?.duration).to.equal(seconds);
        } else {
          expect(() => parse('-d', `${seconds}`)).to.throw('a whole number from 900 to 43200');
        }
      }),
    );
  });

  const refusals: [argv: string[], message: RegExp][] = [
    [['--nothing'], /unknown option '--nothing': see --help/],
    [['-p', '0'], /a whole number from 1 to 100/],
    [['-p', '1e1'], /a whole number from 1 to 100/],
    [['--timeout', '-1'], /a whole number from 1 to 86400/],
    [['--tool', 'nessus'], /Allowed choices are prowler, scoutsuite, both/],
    [['--regions', 'europe'], /--regions has 'europe': give a region such as eu-west-1/],
    [['--role', 'arn:aws:iam::111111111111:role/R'], /the name of a role, not its ARN/],
    [['--checks', 'a,--role'], /names with commas between them/],
    [['--checks', ''], /names with commas between them/],
    [['--checks', 'a', '--compliance', 'b'], /Prowler takes one of them/],
    [['--tool', 'scoutsuite', '--checks', 'a'], /--checks is for Prowler only/],
    [['--tool', 'both', '--compliance', 'a'], /--compliance is for Prowler only/],
    [['--resume', '--tool', 'both'], /--resume uses the settings of the run: remove --tool/],
    [['--resume', 'x', '-r', 'R'], /remove --role, accounts/],
  ];
  for (const [argv, message] of refusals) {
    it(`refuse ${argv.join(' ')}`, () => {
      expect(() => parse(...argv)).to.throw(CoverageError, message);
    });
  }
});
