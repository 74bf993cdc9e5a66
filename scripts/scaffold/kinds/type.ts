import { evidenceFile, serviceFile, testFile, withImport } from '../engine.ts';
import { type Change, type Kind, type Repository, ScaffoldError } from '../kind.ts';

/** Services whose folder is not called like the second part of the type. */
const folders: Readonly<Record<string, string>> = {
  CloudWatch: 'logs',
  IAM: 'identity',
  Lambda: 'awslambda',
};
const providers = /\nPROVIDERS(?:: [^=\n]+)? = \(([\s\S]*?)\)\n$/;

interface Parts {
  readonly type: string;
  readonly service: string;
  /** The name of the class, and of the resource. */
  readonly noun: string;
  /** In names of tests and rows: `sns-topic`. */
  readonly slug: string;
}

function parse(type: string): Parts {
  const [, namespace = '', noun = ''] = /^AWS::([A-Za-z0-9]+)::([A-Za-z0-9]+)$/.exec(type) ?? [];
  if (noun === '') {
    throw new ScaffoldError(`A type is AWS::Service::Resource: got ${type}`);
  }
  const slug = `${namespace}-${noun}`.toLowerCase();
  return { type, service: folders[namespace] ?? namespace.toLowerCase(), noun, slug };
}

const page = ({ slug }: Parts): string =>
  `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-${slug}.html`;

const classPy = (parts: Parts): string => `
@evidence("${parts.slug}-is-recorded")
class ${parts.noun}(Recorded):
    """Kept as its template has it.

    ${page(parts)}
    """

    def __init__(self) -> None:
        super().__init__("${parts.type}")

`;

const testPy = ({ type, service, noun }: Parts): string => `"""${type} in stacks."""

import pytest
from embedded_aws.cloudformation.provider import NotFound, Request, provider_for
from embedded_aws.services.${service}.providers import ${noun}

TYPE = "${type}"


@pytest.fixture
def request_of(aws, account_id):
    def make(**properties):
        arn = f"arn:aws:cloudformation:eu-west-1:{account_id}:stack/s/1"
        return Request(account_id, "eu-west-1", arn, "s", "R", TYPE, properties, "s-r-1")
    return make


def test_a_stack_makes_it_by_this_provider(aws):
    assert isinstance(provider_for(TYPE), ${noun})


def test_an_update_keeps_its_id(request_of):
    made = ${noun}().create(request_of())

    updated = ${noun}().update(request_of(), made.physical_id, {})

    assert updated.physical_id == made.physical_id


def test_one_that_is_deleted_is_gone(request_of):
    made = ${noun}().create(request_of())

    ${noun}().delete(request_of(), made.physical_id)

    with pytest.raises(NotFound):
        ${noun}().delete(request_of(), made.physical_id)
`;

const row = (parts: Parts): string => `- id: ${parts.slug}-is-recorded
  claim: >-
    ${parts.type} is kept as its template has it, and no API shows it.
  status: unverified
  sources:
    - ${page(parts)}
  refuses: >-
    A second one under an identifier in use fails with AlreadyExists; AWS may reject more.
`;

/** The module with the class, and an instance of it among what it offers. */
function provided(text: string, file: string, parts: Parts): string {
  const [whole, inside = ''] = providers.exec(text) ?? [];
  if (whole === undefined) {
    throw new ScaffoldError(`${file} does not end in PROVIDERS = (…): add the provider by hand`);
  }
  if (new RegExp(`^class ${parts.noun}\\b`, 'm').test(text)) {
    throw new ScaffoldError(`${file} has a class ${parts.noun} already`);
  }
  const listed = inside.split(',').map((one) => one.trim());
  const items = [...listed.filter(Boolean), `${parts.noun}()`].map((one) => `    ${one},\n`);
  const annotated = /\nPROVIDERS: /.test(whole) ? ': tuple[Provider, ...]' : '';
  const body = text.slice(0, -whole.length).trimEnd();
  const added = `${body}\n\n${classPy(parts)}\nPROVIDERS${annotated} = (\n${items.join('')})\n`;
  return withImport(
    withImport(added, 'from embedded_aws.cloudformation.providers.recorded import Recorded'),
    'from embedded_aws.evidence import evidence',
  );
}

function refuseTaken(type: string, repository: Repository): void {
  const taken = repository
    .find('rehearsal/embedded-aws/embedded_aws/**/*.py')
    .find((file) =>
      repository.read(file)?.match(new RegExp(`(type_name = |__init__\\()"${type}"`)),
    );
  if (taken !== undefined) {
    throw new ScaffoldError(`${type} has a provider: see ${taken}`);
  }
}

/** A resource type of the embedded AWS: its provider, a test, and a row of evidence. */
export const resourceType: Kind = {
  name: 'type',
  argument: 'AWS::X::Y',
  description: 'a resource type of stacks in the embedded AWS, such as AWS::SNS::Topic',
  next: [
    'call the API of the service in create, update and delete, in place of Recorded',
    'say in the row of evidence what is known and from where, then npm run docs',
  ],
  plan(type, repository): readonly Change[] {
    const parts = parse(type);
    refuseTaken(type, repository);
    const file = serviceFile(parts.service, 'providers.py');
    const module = repository.read(file);
    if (module === undefined) {
      throw new ScaffoldError(
        `${file} is not there: npm run scaffold -- service ${parts.service} makes it, or add it with ` +
          'PROVIDERS = () and name it in service.py',
      );
    }
    const evidence = evidenceFile(parts.service);
    const rows = repository.read(evidence);
    const test = testFile(parts.slug.replaceAll('-', '_'), repository);
    return [
      { file, text: provided(module, file, parts), isNew: false },
      { file: test, text: testPy(parts), isNew: true },
      { file: evidence, text: `${rows ?? ''}${row(parts)}`, isNew: rows === undefined },
    ];
  },
};
