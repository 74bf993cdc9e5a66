import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { UnknownEventError } from '../../../handlers/flow-logs/errors.ts';
import { requestOf } from '../../../handlers/flow-logs/request.ts';

function sample(name: string): Record<string, unknown> {
  const file = new URL(`../../events/eventbridge/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

describe('an event', () => {
  for (const name of ['create-vpc', 'create-default-vpc']) {
    it(`asks for the place of the new VPC: ${name}`, () => {
      const request = requestOf(sample(name));

      expect(request).to.deep.equal({
        kind: 'place',
        accountId: '444444444444',
        region: 'eu-west-1',
      });
    });
  }

  it('asks for a sweep when it is scheduled', () => {
    expect(requestOf(sample('scheduled'))).to.deep.equal({ kind: 'sweep', after: '' });
  });

  it('asks for the rest of a sweep', () => {
    const event = {
      'detail-type': 'Flow Logs Sweep Resumed',
      detail: { after: '444444444444' },
    };

    expect(requestOf(event)).to.deep.equal({ kind: 'sweep', after: '444444444444' });
  });

  it('asks for a whole sweep when one has failed', () => {
    const event = { 'detail-type': 'Flow Logs Sweep Resumed', detail: { after: '' } };

    expect(requestOf(event)).to.deep.equal({ kind: 'sweep', after: '' });
  });

  it('asks for accounts once more', () => {
    const detail = { accountIds: ['444444444444'], round: 2 };

    const request = requestOf({ 'detail-type': 'Flow Logs Accounts Repeated', detail });

    expect(request).to.deep.equal({ kind: 'accounts', ...detail });
  });

  for (const detail of [{}, { accountIds: ['444444444444'] }, { accountIds: ['4'], round: 1 }]) {
    it(`is refused when its accounts are ${JSON.stringify(detail)}`, () => {
      const event = { 'detail-type': 'Flow Logs Accounts Repeated', detail };

      expect(() => requestOf(event)).to.throw(UnknownEventError, 'accountIds');
    });
  }

  it('is refused when it is of another type', () => {
    const event = { ...sample('scheduled'), 'detail-type': 'Something Else' };

    expect(() => requestOf(event)).to.throw(UnknownEventError, '"Something Else"');
  });

  it('is refused when its region is none', () => {
    const event = { ...sample('create-vpc'), region: '../etc' };

    expect(() => requestOf(event)).to.throw(UnknownEventError, 'region is "../etc"');
  });
});
