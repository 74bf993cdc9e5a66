import { expect } from 'chai';
import { trails } from '../../../preflight/findings/trails.ts';
import { judge, kindsIn, type Parts, resource, stack, trail } from '../snapshots.ts';

const some = (count: number, more = {}) =>
  Array.from({ length: count }, (_, index) => trail(`t${index + 1}`, more));

const withTrails = (list: ReturnType<typeof some>, more: Parts = {}): Parts => ({
  management: { in: { 'us-east-1': { trails: list } } },
  capabilities: ['cloud-trail'],
  ...more,
});

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
describe('findings about trails', () => {
  it('accepts four trails in the home region, and five with the trail of this project', () => {
    const own = trail('ofn-audit-organization-trail', { IsOrganizationTrail: true });

    expect(judge(trails, withTrails(some(4)))).to.deep.equal([]);
    expect(judge(trails, withTrails([...some(4), own]))).to.deep.equal([]);
  });

  it('finds that five leave no room, and how to delete one', () => {
    const [found, ...more] = judge(trails, withTrails(some(5)));

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('trail-quota');
    expect(found?.places).to.deep.equal([{ accountId: '111111111111', region: 'us-east-1' }]);
    expect(found?.found).to.include('(t1, t2, t3, t4, t5)');
    expect(found?.remedy).to.include(
      'aws cloudtrail delete-trail --name arn:aws:cloudtrail:us-east-1:111111111111:trail/t5 --region us-east-1',
    );
    expect(found).not.to.have.property('settings');
  });

  it('counts the shadow of a trail of several regions once, and no trail of one other region', () => {
    const elsewhere = (more: object) =>
      some(1, { ...more, TrailARN: 'arn:aws:cloudtrail:eu-west-1:1:trail/e' });
    const parts = (more: object) => ({
      management: {
        in: { 'us-east-1': { trails: some(4) }, 'eu-west-1': { trails: elsewhere(more) } },
      },
      capabilities: ['cloud-trail'],
    });

    expect(kindsIn(trails, parts({ IsMultiRegionTrail: true }))).to.deep.equal(['trail-quota']);
    expect(kindsIn(trails, parts({ IsMultiRegionTrail: false }))).to.deep.equal([]);
  });

  it('counts in every account where each gets a trail of its own, which a parameter solves', () => {
    const parts: Parts = {
      sandbox: { in: { 'us-east-1': { trails: some(5) } } },
      capabilities: ['cloud-trail'],
    };
    const [found] = judge(trails, { ...parts, parameters: { accountTrails: true } });

    expect(kindsIn(trails, parts)).to.deep.equal([]);
    expect(found?.places).to.deep.equal([{ accountId: '444444444444', region: 'us-east-1' }]);
    expect(found?.settings).to.deep.equal([{ name: 'accountTrails', value: false }]);
  });

  // https://aws.amazon.com/cloudtrail/pricing/
  it('notes another trail of the organization, whose events AWS would bill twice', () => {
    const other = trail('landing-zone', { IsOrganizationTrail: true, IsMultiRegionTrail: true });
    const [found, ...more] = judge(trails, withTrails([other]));

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('organization-trail-there');
    expect(found?.level).to.equal('note');
    expect(found?.remedy).to.include('take the includes of cloud-trail, trail-alarms and athena');
    expect(found).not.to.have.property('settings');
  });

  it('names the parameter for its log group, if that is in the management account and home region', () => {
    const group = (account: string, region: string) =>
      trail('landing-zone', {
        IsOrganizationTrail: true,
        IsMultiRegionTrail: true,
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${account}:log-group:aws-controltower/CloudTrailLogs:*`,
      });
    const [found] = judge(trails, withTrails([group('111111111111', 'us-east-1')]));
    const [foreign] = judge(trails, withTrails([group('222222222222', 'us-east-1')]));
    const [distant] = judge(trails, withTrails([group('111111111111', 'eu-west-1')]));

    expect(found?.settings).to.deep.equal([
      { name: 'trailLogGroup', value: 'aws-controltower/CloudTrailLogs' },
    ]);
    expect(found?.remedy).to.include('set trailLogGroup to aws-controltower/CloudTrailLogs');
    expect(found?.remedy).to.include('take the includes of cloud-trail and athena out');
    expect([foreign, distant].map((one) => one?.settings)).to.deep.equal([undefined, undefined]);
  });

  it('says nothing of an organization trail of its own stacks', () => {
    const other = trail('renamed', { IsOrganizationTrail: true });
    const own = stack('ofn-audit-cloud-trail', {
      resources: [resource('AWS::CloudTrail::Trail', 'renamed')],
    });
    const parts: Parts = {
      management: { in: { 'us-east-1': { trails: [other], stacks: [own] } } },
      capabilities: ['cloud-trail'],
    };

    expect(judge(trails, parts)).to.deep.equal([]);
  });

  it('is not concerned where cloud-trail is not deployed', () => {
    expect(judge(trails, withTrails(some(5), { capabilities: ['athena'] }))).to.deep.equal([]);
  });
});
