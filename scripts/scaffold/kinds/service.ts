import { installFile, mustRead, serviceFile, testFile, withImport } from '../engine.ts';
import { type Change, type Kind, ScaffoldError } from '../kind.ts';

const initPy = (name: string): string => `"""Amazon ${name}: what the embedded AWS has of it."""
`;

const providersPy = (name: string): string => `"""What makes resources of ${name} in stacks."""

from embedded_aws.cloudformation.provider import Provider

PROVIDERS: tuple[Provider, ...] = ()
`;

const servicePy = (name: string): string => `"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.${name} import providers

SERVICE = Extension(
    "${name}",
    providers=providers.PROVIDERS,
)
`;

const testPy = (name: string): string => `"""The service ${name}."""

from embedded_aws import install
from embedded_aws.services.${name}.service import SERVICE


def test_the_service_is_installed():
    assert SERVICE in install.EXTENSIONS
    assert SERVICE.name == "${name}"
`;

/** Adds the service to the list of what is installed. */
function installed(text: string, name: string): string {
  const constant = name.toUpperCase();
  const line = `from embedded_aws.services.${name}.service import SERVICE as ${constant}`;
  const list = /(EXTENSIONS: tuple\[Extension, \.\.\.\] = \(\n)([\s\S]*?)(\n\))/;
  if (!list.test(text)) {
    throw new ScaffoldError(`${installFile} has no list EXTENSIONS to add ${name} to`);
  }
  return withImport(text, line).replace(list, `$1$2\n    ${constant},$3`);
}

/** A service of the embedded AWS: a folder, its declaration, and its first test. */
export const service: Kind = {
  name: 'service',
  argument: 'NAME',
  description: 'a service of the embedded AWS, such as inspector2',
  next: [
    'say in __init__.py what the service does here, with a link',
    'declare in service.py what is installed: patches, authorization, routes, receivers',
  ],
  plan(name, repository): readonly Change[] {
    if (!/^[a-z][a-z0-9_]*$/.test(name)) {
      throw new ScaffoldError(
        `The name of a service is a Python module, in lower case: got ${name}, expected e.g. inspector2`,
      );
    }
    if (repository.find(serviceFile(name, '*')).length > 0) {
      throw new ScaffoldError(`The service ${name} is there: see ${serviceFile(name, '')}`);
    }
    return [
      { file: serviceFile(name, '__init__.py'), text: initPy(name), isNew: true },
      { file: serviceFile(name, 'providers.py'), text: providersPy(name), isNew: true },
      { file: serviceFile(name, 'service.py'), text: servicePy(name), isNew: true },
      { file: testFile(name, repository), text: testPy(name), isNew: true },
      { file: installFile, text: installed(mustRead(installFile, repository), name), isNew: false },
    ];
  },
};
