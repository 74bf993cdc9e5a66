import {
  DescribeEventBusCommand,
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
  type Target,
} from '@aws-sdk/client-eventbridge';
import pMap from 'p-map';
import { collect } from '../../../lambda/paging.ts';
import { commonPrefix } from '../../../preflight/read/named-readers.ts';
import { normalPolicy, normalStatement } from '../policy-document.ts';
import type { Actual, Expected, Place, Reader } from '../types.ts';
import { each, parsed, textOf, unless } from './each.ts';

type EventBridge = Pick<EventBridgeClient, 'send'>;

const gone = ['ResourceNotFoundException'];

const rule: Reader = {
  compared: {
    State: { absent: 'ENABLED' },
    EventPattern: { absent: '', normal: parsed },
    ScheduleExpression: { absent: '' },
    RoleArn: { absent: '' },
    Targets: { absent: [] },
  },
  skipped: {
    Name: 'it is read by it',
    EventBusName: 'it is read by it',
    Description: 'nothing depends on it',
  },
  read: async (resources, { clients: { eventBridge } }) => {
    const byBus = Map.groupBy(resources, ({ id }) => busAndName(id)[0]);
    const rules = await Promise.all(
      [...byBus].map(([bus, those]) =>
        listRules(eventBridge, bus, commonPrefix(those.map(({ id }) => busAndName(id)[1]))),
      ),
    );
    const found = new Map(
      rules.flat().map((one) => [`${one.EventBusName ?? 'default'}|${one.Name}`, one]),
    );
    const withTargets = async ({ id }: Expected): Promise<Actual | undefined> => {
      const [bus, name] = busAndName(id);
      const one = found.get(`${bus}|${name}`);
      return one && { ...one, Targets: await listTargets(eventBridge, bus, name) };
    };
    return pMap(resources, withTargets, { concurrency: 6 });
  },
};

/** Ref of a rule is its name, with that of a bus before it. */
function busAndName(id: string): [bus: string, name: string] {
  const [name = '', bus = 'default'] = id.split('|').reverse();
  return [bus, name];
}

async function listRules(client: EventBridge, EventBusName: string, NamePrefix: string) {
  const found = await unless(gone, () =>
    collect<Rule>(async (NextToken) => {
      const page = await client.send(
        new ListRulesCommand({ EventBusName, ...(NamePrefix && { NamePrefix }), NextToken }),
      );
      return { items: page.Rules, next: page.NextToken };
    }),
  );
  return found ?? [];
}

const listTargets = (client: EventBridge, EventBusName: string, Rule: string): Promise<Target[]> =>
  collect(async (NextToken) => {
    const page = await client.send(new ListTargetsByRuleCommand({ EventBusName, Rule, NextToken }));
    return { items: page.Targets, next: page.NextToken };
  });

interface Statement {
  readonly Sid?: string;
}

async function statementsOf(name: string, { clients }: Place): Promise<Statement[] | undefined> {
  const found = await unless(gone, () =>
    clients.eventBridge.send(new DescribeEventBusCommand({ Name: name })),
  );
  if (found === undefined) {
    return undefined;
  }
  const { Statement } = (normalPolicy(found.Policy) ?? {}) as { Statement?: Statement[] };
  return Statement ?? [];
}

const bus: Reader = {
  compared: { OtherStatements: { absent: [] } },
  skipped: { Name: 'it is read by it' },
  read: each(async ({ id }, place, stack) => {
    const ours = new Set(
      stack
        .filter(({ type }) => type === 'AWS::Events::EventBusPolicy')
        .map(({ properties }) => properties['StatementId']),
    );
    const statements = await statementsOf(id, place);
    return statements && { OtherStatements: statements.filter(({ Sid }) => !ours.has(Sid)) };
  }),
};

const busPolicy: Reader = {
  compared: { Statement: { normal: normalStatement } },
  skipped: { EventBusName: 'it is read by it', StatementId: 'it is read by it' },
  read: each(async (policy, place) => {
    const id = textOf(policy, 'StatementId');
    const statements = await statementsOf(textOf(policy, 'EventBusName') ?? '', place);
    const found = statements?.find(({ Sid }) => Sid === id);
    if (found === undefined) {
      return undefined;
    }
    // The template has the Sid beside the statement.
    const { Sid: _, ...Statement } = found;
    return { Statement };
  }),
};

export const eventReaders: Readonly<Record<string, Reader>> = {
  'AWS::Events::EventBus': bus,
  'AWS::Events::EventBusPolicy': busPolicy,
  'AWS::Events::Rule': rule,
};
