import {
  type ConfigurationRecorderStatus,
  DescribeConfigurationRecorderStatusCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { ofThisAccount } from '../buckets.ts';
import type { Context } from '../context.ts';
import { type Question, Unanswered } from '../question.ts';
import { channelRefusal, makeRecorder, requireNoRecorder } from '../recorders.ts';

export const configRecorderStatus: Question = {
  id: 'config-recorder-status',
  question: 'Is the last status of a recorder that delivers SUCCESS, in capitals?',
  answers: { yes: 'in capitals', no: 'not in capitals' },
  where: 'sandbox',
  makes: 'where there is none, a recorder of topics, its channel and role, and a bucket',
  seconds: 420,
  usd: 0.05,
  lane: 'config',
  async ask(context) {
    const there = await statusOf(context);
    const status = there ?? (await ofAnOwnRecorder(context));
    if (status === undefined) {
      throw new Unanswered('the recorder has not delivered within five minutes');
    }
    const said = `lastStatus: ${status.lastStatus}, ${status.lastErrorCode ?? 'no error'}`;
    return { answer: status.lastStatus === status.lastStatus?.toUpperCase() ? 'yes' : 'no', said };
  },
};

async function ofAnOwnRecorder(context: Context) {
  const { clients, prefix, until } = context;
  await requireNoRecorder(context);
  const { Bucket } = await makeRecorder(context, { Bucket: ofThisAccount(context) });
  const refusal = await channelRefusal(context, Bucket, 90);
  if (refusal !== undefined) {
    throw new Unanswered(`the bucket is refused: ${refusal}`);
  }
  await clients.configService.send(
    new StartConfigurationRecorderCommand({ ConfigurationRecorderName: prefix }),
  );
  return until(() => statusOf(context), 300);
}

/** Of a recorder that records, once something has become of a delivery. */
async function statusOf({
  clients: { configService },
}: Context): Promise<ConfigurationRecorderStatus | undefined> {
  const { ConfigurationRecordersStatus = [] } = await configService.send(
    new DescribeConfigurationRecorderStatusCommand(),
  );
  return ConfigurationRecordersStatus.find(
    ({ recording, lastStatus = 'PENDING' }) =>
      recording && !/^(pending|notapplicable)$/i.test(lastStatus),
  );
}
