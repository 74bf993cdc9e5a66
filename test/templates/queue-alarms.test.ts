import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';

const root = path.join(import.meta.dirname, '../..');

type Properties = Record<string, unknown>;
interface Resource {
  file: string;
  id: string;
  type: string;
  properties: Properties;
}

const isTemplate = (file: string): boolean =>
  /^Resources:/m.test(readFileSync(path.join(root, file), 'utf8'));

const resources: readonly Resource[] = globSync('templates/**/*.yml', { cwd: root })
  .filter(isTemplate)
  .flatMap((file) => {
    const { value } = readYaml(path.join(root, file));
    const all = (value.Resources ?? {}) as Record<string, { Type: string; Properties?: object }>;
    return Object.entries(all).map(([id, { Type: type, Properties: properties = {} }]) => ({
      ...{ file, id, type, properties: { ...properties } },
    }));
  });
const ofType = (type: string): Resource[] => resources.filter((one) => one.type === type);
const textOf = (value: unknown): string => String((value as Properties)?.['Fn::Sub'] ?? value);

const queues = ofType('AWS::SQS::Queue').map((queue) => ({
  ...queue,
  name: textOf(queue.properties.QueueName),
}));
type Queue = (typeof queues)[number];

/** An alarm on the metric of a queue, in the template of the queue. */
const alarmOf = ({ file, id }: Queue, metric: string): Properties | undefined =>
  ofType('AWS::CloudWatch::Alarm').find(
    (alarm) =>
      alarm.file === file &&
      alarm.properties.MetricName === metric &&
      JSON.stringify(alarm.properties.Dimensions).includes(`"Fn::GetAtt":"${id}.QueueName"`),
  )?.properties;

const consumed = ofType('AWS::Lambda::EventSourceMapping').map(({ file, properties }) => {
  const arn = textOf(properties.EventSourceArn);
  return { file, queue: queues.find(({ name }) => arn.endsWith(`:${name}`)) };
});
const work = new Set(consumed.flatMap(({ queue }) => queue ?? []));

describe('alarms on queues', () => {
  it('covers each event source mapping, whose queue is in a template', () => {
    const lost = consumed.filter(({ queue }) => queue === undefined).map(({ file }) => file);

    expect(lost).to.deep.equal([]);
    expect([...work].map(({ name }) => name)).to.include.members([
      '${resourcePrefix}-reports',
      '${resourcePrefix}-account-harvester-accounts',
    ]);
  });

  for (const queue of work) {
    it(`alarms on the age of ${queue.name}, later than a message that fails counts`, () => {
      const alarm = alarmOf(queue, 'ApproximateAgeOfOldestMessage');
      const counts = 3 * Number(queue.properties.VisibilityTimeout);

      expect(alarm).to.include({
        Namespace: 'AWS/SQS',
        Statistic: 'Maximum',
        ComparisonOperator: 'GreaterThanThreshold',
      });
      expect(alarm?.Threshold)
        .to.be.above(counts)
        .and.at.most(counts * 1.5);
      expect(Number(alarm?.Threshold)).to.be.below(
        Number(queue.properties.MessageRetentionPeriod) / 10,
      );
      expect(alarm?.AlarmActions).to.have.length(1);
    });

    it(`moves what fails from ${queue.name} to a queue of its template`, () => {
      const redrive = JSON.stringify(queue.properties.RedrivePolicy);
      const letters = queues.find(
        ({ file, id }) => file === queue.file && redrive.includes(`"${id}.Arn"`),
      );

      expect(letters && work.has(letters)).to.equal(false);
    });
  }

  for (const queue of queues.filter((one) => !work.has(one))) {
    it(`alarms on the first message in ${queue.name}`, () => {
      const alarm = alarmOf(queue, 'ApproximateNumberOfMessagesVisible');

      expect(alarm).to.include({ Namespace: 'AWS/SQS', EvaluationPeriods: 1 });
      expect(`${alarm?.ComparisonOperator} ${alarm?.Threshold}`).to.be.oneOf([
        'GreaterThanThreshold 0',
        'GreaterThanOrEqualToThreshold 1',
      ]);
    });
  }
});
