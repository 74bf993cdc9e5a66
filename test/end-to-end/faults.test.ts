import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import config from '../../rehearse.config.ts';
import { type Fault, faults } from './faults.ts';

const root = path.join(import.meta.dirname, '../..');

/** The template with the fault in it, under its path from the root. */
function withFault({ file, right, wrong }: Fault): [string, string] {
  const name = path.join('templates', file);
  const text = readFileSync(path.join(root, name), 'utf8');
  expect(text, `${name} has what the fault replaces`).to.include(right);

  return [name, text.replace(right, () => wrong)];
}

// What a template asks for, the embedded AWS must not grant because the template asks for it:
// each of these was deployed here once without a word, and AWS rejects it.
describe('a rehearsal of templates with faults', () => {
  let reasons: Map<string, string[]>;

  before(async () => {
    const tasksFile = path.join(root, 'organization-tasks.yml');
    const rehearsal = await Rehearsal.open({ config, tasksFile, regions: ['us-east-1'] });
    try {
      const files = Object.fromEntries(faults.map(withFault));
      await rehearsal.perform({ files, goOn: true });
      const { events } = await rehearsal.aws.events();
      const failed = events.filter(({ status }) => /^(CREATE|UPDATE)_FAILED$/.test(String(status)));
      const stacks = Map.groupBy(failed, ({ stack }) => String(stack).replace('ofn-audit-', ''));
      reasons = new Map(
        [...stacks].map(([stack, all]) => [stack, all.map(({ reason }) => String(reason))]),
      );
    } finally {
      await rehearsal.close();
    }
  });

  it('has one of them at most in a template', () => {
    expect(new Set(faults.map(({ file }) => file)).size).to.equal(faults.length);
  });

  for (const { what, stack, reason, source } of faults) {
    // The source is AWS's page, or a public report of AWS's answer.
    it(`is found: ${what} (${source})`, () => {
      expect((reasons.get(stack) ?? ['it was made']).join('\n')).to.include(reason);
    });
  }
});
