import {
  isMap,
  isScalar,
  isSeq,
  Lexer,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { redactText } from './redact-value.ts';
import type { Redaction } from './redaction.ts';
import { isNamedSecret, isSecretName } from './secret-names.ts';
import { REDACTED, withoutSecrets } from './secrets.ts';

/** A part of the text, and what takes its place. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

interface Walk {
  readonly source: string;
  /** By the place of what they replace: the first is made for the better reason. */
  readonly edits: Map<number, Edit>;
  readonly found: Redaction[];
}

/** Functions whose texts are the value itself, or parts of it; those of the others are names. */
const conditional = new Set(['!If', 'Fn::If']);
const transparent = new Set(
  ['Sub', 'Join', 'Base64', 'If'].flatMap((name) => [`!${name}`, `Fn::${name}`]),
);

/**
 * A template of CloudFormation, YAML or JSON, without secrets. Each is replaced where it stands, so that
 * all else stays as it is: functions, order and format.
 *
 * @param found takes what was redacted
 */
export function redactTemplate(source: string, place: string, found: Redaction[]): string {
  const document = parseDocument(source, { logLevel: 'silent', prettyErrors: false });
  if (document.errors.length > 0) {
    const { text, kinds } = withoutSecrets(source);
    found.push(...kinds.map((kind) => ({ kind, place })));
    return text;
  }
  const walk: Walk = { source, edits: new Map(), found };
  walkParameters(document.get('Parameters', true), `${place}: Parameters`, walk);
  walkNode(document.contents, `${place}: `, '', walk);
  walkComments(place, walk);
  return applied(walk);
}

function applied({ source, edits }: Walk): string {
  // From the end, so that places stay.
  return [...edits.values()]
    .sort((one, other) => other.from - one.from)
    .reduce((text, { from, to, text: by }) => text.slice(0, from) + by + text.slice(to), source);
}

/** @param name what the node is the value of */
function walkNode(node: unknown, place: string, name: string, walk: Walk): void {
  if (isScalar(node)) {
    walkScalar(node, place, name, walk);
  } else if (isSeq(node)) {
    walkItems(node, place, name, walk);
  } else if (isMap(node)) {
    walkMap(node, place, name, walk);
  }
}

function walkItems({ tag, items }: YAMLSeq, place: string, name: string, walk: Walk, of = tag) {
  const inherited = !of || transparent.has(of) ? name : '';
  for (const [index, item] of items.entries()) {
    // The first of an If is the name of a condition.
    const isCondition = index === 0 && of !== undefined && conditional.has(of);
    walkNode(item, `${place}.${index}`, isCondition ? '' : inherited, walk);
  }
}

function walkMap(map: YAMLMap, place: string, name: string, walk: Walk): void {
  const label = ['Name', 'Key', 'name', 'key'].map((field) => map.get(field));
  const naming = label.find((one) => typeof one === 'string');
  for (const { key, value } of map.items) {
    const field = isScalar(key) ? String(key.value) : '';
    const { text, kinds } = withoutSecrets(field);
    const at = place.endsWith(' ') ? `${place}${text}` : `${place}.${text}`;
    if (kinds.length > 0 && isScalar(key)) {
      note(key, text, at, kinds, walk);
    }
    const isValue = field === 'Value' || field === 'value';
    if (transparent.has(field) && isSeq(value)) {
      walkItems(value, at, name, walk, field);
      continue;
    }
    const inherited = transparent.has(field) ? name : field;
    walkNode(value, at, isValue ? String(naming ?? field) : inherited, walk);
  }
}

function walkScalar(node: Scalar, place: string, name: string, walk: Walk): void {
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
  const isReference = node.tag?.startsWith('!') === true && !transparent.has(node.tag);
  if (typeof node.value !== 'string' && (text.length < 3 || !isNamedSecret(name, text))) {
    return;
  }
  const found: Redaction[] = [];
  const clean = redactText(text, place, isReference ? '' : name, found);
  if (found.length > 0) {
    note(
      node,
      clean,
      place,
      found.map(({ kind }) => kind),
      walk,
    );
  }
}

/** The default of a secret parameter, and what would not admit another one. */
function walkParameters(parameters: unknown, place: string, walk: Walk): void {
  for (const { key, value } of isMap(parameters) ? parameters.items : []) {
    const name = isScalar(key) ? String(key.value) : '';
    const fallback = isMap(value) ? value.get('Default', true) : undefined;
    if (!isMap(value) || !isScalar(fallback)) {
      continue;
    }
    const text = String(fallback.value);
    const isHidden = text !== '' && /^true$/i.test(String(value.get('NoEcho')));
    if (isHidden || (isSecretName(name) && isNamedSecret(name, text))) {
      hideDefault(value, fallback, `${place}.${name}.Default`, walk);
    }
  }
}

// A default that the constraints of its parameter do not admit fails the template.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
function hideDefault(parameter: YAMLMap, fallback: Scalar, place: string, walk: Walk): void {
  const isNumber = parameter.get('Type') === 'Number';
  const least = Number(parameter.get(isNumber ? 'MinValue' : 'MinLength') ?? 0);
  const most = Number(parameter.get(isNumber ? 'MaxValue' : 'MaxLength') ?? Number.MAX_VALUE);
  const hidden = isNumber
    ? String(Math.max(least, Math.min(0, most)))
    : REDACTED.padEnd(least, 'X').slice(0, most);
  note(fallback, hidden, place, ['default of a secret parameter'], walk);
  const pattern = parameter.get('AllowedPattern', true);
  if (isScalar(pattern)) {
    replace(pattern, '.*', walk);
  }
  const allowed = parameter.get('AllowedValues', true);
  for (const item of isSeq(allowed) ? allowed.items : []) {
    if (isScalar(item)) {
      replace(item, hidden, walk);
    }
  }
}

function walkComments(place: string, { source, edits, found }: Walk): void {
  let at = 0;
  let before = '';
  for (const lexeme of new Lexer().lex(source)) {
    const previous = before;
    before = lexeme;
    // What the lexer adds to mark documents and scalars is not in the source.
    if (!source.startsWith(lexeme, at)) {
      continue;
    }
    if (lexeme.startsWith('#') && previous !== '\u001F') {
      const { text, kinds } = withoutSecrets(lexeme);
      found.push(...kinds.map((kind) => ({ kind, place: `${place}: a comment` })));
      edits.set(at, { from: at, to: at + lexeme.length, text });
    }
    at += lexeme.length;
  }
}

function note(node: Scalar, text: string, place: string, kinds: string[], walk: Walk): void {
  if (replace(node, text, walk)) {
    walk.found.push(...kinds.map((kind) => ({ kind, place })));
  }
}

/** False where something is replaced already. */
function replace(node: Scalar, text: string, { source, edits }: Walk): boolean {
  const [from, to] = node.range ?? [0, 0];
  if (edits.has(from)) {
    return false;
  }
  const end = source.slice(from, to).endsWith('\n') ? '\n' : '';
  // In double quotes YAML and JSON read the same.
  edits.set(from, { from, to, text: `${JSON.stringify(text)}${end}` });
  return true;
}
