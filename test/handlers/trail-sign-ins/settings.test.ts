import { expect } from 'chai';
import { settingsOf } from '../../../handlers/trail-sign-ins/settings.ts';

const env = {
  RESOURCE_PREFIX: 'ofn-audit',
  BUS_ARN: 'arn:aws:events:us-east-1:222222222222:event-bus/ofn-audit-sign-ins',
};

describe('settings of trail-sign-ins', () => {
  it('are those of the template', () => {
    const settings = settingsOf(env);

    expect(settings).to.deep.equal({ resourcePrefix: 'ofn-audit', busArn: env.BUS_ARN });
  });

  for (const [name, value] of [
    ['RESOURCE_PREFIX', 'X'],
    ['BUS_ARN', 'ofn-audit-sign-ins'],
  ] as const) {
    it(`reject ${value} as ${name}`, () => {
      expect(() => settingsOf({ ...env, [name]: value })).to.throw(/Prefix|BusArn/);
    });
  }
});
