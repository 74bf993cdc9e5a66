import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { archiveBucket } from '../../organization/buckets.ts';
import { findingSeverity } from '../../templates/parameters.ts';
import { requireMessages, toldBy } from '../alerts/messages.ts';
import { hasType, type Scenario, someMember, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { settingOf } from '../settings.ts';
import { type Found, find, messageOf } from './finding.ts';

const applies: Scenario['applies'] = (world) =>
  hasType(world, 'AWS::GuardDuty::PublishingDestination');

const functionOf = ({ settings }: World): string => `${settings.resourcePrefix}-finding-alerts`;

const thresholdOf = ({ rehearsal }: World): number => Number(settingOf(rehearsal, findingSeverity));

/** GuardDuty's numbers have one place behind the point. */
const above = (severity: number, more: number): number =>
  Math.min(10, Math.round((severity + more) * 10) / 10);

export const findingsReachPeople: Scenario = {
  capability: 'findings',
  name: 'alerts, word for word, on findings of every region at or above the threshold, and on no others',
  applies,
  async run(world) {
    const threshold = thresholdOf(world);
    const member = await someMember(world);
    const severities = [threshold, above(threshold, 0.1), Math.max(threshold, 9.5)];
    const found: Found[] = [];

    const told = await toldBy(world, functionOf(world), regionsOf(world).length, async () => {
      for (const [index, region] of regionsOf(world).entries()) {
        const severity = severities[index % severities.length] ?? threshold;
        found.push(await find(world, member, region, { severity }));
        await find(world, member, region, { severity: above(threshold, -0.1) });
        await find(world, member, region, { severity: 9.5, archived: true });
      }
    });

    requireMessages(
      told,
      found.map((one) => messageOf(one, member)),
    );
    return `${told.length} of ${3 * found.length} alerted: ${told.map(({ subject }) => subject).join('; ')}`;
  },
};

export const updatesAreToldWhenTheyRise: Scenario = {
  capability: 'findings',
  name: 'alerts again on a recurring finding only when its severity has risen',
  applies,
  async run(world) {
    const threshold = thresholdOf(world);
    const member = await someMember(world);
    const [region = ''] = regionsOf(world);
    let found: Found | undefined;
    const again = (severity: number) =>
      toldBy(world, functionOf(world), 1, async () => {
        found = await find(world, member, region, { severity, ...(found ? { id: found.id } : {}) });
      });

    const first = await again(threshold);
    requireMessages(first, found ? [messageOf(found, member)] : []);
    requireMessages(await again(threshold), []);
    const risen = above(threshold, 1.5);
    const second = await again(risen);
    requireMessages(second, found ? [messageOf(found, member, threshold)] : []);
    requireMessages(await again(threshold), []);
    return `${second[0]?.subject}: alerted at ${threshold} and at ${risen}, not in between and not after`;
  },
};

export const findingsAreKept: Scenario = {
  capability: 'findings',
  name: 'keeps the findings of every region in the log archive',
  applies,
  async run(world) {
    const { logArchiveAccountId, homeRegion } = world.settings;
    const member = await someMember(world);
    const { s3 } = (await sessionsOf(world.rehearsal).open(logArchiveAccountId)).clients(
      homeRegion,
    );
    const missing: string[] = [];
    for (const region of regionsOf(world)) {
      await find(world, member, region, { severity: 1 });
      const { KeyCount } = await s3.send(
        new ListObjectsV2Command({
          Bucket: archiveBucket(world.settings, 'findings'),
          Prefix: `AWSLogs/${member.id}/GuardDuty/${region}/`,
        }),
      );
      if (!KeyCount) {
        missing.push(region);
      }
    }
    if (missing.length > 0) {
      throw new Error(`expected findings of every region in the bucket, got none of ${missing}`);
    }
    return `findings of ${member.name} in ${regionsOf(world).length} regions are in the bucket`;
  },
};

const regionsOf = ({ settings }: World): readonly string[] => settings.governedRegions;
