import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { isGood, type Rehearsed, rehearse, renderReport } from 'ofn-rehearse';
import config from '../../rehearse.config.ts';
import { allActions, idle, idleActions } from '../second-opinion/idle-actions.ts';
import {
  type AuthorizationRecord,
  differingCalls,
  differingEvaluations,
} from '../second-opinion/record.ts';

const root = path.join(import.meta.dirname, '../..');

describe('a rehearsal of everything', () => {
  let rehearsed: Rehearsed;
  let shown: string;
  let record: AuthorizationRecord;

  before(async () => {
    rehearsed = await rehearse(
      {
        config,
        tasksFile: path.join(root, 'organization-tasks.yml'),
        regions: ['us-east-1'],
        twice: false,
        teardown: true,
      },
      (_title, run) => run(() => undefined),
    );
    shown = renderReport(rehearsed.report, rehearsed.leftovers, process.stdout);
    record = (await rehearsed.rehearsal.aws.control(
      'GET',
      '/authorizations',
    )) as AuthorizationRecord;
  });

  after(() => rehearsed?.rehearsal.close());

  it('holds, and leaves with --teardown what README.md says, and nothing else', () => {
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    const table = /<!-- leftovers -->([\s\S]*)<!-- \/leftovers -->/.exec(readme)?.[1] ?? '';
    const said = [...table.matchAll(/^\| `(\S+)`/gm)].map(([, type]) => type);

    const left = [...shown.matchAll(/^ {2}\d+ × (\S+)$/gm)].map(([, type]) => type);

    expect(isGood(rehearsed.report), shown).to.equal(true);
    expect(left).to.have.members(said);
  });

  it('is judged by iam-simulate as by the embedded AWS, policy by policy and call by call', () => {
    expect(record.evaluations.length).to.be.above(1000);
    expect(record.calls.length).to.be.above(500);
    expect(differingEvaluations(record)).to.deep.equal([]);
    expect(differingCalls(record)).to.deep.equal([]);
  });

  // Least privilege, and more: a permission that is removed from a role makes a call fail.
  it('needs each permission that a role of the project has, but those listed with a reason', () => {
    const listed = idle.flatMap(({ sid, actions }) => actions.map((action) => `${sid} ${action}`));
    const all = allActions(record);

    const unneeded = idleActions(record).filter((line) => !listed.includes(line));
    const gone = listed.filter((line) => !all.has(line));

    process.stdout.write(
      `      ${all.size - listed.length} of ${all.size} permissions are needed\n`,
    );
    expect(unneeded).to.deep.equal([]);
    expect(gone, 'listed, and no role has it').to.deep.equal([]);
  });
});
