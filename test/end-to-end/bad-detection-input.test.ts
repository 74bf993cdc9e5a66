import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { type Project, project, rehearse, reportFile } from './project.ts';

describe('a rehearsal of bad input for incident detection', () => {
  let open: Project | undefined;

  afterEach(() => open?.remove());

  for (const [what, files, place, cause] of [
    [
      'a known network that is not a CIDR range',
      withNetworks('192.0.2.0/24 # office\n198.51.100.0/33\n'),
      /known-networks\.txt, line 2$/,
      /"198\.51\.100\.0\/33" is not a CIDR range/,
    ],
    [
      'known networks that overlap',
      withNetworks('192.0.2.0/24\n\n192.0.2.128/25\n'),
      /known-networks\.txt, line 3$/,
      /"192\.0\.2\.128\/25" lies within "192\.0\.2\.0\/24" of line 1/,
    ],
    [
      'a list without a network',
      withNetworks('# to do\n'),
      /known-networks\.txt, line 2$/,
      /no network is listed/,
    ],
    [
      'a severity above ten',
      { 'organization-parameters.yml': 'findingSeverity: 11\n' },
      /organization-parameters\.yml, line 1, findingSeverity$/,
      /findingSeverity is 11, and severities are from 0 to 10/,
    ],
    [
      'a telephone number that SNS refuses',
      { 'organization-parameters.yml': "alertSubscriptions:\n  - '0151 12345678'\n" },
      /organization-parameters\.yml, line 2, alertSubscriptions\.0$/,
      /"0151 12345678", a telephone number that SNS refuses/,
    ],
    [
      'a telephone number that YAML takes for a number',
      { 'organization-parameters.yml': 'alertSubscriptions: [+4915112345678]\n' },
      /organization-parameters\.yml, line 1, alertSubscriptions\.0$/,
      /4915112345678, a number, whose \+ is lost/,
    ],
    [
      'a governed region without rules for sign-ins',
      {
        'organization-parameters.yml':
          'governedRegions: [us-east-1, eu-west-1]\nsignInRegions: [us-east-1]\n',
      },
      /organization-parameters\.yml, line 2, signInRegions$/,
      /signInRegions lacks eu-west-1 of the governed regions/,
    ],
  ] as const) {
    it(`names ${what}, before anything is started`, async () => {
      open = project(files);

      const ended = await rehearse('--tasks', path.join(open.folder, 'tasks.yml'));

      const [, told = '', why = ''] =
        /^error in (.+)\n {2}cause: {2}(.+)$/m.exec(ended.stderr) ?? [];
      expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(2);
      expect(existsSync(reportFile), 'a half-finished report').to.equal(false);
      expect(told).to.match(place);
      expect(why).to.match(cause);
    });
  }
});

function withNetworks(text: string): Record<string, string> {
  return {
    'organization-parameters.yml': 'knownNetworksFile: ../../known-networks.txt\n',
    'known-networks.txt': text,
  };
}
