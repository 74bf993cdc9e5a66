import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { python } from 'ofn-rehearse';
import { ScannerError } from '../../security-audit/errors.ts';

const root = path.join(import.meta.dirname, '../..');

/**
 * The path of the AWS CLI: $AWS_CLI, else the pinned one, which is installed into .venv-aws-cli.
 * @throws ScannerError when it cannot be installed
 */
export function installAwsCli(options: {
  readonly environment: NodeJS.ProcessEnv;
  readonly tell: (text: string) => void;
}): string {
  if (options.environment.AWS_CLI) {
    return path.resolve(options.environment.AWS_CLI);
  }
  const venv = path.join(root, '.venv-aws-cli');
  const requirements = path.join(import.meta.dirname, 'aws-cli-requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  const stamp = path.join(venv, '.requirements');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    options.tell('installing the AWS CLI into .venv-aws-cli, once …');
    rmSync(venv, { recursive: true, force: true });
    run(python(), ['-m', 'venv', venv]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    run(path.join(venv, 'bin/python'), [...pip, '--requirement', requirements]);
    writeFileSync(stamp, wanted);
  }

  return path.join(venv, 'bin/aws');
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) {
    const said = error?.message ?? stderr.trim().split('\n').at(-1);
    throw new ScannerError(`the AWS CLI cannot be installed (${status}): ${said}`);
  }
}
