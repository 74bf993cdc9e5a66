/** Fields that name an object of a list, the first of them that it has. */
const identities = ['Id', 'region', 'StackName', 'StackSetName', 'LogicalResourceId', 'RoleName']
  .concat(['Name', 'name', 'ConfigRuleName', 'ConformancePackName', 'AccountId', 'accountId'])
  .concat(['Account', 'DestinationId', 'Type', 'target']);

/**
 * The same value with keys and lists in an order of their own: AWS answers lists in any order, and none
 * of a snapshot has a meaning by its order. Texts stay as they are.
 */
export function stable<T>(value: T): T {
  return arrange(value) as T;
}

function arrange(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item) => {
        const arranged = arrange(item);
        return { arranged, order: orderOf(arranged) };
      })
      .sort((one, other) => compare(one.order, other.order))
      .map(({ arranged }) => arranged);
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    return Object.fromEntries(
      entries.sort(([a], [b]) => compare(a, b)).map(([key, one]) => [key, arrange(one)]),
    );
  }
  return value;
}

/** By what names it, and then by all that it has. */
function orderOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  const field = identities.find((one) => typeof Reflect.get(value, one) === 'string');
  return `${field === undefined ? '' : Reflect.get(value, field)} ${JSON.stringify(value)}`;
}

// By code units, so that the locale of the machine does not matter.
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
