import { type Document, parseDocument, Scalar } from 'yaml';
import type { AccountIds } from './existing.ts';

/** The text of a YAML file, changed in place: comments, tags and everything else stay. */
export function editYaml(text: string, edit: (document: Document) => void): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  edit(document);
  return document.toString({ lineWidth: 0 });
}

/** `!Ref NAME`, as it stands in a file. */
export function reference(logicalName: string): Scalar<string> {
  const scalar = new Scalar(logicalName);
  scalar.tag = '!Ref';
  return scalar;
}

/** The organization file of accounts that exist already: each has its id. */
export const withIds = (text: string, ids: AccountIds): string =>
  editYaml(text, (document) => {
    for (const [logicalName, id] of Object.entries(ids)) {
      document.setIn(['Organization', logicalName, 'Properties', 'AccountId'], quoted(id));
    }
  });

function quoted(text: string): Scalar<string> {
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_SINGLE;
  return scalar;
}
