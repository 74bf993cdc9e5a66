import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nunjucksRender } from 'aws-organization-formation/dist/src/yaml-cfn/index.js';
import { parseYaml, type YamlFile } from 'ofn-rehearse';

const root = path.join(import.meta.dirname, '../..');

/** A template or task file as org-formation renders it with a TemplatingContext. */
export function render(file: string, context: object): YamlFile {
  const text = readFileSync(path.join(root, file), 'utf8');

  return parseYaml(file, nunjucksRender(text, file, context));
}
