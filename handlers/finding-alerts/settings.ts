import { PropertyError } from '../../lambda/errors.ts';
import {
  type Field,
  like,
  list,
  oneOf,
  type Parsed,
  parseProperties,
  region,
  text,
  within,
} from '../../lambda/properties.ts';
import {
  findingSeverity,
  findingSources,
  findingStartHours,
  findingTypes,
} from '../../templates/parameters.ts';

const threshold: Field<number> = (value, name) => {
  const number = typeof value === 'string' && /^\d{1,2}(\.\d{1,2})?$/.test(value) ? +value : NaN;
  if (number >= findingSeverity.minValue && number <= findingSeverity.maxValue) {
    return number;
  }
  throw new PropertyError(
    `${name} is ${JSON.stringify(value) ?? 'missing'}: set it to a severity from 0 to 10, such as 7`,
  );
};

const SCHEMA = {
  Threshold: threshold,
  /** Prefixes of types, in which `*` matches any characters; none means all types. */
  FindingTypes: list(like(findingTypes)),
  /** Products whose own events arrive here: their findings in Security Hub are ignored. */
  Sources: list(oneOf('guardduty', 'access-analyzer')),
  /** All of findingSources, whose starts are recorded. */
  FindingSources: list(oneOf(...findingSources.allowedValues)),
  /** The governed regions. */
  Regions: list(region, 1),
  /** How long a start takes; 0 is none. */
  StartHours: within(findingStartHours),
  TopicArn: text(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, "a topic's ARN"),
  TableName: text(/^[\w.-]{3,255}$/, "a table's name"),
};

export type Settings = Parsed<typeof SCHEMA>;

/** @throws PropertyError naming the setting */
export function settingsOf(env: Readonly<Record<string, string | undefined>>): Settings {
  return parseProperties(
    {
      Threshold: env.THRESHOLD,
      FindingTypes: listIn(env.FINDING_TYPES),
      Sources: listIn(env.SOURCES),
      FindingSources: listIn(env.FINDING_SOURCES),
      Regions: listIn(env.REGIONS),
      StartHours: env.START_HOURS,
      TopicArn: env.TOPIC_ARN,
      TableName: env.TABLE_NAME,
    },
    SCHEMA,
  );
}

function listIn(value = ''): string[] {
  return value.split(',').map((item) => item.trim());
}
