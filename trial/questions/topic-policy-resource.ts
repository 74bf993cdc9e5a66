import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import type { Question } from '../question.ts';
import { refused } from '../refusal.ts';

export const topicPolicyResource: Question = {
  id: 'topic-policy-resource',
  question: 'Does SNS refuse a topic policy whose resource is not a topic?',
  answers: { yes: 'SNS refuses the policy', no: 'SNS takes the policy' },
  where: 'sandbox',
  makes: 'a topic without subscribers',
  seconds: 60,
  usd: 0,
  async ask({ partition, accountId, clients, makeStack }) {
    const { Topic: TopicArn } = await makeStack({
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
      Outputs: { Topic: { Value: { Ref: 'Topic' } } },
    });
    const AttributeValue = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: accountId },
          Action: 'sns:Publish',
          Resource: `arn:${partition}:s3:::not-a-topic`,
        },
      ],
    });
    return refused(() =>
      clients.sns.send(
        new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }),
      ),
    );
  },
};
