import { gzipSync } from 'node:zlib';

/** As CloudWatch Logs invokes a function. https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html */
export const packed = (data: unknown): object => ({
  awslogs: { data: gzipSync(JSON.stringify(data)).toString('base64') },
});

/** A delivery of log events with these texts. */
export const delivery = (...messages: string[]): object =>
  packed({
    messageType: 'DATA_MESSAGE',
    owner: '111111111111',
    logGroup: 'ofn-audit-cloud-trail',
    logStream: 'o-exampleorg1_222222222222_CloudTrail_us-east-1_3',
    subscriptionFilters: ['ofn-audit-trail-sign-ins'],
    logEvents: messages.map((message, index) => ({
      id: `3195310660696698337880902507980421114328961542429EXAMPLE${index}`,
      timestamp: 1_790_000_000_000,
      message,
    })),
  });
