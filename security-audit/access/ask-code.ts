import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { InterruptedError, OptionError } from '../errors.ts';

type Input = NodeJS.ReadableStream & Partial<Pick<ReadStream, 'isTTY'>>;

/**
 * Prompts for the code of an MFA device, without showing it.
 * @throws OptionError when there is no terminal, or the input is not a code
 */
export async function askCode(
  serial: string,
  {
    input,
    output,
    signal,
  }: { input: Input; output: { write(text: string): unknown }; signal: AbortSignal },
): Promise<string> {
  if (input.isTTY !== true) {
    throw new OptionError(
      '--mfa prompts for a code, and there is no terminal: remove it, and use credentials ' +
        'of a session that was started with MFA',
    );
  }
  output.write(`Code of ${serial}: `);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input, output: unseen, terminal: true });
  try {
    const code = await new Promise<string>((resolve, reject) => {
      terminal.once('line', resolve);
      terminal.once('SIGINT', () => reject(new InterruptedError('No code was given')));
      signal.addEventListener('abort', () => reject(new InterruptedError('No code was given')));
      terminal.once('close', () => reject(new OptionError('No code was given')));
    });
    if (!/^\d{6}$/.test(code.trim())) {
      throw new OptionError('The code of an MFA device has six digits');
    }
    return code.trim();
  } finally {
    terminal.close();
    output.write('\n');
  }
}
