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
