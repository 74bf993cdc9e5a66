import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

const root = path.join(import.meta.dirname, '../..');
const templates = globSync('templates/**/*.yml', { cwd: root })
  .filter((file) => readFileSync(path.join(root, file), 'utf8').includes('AWS::KMS::'))
  .map((file) => {
    const { Resources } = readYaml(path.join(root, file)).value as {
      Resources?: Record<string, Resource>;
    };
    return { file, resources: Object.entries(Resources ?? {}) };
  });
const keys = templates.flatMap(({ file, resources }) =>
  resources
    .filter(([, { Type }]) => Type === 'AWS::KMS::Key')
    .map(([id, key]) => ({ file, id, key, resources })),
);

describe('the keys of the templates', () => {
  it('are those of trail, AWS Config, flow logs and findings', () => {
    expect(keys).to.have.length(4);
  });

  for (const { file, id, key, resources } of keys) {
    it(`have an alias by which a policy knows them, and which outlives its stack: ${file}`, () => {
      const [, alias] =
        resources.find(
          ([, { Type, Properties }]) =>
            Type === 'AWS::KMS::Alias' &&
            JSON.stringify(Properties?.['TargetKeyId']) === JSON.stringify({ Ref: id }),
        ) ?? [];

      expect(JSON.stringify(alias?.Properties?.['AliasName'])).to.match(
        /alias\/\$\{resourcePrefix\}-/,
      );
      expect(alias?.Condition).to.equal(key.Condition);
      expect(alias?.DeletionPolicy).to.equal('RetainExceptOnCreate');
      expect(alias?.UpdateReplacePolicy).to.equal('Retain');
    });
  }
});
