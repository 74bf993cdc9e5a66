import { expect } from 'chai';
import fc from 'fast-check';
import {
  parseScoutSuite,
  scoutsuite,
} from '../../../../security-audit/scanners/tools/scoutsuite.ts';

const account = '222222222222';

const results = {
  account_id: account,
  services: {
    s3: {
      buckets: {
        'scoutid-1': { name: 'logs', arn: 'arn:aws:s3:::logs', logging: 'Disabled' },
        'scoutid-2': { name: 'data' },
      },
      findings: {
        's3-bucket-no-logging': {
          ...{ description: 'Bucket Access Logging Disabled', level: 'warning', flagged_items: 2 },
          items: ['s3.buckets.scoutid-1.logging', 's3.buckets.scoutid-2.logging'],
          compliance: [
            { name: 'CIS Amazon Web Services Foundations', version: '1.2.0', reference: '2.6' },
          ],
        },
        's3-bucket-good': { description: 'Good', level: 'danger', flagged_items: 0, items: [] },
      },
    },
    config: {
      regions: { 'us-east-1': {} },
      findings: {
        'config-recorder-not-configured': {
          ...{ description: 'AWS Config Not Enabled', level: 'danger', flagged_items: 1 },
          ...{ items: ['config.regions.us-east-1.NotConfigured'], compliance: null },
        },
      },
    },
  },
};

const fileOf = (value: unknown) => `scoutsuite_results =\n${JSON.stringify(value)}\n`;

describe("ScoutSuite's findings", () => {
  it('are one a flagged item, with the resource that it is about', () => {
    const finding = {
      ...{ account, tool: 'scoutsuite', check: 's3-bucket-no-logging', service: 's3' },
      ...{ title: 'Bucket Access Logging Disabled', severity: 'medium', region: 'global' },
      controls: ['CIS Amazon Web Services Foundations 1.2.0 2.6'],
    };

    expect(parseScoutSuite(fileOf(results), account)).to.deep.equal([
      { ...finding, resource: 'arn:aws:s3:::logs' },
      { ...finding, resource: 'data' },
      {
        ...{ account, tool: 'scoutsuite', check: 'config-recorder-not-configured' },
        ...{ service: 'config', title: 'AWS Config Not Enabled', severity: 'high' },
        ...{ region: 'us-east-1', resource: 'config.regions.us-east-1.NotConfigured' },
        controls: [],
      },
    ]);
  });

  const refusals: [what: string, text: string, message: RegExp][] = [
    [
      'are about another account',
      fileOf({ ...results, account_id: '9' }),
      /account "9", not 222222222222$/,
    ],
    ['name no account', fileOf({ services: {} }), /account undefined, not 222222222222$/],
    [
      'have no services',
      fileOf({ account_id: account, services: {} }),
      /has no services: it evaluated nothing$/,
    ],
    ['are cut', fileOf(results).slice(0, -30), /is incomplete: it is not an assignment of JSON$/],
    [
      'are not an assignment',
      JSON.stringify(results),
      /is incomplete: it is not an assignment of JSON$/,
    ],
    ['are empty', '', /is incomplete: it is not an assignment of JSON$/],
  ];
  for (const [what, text, message] of refusals) {
    it(`are refused when they ${what}`, () => {
      expect(() => parseScoutSuite(text, account))
        .to.throw(message)
        .with.property('name', 'ReportError');
    });
  }

  it('never end in another error, whatever the file has', () => {
    const services = fc.dictionary(
      fc.string(),
      fc.record({ findings: fc.dictionary(fc.string(), fc.jsonValue()) }),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(fc.oneof(fc.json(), services), (value) => {
        const text = fileOf(
          typeof value === 'string' ? value : { account_id: account, services: value },
        );
        try {
          const found = parseScoutSuite(text, account);
          expect(found.every((one) => one.account === account)).to.equal(true);
        } catch (error) {
          expect(error).to.have.property('name', 'ReportError');
        }
      }),
    );
  });

  it('are not whole without errors when it exits with 200, as its log says', () => {
    const log = '2026-11-28 09:15:03 host scout[2146] ERROR s3.py L301: Failed to get';

    expect(scoutsuite.successCodes).to.deep.equal([0, 200]);
    expect(scoutsuite.isError(log)).to.equal(true);
    expect(scoutsuite.isError(log.replace('ERROR', 'INFO'))).to.equal(false);
  });
});
