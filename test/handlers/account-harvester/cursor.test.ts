import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { cursorOf, START } from '../../../handlers/account-harvester/cursor.ts';
import { UnknownEventError } from '../../../handlers/account-harvester/errors.ts';

function sample(name: string): Record<string, unknown> {
  const file = new URL(`../../events/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

const resume = (rest: unknown) => ({
  'detail-type': 'Account Harvest Resumed',
  source: 'audit.account-harvester',
  detail: { resume: rest },
});

describe('an event of the harvester', () => {
  for (const name of [
    'eventbridge/scheduled',
    'organizations/create-account-result',
    'organizations/create-account-failed',
    'organizations/close-account-result',
    'organizations/account-joined',
    'organizations/account-departed',
    'organizations/queue-batch',
  ]) {
    it(`begins a harvest: ${name}`, () => {
      expect(cursorOf(sample(name))).to.deep.equal(START);
    });
  }

  for (const byHand of [{}, null, undefined]) {
    it(`begins a harvest by hand: ${JSON.stringify(byHand)}`, () => {
      expect(cursorOf(byHand)).to.deep.equal(START);
    });
  }

  for (const cursor of [
    { phase: 'remove', after: '', resumed: 1 },
    { phase: 'create', after: '444444444444', resumed: 2 },
    { phase: 'replay', after: 'waiting/444444444444/prowler/a b\nä.json', resumed: 3 },
  ]) {
    it(`continues with a harvest where it stopped: ${cursor.phase}`, () => {
      const event = JSON.parse(JSON.stringify(resume(cursor)));

      expect(cursorOf(event)).to.deep.equal(cursor);
    });
  }

  for (const [name, event] of Object.entries({
    'another type': { ...sample('eventbridge/scheduled'), 'detail-type': 'EC2 State Change' },
    'an empty batch': { Records: [] },
    'records of another source': { Records: [{ eventSource: 'aws:s3' }] },
    'no cursor': resume(undefined),
    'an unknown phase': resume({ phase: 'destroy', after: '', resumed: 1 }),
    'an account that is none': resume({ phase: 'create', after: '../etc', resumed: 1 }),
    'a marker that is none': resume({ phase: 'replay', after: 'quarantine/x', resumed: 1 }),
    'no count': resume({ phase: 'create', after: '' }),
  })) {
    it(`is refused with ${name}`, () => {
      expect(() => cursorOf(event)).to.throw(UnknownEventError, 'allowed are');
    });
  }
});
