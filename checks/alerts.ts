import { problemAt, type YamlFile } from 'ofn-rehearse';
import { checkItems, checkParameter, type Fault } from './parameter.ts';

/** As in templates/alerts/alerts.yml. */
const address = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

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

/** @throws Problem for the first of alertEmail and alertSubscriptions that SNS would refuse */
export function checkAlerts(yaml: YamlFile): void {
  checkParameter(yaml, 'alertEmail', (value) =>
    typeof value === 'string' && address.test(value)
      ? undefined
      : { cause: `is ${JSON.stringify(value)}`, remedy: 'give one e-mail address' },
  );
  checkItems(yaml, 'alertSubscriptions', faultOf);
  requireDifferent(yaml);
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
      : { cause: ', which is no https URL', remedy: 'give one such as https://example.com/alerts' };
  }

  return address.test(value) ? undefined : { cause: ', which SNS can not tell', remedy: whoever };
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
        cause: ', which is no ARN of a queue or function',
        remedy: 'give one such as arn:aws:sqs:us-east-1:111111111111:alerts',
      };
}

/** One subscription serves both, and goes when either is removed. */
function requireDifferent(yaml: YamlFile): void {
  const all = [yaml.value.alertEmail, ...((yaml.value.alertSubscriptions as unknown[]) ?? [])].map(
    (one) => (typeof one === 'string' ? one.toLowerCase() : ''),
  );
  const again = all.findIndex((one, index) => one !== '' && all.indexOf(one) < index);
  if (again > 0) {
    const [email] = all;
    throw problemAt(yaml, ['alertSubscriptions', String(again - 1)], {
      cause: `alertSubscriptions has ${all[again]}, which ${all[again] === email ? 'is alertEmail' : 'is there already'}`,
      remedy: 'name each once: SNS has one subscription for both',
    });
  }
}
