import { expect } from 'chai';
import { faultsOf } from './detection-folder.ts';
import { fine } from './faults.ts';

const networks = (text: string) => ({
  files: { 'known-networks.txt': text, 'templates/sign-in-monitoring/README.md': '' },
});
const named = 'knownNetworksFile: ../../known-networks.txt\n';
const all = 'signInRegions: [us-east-1, us-east-2, eu-west-1, eu-north-1, ap-southeast-2]\n';

describe('the check of sign-in monitoring', () => {
  it('lets parameters pass that set none of it', () => {
    expect(faultsOf('')).to.equal(fine);
  });

  it('lets parameters pass that set all of it', () => {
    const text = `${all}${named}
signInFailureCount: 2
signInFailureSeconds: 86400
signInMfaExpected: [root]
signInLogRetentionDays: 3653
countriesFile: ''
`;

    expect(faultsOf(text, networks('192.0.2.0/24 # office\n2001:db8::/32\n'))).to.equal(fine);
  });

  it('needs a list of networks where the task file deploys it', () => {
    const included = ['sign-in-monitoring'];

    expect(faultsOf('', { included })).to.match(
      /^organization-parameters\.yml, knownNetworksFile: knownNetworksFile is not set: give the path/,
    );
  });

  it('reads files from the folder of the capability, wherever the task file includes it from', () => {
    const include = 'A:\n  Type: include\n  Path: ./vendor/sign-in-monitoring/_tasks.yml\n';
    const files = { 'organization-tasks.yml': include, 'vendor/networks.txt': '192.0.2.1\n' };

    expect(faultsOf('knownNetworksFile: ../networks.txt\n', { files })).to.equal(
      'vendor/networks.txt, line 1: "192.0.2.1" is not a CIDR range: write 192.0.2.1/32',
    );
  });

  it('names the parameter whose file is not there', () => {
    const refusal = faultsOf(named);

    expect(refusal).to.include('organization-parameters.yml, line 3, knownNetworksFile: ');
    expect(refusal).to.include('there is no file known-networks.txt');
    expect(refusal).to.include('relative to templates/sign-in-monitoring');
  });

  for (const [what, text, refusal] of [
    [
      'a wrong range',
      '192.0.2.0/24\n192.0.2.0/33\n',
      'line 2: "192.0.2.0/33" is not a CIDR range: its length must be 0 to 32',
    ],
    [
      'a range that holds everything',
      '192.0.2.0/24\n0.0.0.0/0 # for now\n',
      'line 2: "0.0.0.0/0" would make known what is not yours: write a range of /8 at most',
    ],
    [
      'an overlapping range',
      '# ours\n192.0.2.0/24\n\n192.0.2.128/25\n',
      'line 4: "192.0.2.128/25" lies within "192.0.2.0/24" of line 2: remove one of them',
    ],
    [
      'an empty list',
      '# nothing yet\n',
      'line 2: no network is listed: write one, as 203.0.113.0/24 # Office',
    ],
    [
      'what has a colon in it',
      'office: 192.0.2.0/24\n',
      'line 1: "office: 192.0.2.0/24" is not a CIDR range: write one as 203.0.113.0/24',
    ],
  ] as const) {
    it(`names the line of ${what}`, () => {
      expect(faultsOf(named, networks(text))).to.equal(`known-networks.txt, ${refusal}`);
    });
  }

  it('names each line that is wrong', () => {
    const faults = faultsOf(named, networks('wrong\n192.0.2.0/24\n192.0.2.1\n'));

    expect(faults.split('\n')).to.deep.equal([
      'known-networks.txt, line 1: "wrong" is not a CIDR range: write one as 203.0.113.0/24',
      'known-networks.txt, line 3: "192.0.2.1" is not a CIDR range: write 192.0.2.1/32',
    ]);
  });

  it('knows a database of countries by its metadata', () => {
    const metadata = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
    const database = Buffer.concat([Buffer.alloc(200_000), metadata, Buffer.alloc(100)]);
    const set = 'countriesFile: ./countries.mmdb\n';
    const check = (content: Buffer) =>
      faultsOf(set, { files: { 'templates/sign-in-monitoring/countries.mmdb': content } });

    expect(check(database)).to.equal(fine);
    expect(check(database.subarray(0, 200_000))).to.include(
      "line 3, countriesFile: countriesFile names templates/sign-in-monitoring/countries.mmdb, which is not a database in MaxMind's format",
    );
    expect(check(Buffer.alloc(0))).to.include('not a database');
  });

  for (const [text, cause] of [
    ['signInFailureCount: 1', 'signInFailureCount is 1: give a whole number from 2 to 50'],
    ['signInFailureCount: 51', 'signInFailureCount is 51'],
    ["signInFailureCount: '3'", 'signInFailureCount is "3"'],
    ['signInFailureSeconds: 59', 'give a whole number from 60 to 86400'],
    ['signInMfaExpected: [root, federated]', 'signInMfaExpected has "federated", which is not'],
    ['signInMfaExpected: [root, root]', 'signInMfaExpected has "root" twice'],
    ['signInLogRetentionDays: 100', 'signInLogRetentionDays is 100: use any of 1, 3, 5,'],
  ] as const) {
    it(`refuses ${text}`, () => {
      const refusal = faultsOf(`${text}\n`);

      expect(refusal).to.match(/^organization-parameters\.yml, line 3, signIn/);
      expect(refusal).to.include(cause);
    });
  }
});

describe('the check of the regions of sign-ins', () => {
  it('lets them pass when they are the governed ones and those of the global page', () => {
    expect(faultsOf(all)).to.equal(fine);
  });

  it('says which governed region would not be watched', () => {
    expect(faultsOf(all.replace('eu-west-1, ', ''))).to.equal(
      'organization-parameters.yml, line 3, signInRegions: signInRegions lacks eu-west-1 of the ' +
        'governed regions: sign-ins there would raise no alert: add eu-west-1',
    );
  });

  it('says where AWS publishes sign-ins, governed or not, if the trail does not report them', () => {
    expect(faultsOf('signInRegions: [us-east-1, eu-west-1]\nsignInNet: false\n')).to.include(
      'lacks us-east-2, eu-north-1, ap-southeast-2, where AWS publishes sign-ins of its global page',
    );
  });

  it('lets those be left out that a policy denies, while the trail reports their sign-ins', () => {
    expect(faultsOf('signInRegions: [us-east-1, eu-west-1]\n')).to.equal(fine);
  });

  it('compares with the default where they are not set and alerts are deployed', () => {
    const email = 'alertEmail: team@example.com\n';

    expect(faultsOf(email, { included: ['alerts'] })).to.include('signInRegions lacks eu-west-1');
  });

  it('does not look for the regions of one partition in another', () => {
    const text = 'signInRegions: [us-gov-west-1]\n';
    const files = {
      'organization-parameters.yml': `homeRegion: us-gov-west-1\ngovernedRegions: [us-gov-west-1]\n${text}`,
    };

    expect(faultsOf('', { files })).to.equal(fine);
  });

  it('refuses a region that is there twice', () => {
    expect(faultsOf('signInRegions: [us-east-1, us-east-1]\n')).to.include(
      'signInRegions.1: signInRegions has "us-east-1" twice',
    );
  });
});
