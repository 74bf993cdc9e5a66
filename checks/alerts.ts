import { partsAt, type YamlFile } from 'ofn-rehearse';
import { patternOf } from '../lambda/pattern.ts';
import { emailAddress } from '../templates/kinds.ts';
import { type Fault, type Faults, faultsOfItems, firstOf } from './parameter.ts';

const address = patternOf(emailAddress);

/**
 * A plus, the country's code and the number, 15 digits at most.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html
 */
const telephone = /^\+[1-9]\d{6,14}$/;
const queueOrFunction =
  /^arn:aws[a-z-]*:(sqs:[a-z\d-]+:\d{12}:[\w-]+|lambda:[a-z\d-]+:\d{12}:function:[\w:$-]+)$/;

const whoever =
  "give an e-mail address, a telephone number as '+4915112345678', an https URL, or the ARN of a queue or function";

/** What SNS would refuse of alertSubscriptions. */
export function* faultsOfAlerts(yaml: YamlFile): Faults {
  yield* firstOf(
    () => faultsOfItems(yaml, 'alertSubscriptions', faultOf),
    () => repeated(yaml),
  );
}

function faultOf(value: unknown): Fault | undefined {
  if (typeof value === 'number') {
    // YAML takes the plus for a sign.
    return { cause: ', a number, whose + is lost', remedy: `put it in quotes: '+${value}'` };
  }
  if (typeof value !== 'string') {
    return { cause: ', and no text', remedy: whoever };
  }
  if (value.includes("'")) {
    // It would end the text that templates/alerts/alerts.yml makes of it.
    return { cause: ', with a quote in it', remedy: 'give another address, without quotes' };
  }
  if (/^[+\d(]/.test(value) && !value.includes('@')) {
    return telephone.test(value) ? undefined : faultyNumber;
  }
  if (value.startsWith('arn:')) {
    return faultOfArn(value);
  }
  if (/^https?:/.test(value)) {
    return value.startsWith('https:') && URL.canParse(value) && !/\s/.test(value)
      ? undefined
      : {
          cause: ', which is not an https URL',
          remedy: 'give one such as https://example.com/alerts',
        };
  }
  return address.test(value)
    ? undefined
    : { cause: ', to which SNS does not deliver', remedy: whoever };
}

const faultyNumber: Fault = {
  cause: ', a telephone number that SNS refuses',
  remedy: "give + and 7 to 15 digits, country first, with nothing between: '+4915112345678'",
};

function faultOfArn(arn: string): Fault | undefined {
  if (arn.endsWith('.fifo')) {
    // https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html
    return {
      cause: ', a FIFO queue',
      remedy: 'give a standard queue: the topic is a standard one',
    };
  }
  if (arn.split(':')[2] === 'firehose') {
    // https://docs.aws.amazon.com/sns/latest/dg/firehose-endpoints-subscribe.html
    const cause = ', a stream, to which SNS delivers with a role only';
    return { cause, remedy: 'give a queue or function that writes to it' };
  }
  return queueOrFunction.test(arn)
    ? undefined
    : {
        cause: ', which is not the ARN of a queue or function',
        remedy: 'give one such as arn:aws:sqs:us-east-1:111111111111:alerts',
      };
}

/** One subscription serves both, and goes when either is removed. */
function* repeated(yaml: YamlFile): Faults {
  const all = [yaml.value.alertEmail, ...((yaml.value.alertSubscriptions as unknown[]) ?? [])].map(
    (one) => (typeof one === 'string' ? one.toLowerCase() : ''),
  );
  for (const [index, one] of all.entries()) {
    if (one !== '' && all.indexOf(one) < index) {
      yield partsAt(yaml, ['alertSubscriptions', String(index - 1)], {
        cause: `alertSubscriptions has ${one}, which ${one === all[0] ? 'is alertEmail' : 'is there already'}`,
        remedy: 'name each once: SNS has one subscription for both',
      });
    }
  }
}
