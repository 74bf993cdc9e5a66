import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { callOf } from '../../../handlers/alarm-alerts/call.ts';

const events = path.join(import.meta.dirname, '../../events/cloudtrail');
const resourcesOf = (requestParameters: object): readonly string[] | undefined =>
  callOf(JSON.stringify({ eventID: '1', requestParameters }))?.resources;

describe('the resources of a call', () => {
  it('are the alarms that are deleted or muted, and the rule that mutes them', () => {
    const sample = readFileSync(path.join(events, 'alerting-changes.json'), 'utf8');

    expect(resourcesOf({ alarmNames: ['one', 'two'] })).to.deep.equal(['alarmNames one, two']);
    expect(callOf(sample)?.resources).to.deep.equal([
      'alarmNames ofn-audit-root-usage',
      'name quiet',
    ]);
  });

  it('are named for each call that silences alarms', () => {
    const { value } = readYaml(path.join(events, 'silencing.yml'));
    const calls = Object.values(value as Record<string, { requestParameters: object }[]>).flat();

    const unnamed = calls.filter((call) => resourcesOf(call.requestParameters)?.length === 0);

    expect(calls.length).to.be.above(30);
    expect(unnamed).to.deep.equal([]);
  });

  it('are short, in one line, and never a parameter that is not listed', () => {
    const alarmNames = Array.from({ length: 100 }, (_, index) => `alarm-${index}\nforged: yes`);

    const [listed = '', ...others] = resourcesOf({ alarmNames, masterUserPassword: 's' }) ?? [];

    expect(listed.length).to.be.at.most('alarmNames '.length + 150);
    expect(listed).to.not.include('\n');
    expect(others).to.deep.equal([]);
  });
});
