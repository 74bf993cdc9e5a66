import { expect } from 'chai';
import { faultsOf } from './detection-folder.ts';
import { fine } from './faults.ts';

const subscribers = (list: string) => `alertEmail: team@example.com\nalertSubscriptions: ${list}\n`;

describe('the check of recipients of alerts', () => {
  it('lets parameters pass without recipients, where no alerts are deployed', () => {
    expect(faultsOf('')).to.equal(fine);
  });

  it('lets each kind of subscriber pass', () => {
    const all = `
  - other@example.com
  - '+4915112345678'
  - "+14155550100"
  - https://example.com/alerts?token=a&b
  - arn:aws:sqs:us-east-1:111111111111:alerts
  - arn:aws-us-gov:lambda:us-gov-west-1:111111111111:function:alerts:live`;

    expect(faultsOf(subscribers(all))).to.equal(fine);
  });

  it('needs an address where the task file deploys alerts', () => {
    const regions =
      'signInRegions: [us-east-1, us-east-2, eu-west-1, eu-north-1, ap-southeast-2]\n';

    expect(faultsOf(regions, { included: ['alerts'] })).to.equal(
      'organization-parameters.yml, alertEmail: alertEmail is not set: ' +
        'give the address of a mailbox that is read',
    );
  });

  it('says that YAML takes a telephone number without quotes for a number', () => {
    expect(faultsOf(subscribers('\n  - a@example.com\n  - +4915112345678'))).to.equal(
      'organization-parameters.yml, line 6, alertSubscriptions.1: alertSubscriptions has ' +
        "4915112345678, a number, whose + is lost: put it in quotes: '+4915112345678'",
    );
  });

  for (const [one, cause] of [
    ["'015112345678'", 'a telephone number that SNS refuses'],
    ["'+49 151 12345678'", 'a telephone number that SNS refuses'],
    ["'+49-151-12345678'", 'a telephone number that SNS refuses'],
    ["'+0151123456'", 'a telephone number that SNS refuses'],
    ["'+49151'", 'a telephone number that SNS refuses'],
    ["'+1234567890123456'", 'give + and 7 to 15 digits'],
    ['http://example.com/alerts', 'which is not an https URL'],
    ["'https://'", 'which is not an https URL'],
    ['arn:aws:sqs:us-east-1:111111111111:alerts.fifo', 'a FIFO queue'],
    ['arn:aws:firehose:us-east-1:111111111111:deliverystream/alerts', 'with a role only'],
    ['arn:aws:sns:us-east-1:111111111111:alerts', 'not the ARN of a queue or function'],
    ['arn:aws:sqs:us-east-1:1111:alerts', 'not the ARN of a queue or function'],
    ["o'brien@example.com", 'with a quote in it'],
    ['jane', 'to which SNS does not deliver'],
    ['{ a: b }', ', and no text'],
  ] as const) {
    it(`refuses ${one}`, () => {
      const refusal = faultsOf(subscribers(`\n  - ${one}`));

      expect(refusal).to.match(/^organization-parameters\.yml, line 5, alertSubscriptions\.0: /);
      expect(refusal).to.include(cause);
    });
  }

  it('refuses what is not a list', () => {
    expect(faultsOf(subscribers('a@example.com'))).to.include(
      'line 4, alertSubscriptions: alertSubscriptions is "a@example.com", and no list',
    );
  });

  it('refuses a second subscription of the same address, in capitals or not', () => {
    expect(faultsOf(subscribers('[a@example.com, A@example.com]'))).to.include(
      'a@example.com, which is there already',
    );
    expect(faultsOf(subscribers('[a@example.com, Team@example.com]'))).to.include(
      'alertSubscriptions.1: alertSubscriptions has team@example.com, which is alertEmail',
    );
  });

  for (const email of ['team', '[a@example.com]', 'two addresses@example.com']) {
    it(`refuses alertEmail: ${email}`, () => {
      expect(faultsOf(`alertEmail: ${email}\n`)).to.match(
        /^organization-parameters\.yml, line 3, alertEmail: alertEmail is .+: give an e-mail address$/,
      );
    });
  }
});
