import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { type Scenario, someMember, type World } from '../scenario.ts';
import { until } from '../security-reporting/reports.ts';
import { alarmClients, recordEnough, sampleText, stateOf, told } from './alarms.ts';

const ALARM = 'key-removal';

export const noAlarmIsLost: Scenario = {
  capability: 'trail-alarms',
  name: 'reports an alarm as CloudWatch wrote it when the function fails, and that it fails',
  applies: ({ stacks, settings }) =>
    stacks.some(({ name }) => name === `${settings.resourcePrefix}-trail-alarm-alerts`),
  // After the scenarios that need the function.
  order: 2,
  async run(world) {
    const { id } = await someMember(world);
    const prefix = world.settings.resourcePrefix;
    const before = (await told(world)).length;

    await withoutSettings(world, () => recordEnough(world, id, sampleText(ALARM), ALARM));

    await until('the alarm as CloudWatch wrote it', async () =>
      (await told(world)).slice(before).some(({ text }) => isRecordOf(text, `${prefix}-${ALARM}`)),
    );
    const errors = 'trail-alarm-alerts-errors';
    await until(`a message of ${errors}`, async () =>
      (await told(world)).slice(before).some(({ subject }) => subject.includes(errors)),
    );
    return `${ALARM} arrives by Lambda's destination; ${errors} is in ${await stateOf(world, errors)}`;
  },
};

/** What Lambda publishes of an invocation that failed: the message of the alarm within. */
function isRecordOf(text: string, alarm: string): boolean {
  return text.startsWith('{') && text.includes('RetriesExhausted') && text.includes(alarm);
}

/** Takes the settings of the function away, until its last try has failed. */
async function withoutSettings(world: World, act: () => Promise<void>): Promise<void> {
  const { lambda } = await alarmClients(world);
  const FunctionName = `${world.settings.resourcePrefix}-trail-alarm-alerts`;
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const change = (Variables: Record<string, string>) =>
    lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }),
    );
  const before = (await told(world)).length;
  await change({});
  try {
    await act();
    await until('the record of a failed invocation', async () =>
      (await told(world)).slice(before).some(({ text }) => text.includes('RetriesExhausted')),
    );
  } finally {
    await change(Environment?.Variables ?? {});
  }
}
