// What Athena demands of a query beyond Trino, whose SQL it takes.

/** @see https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
const mostBytes = 262_144;
/** @see https://docs.aws.amazon.com/athena/latest/APIReference/API_NamedQuery.html */
const mostLetters = { Name: 128, Description: 1024 };
/**
 * Athena reads no more partitions in one scan, and projection counts all combinations of values.
 * @see https://docs.aws.amazon.com/athena/latest/ug/partitions.html
 */
export const mostPartitions = 1_000_000;

/** Properties of AWS::Athena::NamedQuery. */
export interface NamedQuery {
  readonly Name: string;
  readonly Description: string;
  readonly QueryString: string;
}

/** Why Athena rejects a saved query, or does not run it as it stands; empty when it does. */
export function violationsOf(query: NamedQuery): string[] {
  const tokens = tokensOf(query.QueryString);
  const bytes = Buffer.byteLength(query.QueryString);

  return [
    ...(bytes > mostBytes
      ? [`the query has ${bytes} bytes, at most ${mostBytes} are allowed`]
      : []),
    ...(['Name', 'Description'] as const)
      .filter((property) => query[property].length > mostLetters[property])
      .map((property) => `${property} is longer than ${mostLetters[property]} characters`),
    ...statementViolations(tokens),
    ...parameterViolations(tokens),
  ];
}

/**
 * One statement, and one that takes parameters and changes nothing: SELECT. Athena runs one
 * statement at a time and no DESCRIBE INPUT, UPDATE or DELETE.
 * @see https://docs.aws.amazon.com/athena/latest/ug/other-notable-limitations.html
 */
function statementViolations(tokens: readonly string[]): string[] {
  const [first = 'nothing'] = tokens;

  return [
    ...(['SELECT', 'WITH'].includes(first.toUpperCase())
      ? []
      : [`the query begins with ${first}, not with SELECT or WITH`]),
    ...(tokens.includes(';') ? ['the query has a semicolon, which separates statements'] : []),
  ];
}

/**
 * Parameters stand in WHERE only, and without quotes.
 * @see https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html
 */
function parameterViolations(tokens: readonly string[]): string[] {
  return [
    ...tokens
      .filter((token) => token === `'?'` || token === '"?"')
      .map((token) => `a parameter stands in quotes: ${token}`),
    ...clausesOfParameters(tokens)
      .filter((clause) => clause !== 'WHERE')
      .map((clause) => `a parameter stands in ${clause}: Athena takes parameters in WHERE only`),
  ];
}

/** Words, texts and signs of a query, without comments. */
function tokensOf(sql: string): string[] {
  const found = sql.matchAll(
    /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:''|[^'])*'|"(?:""|[^"])*"|\w+|[^\s\w]/g,
  );

  return [...found].map(([token]) => token).filter((token) => !/^(--|\/\*)/.test(token));
}

const clauses = new Set([
  'WITH',
  'SELECT',
  'VALUES',
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'WINDOW',
  'ORDER',
  'OFFSET',
  'LIMIT',
  'FETCH',
  'UNION',
  'EXCEPT',
  'INTERSECT',
]);

/** In which clause of its own query each parameter stands. */
function clausesOfParameters(tokens: readonly string[]): string[] {
  // One entry for each parenthesis that is open, and one for the query itself.
  const open = [{ isQuery: true, clause: 'nothing' }];
  const found: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const word = token.toUpperCase();
    const current = open.at(-1) ?? { isQuery: false, clause: 'nothing' };
    if (token === '(') {
      const isQuery = /^(SELECT|WITH|VALUES)$/i.test(tokens[index + 1] ?? '');
      open.push({ isQuery, clause: current.clause });
    } else if (token === ')') {
      open.pop();
    } else if (token === '?') {
      found.push(current.clause);
    } else if (current.isQuery && clauses.has(word) && !isDistinctFrom(tokens, index)) {
      current.clause = word;
    }
  }

  return found;
}

/** `a IS DISTINCT FROM b` begins no clause. */
const isDistinctFrom = (tokens: readonly string[], index: number): boolean =>
  tokens[index]?.toUpperCase() === 'FROM' && tokens[index - 1]?.toUpperCase() === 'DISTINCT';
