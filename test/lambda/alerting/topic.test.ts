import type { SNSClient } from '@aws-sdk/client-sns';
import { expect } from 'chai';
import fc from 'fast-check';
import { messageOf, publisher, subjectOf } from '../../../lambda/alerting/topic.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:222222222222:audit-alerts';
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  // Halves of surrogate pairs, which are not text.
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 50 })
    .map((units) => String.fromCharCode(...units)),
);

describe('the publisher', () => {
  it('sends the text to all, and the subject to telephones', async () => {
    const { client, commands } = fakeClient<SNSClient>({ Publish: [{ MessageId: '1' }] });

    await publisher(client, TOPIC)({ subject: 'HIGH finding', text: 'Line 1\nLine 2' });

    expect(commands).to.deep.equal([
      [
        'Publish',
        {
          TopicArn: TOPIC,
          Subject: 'HIGH finding',
          MessageStructure: 'json',
          Message: '{"default":"Line 1\\nLine 2","sms":"HIGH finding"}',
        },
      ],
    ]);
  });

  it('throws what SNS answers, so that Lambda tries again', async () => {
    const { client } = fakeClient<SNSClient>({ Publish: [awsError('ThrottledException')] });

    const error = await publisher(client, TOPIC)({ subject: 's', text: 't' }).catch((e) => e);

    expect(error.name).to.equal('ThrottledException');
  });

  it('spells a subject in one line of ASCII', () => {
    const subject = subjectOf('  Zürich:\r\n\u0007sign-in of Łukasz 🙂 ');

    expect(subject).to.equal('Zurich: sign-in of ?ukasz ?');
  });

  it('cuts a text to what SNS takes, and says so', () => {
    const message = messageOf({ subject: 's', text: '"'.repeat(400_000) });

    const { default: text } = JSON.parse(message);
    expect(Buffer.byteLength(message)).to.be.within(262_140, 262_144);
    expect(text).to.match(/"\n\[Truncated to the limit of SNS\]$/);
  });

  it('never cuts a character in two', () => {
    const { default: text } = JSON.parse(messageOf({ subject: 's', text: '🙂'.repeat(100_000) }));

    expect(text).to.match(/^(🙂)+\n\[/u);
  });

  it('counts the characters that take two places in an SMS', () => {
    const { sms } = JSON.parse(messageOf({ subject: `${'{'.repeat(69)}abc\`d`, text: 't' }));

    expect(sms).to.equal(`${'{'.repeat(69)}ab`);
  });

  it('makes any subject fit for SNS', () => {
    fc.assert(
      fc.property(anyText, (subject) => {
        expect(subjectOf(subject)).to.match(/^[!-~](?:[ -~]{0,97}[!-~])?$/);
      }),
    );
  });

  it('makes any text fit for SNS', () => {
    fc.assert(
      fc.property(anyText, anyText, (subject, text) => {
        const message = messageOf({ subject, text });

        const { default: sent, sms } = JSON.parse(message);
        expect(message.isWellFormed()).to.equal(true);
        expect(sent).to.match(/^[^\p{Cc}\uFFFE\uFFFF]*(?:[\n\t][^\p{Cc}\uFFFE\uFFFF]*)*$/u);
        expect(sent).to.not.equal('');
        expect(sms).to.match(/^[ -_a-~]{1,140}$/);
      }),
    );
  });
});
