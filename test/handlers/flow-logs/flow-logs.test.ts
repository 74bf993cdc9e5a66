import { readFileSync } from 'node:fs';
import type { FlowLog } from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import { keyOf, planOf, removable, wantedFlowLogs } from '../../../handlers/flow-logs/flow-logs.ts';
import { LOG_FORMAT } from '../../../handlers/flow-logs/log-format.ts';
import { place, settings, toBucket, toGroup, vpc } from './fakes.ts';

const nothing = { create: [], outdated: [] };
const idsOf = (flowLogs: readonly FlowLog[]) => flowLogs.map(({ FlowLogId }) => FlowLogId);

describe('the plan of flow logs', () => {
  it('wants one flow log for each destination', () => {
    const wanted = wantedFlowLogs(settings, place);

    const common = {
      ResourceType: 'VPC',
      TrafficType: 'ALL',
      MaxAggregationInterval: 600,
      TagSpecifications: [
        {
          ResourceType: 'vpc-flow-log',
          Tags: [{ Key: 'managed-by', Value: 'audit-flow-logs' }],
        },
      ],
    };
    expect(wanted).to.deep.equal([
      {
        ...common,
        LogDestinationType: 's3',
        LogDestination: 'arn:aws:s3:::audit-flow-logs-333333333333',
        LogFormat: LOG_FORMAT,
        DestinationOptions: {
          FileFormat: 'parquet',
          HiveCompatiblePartitions: true,
          PerHourPartition: true,
        },
      },
      {
        ...common,
        LogDestinationType: 'cloud-watch-logs',
        LogGroupName: 'audit-flow-logs',
        DeliverLogsPermissionArn: 'arn:aws:iam::444444444444:role/audit-flow-logs-delivery',
      },
    ]);
  });

  it('has nothing to do when every VPC has what is wanted', () => {
    const plan = planOf([vpc('a')], [toBucket('a'), toGroup('a')], settings, place);

    expect(plan).to.deep.equal(nothing);
  });

  it('creates only what a VPC lacks', () => {
    const plan = planOf([vpc('a'), vpc('b')], [toBucket('a'), toGroup('b')], settings, place);

    const [bucket, group] = wantedFlowLogs(settings, place);
    expect(plan).to.deep.equal({
      create: [
        { wanted: bucket, vpcIds: ['b'] },
        { wanted: group, vpcIds: ['a'] },
      ],
      outdated: [],
    });
  });

  it('leaves a VPC that another account shares to that account', () => {
    const plan = planOf([vpc('a', '555555555555')], [], settings, place);

    expect(plan).to.deep.equal(nothing);
  });

  it('makes one of ours anew when its settings are others', () => {
    const changed = { ...settings, trafficType: 'REJECT' as const, destinations: ['s3' as const] };

    const plan = planOf([vpc('a')], [toBucket('a')], changed, place);

    expect(idsOf(plan.outdated)).to.deep.equal(['fl-s3-a']);
    expect(plan.create.map(({ vpcIds }) => vpcIds)).to.deep.equal([['a']]);
  });

  it('makes one of ours anew when it is not in Parquet', () => {
    const plain = toBucket('a', { DestinationOptions: { FileFormat: 'plain-text' } });

    const plan = planOf([vpc('a')], [plain, toGroup('a')], settings, place);

    expect(idsOf(plan.outdated)).to.deep.equal(['fl-s3-a']);
  });

  it('makes one of ours anew when a release has other fields', () => {
    const before = toBucket('a', { LogFormat: '${version} ${action}' });

    const plan = planOf([vpc('a')], [before, toGroup('a')], settings, place);

    expect(idsOf(plan.outdated)).to.deep.equal(['fl-s3-a']);
    expect(plan.create.map(({ vpcIds }) => vpcIds)).to.deep.equal([['a']]);
  });

  it('keeps one of a VPC that is newer than the list of VPCs', () => {
    const before = toBucket('b', { TrafficType: 'REJECT' });

    const plan = planOf([], [before], settings, place);

    expect(plan).to.deep.equal(nothing);
  });

  it("never removes another account's, whatever it is", () => {
    const foreign = toBucket('a', { TrafficType: 'REJECT', Tags: [] });
    const other = toGroup('a', { Tags: [{ Key: 'managed-by', Value: 'other' }] });

    const plan = planOf([vpc('a')], [foreign, other], settings, place);

    expect(idsOf(plan.outdated)).to.deep.equal([]);
  });

  it("counts another account's that is as wanted", () => {
    const plan = planOf(
      [vpc('a')],
      [toBucket('a', { Tags: [] }), toGroup('a', { Tags: [] })],
      settings,
      place,
    );

    expect(plan).to.deep.equal(nothing);
  });

  it('removes ours, and creates none, without destinations', () => {
    const plan = planOf([vpc('a')], [toBucket('a')], { ...settings, destinations: [] }, place);

    expect(plan).to.deep.equal({ create: [], outdated: [toBucket('a')] });
  });

  it('keeps each outdated one until what replaces it is there', () => {
    const toOther = toBucket('a', { FlowLogId: 'fl-other', LogDestination: 'arn:aws:s3:::other' });
    const outdated = [toBucket('a'), toGroup('a'), toOther, toBucket('b')];
    const [bucket, group] = wantedFlowLogs(settings, place).map((one) => keyOf('a', one)) as [
      string,
      string,
    ];
    const leaving = (...lacking: string[]) =>
      idsOf(removable(outdated, new Set(lacking), settings, place));

    expect(leaving(bucket)).to.deep.equal(['fl-cw-a', 'fl-s3-b']);
    expect(leaving(group)).to.deep.equal(['fl-s3-a', 'fl-s3-b']);
    expect(leaving()).to.deep.equal(['fl-s3-a', 'fl-cw-a', 'fl-other', 'fl-s3-b']);
  });

  it('records the fields that Athena has columns for', () => {
    const file = new URL('../../../templates/athena/columns/flow-logs.json', import.meta.url);
    const columns: { Name: string }[] = JSON.parse(readFileSync(file, 'utf8'));

    const fields = LOG_FORMAT.replaceAll(/[${}]/g, '').replaceAll('-', '_').split(' ');

    expect(columns.map(({ Name }) => Name)).to.include.members(fields);
  });
});
