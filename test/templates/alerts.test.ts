import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { render } from './render.ts';

const subscriptionsOf = (subscriptions: readonly string[]): Record<string, string> => {
  const { Resources } = render('templates/alerts/alerts.yml', { subscriptions }).value as {
    Resources: Record<string, { Type: string; Properties: { Protocol: string; Endpoint: string } }>;
  };

  return Object.fromEntries(
    Object.entries(Resources)
      .filter(([id, { Type }]) => Type === 'AWS::SNS::Subscription' && id !== 'EmailSubscription')
      .map(([id, { Properties }]) => [id, `${Properties.Protocol} ${Properties.Endpoint}`]),
  );
};

describe('the subscriptions of alerts', () => {
  const queue = 'arn:aws:sqs:us-east-1:111122223333:alerts';

  it('know how each subscriber is reached', () => {
    const given = ['ada@example.com', '+4915112345678', 'https://example.com/alerts', queue];

    expect(Object.values(subscriptionsOf(given))).to.deep.equal([
      'email ada@example.com',
      'sms +4915112345678',
      'https https://example.com/alerts',
      `sqs ${queue}`,
    ]);
  });

  it('are the same resources in whatever order they are listed', () => {
    const given = ['ada@example.com', '+4915112345678', queue];

    expect(subscriptionsOf([...given].reverse())).to.deep.equal(subscriptionsOf(given));
  });
});

describe('what notifies in the security account', () => {
  const root = path.join(import.meta.dirname, '../..');
  const topic = ':sns:${AWS::Region}:${AWS::AccountId}:${resourcePrefix}-alerts';
  const linesOf = (file: string): string[] =>
    readFileSync(path.join(root, file), 'utf8').split('\n');
  const files = globSync('templates/**/*.yml', { cwd: root });
  const notifying = files.filter((file) => linesOf(file).some((line) => line.includes(topic)));

  it('does so to the topic of alerts unless another one is given', () => {
    const fixed = notifying.flatMap((file) =>
      linesOf(file)
        .filter((line) => line.includes(topic) && !/!If \[HasAl(ert|arm)Topic, !Ref/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );

    expect(notifying.length).to.be.at.least(8);
    expect(fixed).to.deep.equal([]);
  });

  it('is given the topic that alertTopic names by its task', () => {
    const takes = notifying.filter((file) => linesOf(file).includes('  alertTopicArn:'));
    const lacking = takes.filter((file) => {
      const tasks = linesOf(path.join(path.dirname(file), '_tasks.yml')).join('\n');
      const task = tasks.split('\n\n').find((one) => one.includes(`/${path.basename(file)}\n`));
      return !task?.includes('\n    alertTopicArn: !Ref alertTopic');
    });

    expect(takes).to.include('templates/alerts/reminders.yml');
    expect(lacking).to.deep.equal([]);
  });
});
