import { GetQueueUrlCommand, PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Scenario } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { toldBy } from './messages.ts';

export const lastingAlarmsAreRepeated: Scenario = {
  capability: 'alerts',
  name: 'alerts again, a day later, on an alarm of another region that stays in ALARM',
  applies: ({ stacks, settings }) =>
    ['alerts-region', 'alarm-reminders'].every((name) =>
      stacks.some((stack) => stack.name === `${settings.resourcePrefix}-${name}`),
    ),
  async run({ rehearsal, settings, ...more }) {
    const world = { rehearsal, settings, ...more };
    const { resourcePrefix: prefix, securityAccountId, homeRegion, signInRegions } = settings;
    const region = signInRegions.find((one) => one !== homeRegion) ?? homeRegion;
    const { sqs } = (await sessionsOf(rehearsal).open(securityAccountId)).clients(region);
    const { QueueUrl } = await sqs.send(
      new GetQueueUrlCommand({ QueueName: `${prefix}-undelivered` }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'an event' }));
    try {
      const [reminder, ...others] = await toldBy(
        world,
        `${prefix}-alarm-reminders`,
        1,
        async () => {
          await rehearsal.aws.control('POST', '/events/schedule', {
            accountId: securityAccountId,
            region: homeRegion,
            rule: `${prefix}-alarm-reminders`,
            time: new Date(Date.now() + 86_400_000).toISOString(),
          });
        },
      );
      const { subject, deliveries = [] } = reminder ?? {};
      const text = deliveries[0]?.text ?? '';
      const wanted = new RegExp(
        `^${prefix}-undelivered: .*\nIn ALARM since .* in ${region}\nReason: `,
        'm',
      );
      if (others.length > 0 || !subject?.startsWith('Still in ALARM') || !wanted.test(text)) {
        throw new Error(`expected one reminder of ${prefix}-undelivered, got ${subject}: ${text}`);
      }
      return `${subject}`;
    } finally {
      await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    }
  },
};
