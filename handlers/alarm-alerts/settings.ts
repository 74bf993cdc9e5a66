import { like, list, type Parsed, parseProperties, text } from '../../lambda/properties.ts';
import { region, resourcePrefix } from '../../templates/kinds.ts';

const SCHEMA = {
  ResourcePrefix: like(resourcePrefix),
  TopicArn: text(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, "a topic's ARN"),
  /** Whose alarms are repeated. */
  Regions: list(like(region), 1),
  /** The log group whose metric filters the alarms are about; empty where there is none. */
  LogGroup: text(/^[\w./#-]{0,512}$/, 'the name of a log group, or nothing'),
};

export type Settings = Parsed<typeof SCHEMA>;

/** @throws PropertyError naming the setting */
export function settingsOf(env: Readonly<Record<string, string | undefined>>): Settings {
  return parseProperties(
    {
      ResourcePrefix: env.RESOURCE_PREFIX,
      TopicArn: env.TOPIC_ARN,
      Regions: (env.REGIONS ?? '').split(',').filter(Boolean),
      LogGroup: env.LOG_GROUP ?? '',
    },
    SCHEMA,
  );
}
