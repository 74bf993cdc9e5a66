import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { kindOf } from '../../handlers/sign-in-monitor/events.ts';

const folder = path.join(import.meta.dirname, '../../templates/sign-in-monitoring');
const patterns = readYaml(path.join(folder, 'net/patterns.yml')).value.Patterns as Record<
  string,
  string
>;
const namesOf = (pattern = ''): string[] =>
  [...pattern.matchAll(/\$\.eventName="(\w+)"/g)].map(([, name]) => name ?? '');

interface Rule {
  readonly Properties: { readonly EventPattern: { detail: Record<string, string[]> } };
}

describe('patterns of the net of sign-ins', () => {
  it('forward the sign-ins that the rules forward', () => {
    const region = readYaml(path.join(folder, 'region.yml')).value;
    const { SignInRule } = region.Resources as Record<string, Rule>;

    const names = namesOf(patterns.signIns);

    expect(names).to.deep.equal(SignInRule?.Properties.EventPattern.detail.eventName);
  });

  it('forward every sign-in with those of command lines too', () => {
    const names = namesOf(patterns.commandLine);

    expect(names).to.include.members(namesOf(patterns.signIns));
    expect(names).to.have.length.above(namesOf(patterns.signIns).length);
  });

  it('forward what the monitor knows, and no other events', () => {
    const unknown = namesOf(patterns.commandLine).filter((name) => !kindOf(name));

    expect(unknown).to.deep.equal([]);
  });

  it('forward command-line access only with signInCommandLine', () => {
    const more = namesOf(patterns.signIns).filter(
      (name) => kindOf(name)?.access === 'command-line',
    );

    expect(more).to.deep.equal([]);
  });

  it('forward each recovery of root without signInCommandLine, too', () => {
    const isRecovery = (name: string) => kindOf(name)?.access === 'recovery';

    const names = namesOf(patterns.signIns).filter(isRecovery);

    expect(names).to.have.length.above(0);
    expect(names).to.deep.equal(namesOf(patterns.commandLine).filter(isRecovery));
  });

  for (const [name, pattern] of Object.entries(patterns)) {
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
    it(`has at most 1,024 characters: ${name}`, () => {
      expect(pattern).to.have.length.below(1025);
    });
  }
});
