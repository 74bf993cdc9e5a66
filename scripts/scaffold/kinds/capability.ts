import { type Change, type Kind, type Repository, ScaffoldError } from '../kind.ts';
import type { Name } from './capability-name.ts';
import * as texts from './capability-texts.ts';

function parse(kebab: string): Name {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(kebab) || kebab.length > 40) {
    throw new ScaffoldError(
      `The name of a capability is in kebab-case, up to 40 characters: got ${kebab}, expected e.g. mail-records`,
    );
  }
  const words = kebab.split('-').join(' ');
  return {
    kebab,
    pascal: kebab.replace(/(^|-)(.)/g, (_all, _hyphen, letter: string) => letter.toUpperCase()),
    title: words.charAt(0).toUpperCase() + words.slice(1),
  };
}

/** Puts a text before the first place that a pattern finds. */
function before(repository: Repository, file: string, pattern: RegExp, text: string): Change {
  const found = repository.read(file) ?? '';
  const at = found.search(pattern);
  if (at < 0) {
    throw new ScaffoldError(
      `${file} has no ${pattern} to put the new lines before: add them by hand`,
    );
  }
  return { file, text: found.slice(0, at) + text + found.slice(at), isNew: false };
}

/** Adds an import, in the order of the paths. */
function withImport(repository: Repository, file: string, constant: string, from: string): Change {
  const text = repository.read(file) ?? '';
  const imports = [...text.matchAll(/^import [^;]* from '(\.[^']*)';\n/gm)];
  const later = imports.find(([, other = '']) => other > from);
  const at = later?.index ?? text.indexOf('\n\n') + 1;
  const line = `import { ${constant} } from '${from}';\n`;
  return { file, text: text.slice(0, at) + line + text.slice(at), isNew: false };
}

/** Makes two changes of one file. */
const then = (repository: Repository, first: Change, next: (now: Repository) => Change): Change =>
  next({
    ...repository,
    read: (file) => (file === first.file ? first.text : repository.read(file)),
  });

/** Its row in the ledger: the reader, and what is expected. */
function ledger(name: Name, repository: Repository): Change[] {
  const file = 'coverage/expected.ts';
  const row = before(repository, file, /\n\];/, `\n  ${texts.rowName(name)},`);
  const reader = `coverage/checks/${name.kebab}.ts`;
  return [
    { file: reader, text: texts.reader(name), isNew: true },
    {
      file: `test/coverage/checks/${name.kebab}.test.ts`,
      text: texts.readerTest(name),
      isNew: true,
    },
    then(repository, row, (now) =>
      withImport(now, file, texts.rowName(name), `./checks/${name.kebab}.ts`),
    ),
  ];
}

/** A capability of the organization: templates, tasks, README, scenario, ledger row and tests. */
export const capability: Kind = {
  name: 'capability',
  argument: 'NAME',
  description: 'a capability of the organization, such as mail-records',
  next: [
    'put the resources that the capability needs in place of the log group, in the template',
    'let the scenario show that it works, and the reader of the ledger that it is on',
    'say in its README what it does: npm run docs writes the tables',
    'npm run format && npm run docs && npm run lint && npm run rehearse -- --match NAME',
  ],
  plan(argument, repository): readonly Change[] {
    const name = parse(argument);
    if (repository.find(`templates/${name.kebab}/*`).length > 0) {
      throw new ScaffoldError(
        `The capability ${name.kebab} is there: see templates/${name.kebab}/`,
      );
    }
    const tasks = 'organization-tasks.yml';
    const folder = `templates/${name.kebab}`;
    return [
      { file: `${folder}/README.md`, text: texts.readme(name), isNew: true },
      { file: `${folder}/_tasks.yml`, text: texts.tasks(name), isNew: true },
      { file: `${folder}/${name.kebab}.yml`, text: texts.template(name), isNew: true },
      {
        file: tasks,
        text: `${(repository.read(tasks) ?? '').trimEnd()}\n\n${texts.include(name)}`,
        isNew: false,
      },
      {
        file: `scenarios/${name.kebab}/${name.kebab}.ts`,
        text: texts.scenario(name),
        isNew: true,
      },
      ...ledger(name, repository),
    ];
  },
};
