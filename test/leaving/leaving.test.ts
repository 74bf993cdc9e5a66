import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { LeavingError } from '../../leaving/errors.ts';
import { keyOf, leavingOf, stackNamesIn } from '../../leaving/leaving.ts';

const at = (stackName: string, accountId: string, region: string) => ({
  ...{ stackName, accountId, region },
});
const here = at('ofn-audit-flow-logs-region', '222222222222', 'us-east-1');
const closed = at('ofn-audit-flow-logs-region', '666666666666', 'us-east-1');

const judge = (change: Partial<Parameters<typeof leavingOf>[0]> = {}) =>
  leavingOf({
    kept: [here, closed],
    expected: [],
    wanted: {
      names: new Set([here.stackName]),
      places: new Set([keyOf(here)]),
      regions: new Set(['us-east-1']),
    },
    prefix: 'ofn-audit',
    removed: [],
    ...change,
  });

const taskFilesOf = (folder: string): string[] =>
  ['_tasks.yml', 'region/_tasks.yml'].map((file) =>
    readFileSync(path.join(import.meta.dirname, '../../templates', folder, file), 'utf8'),
  );

describe('stacks that leave', () => {
  it('are those that a task is not bound to any more', () => {
    expect(judge()).to.deep.equal({ leaves: [closed], forgotten: [], strays: [] });
  });

  it('are those of a region that nothing is bound to, even if their task has gone with it', () => {
    const gone = at('ofn-audit-flow-logs-region-me-south-1', '222222222222', 'me-south-1');

    expect(judge({ kept: [here, gone] })).to.deep.equal({
      leaves: [gone],
      forgotten: [],
      strays: [],
    });
  });

  it('are not those whose task is gone, as long as their capability is not removed', () => {
    const stack = at('ofn-audit-athena', '222222222222', 'us-east-1');
    const kept = [here, stack];

    const removed = [{ capability: 'athena', stackNames: [/^ofn-audit-athena$/] }];

    expect(judge({ kept })).to.deep.equal({ leaves: [], forgotten: [], strays: [stack] });
    expect(judge({ kept, removed })).to.deep.equal({ leaves: [stack], forgotten: [], strays: [] });
  });

  it('are not those of a capability that is removed and deployed: that is a mistake', () => {
    const stackNames = [/^ofn-audit-flow-logs-region$/];
    const removed = [{ capability: 'flow-logs', stackNames }];

    expect(() => judge({ removed })).to.throw(LeavingError, 'has flow-logs, which is deployed');
  });

  it('are not those of others', () => {
    const theirs = [
      at('theirs', '222222222222', 'eu-west-1'),
      at('ofn-auditors', '222222222222', 'eu-west-1'),
    ];

    expect(judge({ kept: theirs })).to.deep.equal({ leaves: [], forgotten: [], strays: [] });
  });
});

describe('a stack whose deletion was expected', () => {
  it('is forgotten when org-formation knows it no more', () => {
    const { leaves, forgotten } = judge({ kept: [here], expected: [closed] });

    expect({ leaves, forgotten }).to.deep.equal({ leaves: [], forgotten: [closed] });
  });

  it('is not forgotten while it is still to be deleted, nor when it has come back', () => {
    expect(judge({ expected: [closed] }).forgotten).to.deep.equal([]);
    expect(judge({ kept: [], expected: [here] }).forgotten).to.deep.equal([]);
  });
});

describe('the stack names of a capability', () => {
  const names = stackNamesIn(taskFilesOf('flow-logs'), 'acme');
  const isOf = (name: string): boolean => names.some((one) => one.test(name));

  it('are those of all of its task files', () => {
    for (const name of ['', '-bucket', '-bus', '-roles', '-region', '-region-me-south-1']) {
      expect(isOf(`acme-flow-logs${name}`), name).to.equal(true);
    }
  });

  it('are not those of others', () => {
    for (const name of [
      'ofn-audit-flow-logs',
      'acme-flow-logs-of-mine',
      'acme-athena',
      'x-acme-flow-logs',
    ]) {
      expect(isOf(name), name).to.equal(false);
    }
  });
});
