import { expect } from 'chai';
import { faultsOf } from './detection-folder.ts';
import { fine } from './faults.ts';

const list = (key: string, text: string) =>
  faultsOf(`${key}: ./list.txt\n`, { files: { 'templates/findings/list.txt': text } });

describe('the check of findings', () => {
  it('lets parameters pass that set all of it', () => {
    const text = `
findingSeverity: 0
findingTypes: ['Trojan:*', 'Backdoor:EC2/C&CActivity.B', '*CryptoCurrency']
findingSources: [guardduty, security-hub, access-analyzer, config]
findingArchiveAfterDays: 30
findingExpireAfterDays: 31
trustedAddressesFile: ''
threatAddressesFile: ./list.txt
`;

    expect(
      faultsOf(text, {
        files: { 'templates/findings/list.txt': '203.0.113.7\r\n198.51.100.0/24\r\n' },
      }),
    ).to.equal(fine);
  });

  for (const severity of ['7', '10', '8.9', '7.25']) {
    it(`lets a severity of ${severity} pass`, () => {
      expect(faultsOf(`findingSeverity: ${severity}\n`)).to.equal(fine);
    });
  }

  for (const severity of ['11', '-1', '10.1', '7.123', 'HIGH', '.nan']) {
    it(`refuses a severity of ${severity}`, () => {
      expect(faultsOf(`findingSeverity: ${severity}\n`)).to.match(
        /^organization-parameters\.yml, line 3, findingSeverity: findingSeverity is .+, and severities are from 0 to 10: /,
      );
    });
  }

  for (const [text, cause] of [
    [
      "findingTypes: ['Trojan: EC2']",
      'findingTypes has "Trojan: EC2": give the beginning of a type',
    ],
    ["findingTypes: ['a,b']", 'without blanks and commas'],
    ['findingTypes: Trojan', 'findingTypes is "Trojan", and no list'],
    ['findingSources: [macie]', 'use any of guardduty, security-hub, access-analyzer, config'],
    ['findingSources: [guardduty, guardduty]', 'findingSources has "guardduty" twice'],
    ['findingSources: []', 'no finding would raise an alert'],
    ['findingExpireAfterDays: 90', 'would delete objects after 90 days'],
    ['trustedAddressesFile: ./nowhere.txt', 'there is no file templates/findings/nowhere.txt'],
  ] as const) {
    it(`refuses ${text}`, () => {
      const refusal = faultsOf(`${text}\n`);

      expect(refusal).to.match(/^organization-parameters\.yml, line 3, /);
      expect(refusal).to.include(cause);
    });
  }

  for (const address of ['2001:db8::/32', '203.0.113.0/33', '203.0.113.256', '# office', 'a.com']) {
    it(`names the line of ${address} in a list of addresses`, () => {
      expect(list('trustedAddressesFile', `203.0.113.7\n${address}\n`)).to.equal(
        `templates/findings/list.txt, line 2: "${address}" is not an IPv4 address or CIDR range: ` +
          'write one a line and nothing else, as 203.0.113.7 or 203.0.113.0/24',
      );
    });
  }

  it('refuses a range that is every address: GuardDuty would find nothing any more', () => {
    expect(list('trustedAddressesFile', '0.0.0.0/0\n')).to.include('0.0.0.0/0 is every address');
  });

  it('refuses more addresses than GuardDuty takes, and none', () => {
    const addresses = (count: number) => '203.0.113.7\n'.repeat(count);

    expect(list('trustedAddressesFile', addresses(2_000))).to.equal(fine);
    expect(list('trustedAddressesFile', addresses(2_001))).to.include(
      'which has 2001 addresses; GuardDuty takes 1 to 2000: join ranges, or list fewer',
    );
    expect(list('threatAddressesFile', addresses(2_001))).to.equal(fine);
    expect(list('threatAddressesFile', '\n')).to.include(
      'which has 0 addresses; GuardDuty takes 1 to 250000: list one, or leave threatAddressesFile empty',
    );
  });
});
