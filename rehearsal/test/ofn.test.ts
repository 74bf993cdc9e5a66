import { expect } from 'chai';
import { TaskLog } from '../ofn.ts';

describe('the log of org-formation', () => {
  it('reports how long a task took and how it ended', () => {
    const log = new TaskLog();

    log.add('DEBG: Task Artifacts execute starting...', 1_000);
    log.add('INFO: Task Artifacts execute successful.', 3_500);
    log.add('DEBG: Task GuardDuty execute starting...', 4_000);
    log.add('ERROR: Task GuardDuty execute failed. reason: no', 4_250);

    expect(log.tasks).to.deep.equal([
      { name: 'Artifacts', seconds: 2.5, outcome: 'succeeded' },
      { name: 'GuardDuty', seconds: 0.25, outcome: 'failed' },
    ]);
  });

  it('counts a skipped task as skipped, which never begins', () => {
    const log = new TaskLog();

    log.add('INFO: Task GuardDuty execute skipped.', 1_000);

    expect(log.tasks).to.deep.equal([{ name: 'GuardDuty', seconds: 0, outcome: 'skipped' }]);
  });

  it('takes no line about a stack for one about a task', () => {
    const log = new TaskLog();

    log.add('INFO: Stack things in account 1/us-east-1 update successful.', 1_000);

    expect(log.tasks).to.deep.equal([]);
  });
});
