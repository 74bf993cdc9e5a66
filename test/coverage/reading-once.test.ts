import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { expect } from 'chai';
import { readingOnce } from '../../coverage/reading-once.ts';
import { awsError, fakeClient } from '../doubles/aws-client.ts';
import { failureOf } from '../doubles/failure-of.ts';
import { fakeClients } from '../doubles/organization.ts';

describe('clients that read once', () => {
  it('send the same read once, also while it is on its way', async () => {
    const sns = fakeClient({ ListTopics: [{ Topics: [{ TopicArn: 'a' }] }] });
    const clients = readingOnce(fakeClients({ sns }));

    const [first, second] = await Promise.all([
      clients.sns.send(new ListTopicsCommand({})),
      clients.sns.send(new ListTopicsCommand({ NextToken: undefined })),
    ]);
    const third = await clients.sns.send(new ListTopicsCommand({}));

    expect(sns.commands).to.have.length(1);
    expect([second, third]).to.deep.equal([first, first]);
  });

  it('send another input, another operation and another page', async () => {
    const sns = fakeClient({ ListTopics: {}, GetTopicAttributes: {} });
    const clients = readingOnce(fakeClients({ sns }));

    await clients.sns.send(new ListTopicsCommand({}));
    await clients.sns.send(new ListTopicsCommand({ NextToken: 'two' }));
    await clients.sns.send(new GetTopicAttributesCommand({ TopicArn: 'a' }));
    await clients.sns.send(new GetTopicAttributesCommand({ TopicArn: 'b' }));

    expect(sns.commands).to.have.length(4);
  });

  it('know nothing of each other: another run reads again', async () => {
    const sns = fakeClient({ ListTopics: {} });

    await readingOnce(fakeClients({ sns })).sns.send(new ListTopicsCommand({}));
    await readingOnce(fakeClients({ sns })).sns.send(new ListTopicsCommand({}));

    expect(sns.commands).to.have.length(2);
  });

  it('fail for each reader', async () => {
    const denied = awsError('AccessDenied');
    const clients = readingOnce(fakeClients({ sns: fakeClient({ ListTopics: [denied] }) }));
    const read = () => failureOf(clients.sns.send(new ListTopicsCommand({})));

    expect([await read(), await read()]).to.deep.equal([denied, denied]);
  });

  it('send each read of an object, whose body is read once', async () => {
    const s3 = fakeClient({ GetObject: {} });
    const clients = readingOnce(fakeClients({ s3 }));
    const read = () => clients.s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));

    await Promise.all([read(), read()]);

    expect(s3.commands).to.have.length(2);
  });
});
