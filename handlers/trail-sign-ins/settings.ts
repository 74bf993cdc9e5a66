import { like, type Parsed, parseProperties, text } from '../../lambda/properties.ts';
import { resourcePrefix } from '../../templates/kinds.ts';

const SCHEMA = {
  ResourcePrefix: like(resourcePrefix),
  BusArn: text(/^arn:[a-z-]+:events:[^:]+:\d{12}:event-bus\/.+$/, 'the ARN of an event bus'),
};

export type Settings = Parsed<typeof SCHEMA>;

/** @throws PropertyError naming the setting, `BusArn` for `BUS_ARN` */
export function settingsOf(env: Readonly<Record<string, string | undefined>>): Settings {
  return parseProperties({ ResourcePrefix: env.RESOURCE_PREFIX, BusArn: env.BUS_ARN }, SCHEMA);
}
