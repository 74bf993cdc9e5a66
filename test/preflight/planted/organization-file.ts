import { parseDocument, Scalar } from 'yaml';

/** An organization file in which accounts have their ids; those that it lacks are added. */
export function declaring(text: string, ids: Readonly<Record<string, string>>): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  for (const [name, id] of Object.entries(ids)) {
    const at = ['Organization', name];
    if (!document.hasIn(at)) {
      document.setIn([...at, 'Type'], 'OC::ORG::Account');
      document.setIn([...at, 'Properties', 'AccountName'], name);
      document.setIn([...at, 'Properties', 'RootEmail'], `${name.toLowerCase()}@example.com`);
    }
    const scalar = new Scalar(id);
    scalar.type = Scalar.QUOTE_SINGLE;
    document.setIn([...at, 'Properties', 'AccountId'], scalar);
  }
  return document.toString({ lineWidth: 0 });
}
