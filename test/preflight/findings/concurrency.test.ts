import { expect } from 'chai';
import { concurrency } from '../../../preflight/findings/concurrency.ts';
import { wantedName } from '../read/place.ts';
import { ids, judge } from '../snapshots.ts';

const functions = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    wantedName('AWS::Lambda::Function', `function-${index}`, { accountId: ids.security }),
  );
const security = (quotas: Record<string, number>) => ({
  security: { in: { 'us-east-1': { quotas } } },
});

describe('findings about what may run at a time', () => {
  it('says nothing where as much may run as is deployed, or the quota is not known', () => {
    const wanted = functions(10);
    const capabilities = ['security-audit'];

    const enough = { 'lambda/L-B99A9384': 10, 'fargate/L-3032A538': 10 };

    expect(judge(concurrency, { ...security(enough), wanted, capabilities })).to.deep.equal([]);
    expect(judge(concurrency, { wanted, capabilities })).to.deep.equal([]);
  });

  it('notes a place in which fewer functions may run than are deployed', () => {
    const [found, ...others] = judge(concurrency, {
      ...security({ 'lambda/L-B99A9384': 10 }),
      wanted: functions(11),
    });

    expect(others).to.deep.equal([]);
    expect(found).to.include({ kind: 'function-concurrency-quota', level: 'note' });
    expect(found?.found).to.equal(
      `Security ${ids.security} may run 10 functions at a time in us-east-1, and 11 are deployed there`,
    );
    expect(found?.places).to.deep.equal([{ accountId: ids.security, region: 'us-east-1' }]);
    expect(found?.remedy).to.match(
      /--service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region us-east-1$/,
    );
  });

  it('notes that fewer scans may run than auditParallel says, with the value to set', () => {
    const given = { ...security({ 'fargate/L-3032A538': 6 }), capabilities: ['security-audit'] };

    const [byDefault] = judge(concurrency, given);
    const fitting = judge(concurrency, { ...given, parameters: { auditParallel: 6 } });

    expect(byDefault).to.include({ kind: 'fargate-quota', level: 'note' });
    expect(byDefault?.settings).to.deep.equal([{ name: 'auditParallel', value: 6 }]);
    expect(fitting).to.deep.equal([]);
  });

  it('says nothing of scans that are not deployed', () => {
    expect(judge(concurrency, security({ 'fargate/L-3032A538': 6 }))).to.deep.equal([]);
  });
});
